"""The tables as one flat table, for joins in a warehouse: every row of every provider, its own, confirmed and inherited ones.

A join asks for a code. `normalize` asks for more: conditions, statuses, structures of codes, headers, pages, batches. `exact` says
for which codes the join is as good. See docs/guides/warehouse.md.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.classify import classify
from normalizer.extract import Native
from normalizer.hints import NO_HINTS
from normalizer.kinds import KIND_FACTS, MatchedBy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables


class FlatRow(NamedTuple):
    """A row as it holds for one provider, in plain values. Not an answer to a response: see `ErrorRecord`.

    `status`, `when`: what the row asks for beside the code. `table`: the provider in whose table it stands; `matched_by`: `code` for
    a provider's own rows and those that it confirms, else `inherited`, and `confidence` how often these are right. `rows`: how many
    the provider has of the code. `exact`: it is the only one and asks for nothing else, so that a join on provider and code answers
    as `normalize` does. `default`: the row that answers where nothing but the code is known; one of a code at most. `source`: ids of
    the table's TOML file, separated by spaces.
    """

    provider: str
    code: str
    status: int | None
    when: str | None
    kind: str
    reason: str | None
    resource: str | None
    retry: str
    effect: str
    fault: str | None
    exact: bool
    default: bool
    rows: int
    matched_by: str
    confidence: float
    table: str
    meaning: str
    message: str | None
    note: str | None
    source: str
    tables_version: str


COLUMNS: Final = FlatRow._fields
FORMATS: Final = (".csv", ".parquet")


def flat_rows(tables: Tables) -> Iterator[FlatRow]:
    """All rows by provider and code, in the order of the tables.

    >>> from normalizer import Tables
    >>> row = next(row for row in flat_rows(Tables()) if (row.provider, row.code) == ("minio", "NoSuchKey"))
    >>> row.kind, row.matched_by, row.table, row.exact, row.default
    ('NotFound', 'code', 'aws-s3', False, True)
    """
    for slug in tables.slugs():
        yield from _of(tables.provider(slug), tables)


def _of(provider: Provider, tables: Tables) -> Iterator[FlatRow]:
    for code, (owner, rows) in _by_code(provider).items():
        verdict = classify(Native({"code": code}), NO_HINTS, provider)
        for row in rows:
            listed = code in provider.codes
            yield FlatRow(
                provider=provider.slug,
                code=code,
                status=row.status,
                when=row.when or None,
                kind=str(row.kind),
                reason=row.reason,
                resource=_text(row.resource),
                retry=str(row.retry),
                effect=str(row.effect),
                fault=_text(KIND_FACTS[row.kind].fault),
                exact=len(rows) == 1 and not row.when,
                default=verdict.row is row,
                rows=len(rows),
                matched_by=str(MatchedBy.CODE if listed else MatchedBy.INHERITED),
                confidence=1.0 if listed else provider.confidence.get(MatchedBy.INHERITED, 0.0),
                table=owner,
                meaning=row.meaning,
                message=row.message or None,
                note=row.note or None,
                source=" ".join(row.source),
                tables_version=tables.version,
            )


def _by_code(provider: Provider) -> dict[str, tuple[str, list[Row]]]:
    """The rows that answer for each code, with the table that they stand in: the provider's own, else those of the nearest elder."""
    found: dict[str, tuple[str, list[Row]]] = {}
    for row in provider.rows:
        found.setdefault(row.code, (provider.slug, []))[1].append(row)
    for code, inherited in (_by_code(provider.elder) if provider.elder else {}).items():
        found.setdefault(code, inherited)
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def write(path: Path, tables: Tables) -> int:
    """Write the flat table, as CSV or, with the extra `arrow`, as Parquet, by the name's ending; how many rows it has.

    In CSV an absent value is an empty cell, and a truth is true or false. Raises ValueError for another ending, OSError, and
    ModuleNotFoundError where Parquet is asked for and pyarrow is not there.
    """
    if path.suffix not in FORMATS:
        message = f"{path.name[-80:]!r} ends in none of {', '.join(FORMATS)}"
        raise ValueError(message)
    rows = list(flat_rows(tables))
    if path.suffix == ".parquet":
        _write_parquet(path, rows)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(file, rows)
    return len(rows)


def write_csv(file: Any, rows: list[FlatRow]) -> None:
    """Write the rows as CSV to a text file."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([str(value).lower() if isinstance(value, bool) else value for value in row] for row in rows)


def _write_parquet(path: Path, rows: list[FlatRow]) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        message = "Parquet needs pyarrow; `pip install 'storage-errors[arrow]'` brings it"
        raise ModuleNotFoundError(message, name="pyarrow") from error
    types = {"status": pa.int32(), "rows": pa.int32(), "exact": pa.bool_(), "default": pa.bool_(), "confidence": pa.float64()}
    schema = pa.schema({name: types.get(name, pa.string()) for name in COLUMNS})
    columns = [pa.array([row[number] for row in rows], field.type) for number, field in enumerate(schema)]
    parquet.write_table(pa.Table.from_arrays(columns, schema=schema), path)
