"""Rows of responses → rows of answers, in their order: what `normalize` says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from normalizer.arrow.columns import Names, column, parts_of
from normalizer.arrow.schema import SCHEMA, table_of
from normalizer.errors import UnknownProvider
from normalizer.kinds import KIND_FACTS, Kind, MatchedBy
from normalizer.responses import default_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalizer.tables import Tables


def normalize_batch(
    data: pa.Table | pa.RecordBatch,
    provider: str | None = None,
    *,
    provider_column: str | None = None,
    body: str | None = "body",
    status: str | None = "status",
    headers: str | None = "headers",
    method: str | None = "method",
    url: str | None = "url",
    operation: str | None = "operation",
    request_headers: str | None = "request_headers",
    tables: Tables | None = None,
) -> pa.Table:
    """What `normalize` says of every row, in the order of the rows: one table with the columns of `SCHEMA`.

    data: a row for each response. provider: slug or alias of all of them, or "auto"; or provider_column: the column that names it
    in each row, where a name that is unknown or missing gives a row of kind Unknown and says so in the column `problem`. The other
    arguments name columns: body (binary or string; a struct is an already parsed one), status (a number or text), headers and
    request_headers (a map, a struct, a list of pairs, or JSON text), method, url, operation (text). A column of the default name need
    not be there; None leaves out one that is. tables: other tables than our own.

    Not a job: it keeps all in memory. Feed it batch after batch. Items of a batch reply are not taken apart, see `errors_in`.

    Raises UnknownProvider for `provider`; KeyError for a named column that is missing; TypeError for a body of another type.

    >>> import pyarrow as pa
    >>> log = pa.table({"body": [b'{"code": "object_not_exists"}', None], "status": [404, 503]})
    >>> normalize_batch(log, "qingstor").select(["kind", "retry", "code"]).to_pylist()
    [{'kind': 'NotFound', 'retry': 'after_change', 'code': 'object_not_exists'}, {'kind': 'Unavailable', 'retry': 'after_backoff', 'code': None}]
    """
    tables = tables or default_tables()
    table = pa.table(data) if isinstance(data, pa.RecordBatch) else data
    names = _providers(table, provider, provider_column, tables)
    parts = parts_of(table, Names(body, status, headers, method, url, operation, request_headers))
    nothing = [None] * table.num_rows
    columns = [parts.get(part, nothing) for part in ("body", "status", "headers", "method", "operation", "request_headers", "url")]
    answers = [_answer(tables, name, row) for name, row in zip(names, zip(*columns, strict=True), strict=True)]
    return table_of(answers, tables.version)


def _providers(data: pa.Table, provider: str | None, named_in: str | None, tables: Tables) -> Sequence[str | None]:
    if (provider is None) == (named_in is None):
        message = "name the provider of all rows, or with provider_column the column that names each row's"
        raise TypeError(message)
    if provider is not None:
        tables.chosen(provider, None, None, None, None)
        return [provider] * data.num_rows
    names: list[str | None] = column(data, str(named_in)).cast(pa.string()).to_pylist()
    return names


def _answer(tables: Tables, provider: str | None, row: tuple[Any, ...]) -> dict[str, Any]:
    if provider is None:
        return _unasked(None, "no provider is named")
    try:
        record = tables.first(provider, *row)
    except UnknownProvider as error:
        return _unasked(provider, str(error))
    return {name: getattr(record, name, None) for name in SCHEMA.names}


def _unasked(provider: str | None, problem: str) -> dict[str, Any]:
    """The answer for a row whose provider cannot be told."""
    facts = KIND_FACTS[Kind.UNKNOWN]
    told = {
        "provider": provider, "kind": Kind.UNKNOWN, "retry": facts.retry, "effect": facts.effect, "fault": facts.fault,
        "matched_by": MatchedBy.NOTHING, "confidence": 0.0, "problem": problem,
    }  # fmt: skip
    return dict.fromkeys(SCHEMA.names) | told
