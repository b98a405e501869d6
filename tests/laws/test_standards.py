"""What leaves a program by way of a standard: total, plain, with few values where few are wanted, and without words not asked for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Effect, ErrorRecord, Fault, Kind, MatchedBy, Resource, Retry, errors_in, normalize
from normalizer.standards.facts import CLOSED, NAMES, OPEN, facts, sentence
from normalizer.standards.grpc import rpc_status
from normalizer.standards.problem import problem
from normalizer.standards.telemetry import ERROR_TYPES, NAMESPACE, error_type, metric_attributes, span_attributes
from tests.standard_forms import ECHOING, MARK, REASONS, SLOW, outputs
from tests.strategies import SLUGS, TABLES, bodies, real_bodies, statuses

LISTS: dict[str, set[str]] = {
    "provider": set(SLUGS),
    "kind": set(Kind),
    "reason": REASONS,
    "resource": set(Resource),
    "retry": set(Retry),
    "effect": set(Effect),
    "fault": set(Fault),
    "matched_by": set(MatchedBy),
}


def plain(value: Any) -> bool:
    """Of the very types of JSON, no subclass of them."""
    if type(value) in {list, tuple}:
        return all(map(plain, value))
    if type(value) is dict:
        return all(type(name) is str and plain(each) for name, each in value.items())
    return type(value) in {str, int, float, bool}


@given(st.sampled_from(SLUGS), bodies, statuses | st.none(), st.booleans(), st.booleans())
def test_any_record_has_a_form_in_every_standard(slug: str, body: Any, status: int | None, message: bool, names: bool) -> None:  # noqa: FBT001
    for record in [normalize(slug, body, status=status), *errors_in(slug, body, status=status)]:
        made = outputs(record, message=message, names=names)
        made["problem"] = made.get("problem", {})
        assert all(map(plain, made.values()))
        assert json.loads(json.dumps(made).encode().decode()) is not None
        json.dumps(made, ensure_ascii=False).encode()


def test_metrics_have_few_values() -> None:
    """error.type takes only values of a closed list, and every attribute of a metric values of one."""
    seen = set()
    for real in real_bodies():
        for record in errors_in(real.provider, real.body, status=real.status, headers=real.headers):
            attributes = metric_attributes(record)
            seen.add(attributes.pop("error.type", None))
            status = attributes.pop("http.response.status_code", None)
            assert status == record.status
            for name, value in attributes.items():
                assert value in LISTS[name.removeprefix(NAMESPACE)], name
    assert seen - {None} <= ERROR_TYPES
    assert len(seen) > 20


@given(st.sampled_from(SLUGS), bodies, statuses)
def test_error_type_is_of_a_closed_list(slug: str, body: Any, status: int) -> None:
    for record in errors_in(slug, body, status=status):
        assert error_type(record) in (ERROR_TYPES if record.is_error else {None})


def test_the_closed_list_is_what_the_kinds_give() -> None:
    every = {error_type(SLOW.model_copy(update={"kind": kind})) for kind in Kind}
    assert every == ERROR_TYPES | {None}
    assert len(ERROR_TYPES) == len(Kind) - 2
    assert set(LISTS) == set(CLOSED)


@pytest.mark.parametrize(("told", "may"), [({}, ()), ({"message": True}, ("message",)), ({"names": True}, NAMES)])
def test_words_and_names_only_where_asked_for(told: dict[str, bool], may: tuple[str, ...]) -> None:
    """The vendor's message only behind an explicit flag, the caller's names behind another, native fields never."""
    asked_for = {f"{MARK}-{name}" for name in may}
    for form, made in outputs(ECHOING, **told).items():
        found = set(re.findall(rf"{MARK}[-a-z]*", repr(made)))
        assert found == (asked_for if form in {"span", "rpc", "log", "problem"} else set()), form


def test_every_field_of_a_record_is_told_or_left_out_for_a_reason() -> None:
    left_out = {"native", "truncated", "ignored", "detected_by", "tables_version", "retry_at"}
    only_on_spans = {"confidence", "consistent", "alternatives"}
    assert {*CLOSED, *OPEN, *NAMES, "message"} == set(ErrorRecord.model_fields) - left_out - only_on_spans
    assert only_on_spans <= {name.removeprefix(NAMESPACE) for name in span_attributes(SLOW.model_copy(update={"alternatives": (Kind.LOCKED,)}))}


@given(st.sampled_from(SLUGS), bodies, statuses)
def test_our_words_are_all_ours(slug: str, body: Any, status: int) -> None:
    """The detail of a problem and the message of a status hold nothing that came over the wire: kind, resource and reason make them."""
    for record in errors_in(slug, body, status=status):
        alike = ECHOING.model_copy(update={"kind": record.kind, "resource": record.resource, "reason": record.reason})
        assert sentence(record) == sentence(alike)
        if record.is_error:
            assert problem(record, message=True)["detail"] == rpc_status(record, message=True)["message"] == sentence(record)


@pytest.mark.parametrize(("reason", "kind"), sorted(TABLES.reasons()))
def test_a_constant_for_every_reason(reason: str, kind: Kind) -> None:
    """At most 63 characters of [A-Z][A-Z0-9_]+[A-Z0-9], as ErrorInfo has it."""
    constant = rpc_status(SLOW.model_copy(update={"kind": kind, "reason": reason}))["details"][0]["reason"]
    assert re.fullmatch("[A-Z][A-Z0-9_]+[A-Z0-9]", constant)
    assert len(constant) <= 63
    assert constant.endswith(f"_{reason.upper()}")
    assert constant.replace("_", "").startswith(kind.upper())


def test_absent_values_are_left_out() -> None:
    assert all(value is not None for made in outputs(SLOW, message=True, names=True).values() for value in made.values())
    assert "reason" not in facts(normalize("aws-s3", status=503))


def test_nothing_is_needed_but_the_standard_library() -> None:
    """normalizer.standards and the verdict of normalizer.retries import no library."""
    ours = ", ".join(f"normalizer.standards.{name}" for name in ("facts", "problem", "telemetry", "grpc", "logs"))
    theirs = ("pydantic", "tenacity", "stamina", "jsonschema", "opentelemetry", "google", "grpc", "structlog", "pythonjsonlogger")
    code = f"import sys, normalizer.retries, {ours}; print([name for name in {theirs} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
