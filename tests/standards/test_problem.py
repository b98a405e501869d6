"""RFC 9457: every problem holds by the schema of the RFC's appendix, and by the sentences that no schema says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from normalizer.standards.problem import MEDIA_TYPE, problem, problem_headers
from tests.standards.records import SLOW, real_failures

SCHEMA = json.loads((Path(__file__).parent / "problem.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
MEMBERS = {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize("others", [{}, {"types": "https://api.example/problems/", "instance": "/photos/1?v=2", "message": True, "names": True}])
def test_every_real_failure(others: dict[str, Any]) -> None:
    for record in real_failures():
        made = json.loads(json.dumps(problem(record, **others)))
        VALIDATOR.validate(made)
        for extension in set(made) - MEMBERS:
            assert re.fullmatch("[A-Za-z][A-Za-z0-9_]{2,}", extension), "section 3.2: a letter, then letters, digits and _, three or more"


@pytest.mark.parametrize(
    ("member", "value"), [("type", "a b<>"), ("type", 7), ("status", "404"), ("status", 99), ("status", 600), ("title", None), ("instance", "\\x")]
)
def test_the_schema_refuses_what_is_wrong(member: str, value: object) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(problem(SLOW) | {member: value})


def test_a_title_belongs_to_the_type() -> None:
    """Section 3.1.3: the title does not change from occurrence to occurrence of the problem."""
    titles: dict[str, set[str]] = {}
    for record in real_failures():
        made = problem(record, types="tag:api.example,2026:")
        titles.setdefault(made["type"], set()).add(made["title"])
    assert len(titles) > 20
    assert all(len(each) == 1 for each in titles.values())


def test_headers() -> None:
    """Section 3: the media type; RFC 9110, section 10.2.3: Retry-After in whole seconds."""
    assert problem_headers(SLOW) == {"Content-Type": MEDIA_TYPE, "Retry-After": "3"}
    assert MEDIA_TYPE == "application/problem+json"
