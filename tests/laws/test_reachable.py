"""No row of a table is dead: there is a response that it answers."""

from __future__ import annotations

import pytest

from normalizer import Kind, MatchedBy, errors_in
from tests.render import responses
from tests.strategies import SLUGS, TABLES


@pytest.mark.parametrize("slug", SLUGS)
def test_every_row_is_reachable(slug: str) -> None:
    """Every row reachable (build its envelope, normalize it, get the same row)."""
    provider = TABLES.provider(slug)
    for row in provider.rows:
        forms = list(responses(row, provider))
        assert forms
        for response in forms:
            record = TABLES.normalize(slug, **response.arguments())
            place = f"{slug}.csv:{row.line}: {row.code} as {response.form}"
            found = (record.kind, record.reason, record.resource, record.retry, record.effect)
            assert found == (row.kind, row.reason, row.resource, row.retry, row.effect), place
            assert (record.code, record.matched_by, record.confidence) == (row.code, MatchedBy.CODE, 1.0), place
            assert record.consistent is (True if response.judged and row.status is not None else None), place
            assert errors_in(slug, **response.arguments()) == [record][: row.kind is not Kind.NOT_AN_ERROR], place


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if TABLES.rows(slug)])
def test_every_form_is_tried(slug: str) -> None:
    """Build its envelope: each declared place of the error object, and each declared batch reply, has had a row."""
    provider = TABLES.provider(slug)
    forms = {response.form for row in provider.rows for response in responses(row, provider)}
    assert {f"JSON at {place!r}" for place in provider.envelope.at} <= forms
    assert ("item" in forms) == any(items.code or items.constant for items in provider.items)
    assert ("text" in forms) == provider.declaration.text_lines
    assert ("header" in forms) == bool(provider.headers.code)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if TABLES.declaration(slug).like])
def test_every_inherited_row_is_reachable(slug: str) -> None:
    """Every row reachable: a follower answers with its elder's rows, and says so, where it has none of its own."""
    provider = TABLES.provider(slug)
    elder = provider.elder
    assert elder
    rows = [row for row in elder.rows if row.code not in provider.codes]
    assert rows
    for row in rows:
        response = next(iter(responses(row, elder)))
        record = TABLES.normalize(slug, **response.arguments())
        found = (record.kind, record.reason, record.resource, record.retry, record.effect)
        assert found == (row.kind, row.reason, row.resource, row.retry, row.effect)
        assert record.matched_by is MatchedBy.INHERITED
