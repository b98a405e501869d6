"""The table form of the command `bulk`."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from normalizer.arrow import bulk
from normalizer.cli import bulk_table
from tests.bulk_logs import FILES, read, rows, write

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]
Feed = Callable[[bytes], None]
VENDOR = ("--provider-field", "provider")
COUNT = 20


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a log in every format, in which the command runs; by one process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bulk_table, "_cores", lambda: 1)
    for name in FILES:
        write(tmp_path / f"log{name}", rows(COUNT))
    return tmp_path


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


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (("log.csv",), "name --output FILE, which ends in .parquet, .csv or .jsonl, or --output FOLDER/"),
        (("log.csv", "--output", "-"), "name --output FILE"),
        (("log.csv", "--output", "out.txt"), "'out.txt': end --output in .parquet, .csv or .jsonl"),
        (("log.csv", "--output", "out.parquet.gz"), "'out.parquet.gz': end --output in"),
        (("log.csv", "--output", "no/out.csv"), "cannot write 'no/out.csv': there is no folder 'no'"),
        (("log.csv", "--output", "full"), "'full' is there already and holds no job of bulk"),
        (("log.csv", "--output", "full/"), "'full' is there already and holds no job of bulk; name another --output, or remove it"),
        (("log.csv", "--output", "log.csv"), "'log.csv' is an input too; write to another file"),
        (("missing.parquet", "--output", "out.csv"), "cannot read 'missing.parquet': No such file or directory"),
        (("*.tsv", "--output", "out.csv"), "no file matches '*.tsv'"),
        (("empty", "--output", "out.csv"), "the folder 'empty' has no file that ends in .parquet"),
        (("odd", "--output", "out.csv"), "cannot tell the format of 'odd'; say --input-format jsonl, csv or parquet"),
        (("odd", "--input-format", "parquet", "--output", "out.csv"), "cannot read 'odd' as Parquet: "),
        (("-", "-", "--output", "out.csv"), "standard input is named twice"),
        (("-", "--input-format", "parquet", "--output", "out.csv"), "Parquet has its index at the end and cannot be read from a pipe"),
        (("log.parquet", "--body-field", "bdy", "--output", "out.csv"), "'log.parquet' has no column 'bdy'; did you mean 'body'?"),
        (("log.csv", "--keep", "idd", "--output", "out.csv"), "'log.csv' has no column 'idd'; did you mean 'id'?"),
        (("numbers.parquet", "--output", "out.csv"), "cannot use 'numbers.parquet': column 'body' is int64; a body is"),
        (("numbers.parquet", "--body-field", "id", "--keep", "list", "--output", "out.csv"), "--keep list is list<"),
        (("log.jsonl", "--keep", "status,input_status", "--table", "--output", "out.csv"), "--keep has two columns that would be called"),
        (("log.jsonl", "--keep", "id"), "--keep is for tables, and JSON Lines to JSON Lines go line by line; say --table as well"),
        (("log.csv", "--workers", "0", "--output", "out.csv"), "argument --workers: invalid number from 1 to 1024 value: '0'"),
        (("log.csv", "--output", "out.csv", "--summary", "no/sum.json"), "cannot write the summary 'no/sum.json': No such file"),
    ],
)
def test_wrong_usage(run: Run, feed: Feed, here: Path, argv: tuple[str, ...], reason: str) -> None:
    feed(b"")
    (here / "empty").mkdir()
    (here / "full").mkdir()
    (here / "full" / "x").touch()
    (here / "odd").write_bytes(b"\x00\x01")
    pq.write_table(pa.table({"provider": ["upyun"], "body": [1], "id": ["x"], "list": [[1]]}), here / "numbers.parquet")
    before = {path.name for path in here.iterdir()}
    status, out, err = run("bulk", *VENDOR, *argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"storage-errors: {reason}"), err
    assert err.count("\n") == 1
    assert {path.name for path in here.iterdir()} - {"out.csv"} == before


def test_an_unknown_provider_is_told_before_anything_is_read(run: Run) -> None:
    assert "unknown provider 'upyn'; did you mean 'upyun'" in run("bulk", "upyn", "log.csv", "--output", "out.csv")[2]


def test_what_is_written_is_not_written_twice_at_once(run: Run, here: Path) -> None:
    pytest.importorskip("fcntl", reason="no locks of files on this system")
    import fcntl  # noqa: PLC0415

    (here / "parts" / "_job").mkdir(parents=True)
    with (here / "parts" / "_job" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, _, err = run("bulk", *VENDOR, "log.csv", "--output", "parts/")
    assert (status, err) == (2, "storage-errors: another run is writing 'parts'; wait until it has ended\n")


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (
            OSError(errno.ENOSPC, "Error writing", "out.csv.parts/x"),
            2,
            "cannot go on: out.csv.parts/x: No space left on device; what is done is kept, ",
        ),
        (KeyboardInterrupt(), 130, "interrupted; what is done is kept, and the same command goes on with it"),
    ],
)
def test_what_ends_a_run_says_how_to_go_on(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, reason: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("normalizer.arrow.bulk.parts.Writer.write", failing(error))
        ended, _, err = run("bulk", *VENDOR, "log.csv", "--output", "out.csv")
    assert (ended, err.startswith(f"storage-errors: {reason}")) == (status, True), err
    assert run("bulk", *VENDOR, "log.csv", "--output", "out.csv", "--quiet")[0] == 0
    assert len(read(here / "out.csv")) == COUNT


def test_an_input_that_changes_meanwhile_is_told(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = bulk.run.__globals__["_answer_all"]

    def act(*args: Any) -> Any:
        found = real(*args)
        write(here / "log.csv", rows(COUNT + 1))
        return found

    monkeypatch.setitem(bulk.run.__globals__, "_answer_all", act)
    status, _, err = run("bulk", *VENDOR, "log.csv", "--output", "out.csv")
    assert (status, "'log.csv' has changed while it was read; begin anew with --restart" in err) == (2, True)
    assert not (here / "out.csv").exists()


def test_without_pyarrow_the_line_form_works_and_the_rest_says_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name == "pyarrow" or name.startswith(("pyarrow.", "normalizer.arrow")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delattr("normalizer.arrow", raising=False)
    assert run("bulk", *VENDOR, "log.jsonl", "--quiet")[0] == 0
    status, _, err = run("bulk", *VENDOR, "log.parquet", "--output", "out.parquet")
    assert (status, err) == (
        2,
        "storage-errors: files other than JSON Lines, and tables, need pyarrow; `pip install 'storage-errors[arrow]'` brings it\n",
    )


def test_a_bar_tells_rows_and_speed_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    err = run("bulk", *VENDOR, "log.csv", "--output", "out.csv")[2]
    assert "100%" in err
    assert "20 rows" in err
    assert "rows/s" in err.partition("took")[0]
    assert "answering" not in run("bulk", *VENDOR, "log.csv", "--output", "out.csv", "--quiet")[2]


def test_a_run_does_not_read_what_it_writes(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("normalizer.arrow.bulk.drive.join", failing(KeyboardInterrupt()))
        assert run("bulk", *VENDOR, ".", "--output", "all.parquet")[0] == 130
    assert (here / "all.parquet.parts" / "part-000000.parquet").exists()
    assert run("bulk", *VENDOR, "**/*.*", "--output", "other.csv", "--quiet")[0] == 0
    (here / "other.csv").unlink()
    status, _, err = run("bulk", *VENDOR, ".", "--output", "all.parquet")
    assert (status, "went on     7 of 7 parts were done before" in err) == (0, True)


@pytest.mark.usefixtures("keyboard")
def test_a_terminal_is_no_input(run: Run) -> None:
    assert run("bulk", "upyun", "--output", "out.csv") == (2, "", "storage-errors: there is no input; name files or pipe one in\n")


def test_closed_standard_input_is_no_crash(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run("bulk", *VENDOR, "-", "--output", "out.csv")[::2] == (2, "storage-errors: standard input is closed; name a file instead\n")
