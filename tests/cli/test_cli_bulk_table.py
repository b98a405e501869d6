"""The table form of the command `bulk`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.bulk_logs import FILES, VENDOR, read, rows, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_types import Feed, Run

COUNT = 20


pytestmark = pytest.mark.usefixtures("here")


def ids(output: Path) -> list[str]:
    return [row["id"] for row in read(output)]


def test_the_summary_is_what_a_curator_has_to_do(run: Run, here: Path) -> None:
    status, out, err = run("bulk", *VENDOR, "log.parquet", "--output", "out.parquet", "--summary", "sum.json")
    lines = err.splitlines()
    assert (status, out) == (0, "")
    assert lines[0] == "rows        20: 16 with errors, 4 without, 0 bad"
    assert lines[1].startswith("took        ")
    assert lines[2:6] == [
        "matched_by  code 8 (40.00%), status 8 (40.00%), family 4 (20.00%)",
        "aws-s3      NotAnError 4, NotFound 4",
        "qingstor    Unavailable 4",
        "upyun       InvalidArgument 4, NotFound 4",
    ]
    assert lines[6] == "codes that are in no table, the most frequent first:"
    assert lines[7] == "  upyun 40091999: 1, for example with status 400 in log.parquet row 9"
    assert len(lines) == 11
    summary = json.loads((here / "sum.json").read_text(encoding="utf-8"))
    assert (summary["rows"], summary["bad"], summary["kinds"]["qingstor"]) == (20, 0, {"Unavailable": 4})
    assert summary["unlisted_codes"][0] == {"provider": "upyun", "code": "40091999", "rows": 1, "status": 400, "file": "log.parquet", "row": 9}


def test_bad_rows_are_told_and_are_exit_status_1(run: Run, here: Path) -> None:
    (here / "bad.jsonl").write_bytes(b'x\n{"status": 404}\nx\n')
    status, _, err = run("bulk", "upyun", "bad.jsonl", "--output", "out.csv")
    assert status == 1
    assert "rows        3: 1 with errors, 0 without, 2 bad\n" in err
    assert err.endswith("bad rows:\n  no JSON: Expecting value at character 1: 2, the first in bad.jsonl row 1\n")
    assert run("bulk", "upyun", "bad.jsonl", "--output", "out.csv", "--quiet") == (1, "", "")


@pytest.mark.parametrize(
    ("inputs", "count"),
    [(["log.csv", "log.jsonl.gz"], 2), (["*.jsonl"], 1), (["log.jsonl*"], 3), (["."], 7), (["**/log.csv"], 1), (["log.parquet", "log.csv*"], 4)],
)
def test_files_globs_and_folders(run: Run, here: Path, inputs: list[str], count: int) -> None:
    (here / "_job.csv").write_text("no log", encoding="utf-8")
    assert run("bulk", *VENDOR, *inputs, "--keep", "id", "--output", "out.parquet", "--quiet")[0] == 0
    assert ids(here / "out.parquet") == [row["id"] for row in rows(COUNT)] * count


@pytest.mark.parametrize("name", FILES[1:])
def test_standard_input_in_every_format(run: Run, feed: Feed, here: Path, name: str) -> None:
    feed((here / f"log{name}").read_bytes())
    format_ = ("--input-format", "csv") if ".csv" in name else ()
    assert run("bulk", *VENDOR, "-", *format_, "--keep", "id", "--output", "out.parquet", "--quiet") == (0, "", "")
    assert ids(here / "out.parquet") == [row["id"] for row in rows(COUNT)]


def test_formats_are_told_by_content_where_the_name_says_nothing(run: Run, here: Path) -> None:
    for name in FILES:
        (here / "strange").write_bytes((here / f"log{name}").read_bytes())
        assert run("bulk", *VENDOR, "strange", "--keep", "id", "--output", "out.parquet", "--quiet") == (0, "", "")
        assert len(ids(here / "out.parquet")) == COUNT


def test_json_lines_to_json_lines_stay_lines_unless_asked(run: Run, here: Path) -> None:
    run("bulk", *VENDOR, "log.jsonl", "--output", "lines.jsonl")
    run("bulk", *VENDOR, "log.jsonl", "--output", "rows.jsonl", "--table")
    assert list(read(here / "lines.jsonl")[0]) == ["line", "provider", "errors"]
    assert list(read(here / "rows.jsonl")[0])[:4] == ["file", "row", "provider", "kind"]


def test_a_folder_of_parts(run: Run, here: Path) -> None:
    assert run("bulk", *VENDOR, "log.csv", "--output", "parts/", "--output-format", "csv", "--keep", "id")[0] == 0
    assert ids(here / "parts") == [row["id"] for row in rows(COUNT)]
    again = run("bulk", *VENDOR, "log.csv", "--output", "parts", "--output-format", "csv", "--keep", "id")
    assert (again[0], "went on     1 of 1 parts were done before" in again[2]) == (0, True)


def test_auto_and_tables_of_ones_own(run: Run, here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "mine.toml").write_text('name = "Mine"\nlike = "aws-s3"\n', encoding="utf-8")
    (here / "in.csv").write_text("body\n<Error><Code>NoSuchKey</Code></Error>\n", encoding="utf-8")
    for argv in (("auto", "in.csv"), ("mine", "in.csv", "--tables", "mine")):
        assert run("bulk", *argv, "--output", "out.jsonl", "--quiet") == (0, "", "")
        assert read(here / "out.jsonl")[0]["kind"] == "NotFound"


ANOTHER = "holds what another run has done: "


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("--keep", "id"), f"{ANOTHER}--keep was not given, now it is 'id'; --restart throws away what is done, or name another --output"),
        (("--chunk-size", "3"), f"{ANOTHER}--chunk-size was '8192 KiB', now it is '3072 KiB'"),
        (("--base64",), f"{ANOTHER}--base64 was not given, now it is given"),
        (("log.csv.gz",), f"{ANOTHER}the inputs were 'log.csv', now they are 'log.csv, log.csv.gz'"),
        ((), f"{ANOTHER}the input 'log.csv' has changed since"),
    ],
)
def test_what_another_job_has_done_is_not_touched(run: Run, here: Path, change: tuple[str, ...], reason: str) -> None:
    assert run("bulk", *VENDOR, "log.csv", "--output", "parts/")[0] == 0
    if not change:
        write(here / "log.csv", rows(COUNT + 1))
    before = sorted((path.name, path.stat().st_mtime_ns) for path in (here / "parts").glob("part*"))
    status, _, err = run("bulk", *VENDOR, "log.csv", *change, "--output", "parts/")
    assert (status, err.startswith(f"storage-errors: 'parts' {reason}")) == (2, True), err
    assert sorted((path.name, path.stat().st_mtime_ns) for path in (here / "parts").glob("part*")) == before
    assert run("bulk", *VENDOR, "log.csv", *change, "--output", "parts/", "--restart", "--quiet")[0] in {0, 1}
