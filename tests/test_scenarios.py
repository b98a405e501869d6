"""The lints of scenarios: what is said of broken files, with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import TableError, Tables
from normalizer.folders import FOLDER
from normalizer.scenario_checks import problems_or_unreadable
from normalizer.scenarios import ANSWER_COLUMNS, COLUMNS, PROVOKED, answers_of, scenarios_of

if TYPE_CHECKING:
    from pathlib import Path

TABLES = Tables()
HEAD = ",".join(ANSWER_COLUMNS)
SCENARIO = "do-it,do it,GetObject,GET,,NotFound"


def test_ours_have_no_problem() -> None:
    assert problems_or_unreadable(FOLDER, TABLES) == []


def test_provoking_tests_are_named_as_they_are() -> None:
    """Each names a server of tests/servers; that it provokes what is said is tested there."""
    named = {source for slug in TABLES.providers() for answer in answers_of(TABLES, slug) for source in answer.source if source.startswith(PROVOKED)}
    assert named == {"test:moto", "test:azurite", "test:swift"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["get-missing-object,404,object_not_exist,,,error-code-page"],
            r"qingstor\.csv:2: get-missing-object: code 'object_not_exist' has no row in the table of qingstor",
        ),
        (["get-missing-objects,404,object_not_exists,,,error-code-page"], r":2: get-missing-objects: is no scenario of scenarios\.csv"),
        (["get-missing-object,4o4,object_not_exists,,,error-code-page"], r":2: get-missing-object: status '4o4' is not three digits"),
        (["get-missing-object,,,,,error-code-page"], r":2: get-missing-object: has neither status nor code; what is not known has no line"),
        (["get-missing-object,404,object_not_exists,,,"], r":2: get-missing-object: cites no source"),
        (
            ["get-missing-object,404,object_not_exists,,,hearsay"],
            r":2: get-missing-object: source 'hearsay' is not under \[sources\] in qingstor\.toml",
        ),
        (["get-missing-object,404,bucket_not_exists,,,error-code-page"] * 2, r":3: get-missing-object: the same answer as line 2"),
        (
            ["get-missing-object,404,object_not_exists,,,error-code-page", "get-missing-object,404,,,,error-code-page"],
            r":3: get-missing-object: a further answer needs a note",
        ),
        (
            ["get-missing-object,403,permission_denied,,,error-code-page"],
            r":2: get-missing-object: permission_denied means PermissionDenied, which is none of NotFound",
        ),
        (
            ["get-missing-object,400,object_not_exists,,,error-code-page"],
            r":2: get-missing-object: object_not_exists is not documented with HTTP 400",
        ),
        (["get-missing-object,404, object_not_exists,,,error-code-page"], r":2: get-missing-object: code ' object_not_exists' has white space"),
        (
            ["no-right,403,permission_denied,,,error-code-page", "get-missing-object,404,object_not_exists,,,error-code-page"],
            r":1: is not in canonical form",
        ),
        (["get-missing-object,404"], r":2: 2 cells instead of 6"),
    ],
)
def test_a_broken_answer_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "qingstor.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    (tmp_path / "qingstor.csv").write_bytes((FOLDER / "qingstor.csv").read_bytes())
    with pytest.raises(TableError, match=said):
        Tables.load(tmp_path)


def test_a_note_explains_what_would_be_a_problem(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    line = "get-missing-object,403,permission_denied,,Where the caller may not list.,error-code-page"
    (tmp_path / "scenarios" / "qingstor.csv").write_text(f"{HEAD}\n{line}\n", encoding="utf-8")
    (tmp_path / "qingstor.csv").write_bytes((FOLDER / "qingstor.csv").read_bytes())
    tables = Tables.load(tmp_path)
    assert [answer.note for answer in answers_of(tables, "qingstor")] == ["Where the caller may not list."]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([SCENARIO, SCENARIO], r"scenarios\.csv:3: do-it: stands in line 2 already"),
        ([SCENARIO.replace("GetObject", "FetchObject")], r":2: do-it: operation 'FetchObject' is none of S3's"),
        ([SCENARIO.replace("GET", "FETCH")], r":2: do-it: method 'FETCH' is none of DELETE"),
        ([SCENARIO.replace("do it", "")], r":2: do-it: what is done must have 1 to 100 characters, not 0"),
        ([SCENARIO.replace("NotFound", "")], r":2: do-it: no kind may come out of it"),
        ([SCENARIO.replace("NotFound", "NotFond")], r":2: do-it: 'NotFond' is no kind; did you mean 'NotFound'\?"),
        ([SCENARIO.replace(",,", ",if-match,")], r":2: do-it: request is not made of name=value"),
        ([f'"do-it"{SCENARIO.removeprefix("do-it")}'], r":1: is not in canonical form"),
    ],
)
def test_a_broken_scenario_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    (tmp_path / "scenarios.csv").write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    (tmp_path / "qingstor.csv").write_bytes((FOLDER / "qingstor.csv").read_bytes())
    with pytest.raises(TableError, match=said):
        Tables.load(tmp_path)


def test_answers_of_nobody_are_named(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "nobody.csv").write_text(f"{HEAD}\n", encoding="utf-8")
    (tmp_path / "qingstor.csv").write_bytes((FOLDER / "qingstor.csv").read_bytes())
    with pytest.raises(TableError, match=r"scenarios/nobody\.csv:1: 'nobody' is no provider"):
        Tables.load(tmp_path)


def test_a_source_that_only_scenarios_cite_is_used(tmp_path: Path) -> None:
    """And one that nothing cites is still refused."""
    toml = 'name = "Acme"\nlike = "aws-s3"\n[sources.wiki]\ntitle = "t"\nwhere = "w"\nread = "r"\nkind = "sdk"\n'
    (tmp_path / "acme.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "acme.csv").write_text(
        "code,status,when,kind,reason,resource,retry,effect,meaning,message,note,source\nA1,404,,NotFound,,,,,not there,,,code\n", encoding="utf-8"
    )
    (tmp_path / "acme.toml").write_text(toml + toml[toml.index("[sources") :].replace("wiki", "code"), encoding="utf-8")
    with pytest.raises(TableError, match="source 'wiki' is cited by no row"):
        Tables.load(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "acme.csv").write_text(f"{HEAD}\nget-missing-object,404,A1,,,wiki\n", encoding="utf-8")
    assert Tables.load(tmp_path)


def test_scenarios_are_distinct_in_words_too() -> None:
    found = scenarios_of(TABLES)
    assert len({each.what for each in found}) == len({each.slug for each in found}) == len(found)
    assert all(answer.scenario in {each.slug for each in found} for slug in TABLES.providers() for answer in answers_of(TABLES, slug))
