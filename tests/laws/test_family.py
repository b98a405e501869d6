"""How sure the lower rungs are is counted, and every record carries the count."""

from __future__ import annotations

import pytest

from normalizer import MatchedBy
from normalizer.measure import precision
from tests.laws import plain_tables
from tests.laws.plain_tables import family_hits, family_of, inherited_hits, share, status_hits
from tests.laws.test_ladder import UNHEARD, body_of
from tests.strategies import SLUGS, TABLES

HITS = {MatchedBy.FAMILY: family_hits, MatchedBy.STATUS: status_hits, MatchedBy.INHERITED: inherited_hits}


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("rung", HITS)
def test_the_precision_is_counted_rightly(slug: str, rung: MatchedBy) -> None:
    """Family agrees with rows, or its measured precision says how often."""
    measured, hits = precision(TABLES.provider(slug))[rung], HITS[rung](slug)
    assert (measured.right, measured.asked) == (sum(hits), len(hits))
    assert measured.share == share(hits)
    assert TABLES.provider(slug).confidence[rung] == share(hits)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_guess_from_the_status_carries_it(slug: str) -> None:
    """Its measured precision says how often: confidence of records of the rung status."""
    for status in range(300, 600):
        record = TABLES.normalize(slug, body_of(slug, UNHEARD), status=status)
        told = record.matched_by is MatchedBy.STATUS and record.kind != "Unknown"
        assert record.confidence == (share(status_hits(slug)) if told else 0.0)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if TABLES.declaration(slug).family])
def test_a_guess_from_the_family_carries_it(slug: str) -> None:
    """Its measured precision says how often: confidence of records of the rung family, 0.0 where they tell no kind."""
    rung = {record.confidence: record.kind for record in (TABLES.normalize(slug, body_of(slug, code), status=500) for code in unlisted(slug))}
    assert set(rung) <= {share(family_hits(slug)), 0.0}
    assert share(family_hits(slug)) in rung
    assert all((kind == "Unknown") == (confidence == 0.0) for confidence, kind in rung.items())


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if TABLES.declaration(slug).family])
def test_an_unlisted_code_gets_what_its_family_tells(slug: str) -> None:
    """Family agrees with rows: a code without a row has the kind and resource of the first family that it fits."""
    for code in unlisted(slug):
        kind, resource = family_of(slug, code, 500) or ("", "")
        record = TABLES.normalize(slug, body_of(slug, code), status=500)
        assert (record.kind, record.matched_by) == (kind or "Unknown", MatchedBy.FAMILY)
        assert record.resource == (resource or None)


def unlisted(slug: str) -> list[str]:
    """Codes that have no row but a family: neighbours of those that have one."""
    codes = TABLES.provider(slug).codes
    numbers = {str(int(code) + step) for code in codes if code.isdigit() for step in (-1, 1, 500)}
    longer = {f"unheard/{code}" for code in codes if "/" in code}
    found = sorted(code for code in numbers | longer if code not in codes and family_of(slug, code, 500))
    assert len(found) > 10
    return found


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if TABLES.declaration(slug).like])
def test_what_is_inherited_carries_it(slug: str) -> None:
    """Its measured precision says how often: confidence of records of the rung inherited."""
    provider = TABLES.provider(slug)
    assert provider.elder
    codes = [code for code in provider.elder.codes if code not in provider.codes]
    records = [TABLES.normalize(slug, body_of(slug, code)) for code in codes]
    assert {(record.matched_by, record.confidence) for record in records} == {(MatchedBy.INHERITED, share(inherited_hits(slug)))}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_code_is_sure_and_nothing_is_not(slug: str) -> None:
    """Confidence is 1.0 for code, 0.0 for nothing."""
    for row in plain_tables.rows(slug):
        record = TABLES.normalize(slug, body_of(slug, row["code"]))
        assert record.confidence == {MatchedBy.CODE: 1.0, MatchedBy.NOTHING: 0.0}.get(record.matched_by, record.confidence)
        assert record.matched_by is not MatchedBy.NOTHING or row["when"]
    assert TABLES.normalize(slug).confidence == 0.0
    assert TABLES.normalize(slug, body_of(slug, UNHEARD)).confidence == 0.0
