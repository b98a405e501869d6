"""Which of the rows of one code answers, and what the rungs below may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import Tables, normalize
from normalizer.row import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

TOML = '[sources.s]\ntitle = "t"\nwhere = "w"\nread = "2026-11-21"\nkind = "documentation"\n'
ROWS = (
    "a,,,InvalidArgument,,,,,plain,,,s",
    "a,403,field:X,PermissionDenied,,,,,condition and status,,,s",
    "a,404,,NotFound,,,,,status,,,s",
    "a,,field:X,AuthFailed,,,,,condition,,,s",
)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b'{"code": "a", "X": "1"}', 403, "PermissionDenied"),
        (b'{"code": "a", "X": "1"}', 404, "AuthFailed"),
        (b'{"code": "a", "X": "1"}', None, "AuthFailed"),
        (b'{"code": "a"}', 404, "NotFound"),
        (b'{"code": "a"}', 500, "InvalidArgument"),
        (b'{"code": "a"}', None, "InvalidArgument"),
    ],
)
def test_the_most_specific_row_wins(tmp_path: Path, body: bytes, status: int | None, kind: str) -> None:
    """When and status, when, status, neither."""
    (tmp_path / "x.toml").write_text('name = "X"\n[envelope]\ncode = ["code"]\n' + TOML, encoding="utf-8")
    (tmp_path / "x.csv").write_text(
        "\n".join([",".join(COLUMNS), *sorted(ROWS, key=lambda row: (row.split(",")[1] or "999", row.split(",")[2])), ""]), encoding="utf-8"
    )
    assert Tables.load(tmp_path).normalize("x", body, status=status).kind == kind


def test_digits_of_a_success_do_not_undo_a_failure() -> None:
    assert normalize("upyun", b'{"code": 20012345}', status=400).kind == "InvalidArgument"
    assert normalize("upyun", b'{"code": 20012345}', status=200).kind == "NotAnError"


def test_a_family_that_knows_no_kind_has_no_confidence() -> None:
    record = normalize("upyun-console", b'{"error_code": "22299"}')
    assert (record.kind, record.matched_by, record.confidence) == ("Unknown", "family", 0.0)


def test_a_condition_counts_for_more_than_a_status(tmp_path: Path) -> None:
    """A row whose condition holds stands before one of the very status, also where its own is another."""
    rows = ("a,403,,PermissionDenied,,,,,status,,,s", "a,404,field:X,NotFound,,,,,condition and another status,,,s")
    (tmp_path / "x.toml").write_text('name = "X"\n[envelope]\ncode = ["code"]\n' + TOML, encoding="utf-8")
    (tmp_path / "x.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    assert Tables.load(tmp_path).normalize("x", b'{"code": "a", "X": "1"}', status=403).kind == "NotFound"


def test_the_first_place_without_a_code_gives_the_rest() -> None:
    assert normalize("aws-s3", b"<Error><Message>hello</Message></Error>", status=500).message == "hello"


@pytest.mark.parametrize("body", [b'{"code": "a", "message": " m"}', b'{"code": "a", "message": "m "}'])
def test_ends_are_stripped(body: bytes) -> None:
    assert normalize("qingstor", body).message == "m"
