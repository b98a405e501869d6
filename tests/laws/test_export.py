"""For every exported row that is exact, a join on provider and code answers as `normalize` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer.export import FlatRow, flat_rows
from tests.render import responses
from tests.strategies import SLUGS, TABLES
from tools.join import ANSWER, measured

if TYPE_CHECKING:
    from normalizer import Row

ROWS = list(flat_rows(TABLES))
STATUSES = (None, 200, 302, 400, 404, 418, 429, 503)


def rows_of(slug: str) -> list[FlatRow]:
    return [row for row in ROWS if row.provider == slug]


def row_of(flat: FlatRow) -> Row:
    """The row that was exported."""
    return next(row for row in TABLES.rows(flat.table) if (row.code, row.status, row.when or None) == (flat.code, flat.status, flat.when))


def answer_of(value: object) -> list[str | None]:
    return [None if getattr(value, name) is None else str(getattr(value, name)) for name in ANSWER]


@pytest.mark.parametrize("slug", SLUGS)
def test_an_exact_row_answers_under_any_status(slug: str) -> None:
    """The join answers as `normalize` does: whatever status comes with the code, in a body of the provider's own form."""
    provider = TABLES.provider(slug)
    for number, flat in enumerate(row for row in rows_of(slug) if row.exact):
        response = next(iter(responses(row_of(flat), provider)))
        for status in (response.status, STATUSES[number % len(STATUSES)], STATUSES[(number + 3) % len(STATUSES)]):
            record = TABLES.normalize(slug, **response.arguments() | {"status": status})
            if record.code == flat.code:  # a batch reply that failed as a whole shows another code than that of its items
                assert answer_of(record) == answer_of(flat), (flat, status)
                assert (str(record.matched_by), record.confidence) == (flat.matched_by, flat.confidence)
            else:
                assert any(flat.code == items.constant for items in provider.items), (flat, status)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_default_row_answers_where_only_the_code_is_known(slug: str) -> None:
    """The join answers as `normalize` does: where a code has several rows, the default one, and there is one at most."""
    provider = TABLES.provider(slug)
    seen: set[str] = set()
    for flat in rows_of(slug):
        assert flat.default or not flat.exact
        if not flat.default:
            continue
        assert flat.code not in seen
        seen.add(flat.code)
        if flat.rows > 1 and not flat.when:
            bare = row_of(flat).but(status=None, message="")
            record = TABLES.normalize(slug, next(iter(responses(bare, provider))).body)
            assert record.code != flat.code or answer_of(record) == answer_of(flat)


def test_all_rows_are_there() -> None:
    """Every row of every provider: its own, those that it confirms, those that it inherits; each once."""
    keys = [(row.provider, row.code, row.status, row.when, row.message if "message" in (row.when or "") else None) for row in ROWS]
    assert len(keys) == len(set(keys))
    for slug in SLUGS:
        provider = TABLES.provider(slug)
        flat = rows_of(slug)
        assert len([row for row in flat if row.table == slug]) == len(provider.rows)
        assert {row.code for row in flat if row.matched_by == "code"} == set(provider.codes)
        elder = {row.code for row in provider.elder.rows} if provider.elder else set()
        assert {row.code for row in flat} == {row.code for row in provider.rows} | elder
        assert all(row.rows == sum(each.code == row.code for each in flat) for row in flat[::7])


def test_the_corpus() -> None:
    """Exact rows are never wrong on the corpus, and what the join cannot see is there: cases without a code, without a row, with conditions."""
    shares = measured(TABLES)
    exact = shares["a code with one row (exact)"]
    assert exact.right == exact.of > 100
    default = shares["a code with several rows or a condition (default)"]
    assert 0 < default.right < default.of
    assert shares["all cases"].of == sum(share.of for name, share in shares.items() if name != "all cases" and "batches" not in name)
