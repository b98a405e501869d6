"""Help, wrong usage and exit statuses of the whole command line."""

from __future__ import annotations

import base64
import json
import shlex
from typing import TYPE_CHECKING

import pytest

import normalizer
from normalizer import Tables, cli
from normalizer.cli import COMMANDS, main
from normalizer.cli.command import EXIT_NOTHING
from normalizer.cli.usage import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_types import Feed, Run


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        ([], "a command is missing; one of normalize, translate, detect, explain, codes, providers, bulk"),
        (["nomalize", "upyun"], "unknown command 'nomalize'; did you mean 'normalize'?"),
        (["zzz"], "unknown command 'zzz'; one of normalize, translate, detect, explain"),
        (["--jsn", "codes"], "unknown option '--jsn' before the command"),
        (["--tables"], "argument --tables: expected one argument"),
        (["codes", "--jsn"], "unknown option '--jsn'; did you mean '--json'?"),
        (["codes", "--stat=404"], "unknown option '--stat'; did you mean '--status'?"),
        (["codes", "upyn"], "unknown provider 'upyn'; did you mean 'upyun'"),
        (["codes", "upyun", "s3"], "too many arguments, beginning with 's3'"),
        (["codes", "--kind", "notfond"], "argument --kind: 'notfond' is no kind; did you mean 'NotFound'?"),
        (["codes", "--kind", "?"], "argument --kind: '?' is no kind; one of NotFound, AlreadyExists"),
        (["codes", "--resource", "bukcet"], "argument --resource: 'bukcet' is no resource; did you mean 'bucket'?"),
        (["codes", "--status", "4o4"], "argument --status: '4o4' is no HTTP status; write three digits"),
        (["codes", "--status", "99"], "argument --status: '99' is no HTTP status"),
        (["explain", "upyun"], "the following arguments are required: CODE"),
        (["explain"], "the following arguments are required: PROVIDER, CODE"),
        (["explain", "aws-s3", "503", "SlowDown"], "too many arguments, beginning with 'SlowDown'; quote what has spaces"),
        (["normalize", "upyun", "--header", "nocolon"], "argument --header: 'nocolon' is no header; write 'Name: value'"),
        (["normalize", "upyun", "--header", ": x"], "argument --header: ': x' is no header"),
        (["normalize", "upyun", "@missing"], "cannot read 'missing': No such file"),
        (["normalize", "upyun", "@."], "cannot read '.': Is a directory"),
        (["normalize", "\x1b[31m", "x"], "unknown provider '\\x1b[31m'"),
        (["codes", "--tables", "missing"], "missing:1: is no folder"),
    ],
)
def test_wrong_usage_says_how_it_is_right(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"storage-errors: {reason}")
    assert err.count("\n") == 1


def test_help_and_version(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert all(f"  {name} " in out for name in COMMANDS)
    assert run("--version") == (0, f"storage-errors {normalizer.__version__}, tables {Tables().version}\n", "")
    assert run("codes", "--version")[0] == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_examples_and_exit_statuses(run: Run, name: str) -> None:
    status, out, _ = run(name, "--help")
    assert status == 0
    assert out.startswith(f"usage: storage-errors {name} ")
    assert COMMANDS[name].examples in out
    assert "exit status:\n  0 " in out
    assert out.isascii()


EXAMPLES = [line.strip() for command in COMMANDS.values() for line in command.examples.splitlines()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_help_work(run: Run, feed: Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    monkeypatch.chdir(tmp_path)
    line = {"vendor": "qingstor", "body": base64.b64encode(b"{}").decode(), "status": 404, "response": {"text": "", "code": 503}}
    responses = json.dumps(line).encode()
    (tmp_path / "responses.jsonl").write_bytes(responses)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "responses.jsonl").write_bytes(responses)
    (tmp_path / "body.xml").write_bytes(b"<Error><Code>NoSuchKey</Code></Error>")
    (tmp_path / "answer.xml").write_bytes(b"<Error><Code>NoSuchKey</Code></Error>")
    (tmp_path / "reply.json").write_bytes(b'{"errors": [{"key": "b", "code": "permission_denied"}]}')
    feed(b"HTTP/1.1 404 Not Found\r\n\r\n<Error><Code>NoSuchKey</Code></Error>" if "curl" in example else responses)
    command, *argv = shlex.split(example.rpartition(" | ")[2].partition(" < ")[0])
    status, out, _ = run(*argv)
    assert (command, status) == ("storage-errors", EXIT_NOTHING if out.startswith("s3-compatible") else 0)
    assert "Unknown" not in out
    assert out or "--output" in argv


def test_tables_of_ones_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "Mine"\naliases = ["my-own"]\nlike = "aws-s3"\n', encoding="utf-8")
    for argv in (("--tables", str(tmp_path), "codes", "my-own"), ("codes", "my-own", "--tables", str(tmp_path))):
        assert run(*argv, "--json")[:2] == (1, "[]\n")
    record = json.loads(run("--tables", str(tmp_path), "normalize", "mine", "<Error><Code>NoSuchKey</Code></Error>", "--json")[1])
    assert [record["matched_by"], record["tables_version"]] == ["inherited", f"{Tables().version}+local"]


def test_broken_tables_of_ones_own_are_named_line_by_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "Mine"\nalias = ["my-own"]\n', encoding="utf-8")
    (tmp_path / "yours.toml").write_text("name = 5\n", encoding="utf-8")
    status, out, err = run("codes", "--tables", str(tmp_path))
    assert (status, out) == (2, "")
    assert [line.partition(".toml")[0].rpartition("/")[2] for line in err.splitlines()] == ["mine", "yours"]
    assert "did you mean 'aliases'?" in err


def test_two_folders_of_tables_wherever_they_are_named(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.toml").write_text(f'name = "{name}"\nlike = "aws-s3"\n', encoding="utf-8")
    out = run("--tables", str(tmp_path / "one"), "providers", "--tables", str(tmp_path / "two"), "--json")[1]
    assert {"one", "two", "upyun"} < {each["slug"] for each in json.loads(out)}


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), 130), (OSError(5, "Input/output error", "x"), 2), (BrokenPipeError(), 0)])
def test_what_happens_outside_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, status: int
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setitem(cli.COMMANDS, "codes", COMMANDS["codes"]._replace(run=fail))
    assert main(["codes"]) == status
    assert capsys.readouterr().err == ("storage-errors: cannot go on: x: Input/output error\n" if status == 2 else "")


def test_nearest_keeps_the_writing_of_what_is_known() -> None:
    assert nearest("NOTFOUND", ["NotFound", "Locked"]) == ("NotFound",)
    assert nearest("zzz", ["NotFound", "Locked"]) == ()
