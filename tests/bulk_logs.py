"""Logs for the tests of bulk: rows, and files of them in every format."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from normalizer import normalize
from normalizer.arrow import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Row = dict[str, Any]
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".zst": lambda data: pa.compress(data, codec="zstd", asbytes=True),
}
TEXTS = (".jsonl", ".csv")
VENDOR = ("--provider-field", "provider")
"""The option with which the command finds each row's provider in such a log."""

FILES = (".parquet", *(f"{text}{packing}" for text in TEXTS for packing in PACKERS))


def rows(count: int, start: int = 0) -> list[Row]:
    """Responses of three providers, each with an id of its own."""
    made = (
        lambda n: {"provider": "upyun", "status": 401, "body": f'{{"code": 40100012, "msg": "bucket, not \\"there\\"", "id": "{n:08x}"}}'},
        lambda n: {
            "provider": "aws-s3",
            "status": 404,
            "body": f"<Error><Code>NoSuchKey</Code>\n<Key>a,b</Key><RequestId>{n:08X}</RequestId></Error>",
        },
        lambda _: {"provider": "qingstor", "status": 503, "body": None},
        lambda n: {"provider": "upyun", "status": 400, "body": f'{{"code": 4009{n % 7}999, "msg": "new"}}'},
        lambda _: {"provider": "aws-s3", "status": 200, "body": ""},
    )
    return [{"id": str(number), **made[number % len(made)](number)} for number in range(start, start + count)]


def write(path: Path, found: Sequence[Row], row_group: int = 100) -> Path:
    """A file of these rows, in the format that its name says."""
    if path.suffix == ".parquet":
        columns = {name: [row[name] for row in found] for name in ("id", "provider", "status", "body")}
        pq.write_table(
            pa.table(columns, pa.schema({"id": pa.string(), "provider": pa.string(), "status": pa.int16(), "body": pa.string()})), path, row_group
        )
        return path
    packing = path.suffix if path.suffix in PACKERS else ""
    data = as_csv(found) if ".csv" in path.name else as_lines(found)
    path.write_bytes(PACKERS[packing](data))
    return path


def as_lines(found: Sequence[Row]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in found)


def as_csv(found: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["id", "provider", "status", "body"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()


def read(path: Path) -> list[Row]:
    """The rows of an output in any form, as Python values; of CSV texts."""
    if path.is_dir():
        return [row for part in sorted(path.glob("part-*")) for row in read(part)]
    if path.suffix == ".parquet":
        return list(pq.ParquetFile(path).read().to_pylist())
    packing = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    data = pa.input_stream(str(path), compression=packing).read().decode()
    if ".csv" in path.name:
        return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(io.StringIO(data, newline=""))]
    return [json.loads(line) for line in data.splitlines()]


def expected(found: Sequence[Row]) -> list[Row]:
    """What `normalize` says of each."""
    return [answer(row) for row in found]


def answer(row: Row) -> Row:
    record = normalize(row["provider"], row["body"], status=row["status"])
    return {name: getattr(record, name, None) for name in SCHEMA.names}
