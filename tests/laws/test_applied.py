"""What took effect is not done twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Effect, Retry, errors_in
from tests.render import responses
from tests.strategies import SLUGS, TABLES, bodies, statuses

TWICE = {Retry.ONCE, Retry.AFTER_REFRESH, Retry.AFTER_BACKOFF}


@pytest.mark.parametrize("slug", SLUGS)
def test_no_row_repeats_what_was_applied(slug: str) -> None:
    """Applied never retries: no row has effect applied with retry once, after_refresh or after_backoff."""
    assert [row.code for row in TABLES.rows(slug) if row.effect is Effect.APPLIED and row.retry in TWICE] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_no_record_of_a_row_repeats_what_was_applied(slug: str) -> None:
    """Applied never retries: no record of a row under any status has effect applied with such a retry."""
    provider = TABLES.provider(slug)
    for row in provider.rows:
        response = next(iter(responses(row, provider)))
        for status in (None, 200, 400, 404, 429, 500, 503, 567):
            record = TABLES.normalize(slug, **response.arguments() | {"status": status})
            assert record.effect is not Effect.APPLIED or not record.retryable


@given(st.sampled_from(SLUGS), bodies, statuses)
def test_no_record_repeats_what_was_applied(slug: str, body: Any, status: int) -> None:
    """Applied never retries: no record has effect applied with retry once, after_refresh or after_backoff."""
    for record in errors_in(slug, body, status=status):
        assert (record.effect, record.retry) not in {(Effect.APPLIED, retry) for retry in TWICE}


def test_something_was_applied() -> None:
    """Applied never retries: there are rows of which it can be said."""
    assert any(row.effect is Effect.APPLIED for slug in SLUGS for row in TABLES.rows(slug))
