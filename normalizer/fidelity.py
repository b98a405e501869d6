"""How near an answer in another vendor's language comes to what was meant."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.kinds import Retry

if TYPE_CHECKING:
    from normalizer.kinds import Effect, Kind, Resource
    from normalizer.model import ErrorRecord
    from normalizer.row import Row
    from normalizer.verdict import Verdict


class Fidelity(StrEnum):
    """How much of an error survived a translation. Ordered: of a chain of translations the lowest holds.

    exact: the same code and status of the same vendor, or a code that says the same in every axis. narrower: the same kind, and
    more than the source said. broader: the same kind, and less, or another reason or resource. status: no code of that kind is
    there or can be sent; the HTTP status, or the vendor's general code for it, has to do, and repeats or ends as the source did.

    >>> min(Fidelity.EXACT, Fidelity.STATUS, Fidelity.BROADER)
    <Fidelity.STATUS: 'status'>
    """

    EXACT = "exact"
    NARROWER = "narrower"
    BROADER = "broader"
    STATUS = "status"

    @property
    def _rank(self) -> int:
        return -list(Fidelity).index(self)

    def __lt__(self, other: str) -> bool:
        return self._rank < Fidelity(other)._rank

    def __le__(self, other: str) -> bool:
        return self._rank <= Fidelity(other)._rank

    def __gt__(self, other: str) -> bool:
        return self._rank > Fidelity(other)._rank

    def __ge__(self, other: str) -> bool:
        return self._rank >= Fidelity(other)._rank


class Meaning(NamedTuple):
    """What an error says in the canonical vocabulary, without anything native."""

    kind: Kind
    reason: str | None
    resource: Resource | None
    retry: Retry
    effect: Effect


def meaning_of(said: ErrorRecord | Row | Verdict) -> Meaning:
    """The canonical part of a record, row or verdict."""
    return Meaning(said.kind, said.reason, said.resource, said.retry, said.effect)


_SIDES: Final = {
    Retry.NEVER: "ends",
    Retry.AFTER_CHANGE: "ends",
    Retry.AFTER_REFRESH: "renews",
    Retry.ONCE: "repeats",
    Retry.AFTER_BACKOFF: "repeats",
}


def goes_on_alike(wanted: Retry, said: Retry) -> bool:
    """Does a client that heeds `said` do what one that heeds `wanted` does: end, renew its credentials, or repeat?

    Where nothing is known of the source, anything does.

    >>> goes_on_alike(Retry.ONCE, Retry.AFTER_BACKOFF), goes_on_alike(Retry.AFTER_CHANGE, Retry.AFTER_BACKOFF)
    (True, False)
    """
    return wanted is Retry.UNKNOWN or _SIDES[wanted] == _SIDES.get(said)


def fidelity(wanted: Meaning, said: Meaning) -> Fidelity:
    """How near `said` comes to `wanted`, whatever it was said with."""
    if said.kind is not wanted.kind or not goes_on_alike(wanted.retry, said.retry):
        return Fidelity.STATUS
    if said == wanted:
        return Fidelity.EXACT
    adds = wanted.reason in {None, said.reason} and wanted.resource in {None, said.resource}
    differs = (wanted.reason, wanted.resource) != (said.reason, said.resource)
    return Fidelity.NARROWER if adds and differs else Fidelity.BROADER
