"""Where a code is not known the status answers, and no more is said than the status tells."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from normalizer import Kind, MatchedBy, Retry, errors_in
from tests.laws.plain_tables import family_of, generic_repeats, kind_of_status
from tests.render import nested, put
from tests.strategies import SLUGS, TABLES, json_trees, xml_of

NO_FAILURE = {"NotModified", "NotAnError"}
UNHEARD = "Zz Unheard-of 0"
FAILING = range(300, 600)


def is_unknown(slug: str, code: str) -> bool:
    """Has neither the provider nor its elder a row, a success or a family for the code?"""
    provider = TABLES.provider(slug)
    listed = code in provider.codes or code in provider.success or (provider.elder is not None and code in provider.elder.codes)
    return not listed and family_of(slug, code, None) is None and family_of(slug, code, 400) is None


def body_of(slug: str, code: str | None, place: int = 0, *, xml: bool = False) -> bytes:
    """A body with that code at one of the declared places."""
    envelope = TABLES.provider(slug).envelope
    members: dict[str, Any] = {}
    if code is not None:
        put(members, envelope.code[0], code)
    put(members, envelope.message[0], "something")
    tree = nested(envelope.at[place % len(envelope.at)], members)
    if xml and len(tree) == 1:
        ((name, inner),) = tree.items()
        return xml_of(inner, name).encode()
    return json.dumps(tree).encode()


def kind_by_hand(slug: str, status: int, *, coded: bool = False) -> tuple[str, str]:
    """Kind and rung that the tables give a status alone, or beside a `coded` one that is not listed: then it is no success."""
    kind = kind_of_status(slug, status)
    told = kind != "Unknown" or declares(slug, status)
    kind, told = ("Unknown", False) if coded and kind == "NotAnError" else (kind, told)
    return kind, "status" if told else "nothing"


@cache
def is_code(slug: str, status: int) -> bool:
    """Is the status itself a code of the provider's?"""
    return TABLES.declaration(slug).status_is_code and str(status) in TABLES.provider(slug).codes


@cache
def declares(slug: str, status: int) -> bool:
    """Does the provider, or the one it is like, say itself what the status means?"""
    names = [slug, TABLES.declaration(slug).like]
    return any(each.status == str(status) for name in names if name for each in TABLES.declaration(name).status)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_status_answers(slug: str) -> None:
    """Unknown code + status → the status' kind, matched_by says so."""
    assert is_unknown(slug, UNHEARD)
    for status in FAILING:
        without = () if is_code(slug, status) else (None, b"", b"{}", body_of(slug, None))
        for body in (*without, body_of(slug, UNHEARD), body_of(slug, UNHEARD, -1), body_of(slug, UNHEARD, xml=True)):
            record = TABLES.normalize(slug, body, status=status)
            assert (record.kind, record.matched_by) == kind_by_hand(slug, status, coded=body not in without)
            assert record.consistent is None
            assert record.confidence < 1.0


@pytest.mark.parametrize("slug", SLUGS)
def test_the_status_says_no_more_than_it_knows(slug: str) -> None:
    """Unknown code + status: retry is never `never` for an error guessed from status alone; never more retryable than statuses.csv says,
    but where a provider declares what a status of its own means."""
    for status in FAILING:
        for method in (None, "GET", "HEAD"):
            record = TABLES.normalize(slug, body_of(slug, UNHEARD), status=status, method=method)
            assert record.kind in NO_FAILURE or record.retry is not Retry.NEVER
            assert not record.retryable or generic_repeats(status) or declares(slug, status)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("status", [*range(100, 105), *range(200, 300)])
def test_an_unknown_code_is_no_success(slug: str, status: int) -> None:
    """An unknown code under a 2xx status is Unknown by nothing, never NotAnError."""
    record = TABLES.normalize(slug, body_of(slug, UNHEARD), status=status)
    assert record.kind is Kind.UNKNOWN or declares(slug, status)
    assert (record.matched_by, record.retry) == (MatchedBy.NOTHING, Retry.UNKNOWN) or declares(slug, status)
    assert errors_in(slug, body_of(slug, UNHEARD), status=status) == [record]
    without = TABLES.normalize(slug, None, status=status)
    assert without.kind is Kind.NOT_AN_ERROR or declares(slug, status)
    assert without.matched_by is (MatchedBy.CODE if is_code(slug, status) else MatchedBy.STATUS)


