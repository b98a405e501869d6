"""The commands `codes` and `providers`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from normalizer import Tables, providers, rows

if TYPE_CHECKING:
    from tests.cli_types import Run


def listed(run: Run, *argv: str) -> list[dict[str, Any]]:
    status, out, err = run(*argv, "--json")
    assert err == ""
    value = json.loads(out)
    assert out == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert isinstance(value, list)
    assert status == (0 if value else 1)
    return value


def test_codes_lists_the_rows_of_a_provider(run: Run) -> None:
    assert [row["code"] for row in listed(run, "codes", "qingcloud")] == [row.code for row in rows("qingstor")]
    status, out, err = run("codes", "qingstor")
    assert (status, err, len(out.splitlines())) == (0, "", 1 + len(rows("qingstor")))


def test_codes_lists_the_rows_of_all_providers(run: Run) -> None:
    found = listed(run, "codes")
    assert [row["provider"] for row in found] == [slug for slug in providers() for _ in rows(slug)]


def test_codes_are_filtered(run: Run) -> None:
    every = listed(run, "codes")
    for option, key, value in (("--kind", "kind", "NotFound"), ("--resource", "resource", "bucket"), ("--status", "status", 404)):
        assert listed(run, "codes", option, str(value)) == [row for row in every if row[key] == value] != []
    both = listed(run, "codes", "upyun", "--kind", "notfound", "--resource", "BUCKET", "--status", "401")
    assert both == [row for row in every if (row["provider"], row["kind"], row["resource"], row["status"]) == ("upyun", "NotFound", "bucket", 401)]


def test_columns_are_aligned_and_empty_ones_left_out(run: Run) -> None:
    head, *lines = run("codes", "qingstor", "--kind", "NotFound")[1].splitlines()
    assert head.split() == ["provider", "code", "status", "kind", "resource", "retry", "meaning"]
    assert {line[head.index("kind") :].split()[0] for line in lines} == {"NotFound"}


def test_no_row_is_exit_status_1(run: Run) -> None:
    assert run("codes", "qingstor", "--status", "499") == (1, "", "storage-errors: no row is like that; 'storage-errors codes' lists all\n")
    assert listed(run, "codes", "qingstor", "--status", "499") == []


def test_providers_lists_all(run: Run) -> None:
    found = listed(run, "providers")
    assert [each["slug"] for each in found] == providers()
    assert [each["rows"] for each in found] == [len(rows(slug)) for slug in providers()]
    assert {tuple(each) for each in found} == {("aliases", "documentation", "like", "name", "rows", "slug")}
    jdcloud = next(each for each in found if each["slug"] == "jdcloud-oss")
    assert [jdcloud["like"], jdcloud["aliases"]] == ["aws-s3", list(Tables().declaration("jdcloud-oss").aliases)]
    assert [line.split()[0] for line in run("providers")[1].splitlines()] == ["slug", *providers()]
