"""The quick reading of a plain response says what the steps say, or nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import quick
from normalizer.decode import MAX_BYTES, decode
from normalizer.hints import read
from normalizer.judge import by_steps
from tests.mutant import mutants
from tests.strategies import DIALECTS, SLUGS, TABLES, RealBody, bodies, real_bodies

TURNS = 1_000
SHARE = 0.15
"""Of all mutants; where fewer are answered quickly the comparison proves nothing."""

STATUSES = (None, 200, 400, 403, 404, 409, 503)


def agree(slug: str, body: object, status: int | None) -> bool:
    """Is what `quick` says of a body what the steps say? True where it says something."""
    provider, hints = TABLES.provider(slug), read(status, None)
    decoded = decode(body, MAX_BYTES, hints, provider.charset, provider.lenient)
    if type(decoded[0]) is not dict or decoded[3]:
        return False
    record = quick.quick(decoded[0], hints, provider)
    if record is None:
        return False
    wanted = by_steps(provider, body, decoded, hints)
    assert record == wanted
    assert list(record.__dict__.items()) == list(wanted.__dict__.items())
    return True


@pytest.mark.parametrize("real", real_bodies(), ids=lambda real: f"{real.provider}/{real.name}")
def test_real_bodies(real: RealBody) -> None:
    """A fast path answers exactly as the plain path does: real bodies, with the status that came and with others."""
    for status in (real.status, *STATUSES):
        agree(real.provider, real.body, status)


@given(st.sampled_from(SLUGS), bodies.filter(lambda body: isinstance(body, (bytes, str))), st.sampled_from(STATUSES))
def test_any_body(slug: str, body: object, status: int | None) -> None:
    """A fast path answers exactly as the plain path does: bodies of every sort."""
    agree(slug, body, status)


def test_many_mutants() -> None:
    """A fast path answers exactly as the plain path does: mutants of real bodies, enough of which are answered quickly."""
    accepted = 0
    for slug in DIALECTS:
        rng = random.Random(slug)  # noqa: S311  no secret
        made = mutants(slug, rng)
        accepted += sum(agree(slug, next(made), rng.choice(STATUSES)) for _ in range(TURNS))
    assert accepted > TURNS * len(DIALECTS) * SHARE


def test_what_is_remembered_is_bounded() -> None:
    """Names and codes come from the wire and must not fill the memory."""
    provider = TABLES.provider("upyun")
    for number in range(3_000):
        for body in (b'{"code": %d}' % number, b'{"code": 1, "x%d": 1}' % number, b'{"code": "%s"}' % (b"x" * number)):
            agree("upyun", body, None)
    assert len(provider.decided) <= quick.MOST_CODES
    assert len(provider.places) <= quick.MOST_PLACES
    assert all(len(place.shapes) <= quick.MOST_SHAPES for place in provider.places.values())
    assert sum(len(str(code)) for code, *_ in provider.decided) <= quick.MOST_CODES * quick.LONGEST
    for number in range(300):
        agree("aws-s3", b"<Error><Code>x</Code><x%d>1</x%d></Error>" % (number, number), None)
    assert all(len(place.shapes) <= quick.MOST_SHAPES for place in TABLES.provider("aws-s3").places.values())
