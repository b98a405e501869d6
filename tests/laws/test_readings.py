"""Two readings agree, or a ruling says why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from normalizer import Tables, providers
from normalizer.conditions import fold
from normalizer.row import read_lines

ROOT = Path(__file__).resolve().parents[2]
READING = ("code", "status", "when", "message", "kind", "resource")
RULED_IN_PROSE = {("upyun", "xxx10999")}
"""docs/decisions.md rules on it in a paragraph: the table has no row of its own for it."""


class Key(NamedTuple):
    code: str
    status: str
    when: str


class Ruling(NamedTuple):
    first: str
    second: str
    ruling: str
    why: str


def second_readings(slug: str) -> dict[Key, str]:
    found = {}
    for _, cells in read_lines(ROOT / "tests" / "readings" / f"{slug}.csv", READING):
        key = key_of(cells["code"], cells["status"], cells["when"], cells["message"])
        assert key not in found, f"{slug}: {key} is read twice by one reader"
        found[key] = f"{cells['kind']} {cells['resource']}".strip()
    return found


def key_of(code: str, status: str, when: str, message: str) -> Key:
    return Key(code, status, fold(f"{when}: {message}") if "message" in when else when)


def table(slug: str) -> dict[Key, str]:
    """Kind and resource of the rows, of those confirmed at the elder, and of the families that documents write as templates."""
    provider = Tables().provider(slug)
    rows = list(provider.rows)
    if provider.elder:
        rows += [row for row in provider.elder.rows if row.code in provider.declaration.confirmed]
    found = {key_of(row.code, str(row.status or ""), row.when, row.message): f"{row.kind} {row.resource or ''}".strip() for row in rows}
    for family in provider.declaration.family:
        if family.kind and "0[0-4]" in family.pattern:
            code = family.pattern.replace("0[0-4]", "xx")
            found[Key(code, code[:3], "")] = f"{family.kind} {family.resource or ''}".strip()
    return found


def rulings(slug: str) -> dict[Key, Ruling]:
    found = {}
    for line in (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 8 and cells[0] == slug:
            found[Key(cells[1], cells[2], fold(cells[3]))] = Ruling(*cells[4:])
    return found


@pytest.mark.parametrize("slug", providers())
def test_two_readings_agree_or_a_ruling_says_why(slug: str) -> None:
    """A flipped kind anywhere in a table fails here: the second reading stands, and only a dated ruling may differ from it."""
    answers, ruled = table(slug), rulings(slug)
    for key, second in second_readings(slug).items():
        if (slug, key.code) in RULED_IN_PROSE:
            assert key.code in (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
            continue
        assert key in answers, f"{slug}: {key} was read and has no row"
        if answers[key] != second:
            assert key in ruled, f"{slug}: {key}: the table says {answers[key]}, the second reader {second}, and no ruling says why"
            assert (ruled[key].second, ruled[key].ruling) == (second, answers[key]), f"{slug}: {key}: the ruling is about something else"


@pytest.mark.parametrize("slug", providers())
def test_every_row_is_read_twice(slug: str) -> None:
    read = second_readings(slug)
    rows = Tables().rows(slug)
    assert [row.code for row in rows if key_of(row.code, str(row.status or ""), row.when, row.message) not in read] == []


@pytest.mark.parametrize("slug", providers())
def test_no_ruling_is_stale(slug: str) -> None:
    read, answers = second_readings(slug), table(slug)
    for key, ruling in rulings(slug).items():
        assert read.get(key) == ruling.second, f"{slug}: {key}: the ruling names another second reading"
        assert answers.get(key) == ruling.ruling, f"{slug}: {key}: the ruling is not what the table says"
        assert ruling.why
        assert len({ruling.first, ruling.second, ruling.ruling}) > 1, f"{slug}: {key}: nothing differs"
