"""Fixtures: the command in this process, with its standard streams."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from normalizer.cli import bulk_table, main
from tests.bulk_logs import FILES, rows, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line and returns exit status, standard output and standard error."""

    def run(*argv: str) -> tuple[int, str, str]:
        status = main(argv)
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Puts bytes into standard input."""

    def feed(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return feed


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is a terminal."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a log of twenty rows in every format, in which the command runs; by one process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bulk_table, "_cores", lambda: 1)
    for name in FILES:
        write(tmp_path / f"log{name}", rows(20))
    return tmp_path
