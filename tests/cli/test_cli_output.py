"""How output looks: on a terminal, with and without rich, in any encoding, into streams of any sort."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from normalizer.cli import main
from normalizer.cli.summary import progress
from normalizer.cli.table import print_fields, print_table

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_types import Run

LookOn = Callable[[], None]

CHINESE = '{"code": 40100012, "msg": "\u7a7a\u95f4"}'
COLOUR = "\x1b[36m"


@pytest.fixture
def look_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes terminals of the present output streams."""

    def look_on() -> None:
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "120")

    return look_on


@pytest.fixture
def no_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rich", "rich.console", "rich.table", "rich.text", "rich.progress"):
        monkeypatch.setitem(sys.modules, name, None)


def test_colours_on_a_terminal(run: Run, look_on: LookOn) -> None:
    look_on()
    out = run("normalize", "upyun", CHINESE)[1]
    assert COLOUR in out
    assert "\u7a7a\u95f4" in out
    assert "\x1b[" in run("codes", "qingstor")[1]


def test_no_colours_with_no_color(run: Run, look_on: LookOn, monkeypatch: pytest.MonkeyPatch) -> None:
    look_on()
    monkeypatch.setenv("NO_COLOR", "1")
    assert COLOUR not in run("normalize", "upyun", CHINESE)[1]


def test_no_colours_without_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in run("normalize", "upyun", CHINESE)[1]
    assert "\x1b" not in run("codes", "qingstor")[1]


def test_json_has_no_colours_on_a_terminal(run: Run, look_on: LookOn) -> None:
    look_on()
    assert json.loads(run("normalize", "upyun", CHINESE, "--json")[1])["message"] == "\u7a7a\u95f4"


@pytest.mark.usefixtures("no_rich")
def test_a_plain_install_works_on_a_terminal(run: Run, look_on: LookOn, tmp_path: Path) -> None:
    look_on()
    assert "message:        \u7a7a\u95f4\n" in run("normalize", "upyun", CHINESE)[1]
    assert run("codes", "qingstor")[1].startswith("provider  code ")
    source = tmp_path / "in.jsonl"
    source.write_text('{"status": 404}\n', encoding="utf-8")
    assert run("bulk", "s3", str(source), "--output", str(tmp_path / "out.jsonl"))[2].startswith("lines       1:")


def test_square_brackets_are_no_markup(run: Run, look_on: LookOn) -> None:
    look_on()
    assert "[red]x[/red] [/]" in run("normalize", "upyun", '{"code": 40100012, "msg": "[red]x[/red] [/]"}')[1]


def test_a_bar_shows_how_far_a_bulk_run_is(run: Run, look_on: LookOn, tmp_path: Path) -> None:
    look_on()
    source = tmp_path / "in.jsonl"
    source.write_text('{"status": 404}\n' * 3, encoding="utf-8")
    err = run("bulk", "s3", str(source), "--output", str(tmp_path / "out.jsonl"))[2]
    assert "reading" in err
    assert "100%" in err
    assert "reading" not in run("bulk", "s3", str(source), "--output", str(tmp_path / "out.jsonl"), "--quiet")[2]
    assert "reading" not in run("bulk", "s3", str(source))[2]  # the answers themselves go to the terminal


def test_a_bar_without_a_known_size_still_moves(capsys: pytest.CaptureFixture[str], look_on: LookOn) -> None:
    look_on()
    with progress(io.BytesIO(b""), wanted=True) as told:
        told(5)
    assert "reading" in capsys.readouterr().err


def into(encoding: str, *argv: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, bytes]:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=False))
    status = main(argv)
    return status, raw.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_json_is_utf8_in_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    status, out = into(encoding, "normalize", "upyun", CHINESE, "--json", monkeypatch=monkeypatch)
    assert status == 0
    assert '"message":"\u7a7a\u95f4"'.encode() in out


def test_a_lone_surrogate_is_escaped_as_json_does(monkeypatch: pytest.MonkeyPatch) -> None:
    status, out = into("utf-8", "explain", "upyun", "x\ud800", "--json", monkeypatch=monkeypatch)
    assert (status, json.loads(out)["code"]) == (1, "x\ud800")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_text_escapes_what_the_encoding_has_not(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    status, out = into(encoding, "normalize", "upyun", CHINESE, monkeypatch=monkeypatch)
    assert status == 0
    assert rb"message:        \u7a7a\u95f4" in out


def test_standard_output_may_be_replaced_by_a_text_stream() -> None:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(["normalize", "upyun", CHINESE, "--json"]) == 0
    assert json.loads(out.getvalue())["message"] == "\u7a7a\u95f4"


@pytest.mark.parametrize("argv", [("providers",), ("providers", "--json"), ("explain", "upyun", "x"), ("normalize", "upyun", "-")])
def test_closed_streams_are_no_crash(monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(argv) == {"providers": 0, "explain": 1, "normalize": 2}[argv[0]]


def test_wide_characters_take_two_cells(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b", "none"), [("\u7a7a", "x", ""), ("yyy", "", "")])
    assert capsys.readouterr().out == "a    b\n\u7a7a   x\nyyy\n"
    print_fields([("\u7a7a", "x"), ("y", "z")])
    assert capsys.readouterr().out == "\u7a7a: x\ny:  z\n"


def test_an_output_that_cannot_be_written_is_exit_status_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert main(["providers"]) == 2
    assert capsys.readouterr().err == "storage-errors: cannot write the output: No space left on device\n"
