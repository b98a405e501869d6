"""A message is no evidence: it may hold what the caller wrote."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.conditions import fold
from tests.laws.test_ladder import UNHEARD
from tests.render import nested, put
from tests.strategies import ALL_CODES, ALL_MESSAGES, SLUGS, TABLES, xml_of

if TYPE_CHECKING:
    from normalizer import ErrorRecord

PLAIN = "words without a meaning"
PHRASES = [
    "404 Not Found", "401 Unauthorized", "HTTP/1.1 503 Service Unavailable", "SlowDown", "invalid", "already exists", "Bucket full", "Not Access",
    "Sign error", "Sign error (sign = x)", '{"code": 40400001}', "<Error><Code>NoSuchKey</Code></Error>", "code=404&message=x", "NoSuchKey: it is not there",
    "<html><title>502 Bad Gateway</title></html>", "0", "200", "-403", "%7B", "'code': '21402'", "Request has expired today", "xBucket removed.",
]  # fmt: skip
VERDICT = {"kind", "reason", "resource", "retry", "retry_after", "effect", "fault", "matched_by", "confidence", "consistent", "alternatives", "code"}

words = st.sampled_from(PHRASES) | st.sampled_from(ALL_CODES) | st.sampled_from(ALL_MESSAGES) | st.integers(100, 599).map(str)
free = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n"), max_size=8)
echoes = st.lists(words | free, min_size=1, max_size=3).map(" ".join)
"""Of characters that XML can hold too."""


@cache
def constants(slug: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The messages that the provider's tables compare with, and the beginnings of messages."""
    provider = TABLES.provider(slug)
    rows = (*provider.rows, *(provider.elder.rows if provider.elder else ()))
    beginnings = tuple(fold(row.message) for row in rows if "message^" in row.when)
    return frozenset(fold(row.message) for row in rows if "message" in row.when), beginnings


def is_constant(slug: str, echo: str) -> bool:
    """Is it a message that a table compares with, or does it begin like one?"""
    whole, beginnings = constants(slug)
    return fold(echo) in whole or fold(echo).startswith(beginnings)


def body_of(slug: str, code: str | None, message: str, place: int, *, xml: bool) -> bytes:
    """A body with code and message at one of the declared places."""
    envelope = TABLES.provider(slug).envelope
    members: dict[str, Any] = {}
    for path in envelope.message:
        put(members, path, message)
    if code is not None:
        put(members, envelope.code[0], code)
    tree = nested(envelope.at[place % len(envelope.at)], members)
    if xml and len(tree) == 1:
        ((name, inner),) = tree.items()
        return xml_of(inner, name).encode()
    return json.dumps(tree).encode()


def verdict(record: ErrorRecord) -> dict[str, Any]:
    """What a record says beyond the words of the provider."""
    return record.model_dump(include=VERDICT)


@given(
    st.sampled_from(SLUGS),
    st.sampled_from([*ALL_CODES, UNHEARD, "99", None]),
    echoes,
    st.none() | st.integers(200, 599),
    st.integers(0, 3),
    st.booleans(),
)
def test_a_message_changes_nothing(slug: str, code: str | None, echo: str, status: int | None, place: int, xml: bool) -> None:  # noqa: FBT001
    """Any code, status or phrase put into a message that is no declared constant changes nothing."""
    if not is_constant(slug, echo):
        wanted = TABLES.normalize(slug, body_of(slug, code, PLAIN, place, xml=xml), status=status)
        assert code is None or wanted.message == PLAIN
        assert verdict(TABLES.normalize(slug, body_of(slug, code, echo, place, xml=xml), status=status)) == verdict(wanted)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_code_or_message_of_anybody_changes_a_code(slug: str) -> None:
    """Any code, status or phrase put into a message changes nothing: each once, over each sort of code."""
    rows = TABLES.provider(slug).documented()
    codes = [rows[0].code, rows[-1].code, *dict.fromkeys(row.code for row in rows if "message" in row.when), UNHEARD]
    for code in codes:
        wanted = verdict(TABLES.normalize(slug, body_of(slug, code, PLAIN, 0, xml=False), status=400))
        for echo in {*ALL_CODES, *ALL_MESSAGES, *PHRASES, *map(str, range(100, 600))} - {"", "0"}:
            if not is_constant(slug, echo):
                assert verdict(TABLES.normalize(slug, body_of(slug, code, echo, 0, xml=False), status=400)) == wanted


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("around", ["{} ", " {}", "x{}", "{}x", "{}.", "the key '{}' of you", "{0} {0}"])
def test_a_part_of_a_message_is_no_constant(slug: str, around: str) -> None:
    """A phrase put into a message that is no declared constant: nor is one that only has a constant in it."""
    for row in TABLES.rows(slug):
        echo = around.format(row.message)
        if "message" in row.when and not is_constant(slug, echo):
            wanted = TABLES.normalize(slug, body_of(slug, row.code, PLAIN, 0, xml=False), status=row.status)
            assert verdict(TABLES.normalize(slug, body_of(slug, row.code, echo, 0, xml=False), status=row.status)) == verdict(wanted)


def test_a_constant_does_change_something() -> None:
    """That is no declared constant: a declared one tells the meanings of a code apart."""
    told = [row for slug in SLUGS for row in TABLES.rows(slug) if "message" in row.when]
    assert len(told) > 10


@given(st.sampled_from([slug for slug in SLUGS if any(items.message and items.at for items in TABLES.provider(slug).items)]), echoes)
def test_a_message_of_an_item_changes_nothing(slug: str, echo: str) -> None:
    """Any code, status or phrase put into a message changes nothing: nor into that of a failed item of a batch."""
    items = next(each for each in TABLES.provider(slug).items if each.message and each.at)
    records = []
    for message in (PLAIN, echo):
        tree: dict[str, Any] = {}
        item: dict[str, Any] = {}
        for path, value in ((items.code, UNHEARD), (items.message, message), (items.key, echo)):
            if path:
                put(item, path[0], value)
        put(tree, items.at, [item])
        records += TABLES.errors_in(slug, tree, status=200)
    assert len(records) == 2
    assert verdict(records[0]) == verdict(records[1])
