"""The log that bulk is measured on: what it says of itself holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.synthetic_log import HTML, chunks, write_log
from benchmarks.synthetic_vendors import VENDORS
from normalizer import Kind, MatchedBy, normalize

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 3_000


@pytest.mark.parametrize("shuffled", [False, True])
def test_rows_are_responses_of_the_vendors(*, shuffled: bool) -> None:
    table = pa.Table.from_batches(chunks(ROWS, shuffled=shuffled, size=700))
    rows = table.to_pylist()
    assert len(rows) == ROWS
    assert {row["provider"] for row in rows} == {vendor.slug for vendor in VENDORS}
    records = [normalize(row["provider"], row["body"], status=row["status"]) for row in rows]
    pages = sum(row["body"].startswith(b"<html>") for row in rows) / ROWS
    assert HTML / 2 < pages < HTML * 2
    told = [record for record in records if record.matched_by in {MatchedBy.CODE, MatchedBy.INHERITED}]
    assert len(told) > ROWS * 0.95
    assert not any(record.kind is Kind.UNKNOWN for record in told)
    ids = [record.request_id for record in told if record.request_id]
    assert len(set(ids)) == len(ids) > ROWS * 0.7
    bodies = [row["body"] for row in rows if not row["body"].startswith(b"<html>") and len(row["body"]) > 60]
    assert len(set(bodies)) == len(bodies) > ROWS * 0.9


def test_the_same_seed_gives_the_same_log_in_both_formats(tmp_path: Path) -> None:
    table = pq.read_table(write_log(tmp_path / "log.parquet", 200, seed=7))
    lines = [json.loads(line) for line in write_log(tmp_path / "log.jsonl", 200, seed=7).read_text(encoding="utf-8").splitlines()]
    assert lines == [row | {"body": row["body"].decode("utf-8", "replace")} for row in table.to_pylist()]
    assert table != pq.read_table(write_log(tmp_path / "other.parquet", 200, seed=8))
