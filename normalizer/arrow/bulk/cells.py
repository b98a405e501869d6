"""Pieces of CSV → rows. Read by pyarrow where it finds as many records as there are, else record by record."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyarrow import csv as pa_csv

from normalizer.arrow.bulk.job import JobError
from normalizer.arrow.bulk.rows import HEADERS, PROVIDER, Rows, decoded, header_text, shortened, texts
from normalizer.errors import did_you_mean, suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from normalizer.arrow.bulk.job import Job

_BLANK: Final = (b"\n\n", b"\n\r\n")
csv.field_size_limit(2**31 - 1)


def columns_of(header: bytes, name: str) -> tuple[str, ...]:
    """The names in the first record. Raises JobError."""
    text = header.decode("utf-8", "replace").rstrip("\r\n")
    columns = tuple(next(csv.reader(io.StringIO(text)), []))
    twice = next((each for each in columns if columns.count(each) > 1), None)
    if twice is not None:
        message = f"{name!r} has two columns named {twice!r} in its first line"
        raise JobError(message)
    return columns


def wanted(columns: Sequence[str], job: Job, name: str) -> dict[str, str]:
    """Of each part of a response the column that holds it, of those that are there. Raises JobError for one that was asked for and is not."""
    asked = {part: column for part, column in job.fields._asdict().items() if column in columns or column != part}
    if job.provider_field is not None:
        asked[PROVIDER] = job.provider_field
    for column in (*asked.values(), *job.keep):
        if column not in columns:
            message = f"{name!r} has no column {column!r}{did_you_mean(suggestions(column, columns))}; it has {', '.join(columns[:20]) or 'none'}"
            raise JobError(message)
    if not {"body", "status", "headers"} & set(asked):
        message = f"{name!r} has no column named body, status or headers, but {', '.join(columns[:20])}; name yours with --body-field and its like"
        raise JobError(message)
    return asked


def rows_of(data: bytes, first: int, count: int, columns: tuple[str, ...], job: Job) -> Iterator[Rows]:
    """The records that are not blank; `first` is the number of the first, `count` how many there are, blank ones too."""
    asked = wanted(columns, job, "the file")
    problems: list[str | None]
    table = _quickly(data, columns, {*asked.values(), *job.keep}) if _is_plain(data) else None
    if table is not None and table.num_rows == count:
        numbers: Sequence[int] = range(first, first + count)
        problems = [None] * count
    else:
        numbers, problems, table = _one_by_one(data, first, columns, {*asked.values(), *job.keep})
    parts = {part: _part(part, table.column(column), problems, column, job) for part, column in asked.items()}
    if "body" not in parts:
        parts["body"] = pa.nulls(table.num_rows, pa.string())
    yield Rows(pa.table(parts), numbers, problems, [_texts(table.column(name)) for name in job.keep])


def _is_plain(data: bytes) -> bool:
    """Are there no blank lines, which pyarrow does not count, and no quote that nothing closes, which it does not mind?"""
    return not (data.startswith((b"\n", b"\r\n")) or any(blank in data for blank in _BLANK) or data.count(b'"') % 2)


def _quickly(data: bytes, columns: tuple[str, ...], some: set[str]) -> pa.Table | None:
    """What pyarrow reads, or None where it finds a fault."""
    included = [name for name in columns if name in some]
    try:
        return pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(use_threads=False, column_names=list(columns), block_size=max(len(data), 1)),
            pa_csv.ParseOptions(newlines_in_values=True),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.binary()),
                include_columns=included,
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _one_by_one(data: bytes, first: int, columns: tuple[str, ...], some: set[str]) -> tuple[list[int], list[str | None], pa.Table]:
    numbers: list[int] = []
    problems: list[str | None] = []
    places = {name: columns.index(name) for name in some}
    found: dict[str, list[bytes | None]] = {name: [] for name in some}
    for number, record in enumerate(_records(data), first):
        if record is not None and not record.strip(b"\r\n"):
            continue
        read = [] if record is None else list(csv.reader(io.StringIO(record.decode("utf-8", "surrogateescape"), newline="")))
        problem = _fault(record, read, len(columns))
        numbers.append(number)
        problems.append(problem)
        for name, place in places.items():
            found[name].append(None if problem else _bytes(read[0][place]))
    return numbers, problems, pa.table({name: pa.array(values, pa.binary()) for name, values in found.items()})


def _records(data: bytes) -> Iterator[bytes | None]:
    """The records, None for a line that opens a quote which nothing closes. Behind such a line all have even quotes, so there is at most one."""
    at = 0
    while at < len(data):
        line = end = data.find(b"\n", at) + 1 or len(data)
        quotes = data.count(b'"', at, end)
        while quotes % 2 and end < len(data):
            begin, end = end, data.find(b"\n", end) + 1 or len(data)
            quotes += data.count(b'"', begin, end)
        if quotes % 2:
            end = line
        yield None if quotes % 2 else data[at:end]
        at = end


def _bytes(cell: str) -> bytes | None:
    return cell.encode("utf-8", "surrogateescape") or None


def _fault(record: bytes | None, read: list[list[str]], expected: int) -> str | None:
    if record is None:
        return "a quote is opened and never closed"
    if len(read) != 1:
        return "no CSV: a quote in the middle of a cell"
    return f"has {len(read[0])} cells, the first line {expected}" if len(read[0]) != expected else None


def _part(part: str, values: pa.ChunkedArray, problems: list[str | None], name: str, job: Job) -> pa.Array:
    if part == "body" and job.encoded:
        return shortened(decoded(values.to_pylist(), problems, name))
    if part == "body":
        try:
            return shortened(values.cast(pa.string()).combine_chunks())
        except pa.ArrowInvalid:
            return shortened(values.combine_chunks())
    found = _texts(values)
    return texts([header_text(value) for value in found.to_pylist()]) if part in HEADERS else found


def _texts(values: pa.ChunkedArray) -> pa.Array:
    try:
        return values.cast(pa.string()).combine_chunks()
    except pa.ArrowInvalid:
        return texts([None if value is None else value.decode("utf-8", "replace") for value in values.to_pylist()])
