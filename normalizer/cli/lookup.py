"""Looking a code up: its rows, those of the elder, or the family; and what other providers send for the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from normalizer.cli.answer import family_of, verdict_on
from normalizer.cli.usage import nearest
from normalizer.kinds import Kind, MatchedBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.declaration import Family
    from normalizer.kinds import Resource
    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables
    from normalizer.verdict import Verdict


class Meaning(NamedTuple):
    """What makes two errors the same."""

    kind: Kind
    resource: Resource | None
    reason: str | None


class Found(NamedTuple):
    """What a provider's tables say of a code. `rows` stand in the table of `owner`: the provider or its elder."""

    provider: Provider
    code: str
    matched_by: MatchedBy
    owner: Provider
    rows: tuple[Row, ...] = ()
    family: Family | None = None
    verdict: Verdict | None = None
    success: bool = False

    @property
    def confirmed(self) -> bool:
        """Does the provider's own documentation list the inherited code with the elder's meaning?"""
        return self.code in self.provider.declaration.confirmed

    @property
    def meanings(self) -> list[Meaning]:
        """What the code can mean, without repetition, where it is an error that is known."""
        told = [Meaning(row.kind, row.resource, row.reason) for row in self.rows]
        if self.verdict:
            told.append(Meaning(self.verdict.kind, self.verdict.resource, self.verdict.reason))
        return [meaning for meaning in dict.fromkeys(told) if meaning.kind not in {Kind.UNKNOWN, Kind.NOT_AN_ERROR}]


class Other(NamedTuple):
    """A row of another provider for the same. `same` names what it has in common with the meaning."""

    meaning: Meaning
    provider: str
    row: Row
    same: tuple[str, ...]


def find(provider: Provider, code: str) -> Found:
    """What the tables say of a code, asked in the order of the ladder."""
    code = code.strip()
    owner: Provider | None = provider
    if code in provider.success and code not in provider.codes:
        return Found(provider, code, MatchedBy.CODE, provider, success=True)
    while owner is not None:
        rows = tuple(row for row in owner.rows if row.code == code)
        if rows:
            return Found(provider, code, MatchedBy.CODE if code in provider.codes else MatchedBy.INHERITED, owner, rows)
        owner = owner.elder
    verdict = verdict_on(provider, code)
    if verdict.matched_by is MatchedBy.FAMILY:
        return Found(provider, code, MatchedBy.FAMILY, provider, family=family_of(provider, code), verdict=verdict)
    return Found(provider, code, MatchedBy.NOTHING, provider)


def codes_of(provider: Provider) -> set[str]:
    """All codes that the provider answers by a row, inherited ones too."""
    codes = {row.code for row in provider.rows}
    return codes | codes_of(provider.elder) if provider.elder else codes


def similar(provider: Provider, code: str) -> tuple[str, ...]:
    """The provider's codes that look like `code`."""
    return nearest(code, codes_of(provider))


def known_to(tables: Tables, code: str) -> list[str]:
    """The providers that have a row of that very code in their own table."""
    return [slug for slug in tables.slugs() if code in tables.provider(slug).codes]


def elsewhere(tables: Tables, found: Found) -> list[Other]:
    """What other providers send for the same: rows of the same kind, resource and reason, else of the same kind and resource."""
    others: list[Other] = []
    for meaning in found.meanings:
        for slug in tables.slugs():
            if slug != found.provider.slug:
                others += _same(tables.provider(slug), meaning, found)
    return others


def _same(provider: Provider, meaning: Meaning, found: Found) -> Iterator[Other]:
    shown = found.rows if provider.slug == found.owner.slug else ()
    near = [row for row in provider.documented() if (row.kind, row.resource) == meaning[:2] and row not in shown]
    exact = [row for row in near if row.reason == meaning.reason]
    for row in exact or near:
        yield Other(meaning, provider.slug, row, ("kind", "resource", "reason") if exact else ("kind", "resource"))
