"""The memory of a run is bounded, whatever the input: what docs/guides/bulk.md says, measured over all processes.

The formula, in MiB: 160 for the command itself and 3 chunks for each worker that wait there, and for each worker 160 and 30 chunks.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.bulk.watched import MEBIBYTE, watched
from tests.bulk_logs import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORKERS = 2
CHUNK = 1
BOUND = (160 + 3 * CHUNK * WORKERS + WORKERS * (160 + 30 * CHUNK)) * MEBIBYTE
GOOD = b'{"provider":"upyun","status":404,"body":"{\\"code\\":40400001}"}\n'
Case = tuple[int, int]
"""Rows, and bad ones of them."""


def large_bodies(path: Path) -> Case:
    count, body = 900, b"".join(b"<p>%d</p>" % number for number in range(60_000))
    with path.open("wb") as file:
        for _ in range(count):
            file.write(b'{"provider":"upyun","status":503,"body":"' + body + b'"}\n')
    assert path.stat().st_size > BOUND
    return count, 0


def long_line(path: Path) -> Case:
    path.write_bytes(GOOD + b'{"status":404,"body":"' + b"x" * (50 * MEBIBYTE) + b'"}\n' + GOOD)
    return 3, 1


def many_objects(path: Path) -> Case:
    """Lines nearly as long as a chunk, of members that take thirty times their text in memory."""
    line = b'{"provider":"upyun","status":404,"body":[' + b",".join([b"{}"] * ((CHUNK * MEBIBYTE - 100) // 3)) + b"]}\n"
    path.write_bytes(line * 20)
    return 20, 0


def punctuated_bodies(path: Path) -> Case:
    """Bodies of many small tokens, flat, of which a reader by columns may make many small things."""
    flat = "{" + ",".join(f'"{number}":{number % 10}' for number in range(6_000)) + "}"
    lines = [json.dumps({"provider": "upyun", "status": 404, "body": flat}).encode() + b"\n"] * 300
    small = [
        json.dumps({"provider": "upyun", "status": 404, "body": f'{{"code":40400001,"id":"{number}"}}'}).encode() + b"\n" for number in range(30_000)
    ]
    path.write_bytes(b"".join(lines + small))
    return 30_300, 0


def packed_line(path: Path) -> Case:
    with pa.CompressedOutputStream(str(path), "zstd") as file:
        file.write(GOOD)
        for _ in range(256):
            file.write(b"x" * 4 * MEBIBYTE)
        file.write(b"\n" + GOOD)
    assert path.stat().st_size < MEBIBYTE
    return 3, 1


def packed_blank_lines(path: Path) -> Case:
    with pa.CompressedOutputStream(str(path), "gzip") as file:
        file.write(GOOD)
        for _ in range(128):
            file.write(b"\n" * 4 * MEBIBYTE)
        file.write(GOOD)
    return 2, 0


def packed_cells(path: Path) -> Case:
    with pa.CompressedOutputStream(str(path), "gzip") as file:
        file.write(b"provider,status,body\nupyun,404,\n")
        for _ in range(128):
            file.write(b"," * 4 * MEBIBYTE)
        file.write(b"\nupyun,404,\n")
    return 3, 1


def one_row_group(path: Path) -> Case:
    count, dice = 40_000, Random(0)  # noqa: S311  no secret
    bodies = [dice.randbytes(1_000).hex() * 8 for _ in range(count)]
    columns = {"provider": ["upyun"] * count, "status": [404] * count, "body": bodies}
    pq.write_table(pa.table(columns), path, row_group_size=count, data_page_size=MEBIBYTE, write_batch_size=32)
    group = pq.ParquetFile(path).metadata.row_group(0)
    assert group.num_rows == count
    assert group.total_byte_size > BOUND
    return count, 0


def repeated_cell(path: Path) -> Case:
    """One large body, stored once and meant a thousand times."""
    count = 1_000
    bodies = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array(["x" * MEBIBYTE]))
    pq.write_table(pa.table({"provider": ["upyun"] * count, "status": [404] * count, "body": bodies}), path)
    assert path.stat().st_size < MEBIBYTE < BOUND < count * MEBIBYTE
    return count, 0


@pytest.mark.parametrize(
    ("name", "fill"),
    [
        ("log.jsonl", large_bodies),
        ("log.jsonl", long_line),
        ("log.jsonl", many_objects),
        ("log.jsonl", punctuated_bodies),
        ("log.jsonl.zst", packed_line),
        ("log.jsonl.gz", packed_blank_lines),
        ("log.csv.gz", packed_cells),
        ("log.parquet", one_row_group),
        ("log.parquet", repeated_cell),
    ],
)
def test_no_input_takes_more_than_the_bound(tmp_path: Path, name: str, fill: Callable[[Path], Case]) -> None:
    source, output = tmp_path / name, tmp_path / "out.parquet"
    rows, bad = fill(source)
    options = ["--output", str(output), "--chunk-size", str(CHUNK), "--workers", str(WORKERS)]
    seen = watched("--provider-field", "provider", str(source), *options)
    assert seen.status == (1 if bad else 0), seen.said
    found = read(output)
    assert len(found) == rows
    assert sum(row["problem"] is not None for row in found) == bad
    assert seen.peak < BOUND, [peak // MEBIBYTE for peak in seen.peaks.values()]
    source.unlink()
