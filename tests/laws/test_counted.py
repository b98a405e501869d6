"""No line of the documents that the tables began with was lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.strategies import TABLES

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents.csv"
LINES = {"upyun": 176, "qingstor": 40, "jss": 57, "tencent-cos-v4": 288, "upyun-console": 144}
TWICE = {"jss": 2, "tencent-cos-v4": 1}
"""Lines that repeat a code: BucketNotEmpty stands three times, -5965 twice."""


def lines(slug: str) -> list[tuple[str, str]]:
    """(code, status) of each line of a provider's document."""
    with DOCUMENTS.open(encoding="utf-8", newline="") as file:
        return [(line["code"], line["status"]) for line in csv.DictReader(file) if line["provider"] == slug]


@pytest.mark.parametrize("slug", LINES)
def test_every_line_of_the_document_counts(slug: str) -> None:
    """Counts are asserted: one line for each line of the document."""
    assert len(lines(slug)) == LINES[slug]
    assert len(set(lines(slug))) == LINES[slug] - TWICE.get(slug, 0)


@pytest.mark.parametrize("slug", LINES)
def test_every_line_stands_in_the_table(slug: str) -> None:
    """Every (code, status) stands in the tables; status only where the document has one."""
    rows = {(row.code, str(row.status)) for row in TABLES.rows(slug)}
    codes = {code for code, _ in rows}
    assert [line for line in lines(slug) if (line not in rows if line[1] else line[0] not in codes)] == []


def test_no_other_provider_has_a_document() -> None:
    """Counts are asserted: of five documents and all of their lines."""
    with DOCUMENTS.open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == sum(LINES.values())


def test_what_stands_more_than_once() -> None:
    """Every line: BucketNotEmpty stands three times, told apart by its sentence; -5965 twice, as one row with a note."""
    sentences = {row.message for row in TABLES.rows("jss") if row.code == "BucketNotEmpty" and row.when == "message"}
    assert len(sentences) == 3
    (merged,) = (row for row in TABLES.rows("tencent-cos-v4") if row.code == "-5965")
    assert "twice" in merged.note
