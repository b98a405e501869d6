"""A follower says only what is its own."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from normalizer import Kind, MatchedBy, TableError, Tables
from normalizer.checks import copies
from normalizer.row import COLUMNS
from tests.strategies import SLUGS, TABLES

if TYPE_CHECKING:
    from pathlib import Path

TOML = """name = "A follower"
like = "jss"
{}
[sources.page]
title = "A page"
where = "a.example"
read = "2026-11-21"
kind = "documentation"
"""
COPY = {"code": "NoSuchKey", "status": "404", "kind": "NotFound", "resource": "object"}
OWN = {"code": "NoSuchWindmill", "status": "404", "kind": "NotFound"}


def load(folder: Path, *rows: dict[str, str], confirmed: str = "") -> Tables:
    """Our tables with a follower of these rows beside them, or the TableError that refuses it."""
    (folder / "follower.toml").write_text(TOML.format(confirmed), encoding="utf-8")
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"meaning": "it is not there", "source": "page"} | row for row in rows)
    (folder / "follower.csv").write_bytes(text.getvalue().encode())
    return Tables.load(folder)


@pytest.mark.parametrize("other", [{}, {"meaning": "our own words"}, {"note": "a remark"}])
def test_a_copied_row_is_refused(tmp_path: Path, other: dict[str, str]) -> None:
    """A follower's row that equals the inherited one is refused; meaning, note and source make no difference."""
    with pytest.raises(TableError, match=r"follower\.csv:2: NoSuchKey: equals the inherited"):
        load(tmp_path, COPY | other, OWN)


@pytest.mark.parametrize(
    "other",
    [
        {"status": "410"}, {"status": ""}, {"kind": "Conflict", "status": "409"}, {"kind": "NotFound", "resource": ""}, {"reason": "delete_marker"},
        {"retry": "never", "note": "for good"}, {"effect": "unknown", "note": "not said"}, {"when": "method:HEAD"},
    ],
)  # fmt: skip
def test_a_row_that_differs_is_taken(tmp_path: Path, other: dict[str, str]) -> None:
    """A follower's row that equals the inherited one is refused; one that differs in anything that counts is not."""
    record = load(tmp_path, COPY | other, OWN).normalize("follower", b'{"code": "NoSuchKey"}', method="HEAD")
    assert record.matched_by is MatchedBy.CODE


def test_an_own_row_shadows_all_inherited_rows_of_its_code(tmp_path: Path) -> None:
    """A follower's row that equals the inherited one is refused: the elder has two rows for this code, and one other row hides both."""
    row = {"code": "InvalidToken", "status": "403", "kind": "AuthFailed", "reason": "expired", "resource": "token"}
    tables = load(tmp_path, row)
    for status in (400, 403):
        record = tables.normalize("follower", b'{"code": "InvalidToken"}', status=status)
        assert (record.reason, record.matched_by) == ("expired", MatchedBy.CODE)


def test_a_code_with_several_rows_is_compared_as_a_whole(tmp_path: Path) -> None:
    """A follower's row that equals the inherited one is refused: one row more for its code makes a difference."""
    gone = COPY | {"status": "410"}
    assert load(tmp_path, COPY, gone, OWN).normalize("follower", b'{"code": "NoSuchKey"}', status=410).consistent
    with pytest.raises(TableError, match="equals the inherited"):
        load(tmp_path, COPY, OWN)


def test_what_is_confirmed_answers_as_an_own_row(tmp_path: Path) -> None:
    """A follower's row that equals the inherited one is refused: confirmed, it gives the same answer, by code."""
    tables = load(tmp_path, OWN, confirmed='confirmed = ["NoSuchKey"]')
    record = tables.normalize("follower", b'{"code": "NoSuchKey"}', status=404)
    elder = tables.normalize("jss", b'{"code": "NoSuchKey"}', status=404)
    assert (record.kind, record.resource, record.retry, record.consistent) == (elder.kind, elder.resource, elder.retry, elder.consistent)
    assert (record.matched_by, record.confidence) == (MatchedBy.CODE, 1.0)
    assert tables.normalize("follower", b'{"code": "NoSuchWindmill"}').kind is Kind.NOT_FOUND


@pytest.mark.parametrize("code", ["NoSuchWindmill", "NoSuchThing"])
def test_only_what_is_inherited_can_be_confirmed(tmp_path: Path, code: str) -> None:
    """A follower's row that equals the inherited one is refused: `confirmed` names a code of the elder without a row of its own."""
    with pytest.raises(TableError, match=f"confirmed '{code}'"):
        load(tmp_path, OWN, confirmed=f'confirmed = ["{code}"]')


@pytest.mark.parametrize("slug", SLUGS)
def test_no_row_of_ours_is_a_copy(slug: str) -> None:
    """A follower's row that equals the inherited one is refused."""
    provider = TABLES.provider(slug)
    assert list(copies(f"{slug}.csv", list(provider.rows), provider)) == []
