"""Borders of classify and extract that no table happens to stand on: each was found by a mutant that nothing noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import Tables, normalize
from normalizer.row import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

TOML = '[sources.s]\ntitle = "t"\nwhere = "w"\nread = "2026-11-21"\nkind = "documentation"\n'


def load(folder: Path, declaration: str, *rows: str) -> Tables:
    (folder / "x.toml").write_text(f'name = "X"\n{declaration}\n[envelope]\ncode = ["code"]\n{TOML}', encoding="utf-8")
    (folder / "x.csv").write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return Tables.load(folder)


@pytest.mark.parametrize(("own", "wire", "kind"), [(400, 200, "InvalidArgument"), (399, 500, "Internal"), (404, 500, "NotFound")])
def test_a_body_may_tell_of_a_failure_only(own: int, wire: int, kind: str) -> None:
    body = f"<Error><Code>NotListedAnywhere</Code><statusCode>{own}</statusCode></Error>"
    assert normalize("jdcloud-oss", body, status=wire).kind == kind


def test_of_rows_of_other_statuses_the_lowest_answers(tmp_path: Path) -> None:
    tables = load(tmp_path, "", "a,403,,PermissionDenied,,,,,m,,,s", "a,404,,NotFound,,,,,m,,,s")
    assert tables.normalize("x", b'{"code": "a"}', status=500).kind == "PermissionDenied"


def test_a_family_that_cannot_tell_leaves_it_to_the_next(tmp_path: Path) -> None:
    families = r"""
[[family]]
pattern = '(?P<status>2\d\d).*'
why = "begins with a success"
[[family]]
pattern = '2.*'
kind = "Conflict"
why = "begins with 2"
[[family]]
pattern = 'x.*'
why = "tells nothing without a status"
[[family]]
pattern = 'xy.*'
kind = "Locked"
why = "begins with xy"
"""
    tables = load(tmp_path, families, "a,403,,PermissionDenied,,,,,m,,,s")
    assert tables.normalize("x", b'{"code": "200zz"}', status=500).kind == "Conflict"
    assert tables.normalize("x", b'{"code": "xyz"}').kind == "Locked"


def test_the_reason_of_a_status_brings_its_retry(tmp_path: Path) -> None:
    declaration = '[[status]]\nstatus = "401"\nkind = "AuthFailed"\nreason = "expired"\nwhy = "only tokens are refused so"'
    record = load(tmp_path, declaration, "a,403,,PermissionDenied,,,,,m,,,s").normalize("x", status=401)
    assert (record.kind, record.reason, record.retry) == ("AuthFailed", "expired", "after_refresh")


def test_an_unknown_status_has_no_confidence() -> None:
    assert normalize("qingstor", status=400, method="HEAD").confidence == 0.0


def test_text_is_no_code_where_none_is_declared() -> None:
    assert normalize("qingstor", b"object_not_exists", status=404).code is None


def test_a_blank_header_hides_no_other() -> None:
    headers = {"x-amz-bucket-region": " ", "x-amz-request-id": "7"}
    assert normalize("aws-s3", status=404, headers=headers).request_id == "7"


def test_of_a_repeated_parameter_the_first_counts() -> None:
    headers = {"Location": "http://a.example/b?code=40100012&code=40400001"}
    assert normalize("upyun", status=302, headers=headers).code == "40100012"


def test_a_location_with_too_many_parameters_is_no_failure() -> None:
    headers = {"Location": "http://a.example/b?" + "&".join(["code=40100012"] * 200)}
    assert normalize("upyun", status=302, headers=headers).kind == "WrongEndpoint"


def test_no_item_of_a_batch_is_a_foreign_page() -> None:
    record = normalize("qingstor", b'{"errors": [{"key": "b", "code": "not_listed_anywhere"}]}', status=200)
    assert record.fault is None
