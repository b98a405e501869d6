"""The example of docs/guides/bulk.md prints what the guide shows."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from normalizer.cli import main
from tests.guides import guides

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def first(language: str) -> str:
    return next(block.code for block in guides()["bulk.md"] if block.language == language)


def test_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "responses.jsonl").write_text(first("jsonl"), encoding="utf-8")
    assert main(shlex.split(first("sh"))[1:]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if not line.startswith("took ")] == first("text").splitlines()