@given(
    st.sampled_from(SLUGS),
    st.text(min_size=1, max_size=12) | st.from_regex(r"[A-Z][A-Za-z]{3,12}|-?\d{1,6}|[a-z]+_[a-z]+", fullmatch=True),
    st.data(),
)
def test_any_unknown_code(slug: str, code: str, data: st.DataObject) -> None:
    """Unknown code + status → the status' kind, matched_by says so."""
    assume(code.strip() and is_unknown(slug, code.strip()))
    status, place = data.draw(st.integers(300, 599)), data.draw(st.integers(0, 3))
    record = TABLES.normalize(slug, body_of(slug, code, place), status=status)
    assert (record.kind, record.matched_by) == kind_by_hand(slug, status, coded=True)
    assert record.code == code
    assert record.retry is not Retry.NEVER or record.kind in NO_FAILURE
    assert TABLES.normalize(slug, body_of(slug, code, place)).matched_by is MatchedBy.NOTHING


@pytest.mark.parametrize("slug", SLUGS)
def test_a_known_code_beats_the_status(slug: str) -> None:
    """Unknown code + status → the status' kind: and a known code → its own, whatever the status."""
    for row in TABLES.rows(slug):
        if not row.when and sum(other.code == row.code for other in TABLES.rows(slug)) == 1:
            body = body_of(slug, row.code)
            assert {TABLES.normalize(slug, body, status=status).kind for status in (None, 200, 302, 404, 418, 500, 999)} == {row.kind}


@given(st.sampled_from(SLUGS), json_trees, st.integers(400, 599))
def test_a_failing_status_is_no_success(slug: str, tree: dict[str, Any], status: int) -> None:
    """Never NotAnError: under an error status only a documented success code can say that all went well."""
    record = TABLES.normalize(slug, json.dumps(tree).encode(), status=status)
    assert record.kind is not Kind.NOT_AN_ERROR or (record.code or "").strip() in TABLES.provider(slug).success


@pytest.mark.parametrize(
    ("slug", "body"),
    [
        ("upyun-console", b'{"error_code": "21402", "message": "Operator already exists.", "result": []}'),
        ("upyun", b'{"code": 40100005, "msg": "signature error", "invalid_domain_of_url": []}'),
        ("upyun", b'{"code": 12345, "msg": "x"}'),
        ("upyun", b'{"code": 20012345, "msg": "x"}'),
        ("qingstor", b'{"errors": []}'),
        ("aws-s3", b"<DeleteResult/>"),
        ("jdcloud-oss", b"<Error><statusCode>200</statusCode></Error>"),
    ],
)
def test_what_looks_like_a_success_under_a_failing_status(slug: str, body: bytes) -> None:
    """Never NotAnError: an empty list of failed items, or digits that could be a 1xx or 2xx, do not outweigh an error status."""
    assert TABLES.normalize(slug, body, status=500).kind is not Kind.NOT_AN_ERROR
    assert errors_in(slug, body, status=500)


@pytest.mark.parametrize("status", [None, 200])
@pytest.mark.parametrize(
    ("slug", "body"),
    [
        ("upyun-console", b'{"error_code": "21402", "message": "Operator already exists.", "result": []}'),
        ("upyun", b'{"code": 40100005, "msg": "signature error", "invalid_domain_of_url": []}'),
        ("qingstor", b'{"code": "internal_error", "errors": []}'),
    ],
)
def test_an_empty_list_of_items_hides_no_code(slug: str, body: bytes, status: int | None) -> None:
    """A known code → its own: also beside a list that a batch reply would have, but which says nothing."""
    record = TABLES.normalize(slug, body, status=status)
    assert record.matched_by is MatchedBy.CODE
    assert record.is_error
    assert errors_in(slug, body, status=status) == [record]


@pytest.mark.parametrize(
    ("slug", "body"),
    [
        ("aws-s3", b"<DeleteResult><Error><Key>a</Key><Message>m</Message></Error></DeleteResult>"),
        ("qingstor", b'{"deleted": [], "errors": [{"key": "a", "message": "m"}]}'),
    ],
)
def test_a_failed_item_without_a_code_is_no_success(slug: str, body: bytes) -> None:
    """Unknown by nothing, never NotAnError: an item among the failed ones that has no code."""
    (record,) = errors_in(slug, body, status=200)
    assert (record.kind, record.matched_by, record.key) == (Kind.UNKNOWN, MatchedBy.NOTHING, "a")
    assert TABLES.normalize(slug, body, status=200) == record
