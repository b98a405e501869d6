"""The example of docs/guides/bulk.md prints what the guide shows."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from normalizer.cli import main
from tests.guides import guides

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def blocks(language: str) -> list[str]:
    return [block.code for block in guides()["bulk.md"] if block.language == language]


def test_the_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "responses.jsonl").write_text(blocks("text")[0], encoding="utf-8")
    assert main(shlex.split(blocks("sh")[0])[1:]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if not line.startswith("took ")] == blocks("text")[1].splitlines()
