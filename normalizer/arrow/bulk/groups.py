"""Row groups of Parquet → rows, a few at a time however large the group is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from normalizer.arrow.batch import normalize_batch
from normalizer.arrow.bulk.job import ROWS_AT_ONCE, JobError
from normalizer.arrow.bulk.rows import HEADERS, PROVIDER, Rows, decoded, header_text, shortened, texts, unreadable
from normalizer.errors import did_you_mean, suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.arrow.bulk.job import Job

AT_ONCE: Final = 512
"""Rows that are unpacked together: that many of the largest cells must fit into memory."""

_FEWEST: Final = 4_096
"""Rows of a stripe, at least."""

_MOST_STRIPES: Final = 16
_STRIPE: Final = 4
"""A stripe is about that many chunks of unpacked data: who reads one passes over those before it, which costs little, but not nothing."""

_REPETITIVE: Final = 32
"""Bytes a cell, stored; a column below has its repeated cells stored once, and they are unpacked once."""

_BUFFER: Final = 1024 * 1024


class Stripe(NamedTuple):
    """Some rows of a row group; `first` is the number of the first in the file, from 1, `start` in the group, from 0."""

    group: int
    start: int
    rows: int
    first: int
    weight: int


def opened(name: str) -> pq.ParquetFile:
    """The file, with its index read. Raises JobError."""
    try:
        return pq.ParquetFile(name, pre_buffer=False, buffer_size=_BUFFER)
    except (OSError, pa.ArrowInvalid) as error:
        message = f"cannot read {name!r} as Parquet: {str(error).partition(chr(10))[0][:200]}"
        raise JobError(message) from None


def paths(file: pq.ParquetFile, job: Job, name: str) -> dict[str, str]:
    """Of each part of a response the column, or the dotted path in one, that holds it. Raises JobError for one that cannot be used."""
    schema = file.schema_arrow
    asked = {part: path for part, path in job.fields._asdict().items() if path != part or path in schema.names}
    if job.provider_field is not None:
        asked[PROVIDER] = job.provider_field
    types = {path: _type_at(schema, path, name) for path in (*asked.values(), *job.keep)}
    try:
        empty = pa.table({part: pa.array([], _flat(types[path])) for part, path in asked.items()})
        ask = {} if PROVIDER not in asked else {"provider_column": PROVIDER}
        normalize_batch(empty, None if ask else job.provider, **ask)  # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        message = f"cannot use {name!r}: {error.args[0]}"
        raise JobError(message.replace("normalize_batch(…, body='payload')", "--body-field payload")) from None
    return asked


def kept_types(file: pq.ParquetFile, job: Job, name: str) -> list[pa.DataType]:
    """The types of the kept columns."""
    return [_flat(_type_at(file.schema_arrow, path, name)) for path in job.keep]


def stripes(file: pq.ParquetFile, chunk_bytes: int) -> Iterator[Stripe]:
    """The rows of the file in stripes that a worker each can take."""
    first = 1
    for group in range(file.metadata.num_row_groups):
        about = file.metadata.row_group(group)
        parts = max(1, min(_MOST_STRIPES, about.num_rows // _FEWEST, round(about.total_byte_size / (_STRIPE * chunk_bytes))))
        bounds = [about.num_rows * part // parts for part in range(parts + 1)]
        packed = sum(about.column(column).total_compressed_size for column in range(about.num_columns))
        for start, end in pairwise(bounds):
            if end > start:
                yield Stripe(group, start, end - start, first + start, packed // parts)
        first += about.num_rows


def rows_of(name: str, stripe: Stripe, asked: dict[str, str], job: Job) -> Iterator[Rows]:
    """The rows of a stripe; where it is damaged those before the damage, and a row that says so."""
    held: list[pa.RecordBatch] = []
    number, count, size = stripe.first, 0, 0
    damage: list[str] = []
    for batch in _undamaged(_batches(name, stripe, asked, job), damage):
        held.append(_unpacked(batch, asked.get("body")))
        count, size = count + batch.num_rows, size + held[-1].nbytes
        if count >= ROWS_AT_ONCE or size >= job.chunk_bytes:
            yield _read(held, number, asked, job)
            number, count, size, held = number + count, 0, 0, []
    if held:
        yield _read(held, number, asked, job)
    if damage:
        yield unreadable(number + count, damage[0], job.provider_field, len(job.keep))


def _undamaged(batches: Iterator[pa.RecordBatch], damage: list[str]) -> Iterator[pa.RecordBatch]:
    try:
        yield from batches
    except (OSError, pa.ArrowInvalid) as error:
        damage.append(f"the rest of these rows cannot be read: {str(error).partition(chr(10))[0][:200]}")


def _batches(name: str, stripe: Stripe, asked: dict[str, str], job: Job) -> Iterator[pa.RecordBatch]:
    file = opened(name)
    schema = file.schema_arrow
    columns = sorted({_root(schema, path) for path in (*asked.values(), *job.keep)})
    about = file.metadata.row_group(stripe.group)
    stored = [about.column(index) for index in range(about.num_columns)]
    repetitive = [
        each.path_in_schema for each in stored
        if each.path_in_schema in columns and each.physical_type == "BYTE_ARRAY" and each.total_uncompressed_size < _REPETITIVE * each.num_values
    ]  # fmt: skip
    size = sum(each.total_uncompressed_size for each in stored if each.path_in_schema.partition(".")[0] in columns)
    at_once = max(8, min(AT_ONCE, job.chunk_bytes * about.num_rows // max(size, 1)))
    file = pq.ParquetFile(name, pre_buffer=False, buffer_size=_BUFFER, read_dictionary=repetitive)
    skip, left = stripe.start, stripe.rows
    for batch in file.iter_batches(at_once, [stripe.group], columns, use_threads=False):
        if skip >= batch.num_rows:
            skip -= batch.num_rows
            continue
        wanted = batch.slice(skip, left)
        skip, left = 0, left - wanted.num_rows
        yield wanted
        if not left:
            return


def _unpacked(batch: pa.RecordBatch, body: str | None) -> pa.RecordBatch:
    """The batch without dictionaries; of a body no more than `normalize` reads."""
    columns = []
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_dictionary(values.type):
            known = shortened(values.dictionary) if name == body else values.dictionary
            columns.append(pa.DictionaryArray.from_arrays(values.indices, known).cast(known.type))
        else:
            columns.append(shortened(values) if name == body else values)
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _read(held: list[pa.RecordBatch], first: int, asked: dict[str, str], job: Job) -> Rows:
    (batch,) = pa.Table.from_batches(held).combine_chunks().to_batches()
    problems: list[str | None] = [None] * batch.num_rows
    parts = {part: _part(part, _at(batch, path), problems, path, job) for part, path in asked.items()}
    if "body" not in parts:
        parts["body"] = pa.nulls(batch.num_rows, pa.string())
    return Rows(pa.table(parts), range(first, first + batch.num_rows), problems, [_at(batch, path) for path in job.keep])


def _part(part: str, values: pa.Array, problems: list[str | None], path: str, job: Job) -> pa.Array:
    is_string = pa.types.is_string(values.type) or pa.types.is_large_string(values.type)
    if part == "body":
        return shortened(decoded(values.to_pylist(), problems, path) if job.encoded and (is_string or pa.types.is_binary(values.type)) else values)
    return texts([header_text(value) for value in values.to_pylist()]) if part in HEADERS and is_string else values


def _flat(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _root(schema: pa.Schema, path: str) -> str:
    return path if path in schema.names else path.partition(".")[0]


def _steps(schema: pa.Schema, path: str) -> list[str]:
    root = _root(schema, path)
    return [root, *path[len(root) :].split(".")[1:]]


def _at(batch: pa.RecordBatch, path: str) -> pa.Array:
    found: Any = None
    for step in _steps(batch.schema, path):
        found = batch.column(step) if found is None else pc.struct_field(found, step)
    return found


def _type_at(schema: pa.Schema, path: str, name: str) -> pa.DataType:
    found: pa.DataType | pa.Schema = schema
    for step in _steps(schema, path):
        inside = isinstance(found, pa.Schema) or pa.types.is_struct(found)
        names = [found.field(index).name for index in range(len(found) if isinstance(found, pa.Schema) else found.num_fields)] if inside else []
        if names.count(step) != 1:
            fault = "no column" if step not in names else "several columns"
            guess = did_you_mean(suggestions(step, names)) or (f"; it has {', '.join(schema.names[:20])}" if schema.names else "")
            message = f"{name!r} has {fault} {path!r}{guess}"
            raise JobError(message)
        found = found.field(step).type
    return found
