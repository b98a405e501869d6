"""How good the lower rungs of the ladder are for a provider, counted on its own rows. Measured, never declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from normalizer.classify import by_status, classify
from normalizer.extract import Native
from normalizer.hints import NO_HINTS, Hints
from normalizer.kinds import Kind, MatchedBy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalizer.provider import Provider


_RUNGS = (MatchedBy.INHERITED, MatchedBy.FAMILY, MatchedBy.STATUS)


class Precision(NamedTuple):
    """Of `asked` rows that a rung could answer without their own row, `right` had the row's kind."""

    right: int = 0
    asked: int = 0

    @property
    def share(self) -> float:
        """Rounded down to three digits; 0.0 where nothing could be asked."""
        return self.right * 1000 // self.asked / 1000 if self.asked else 0.0


def precision(provider: Provider) -> dict[MatchedBy, Precision]:
    """Leave one out: each row is taken away and the rungs below answer for its code and status.

    A family is right where the kind is, or where it tells no kind but a resource, the resource.

    `inherited`: of the codes that the provider documents and its elder has too, how many have the elder's kind; those
    that agree have no row of their own and are listed in the declaration as `confirmed`.
    """
    family, status, inherited = [0, 0], [0, 0], [len(provider.declaration.confirmed)] * 2
    without = provider.but(codes={}, elder=None, measured={}, status_verdicts={}, family_verdicts={}, inherited_verdicts={})
    for row in provider.rows:
        hints = Hints(row.status) if row.status else NO_HINTS
        verdict = classify(Native({"code": row.code}), hints, without)
        if verdict.matched_by is MatchedBy.FAMILY:
            told = verdict.resource is row.resource if verdict.kind is Kind.UNKNOWN else verdict.kind is row.kind
            family[0] += told
            family[1] += 1
        if row.status:
            status[0] += by_status(row.status, Hints(row.status), without).kind is row.kind
            status[1] += 1
        if provider.elder and row.code in provider.elder.codes:
            inherited[0] += classify(Native({"code": row.code}), hints, provider.elder).kind is row.kind
            inherited[1] += 1
    return dict(zip(_RUNGS, (Precision(*inherited), Precision(*family), Precision(*status)), strict=True))


def pooled(providers: Iterable[Provider]) -> dict[MatchedBy, float]:
    """The shares over the rows of several providers, for one of which nothing is known but that it is like them."""
    found = [precision(provider) for provider in providers]
    return {rung: Precision(sum(each[rung].right for each in found), sum(each[rung].asked for each in found)).share for rung in _RUNGS}


def confidence(provider: Provider) -> dict[MatchedBy, float]:
    """The share for each rung below `code`, as records carry it."""
    return {rung: measured.share for rung, measured in precision(provider).items()}
