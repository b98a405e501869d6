"""The command `compare`."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from normalizer import Comparison, compare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_types import Feed, Run

LINE = b'{"body": "<Error><Code>NoSuchKey</Code></Error>", "status": 404}\nnonsense\n'


def test_text_by_default(run: Run) -> None:
    status, out, err = run("compare", "upyun", "S3")
    assert (status, err) == (0, "")
    assert out == compare("upyun", "aws-s3").to_text()
    assert out.startswith("From UPYUN storage API to Amazon S3: what errors will do\n")
    assert all(len(line) <= 110 for line in out.splitlines())
    assert out.index("Silent success") < out.index("Lost retry") < out.index("Wrong branch") < out.index("Another code") < out.index("Kind by kind")


def test_json_is_the_comparison(run: Run) -> None:
    out = run("compare", "aws-s3", "upyun", "--json")[1]
    assert Comparison.model_validate_json(out) == compare("aws-s3", "upyun")


def test_the_other_forms(run: Run) -> None:
    assert run("compare", "aws-s3", "upyun", "--markdown")[1].startswith("# From Amazon S3 to UPYUN storage API")
    assert next(csv.reader(io.StringIO(run("compare", "aws-s3", "upyun", "--csv")[1])))[:3] == ["section", "scenario", "what"]
    assert run("compare", "aws-s3", "upyun", "--html")[1] == compare("aws-s3", "upyun").to_html()


@pytest.mark.parametrize("form", ["--html", "--markdown", "--csv", "--json", None])
def test_into_a_file(run: Run, tmp_path: Path, form: str | None) -> None:
    argv = ["compare", "aws-s3", "upyun", *([form] if form else [])]
    assert run(*argv, "-o", str(tmp_path / "out")) == (0, "", "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == run(*argv)[1]


def test_a_log_from_a_file_and_from_standard_input(run: Run, feed: Feed, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_bytes(LINE)
    out = run("compare", "aws-s3", "upyun", "--observed", str(tmp_path / "log.jsonl"), "--json")[1]
    feed(LINE)
    assert run("compare", "aws-s3", "upyun", "--observed", "-", "--json")[1] == out
    log = json.loads(out)["log"]
    assert (log["errors"], log["unreadable"]) == (1, 1)
    assert "[1 in the log]" in run("compare", "aws-s3", "upyun", "--observed", str(tmp_path / "log.jsonl"))[1]


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["compare", "aws-s3"], "the following arguments are required: B"),
        (["compare", "aws-s3", "upyn"], "unknown provider 'upyn'; did you mean 'upyun'"),
        (["compare", "aws-s3", "upyun", "--observed", "gone"], "cannot read 'gone': No such file"),
        (["compare", "aws-s3", "upyun", "--observed", "."], "cannot read '.': Is a directory"),
        (["compare", "aws-s3", "upyun", "-o", "gone/out"], "cannot write 'gone/out': No such file"),
        (["compare", "aws-s3", "upyun", "--html", "--csv"], "argument --csv: not allowed with argument --html"),
    ],
)
def test_wrong_usage_says_how_it_is_right(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"storage-errors: {reason}")


def test_without_jinja2_a_page_says_how_to_install_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    status, out, err = run("compare", "aws-s3", "upyun", "--html")
    assert (status, out) == (2, "")
    assert "pip install 'storage-errors[report]'" in err
    assert run("compare", "aws-s3", "upyun", "--markdown")[0] == 0
    with pytest.raises(ImportError, match="jinja2, which is not installed"):
        compare("aws-s3", "upyun").to_html()
