"""Translations over all providers and all rows: kind, retry, codes and statuses; each response is read back by its target."""

from __future__ import annotations

import pytest

from normalizer import Fidelity, Kind, Retry
from normalizer.answers import coded
from normalizer.fidelity import goes_on_alike, meaning_of
from normalizer.kinds import KIND_FACTS, REPEATING
from tests.strategies import SLUGS, TABLES
from tests.translations import codes_of, meanings, read, records

RENEWS = frozenset({Retry.AFTER_REFRESH})


@pytest.mark.parametrize("to", SLUGS)
def test_the_target_reads_what_was_meant(to: str) -> None:
    """normalize(t, translate(e, t)) has the same kind, unless the fidelity is status, and goes on alike in any case.

    And never leaks a source code that the target does not have.
    """
    for slug in set(SLUGS) - {to}:
        for record in records(slug):
            response = TABLES.translate(record, to)
            read_back = read(response)
            place = f"{slug} {record.code} ({record.kind}) → {to} {response.status} {response.code}: {response.why}"
            assert read_back.code == response.code, place
            assert response.code in {None, *codes_of(to)}, place
            if response.fidelity is not Fidelity.STATUS:
                assert read_back.kind is record.kind, place
            if record.retry in RENEWS and response.fidelity is Fidelity.STATUS:
                assert read_back.retry not in REPEATING, place  # who cannot be told to renew is told to stop
            else:
                assert goes_on_alike(record.retry, read_back.retry), place


@pytest.mark.parametrize("to", SLUGS)
def test_a_head_goes_on_alike(to: str) -> None:
    """A HEAD has no body, and what its status and headers say repeats or ends as the source did."""
    for record in meanings().values():
        response = TABLES.translate(record, to, method="head")
        read_back = read(response, "HEAD")
        place = f"{record.provider} {record.code} ({record.kind}) → {to} {response.status} {response.code}: {response.why}"
        assert response.body == b""
        if record.provider == to:
            continue
        assert goes_on_alike(record.retry, read_back.retry) or (record.retry in RENEWS and read_back.retry not in REPEATING), place
        if response.fidelity is not Fidelity.STATUS:
            assert read_back.kind is record.kind, place
        assert read_back.code == response.code, place


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_vendor_is_exact(slug: str) -> None:
    """Same-vendor is exact: the same code and status, and the same meaning when read again."""
    for record in records(slug):
        response = TABLES.translate(record, slug)
        assert response.fidelity is Fidelity.EXACT
        assert record.status in {None, response.status}
        if response.body:
            assert response.code == record.code
            told = {answer.says for answer in coded(TABLES.provider(slug)) if answer.code == record.code and answer.status == response.status}
            said = meaning_of(record)  # a row may ask for what only the request says
            assert said not in told or meaning_of(read(response)) == said, record.code


@pytest.mark.parametrize("to", SLUGS)
def test_no_error_of_the_client_becomes_a_failure_of_the_server(to: str) -> None:
    """Nothing listed becomes a 500, and no other kind becomes Internal where the target has a code for it."""
    for record in meanings().values():
        response = TABLES.translate(record, to)
        if record.provider == to or record.kind in {Kind.INTERNAL, Kind.UNKNOWN}:
            continue
        canonical = KIND_FACTS[record.kind].statuses[0]
        assert response.status != 500 or canonical >= 500, (record.provider, record.code, response)
        assert read(response).kind is not Kind.INTERNAL or response.status != 500


@pytest.mark.parametrize("to", SLUGS)
def test_what_is_missing_keeps_its_name(to: str) -> None:
    """NotFound needs the resource: no missing object is called a missing bucket, nor the reverse."""
    for record in meanings().values():
        if record.kind is Kind.NOT_FOUND and record.provider != to:
            said = read(TABLES.translate(record, to)).resource
            if record.resource in {"object", "version", "upload", "directory", None}:
                assert said not in {"bucket", "account"}, (record.provider, record.code)
            if record.resource == "bucket":
                assert said in {"bucket", None}, (record.provider, record.code)


def test_s3_can_say_most_kinds() -> None:
    """To aws-s3 at least 20 kinds are better than status."""
    better = {record.kind for record in meanings().values() if TABLES.translate(record, "aws-s3").fidelity > Fidelity.STATUS}
    assert len(better) >= 20, sorted(set(Kind) - better)


def test_every_fidelity_is_met() -> None:
    """Exact, narrower, broader, status: none of them is a word without a case."""
    met = {TABLES.translate(record, "aws-s3").fidelity for record in meanings().values()}
    assert met == set(Fidelity)
