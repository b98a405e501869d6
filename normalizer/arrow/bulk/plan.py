"""The inputs of a job → chunks, the same ones in every run of it, and the columns that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from normalizer.arrow.bulk import cells, groups
from normalizer.arrow.bulk.answer import Chunk, kept_names
from normalizer.arrow.bulk.cut import BYTE_ORDER_MARK, LineEnds, QuotedEnds, pieces
from normalizer.arrow.bulk.job import CSV, PARQUET, ROWS_AT_ONCE, JobError
from normalizer.arrow.bulk.sources import STANDARD_INPUT, Stream, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from normalizer.arrow.bulk.job import Job
    from normalizer.arrow.bulk.parts import Form
    from normalizer.arrow.bulk.sources import Source

_STEP: Final = 64 * 1024


def kept_schema(job: Job, sources: Sequence[Source], form: Form) -> pa.Schema:
    """The kept columns with their types: of Parquet those of the files where they agree, else text. Checks every file on the way. Raises JobError."""
    types: list[set[pa.DataType]] = [set() for _ in job.keep]
    for source in sources:
        if source.format == PARQUET:
            file = groups.opened(source.name)
            groups.paths(file, job, source.name)
            found = groups.kept_types(file, job, source.name)
        else:
            if source.format == CSV and source.lasting:
                with opened(source) as raw:
                    cells.wanted(_header(Stream(source, raw), source, job)[0], job, source.name)
            found = [pa.string()] * len(job.keep)
        for known, kind in zip(types, found, strict=True):
            known.add(kind)
    fields = [pa.field(name, kinds.pop() if len(kinds) == 1 else pa.string()) for name, kinds in zip(kept_names(job.keep), types, strict=True)]
    for field in fields:
        if form.format != PARQUET and pa.types.is_nested(field.type):
            message = f"--keep {field.name} is {field.type}, which {form.format} has no form for; write Parquet, or keep a member of it: --keep {field.name}.NAME"
            raise JobError(message)
    return pa.schema(fields)


def chunks(job: Job, sources: Sequence[Source]) -> Iterator[Chunk]:
    """The chunks of all inputs, numbered from 0. Raises JobError for a column that is missing, OSError for a file that has gone."""
    number = 0
    for source in sources:
        for chunk in _stripes(job, source) if source.format == PARQUET else _pieces(job, source):
            yield chunk._replace(number=number)
            number += 1


def _stripes(job: Job, source: Source) -> Iterator[Chunk]:
    file = groups.opened(source.name)
    asked = groups.paths(file, job, source.name)
    for stripe in groups.stripes(file, job.chunk_bytes):
        yield Chunk(0, source, stripe.first, stripe.rows, stripe.weight, stripe=stripe, asked=asked)


def _pieces(job: Job, source: Source) -> Iterator[Chunk]:
    file = opened(source)
    try:
        stream = Stream(source, file)
        columns: tuple[str, ...] = ()
        if source.format == CSV:
            columns, start = _header(stream, source, job)
            if columns:
                cells.wanted(columns, job, source.name)
        else:
            start = _pass_mark(stream)
        ends = QuotedEnds() if source.format == CSV else LineEnds()
        done, first = 0, 1
        for piece in pieces(stream.read, ends, job.chunk_bytes, ROWS_AT_ONCE, start):
            first = piece.first + piece.records
            if piece.data is not None and piece.data.isspace():
                continue
            at = stream.position if source.lasting else start + piece.size
            problem = None if piece.data is not None else f"longer than {job.chunk_bytes} bytes; a larger --chunk-size reads it"
            if problem and source.format == CSV:
                problem = f"longer than {job.chunk_bytes} bytes, or a quote is opened and never closed"
            data = None if source.plain else piece.data
            yield Chunk(0, source, piece.first, piece.records, at - done, piece.start, piece.size, data, columns, problem=problem)
            done = at
        if stream.damage is not None:
            yield Chunk(0, source, first, 1, 0, problem=stream.damage)
    finally:
        if source.name != STANDARD_INPUT:
            file.close()


def _pass_mark(stream: Stream) -> int:
    """Pass over a byte order mark; how long it was."""
    start = stream.read(len(BYTE_ORDER_MARK))
    if start == BYTE_ORDER_MARK:
        return len(start)
    stream.give_back(start)
    return 0


def _header(stream: Stream, source: Source, job: Job) -> tuple[tuple[str, ...], int]:
    """The names of the columns, and how many bytes they take. Raises JobError."""
    offset = _pass_mark(stream)
    data = b""
    while len(data) <= job.chunk_bytes and (more := stream.read(_STEP)):
        data += more
        line = data.find(b"\n") + 1
        while line and data.count(b'"', 0, line) % 2:
            line = data.find(b"\n", line) + 1
        if line:
            stream.give_back(data[line:])
            return cells.columns_of(data[:line], source.name), offset + line
    if len(data) > job.chunk_bytes:
        message = f"the first line of {source.name!r} does not end within {job.chunk_bytes} bytes; CSV begins with the names of the columns"
        raise JobError(message)
    return cells.columns_of(data, source.name), offset + len(data)
