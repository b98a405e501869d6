"""`storage-errors bulk` as a table: what goes wrong is told, with the way out."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from normalizer.arrow import bulk
from tests.bulk_logs import VENDOR, read, rows, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli_types import Feed, Run

COUNT = 20


pytestmark = pytest.mark.usefixtures("here")


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
