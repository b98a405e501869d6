"""The quick reading of a plain response says what the steps say, or nothing."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Kind, decisions, headershapes, hints, shapes, tables
from normalizer.decode import MAX_BYTES, decode
from normalizer.hints import read
from normalizer.judge import by_steps
from normalizer.quick import quick
from tests.mutant import HEADER_VALUES, header_mutants, mutants
from tests.strategies import ALL_HEADERS, DIALECTS, SLUGS, TABLES, RealBody, bodies, broken_texts, real_bodies, texts

TURNS = 1_000
SHARE = 0.15
"""Of all mutants; where fewer are answered quickly the comparison proves nothing."""

STATUSES = (None, 200, 400, 403, 404, 409, 503)

_names = st.sampled_from([*ALL_HEADERS, *(name.title() for name in ALL_HEADERS)]) | st.text(max_size=3)
headers = st.dictionaries(_names, texts | broken_texts | st.sampled_from(HEADER_VALUES), max_size=5)


def agree(slug: str, body: object, status: int | None, headers: dict[Any, Any] | None = None) -> bool:
    """Is what `quick` says of a response what the steps say? True where it says something."""
    provider = TABLES.provider(slug)
    record = quick(body, status, provider, headers) if type(body) is bytes else None
    if record is None:
        return False
    hints = read(status, headers)
    wanted = by_steps(provider, body, decode(body, MAX_BYTES, hints, provider.charset, provider.lenient), hints)
    assert record == wanted
    assert list(record.__dict__.items()) == list(wanted.__dict__.items())
    assert list(record.native.items()) == list(wanted.native.items())
    assert type(record.native) is type(wanted.native)
    return True


@pytest.mark.parametrize("real", real_bodies(), ids=lambda real: f"{real.provider}/{real.name}")
def test_real_bodies(real: RealBody) -> None:
    """A fast path answers exactly as the plain path does: real bodies, with the status that came and with others."""
    for status in (real.status, *STATUSES):
        agree(real.provider, real.body, status)
        agree(real.provider, real.body, status, dict(real.headers))


@pytest.mark.parametrize("status", [-1, 0, 99, 1000, 10**30])
def test_what_is_no_status_is_left_to_the_steps(status: int) -> None:
    """A fast path answers exactly as the plain path does: a record names the arguments that made no sense."""
    for real in real_bodies():
        assert not agree(real.provider, real.body, status)
        assert TABLES.normalize(real.provider, real.body, status=status).ignored == ("status",)


@given(st.sampled_from(SLUGS), bodies, st.sampled_from(STATUSES), headers)
def test_any_response(slug: str, body: object, status: int | None, sent: dict[Any, Any]) -> None:
    """A fast path answers exactly as the plain path does: bodies and headers of every sort."""
    agree(slug, body, status)
    agree(slug, body, status, sent)


def test_many_mutants() -> None:
    """A fast path answers exactly as the plain path does: mutants of real responses, enough of which are answered quickly."""
    alone = beside = 0
    for slug in DIALECTS:
        rng = random.Random(slug)  # noqa: S311  no secret
        made, sent = mutants(slug, rng), header_mutants(slug, rng)
        for _ in range(TURNS):
            body, status = next(made), rng.choice(STATUSES)
            alone += agree(slug, body, status)
            beside += agree(slug, body, status, next(sent))
    assert alone > TURNS * len(DIALECTS) * SHARE
    assert beside > TURNS * len(DIALECTS) * SHARE


def test_another_code_may_count_for_more() -> None:
    """A fast path answers exactly as the plain path does: where the foremost code is not listed, a listed one counts."""
    inner = b'{"request-id": "7", "innererror": {"innererror": {"code": "%s"}}}'
    body = b'{"error": {"code": "itemNotFound", "message": "x", "innererror": ' + inner + b"}}"
    assert not agree("onedrive", body % b"notInTheTable", 404)
    assert agree("onedrive", body % b"accessDenied", 404)


@pytest.mark.parametrize("sent", [None, {"Date": "x"}])
def test_from_the_first_call_on(monkeypatch: pytest.MonkeyPatch, sent: dict[str, str] | None) -> None:
    """A plain response is read quickly whatever was asked before, be it one with headers and of a status that is new."""
    monkeypatch.setattr(hints, "STATUS_ONLY", {None: hints.NO_HINTS})
    monkeypatch.setattr(tables, "first", lambda *_: pytest.fail("left to the steps"))
    assert TABLES.normalize("qingstor", b'{"code": "object_not_exists"}', status=404, headers=sent).kind is Kind.NOT_FOUND


def test_what_is_remembered_is_bounded() -> None:
    """Names and codes come from the wire and must not fill the memory."""
    provider = TABLES.provider("upyun")
    for number in range(3_000):
        for body in (b'{"code": %d}' % number, b'{"code": 1, "x%d": 1}' % number, b'{"code": "%s"}' % (b"x" * number)):
            agree("upyun", body, None)
        agree("upyun", b'{"code": 1}', None, {f"X-{number}": "1"})
    assert len(provider.decided) <= decisions.MOST_CODES
    assert len(provider.places) <= shapes.MOST_PLACES
    assert all(len(place.shapes) <= shapes.MOST_SHAPES for place in provider.places.values())
    assert sum(len(str(code)) for code, *_ in provider.decided) <= decisions.MOST_CODES * decisions.LONGEST
    for number in range(300):
        agree("aws-s3", b"<Error><Code>x</Code><x%d>1</x%d></Error>" % (number, number), None)
    assert all(len(place.shapes) <= shapes.MOST_SHAPES for place in TABLES.provider("aws-s3").places.values())
    for number in range(300):
        assert agree("aws-s3", b"<Error><Code>AccessDenied</Code><Message>m%d</Message></Error>" % number, 403)
    (answers,) = [asked.known for key, (_, asked) in TABLES.provider("aws-s3").decided.items() if key == ("AccessDenied", 403, str) and asked]
    assert 0 < len(answers.keys() & {f"m{number}" for number in range(300)}) <= decisions.MOST_ANSWERS
    assert agree("upyun", b'{"code": 1}', None, {"X" * headershapes.LONGEST_HEADER_NAMES: "1", "Y": "1"})
    assert len(provider.told_by) <= headershapes.MOST_HEADER_SHAPES
    assert sum(len(name) for names in provider.told_by for name in names) <= headershapes.MOST_HEADER_SHAPES * headershapes.LONGEST_HEADER_NAMES
