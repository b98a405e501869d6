"""All rows of the five original documents stand in the tables: not one missing."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from normalizer import rows

DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents.csv"
COUNTS = {"jss": 57, "qingstor": 40, "tencent-cos-v4": 288, "upyun": 176, "upyun-console": 144}


def documents() -> list[tuple[str, str, str]]:
    with DOCUMENTS.open(encoding="utf-8", newline="") as file:
        return [(line["provider"], line["code"], line["status"]) for line in csv.DictReader(file)]


def test_the_documents_are_whole() -> None:
    """176 rows of upyun, 40 of qingstor, 57 of jss, 288 of tencent-cos-v4, 144 of upyun-console."""
    assert Counter(provider for provider, _, _ in documents()) == COUNTS


@pytest.mark.parametrize("slug", sorted(COUNTS))
def test_not_one_missing(slug: str) -> None:
    """A code with a status in the document stands in the table with that status."""
    known = {(row.code, status) for row in rows(slug) for status in ("", str(row.status or ""))}
    assert [(code, status) for provider, code, status in documents() if provider == slug and (code, status) not in known] == []


def test_what_stands_more_than_once_in_a_document() -> None:
    """BucketNotEmpty three times, told apart by its documented sentence; -5965 twice, merged with a note."""
    sentences = {row.message for row in rows("jss") if row.code == "BucketNotEmpty" and row.when == "message"}
    assert len(sentences) == 3
    merged = [row for row in rows("tencent-cos-v4") if row.code == "-5965"]
    assert len(merged) == 1
    assert "twice" in merged[0].note
