"""Java is found, or the message says what was looked at: a run without Spark must not look like one that passed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.engines.java import OLDEST, NoJava, java_home, version_of


def fake(folder: Path, version: str) -> Path:
    """A Java that only says its version."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", encoding="utf-8")
    program.chmod(0o755)
    return folder


def test_one_is_here() -> None:
    assert version_of(Path(java_home(os.environ))) >= OLDEST


def test_java_home_wins(tmp_path: Path) -> None:
    mine, other = fake(tmp_path / "mine", "21.0.2"), fake(tmp_path / "other", "17.0.1")
    assert java_home({"JAVA_HOME": str(mine), "PATH": f"{other / 'bin'}:{os.environ['PATH']}"}) == str(mine)
    assert java_home({"PATH": f"{other / 'bin'}:{os.environ['PATH']}"}) == str(other)


def test_an_old_one_on_the_path_is_passed_over(tmp_path: Path) -> None:
    old, places = fake(tmp_path / "old", "1.8.0_292"), tmp_path / "jvm"
    fake(places / "b", "21.0.2")
    fake(places / "a", "17.0.1")
    fake(places / "c", "11.0.1")
    assert java_home({"PATH": f"{old / 'bin'}:{os.environ['PATH']}"}, (str(places),)) == str(places / "a")


@pytest.mark.parametrize(("home", "seen"), [("", "no java on PATH"), ("missing", r"missing \(no Java\)"), ("old", r"old \(Java 8\)")])
def test_none(tmp_path: Path, home: str, seen: str) -> None:
    fake(tmp_path / "old", "1.8.0_292")
    with pytest.raises(NoJava, match=f"Spark needs Java 17 or newer: .*{seen}.*JAVA_HOME"):
        java_home({"JAVA_HOME": home and str(tmp_path / home), "PATH": ""}, (str(tmp_path / "nothing"),))
