"""A follower's row that equals the inherited one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import TableError, Tables
from normalizer.checks import copies
from normalizer.row import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

TOML = """name = "Follower"
like = "jss"

[sources.s]
title = "t"
where = "w"
read = "2026-11-21"
kind = "documentation"
"""


def follower(folder: Path, *rows: str) -> Path:
    (folder / "follower.toml").write_text(TOML, encoding="utf-8")
    (folder / "follower.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return folder


def test_an_equal_row_is_refused(tmp_path: Path) -> None:
    """Equal in all but meaning, note and source."""
    row = "NoSuchKey,404,,NotFound,,object,,,other words,other text,a note,s"
    with pytest.raises(TableError, match=r"follower\.csv:2: NoSuchKey: equals the inherited rows; list it under confirmed"):
        Tables.load(follower(tmp_path, row))


@pytest.mark.parametrize(
    "row",
    [
        "NoSuchKey,410,,NotFound,,object,,,another status,,,s",
        "NoSuchKey,404,,NotFound,,version,,,another resource,,,s",
        "NoSuchKey,404,,NotFound,removed,object,,,another reason,,,s",
        "NoSuchKey,404,,NotFound,,object,never,,another retry,,a note,s",
        "NoSuchKey,,,NotFound,,object,,,no status,,,s",
        "NewCode,404,,NotFound,,object,,,a code of its own,,,s",
    ],
)
def test_a_row_that_differs_is_kept(tmp_path: Path, row: str) -> None:
    tables = Tables.load(follower(tmp_path, row))
    assert tables.rows("follower")[0].meaning == row.split(",")[8]


def test_an_own_row_shadows_all_inherited_rows_of_its_code(tmp_path: Path) -> None:
    tables = Tables.load(follower(tmp_path, "InvalidToken,403,,AuthFailed,expired,token,,,only expired ones,,,s"))
    for status in (400, 403):  # the elder has a row for each
        record = tables.normalize("follower", b'{"code": "InvalidToken"}', status=status)
        assert (record.reason, record.matched_by) == ("expired", "code")


@pytest.mark.parametrize("slug", Tables().providers())
def test_no_copied_row_of_ours(slug: str) -> None:
    provider = Tables().provider(slug)
    assert list(copies("", list(provider.rows), provider)) == []
