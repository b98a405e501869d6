"""Files of answers: written under another name and renamed when they are whole, so that what has its name is whole."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as pa_csv

from normalizer.arrow.bulk.job import CSV, PARQUET
from normalizer.arrow.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS_OF_A_GROUP: Final = 65_536
_SUFFIX_OF: Final = {"gzip": ".gz", "zstd": ".zst", None: ""}
_DICTIONARIES: Final = ["file", *(each.name for each in SCHEMA if pa.types.is_dictionary(each.type)), "region", "endpoint"]


class Form(NamedTuple):
    """Format and packing of the output."""

    format: str
    packing: str | None = None

    @property
    def suffix(self) -> str:
        """What a file of this form is called."""
        return f".{self.format}{_SUFFIX_OF[self.packing]}"


ROUGH: Final = ".*.tmp"
"""What the files are called that are not whole."""


@contextmanager
def replaced(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """A name to write under, in that folder; the file gets its own name when all is written and on the disk. On failure nothing stays."""
    rough = (folder or path.parent) / f".{path.name}.{os.getpid()}.tmp"
    try:
        yield rough
        with rough.open("rb") as file:
            os.fsync(file.fileno())
        rough.replace(path)
    except BaseException:
        rough.unlink(missing_ok=True)
        raise


def write_json(path: Path, value: Any) -> None:
    """A small file of JSON, whole or not at all."""
    with replaced(path) as rough:
        rough.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8", errors="backslashreplace")


class Writer:
    """Writes tables of one schema into a file. Holds less than a chunk of them at a time."""

    def __init__(self, path: Path, form: Form, schema: pa.Schema, held_bytes: int, *, headed: bool) -> None:
        """`headed`: a CSV file has a line with the names of the columns."""
        self._form, self._schema, self._most = form, schema, held_bytes
        self._held: list[pa.Table] = []
        self._rows = self._bytes = 0
        self._parquet: pq.ParquetWriter | None = None
        self._file: Any = None
        if form.format == PARQUET:
            dictionaries = [name for name in _DICTIONARIES if name in schema.names]
            self._parquet = pq.ParquetWriter(
                path, schema, compression=form.packing or "zstd", compression_level=1 if form.packing is None else None, use_dictionary=dictionaries
            )
        else:
            self._file = pa.output_stream(str(path), compression=form.packing)
            if headed and form.format == CSV:
                pa_csv.write_csv(schema.empty_table(), self._file)

    def write(self, table: pa.Table) -> None:
        """Add rows."""
        self._held.append(table)
        self._rows += table.num_rows
        self._bytes += table.nbytes
        if self._rows >= ROWS_OF_A_GROUP or self._bytes >= self._most:
            self._send()

    def _send(self) -> None:
        if not self._held:
            return
        table = pa.concat_tables(self._held).unify_dictionaries()
        self._held, self._rows, self._bytes = [], 0, 0
        if self._parquet is not None:
            self._parquet.write_table(table, row_group_size=ROWS_OF_A_GROUP)
        elif self._form.format == CSV:
            pa_csv.write_csv(_flat(table), self._file, pa_csv.WriteOptions(include_header=False))
        else:
            self._file.write(json_lines(table))

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Write what is held, unless it failed, and close."""
        try:
            if kind is None:
                self._send()
        finally:
            (self._parquet or self._file).close()


def _flat(table: pa.Table) -> pa.Table:
    """The table without dictionaries, which the writer of CSV does not take."""
    fields = [field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))


def json_lines(table: pa.Table) -> bytes:
    """A line of JSON for each row."""
    columns = [column.to_pylist() for column in table.columns]
    names = table.column_names
    lines = [
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, separators=(",", ":"), default=_plainly)
        for row in zip(*columns, strict=True)
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace") if lines else b""


def _plainly(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def join(parts: list[Path], target: Path, form: Form, schema: pa.Schema, held_bytes: int, told: Callable[[int], object]) -> None:
    """One file of many, in their order. Text is copied as it is, packed or not; Parquet is read and written part after part."""
    with replaced(target, parts[0].parent if parts else None) as rough:
        if form.format == PARQUET:
            with Writer(rough, form, schema, held_bytes, headed=True) as writer:
                for part in parts:
                    for group in _groups(part):
                        writer.write(group.cast(schema))
                    told(1)
        else:
            with rough.open("wb") as file:
                if form.format == CSV:
                    file.write(_header(form, schema))
                for part in parts:
                    with part.open("rb") as source:
                        while data := source.read(1024 * 1024):
                            file.write(data)
                    told(1)


def _groups(part: Path) -> Iterator[pa.Table]:
    file = pq.ParquetFile(part)
    for group in range(file.metadata.num_row_groups):
        yield file.read_row_group(group, use_threads=False)


def _header(form: Form, schema: pa.Schema) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, form.packing) if form.packing else sink as stream:
        pa_csv.write_csv(_flat(schema.empty_table()), stream)
        stream.flush()
        if not form.packing:
            return bytes(sink.getvalue())
    return bytes(sink.getvalue())
