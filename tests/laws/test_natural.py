"""A kind under a status that does not suit it is explained, once, where the provider is declared."""

# ruff: noqa: RUF002  the law is quoted as it is written

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import Kind
from normalizer.checks import is_natural, natural, unnatural
from normalizer.declaration import Odd
from normalizer.declaration_checks import Placed, unused_pairs
from normalizer.folders import FOLDER
from tests.strategies import SLUGS, TABLES

if TYPE_CHECKING:
    from normalizer import Row
    from normalizer.provider import Provider


def problems(rows: list[Row], provider: Provider) -> list[str]:
    stale = unused_pairs(Placed(FOLDER / f"{provider.slug}.toml"), unnatural(rows, provider), provider.declaration)
    return [*natural("p.csv", rows, provider), *stale]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_pair_is_natural_or_declared(slug: str) -> None:
    """Every kind–status pair natural or declared odd, and no stale declaration."""
    provider = TABLES.provider(slug)
    assert problems(list(provider.rows), provider) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_declaration_is_needed(slug: str) -> None:
    """Every kind–status pair natural or declared odd: without its declaration each odd pair is found, by its rows."""
    provider = TABLES.provider(slug)
    for left_out in provider.declaration.odd:
        others = tuple(each for each in provider.declaration.odd if each is not left_out)
        found = problems(list(provider.rows), provider.but(declaration=provider.declaration.but(odd=others)))
        wanted = [row for row in provider.rows if (row.status, row.kind) == (left_out.status, left_out.kind)]
        assert [problem.split(":")[1] for problem in found] == [str(row.line) for row in wanted]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("stale", [Odd(404, Kind.NOT_FOUND, "natural"), Odd(418, Kind.CANCELLED, "used by no row")])
def test_a_stale_declaration_is_found(slug: str, stale: Odd) -> None:
    """No stale declaration."""
    provider = TABLES.provider(slug)
    declaration = provider.declaration.but(odd=(*provider.declaration.odd, stale))
    (problem,) = problems(list(provider.rows), provider.but(declaration=declaration))
    assert f"{stale.status} {stale.kind}" in problem


@pytest.mark.parametrize(
    "slug", [slug for slug in SLUGS if any(row.status and is_natural(row.kind, row.status, TABLES.provider(slug)) for row in TABLES.rows(slug))]
)
def test_a_row_that_changes_its_kind_is_found(slug: str) -> None:
    """Every kind–status pair natural or declared odd: a row that becomes Cancelled under a status of its own kind is not."""
    provider = TABLES.provider(slug)
    row = next(row for row in provider.rows if row.status and is_natural(row.kind, row.status, provider))
    rows = [each.but(kind=Kind.CANCELLED) if each is row else each for each in provider.rows]
    assert any(f":{row.line}: {row.code}: Cancelled with HTTP {row.status}" in problem for problem in problems(rows, provider))
