"""Codes that are paths of variants, and bodies with several codes: what the declarations say of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_dialects import kinds, load

if TYPE_CHECKING:
    from pathlib import Path

LISTED = 'listed_first = true\ncode = ["inner.inner.code", "inner.code", "code"]'
ITEMS = '\n[[items]]\nreply = "answers"\nat = "answers"\ncode = ["inner.code", "code"]\nkey = ["name"]'
VARIANTS = 'tag = ".is"\ntag_value = ["because"]\ncode = ["error", "summary"]'


@pytest.mark.parametrize(
    ("body", "code", "kind"),
    [
        ({"code": "gone", "inner": {"code": "new", "inner": {"code": "newer"}}}, "gone", "NotFound"),
        ({"code": "new", "inner": {"code": "gone", "inner": {"code": "newer"}}}, "gone", "NotFound"),
        ({"code": "new", "inner": {"code": "newer"}}, "newer", "Unknown"),
        ({"code": "gone"}, "gone", "NotFound"),
        ({"code": "new", "inner": {"inner": {"code": "gone"}}}, "gone", "NotFound"),
    ],
)
def test_the_first_listed_code_counts(tmp_path: Path, body: dict[str, Any], code: str, kind: str) -> None:
    tables = load(tmp_path, f"[envelope]\n{LISTED}")
    for form in (body, json.dumps(body)):
        assert [(str(record.kind), record.code) for record in (tables.normalize("x", form), tables.normalize("x", form, headers={"A": "b"}))] == [
            (kind, code)
        ] * 2


def test_the_first_listed_code_of_an_item_counts(tmp_path: Path) -> None:
    tables = load(tmp_path, f"[envelope]\n{LISTED}{ITEMS}")
    answers = [{"name": "a", "code": "gone", "inner": {"code": "new"}}, {"name": "b", "code": "newer", "inner": {"code": "new"}}]
    assert kinds(tables, {"answers": answers}) == [("NotFound", "gone", "a"), ("Unknown", "new", "b")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ({".is": "gone"}, "gone"),
        ({".is": "path", "path": {".is": "gone"}}, "path/gone"),
        ({".is": "path", "because": {".is": "gone"}, "id": 7}, "path/gone"),
        ({"because": {".is": "gone"}}, "gone"),
        ({".is": "path", "path": "text", "because": "text"}, "path"),
        ({".is": 7}, "fallback/.."),
        ({}, "fallback/.."),
        ("plain", "plain"),
    ],
)
def test_variants_make_a_code(tmp_path: Path, error: object, code: str) -> None:
    tables = load(tmp_path, f"[envelope]\n{VARIANTS}")
    body = {"error": error, "summary": "fallback/.."}
    assert {tables.normalize("x", form).code for form in (body, json.dumps(body), json.dumps(body).encode())} == {code}


def test_variants_of_a_body_that_breaks_off_make_none(tmp_path: Path) -> None:
    tables = load(tmp_path, f"[envelope]\n{VARIANTS}")
    assert tables.normalize("x", b'{"error": {".is": "path", "path": {".is": "go').code is None
    assert tables.normalize("x", b'{"summary": "whole/.", "error": {".is": "path", "path": {".is": "go').code == "whole/."


def test_variants_have_a_depth(tmp_path: Path) -> None:
    tables = load(tmp_path, f"[envelope]\n{VARIANTS}")
    error: dict[str, Any] = {".is": "a"}
    for _ in range(30):
        error = {".is": "a", "a": error}
    assert tables.normalize("x", {"error": error}).code == "/".join("a" * 10)
