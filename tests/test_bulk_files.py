"""Bulk over files: every format in, every form out, the same answers as `normalize` gives one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer.arrow import SCHEMA
from normalizer.arrow.bulk import Job, run
from tests.bulk_logs import FILES, expected, read, rows, write

if TYPE_CHECKING:
    from pathlib import Path

ROWS = rows(250)
SMALL = 4_096


def job(source: Path, output: Path | str, **others: object) -> Job:
    return Job(inputs=(str(source),), output=str(output), provider_field="provider", chunk_bytes=SMALL, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_answers_of_normalize(tmp_path: Path, name: str) -> None:
    source = write(tmp_path / f"log{name}", ROWS)
    outcome = run(job(source, tmp_path / "out.parquet", keep=("id",)))
    found = read(tmp_path / "out.parquet")
    assert [{key: row[key] for key in SCHEMA.names} for row in found] == expected(ROWS)
    assert [row["id"] for row in found] == [row["id"] for row in ROWS]
    assert {row["file"] for row in found} == {str(source)}
    assert [row["row"] for row in found] == list(range(1, 251))
    assert outcome.tally.rows == len(ROWS)
    assert outcome.parts > 2
    assert sorted(tmp_path.iterdir()) == sorted([source, tmp_path / "out.parquet"])


@pytest.mark.parametrize("name", FILES)
def test_every_form_of_output_holds_the_same(tmp_path: Path, name: str) -> None:
    source = write(tmp_path / "log.parquet", ROWS)
    run(job(source, tmp_path / f"out{name}", keep=("id",)))
    run(job(source, tmp_path / "plain.parquet", keep=("id",)))
    found, plain = read(tmp_path / f"out{name}"), read(tmp_path / "plain.parquet")
    if ".csv" in name:
        found = [{key: None if value is None else value.lower() for key, value in row.items()} for row in found]
        plain = [
            {key: None if value is None else f"{value:g}" if isinstance(value, float) else str(value).lower() for key, value in row.items()}
            for row in plain
        ]
    assert found == plain


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_a_folder_of_parts_holds_the_same(tmp_path: Path, form: str) -> None:
    source = write(tmp_path / "log.jsonl", ROWS)
    run(job(source, f"{tmp_path}/parts/", output_format=form))
    found = read(tmp_path / "parts")
    assert [row["kind"] for row in found] == [row["kind"] for row in expected(ROWS)]
    assert [int(row["row"]) for row in found] == list(range(1, 251))


def test_several_processes_keep_the_order(tmp_path: Path) -> None:
    sources = [write(tmp_path / f"log{number}.jsonl", rows(60, 60 * number)) for number in range(3)]
    many = Job(inputs=tuple(map(str, sources)), output=str(tmp_path / "out.jsonl"), provider_field="provider", keep=("id",), chunk_bytes=SMALL)
    run(many, workers=2)
    assert [row["id"] for row in read(tmp_path / "out.jsonl")] == [row["id"] for row in rows(180)]
