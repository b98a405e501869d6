"""The scenarios are read twice, by readers who do not see each other's answers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from normalizer.scenarios import scenarios_of
from tests.strategies import SLUGS, TABLES
from tools.precision import ROOT
from tools.scenario_agreement import agreement, fits, rulings

if TYPE_CHECKING:
    from pathlib import Path


def test_two_readings_agree_or_a_ruling_says_why() -> None:
    found = agreement(TABLES, ROOT)
    assert set(found.differing) == set(rulings(ROOT))
    assert found.both > 900
    assert found.agreed == found.both - len(found.differing)


def test_rulings_are_on_scenarios() -> None:
    slugs = {each.slug for each in scenarios_of(TABLES)}
    assert all(provider in SLUGS and scenario in slugs for provider, scenario in rulings(ROOT))


def test_a_difference_without_a_ruling_is_noticed(tmp_path: Path) -> None:
    for folder in ("docs", "tests/data"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "docs" / "decisions.md", tmp_path / "docs")
    reading = (ROOT / "tests" / "data" / "scenario_readings.csv").read_text(encoding="utf-8")
    assert "aws-s3,list-missing-bucket,404,NoSuchBucket\n" in reading
    (tmp_path / "tests" / "data" / "scenario_readings.csv").write_text(
        reading.replace("aws-s3,list-missing-bucket,404,NoSuchBucket\n", "aws-s3,list-missing-bucket,404,NoSuchKey\n"), encoding="utf-8"
    )
    assert ("aws-s3", "list-missing-bucket") in agreement(TABLES, tmp_path).differing


def test_what_contradicts() -> None:
    assert fits([("404", "A")], [("404", ""), ("400", "B")])
    assert fits([("", "A")], [("400", "A")])
    assert not fits([("404", "A")], [("400", "A")])
    assert not fits([("404", "A")], [("404", "B")])
