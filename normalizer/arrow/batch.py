"""Rows of responses → rows of answers, in their order: what `normalize` says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from normalizer.arrow.chunk import Asking, answered
from normalizer.arrow.columns import Names, column, parts_of, plainly
from normalizer.arrow.owners import Owners
from normalizer.arrow.schema import schema_of
from normalizer.responses import default_tables

if TYPE_CHECKING:
    from normalizer.tables import Tables

CHUNK: Final = 64 * 1024
"""Rows that are worked on at once: enough for columns to pay, few enough to stay in the caches."""

_NAMED_IN: Final = "provider"


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
    request_headers (a map, a struct, a list of pairs, or text: JSON or header lines), method, url, operation (text). A column of the
    default name need not be there; None leaves out one that is. tables: other tables than our own.

    Plain bodies are read column by column, all others one by one, with the same answers. Not a job: it keeps all in memory. Feed it
    batch after batch. Items of a batch reply are not taken apart, see `errors_in`.

    Raises UnknownProvider for `provider`; KeyError for a named column that is missing; TypeError for a body of another type.

    >>> import pyarrow as pa
    >>> log = pa.table({"body": [b'{"code": "object_not_exists"}', None], "status": [404, 503]})
    >>> normalize_batch(log, "qingstor").select(["kind", "retry", "code"]).to_pylist()
    [{'kind': 'NotFound', 'retry': 'after_change', 'code': 'object_not_exists'}, {'kind': 'Unavailable', 'retry': 'after_backoff', 'code': None}]
    """
    tables = tables or default_tables()
    table = pa.table(data) if isinstance(data, pa.RecordBatch) else data
    if (provider is None) == (provider_column is None):
        message = "name the provider of all rows, or with provider_column the column that names each row's"
        raise TypeError(message)
    owners = Owners(tables)
    if provider is not None:
        tables.chosen(provider, None, None, None, None)
    parts = parts_of(table, Names(body, status, headers, method, url, operation, request_headers))
    if provider_column is not None:
        parts[_NAMED_IN] = plainly(column(table, provider_column)).cast(pa.string())
    asking = Asking(tables, owners, provider)
    chunks = [answered(chunk, asking) for chunk in pa.table(parts).to_batches(max_chunksize=CHUNK)]
    return pa.Table.from_batches(chunks, schema_of(tables.version)).unify_dictionaries()
