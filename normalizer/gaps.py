"""Two tables side by side: what one provider can say and the other cannot, by kind, resource and reason."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from normalizer.kinds import Kind
from normalizer.verdict import NO_FAILURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from normalizer.consequences import Told
    from normalizer.kinds import Resource, Retry
    from normalizer.provider import Provider
    from normalizer.row import Row

_ORDER = {kind: number for number, kind in enumerate(Kind)}


class Means(NamedTuple):
    """What makes two errors the same."""

    kind: Kind
    resource: Resource | None
    reason: str | None


class Entry(NamedTuple):
    """A way to say it: a code with its status, or a status alone (`code` empty)."""

    means: Means
    code: str
    status: int | None
    retry: Retry
    meaning: str


def entries(provider: Provider) -> list[Entry]:
    """What the provider's table lists and confirms: each code and status once for each meaning."""
    return list(dict.fromkeys(_of_rows(provider.documented())))


def all_entries(provider: Provider, answers: Iterable[Told] = ()) -> list[Entry]:
    """What else it can say, too: codes that it inherits, meanings of statuses of its own, its `answers` in scenarios."""
    found = entries(provider)
    elder = provider.elder
    while elder:
        found += _of_rows(row for row in elder.rows if row.code not in provider.codes)
        elder = elder.elder
    for meaning in provider.declaration.status:
        status = int(meaning.status) if meaning.status.isdigit() else None
        retry = meaning.retry or provider.unknown.retry
        found.append(Entry(Means(meaning.kind, meaning.resource, meaning.reason), "", status, retry, meaning.why))
    for each in answers:
        verdict = each.verdict
        found.append(Entry(Means(verdict.kind, verdict.resource, verdict.reason), each.answer.code, each.answer.status, verdict.retry, ""))
    return [entry for entry in dict.fromkeys(found) if _is_failure(entry.means.kind)]


def _of_rows(rows: Iterable[Row]) -> Iterator[Entry]:
    for row in rows:
        if _is_failure(row.kind):
            yield Entry(Means(row.kind, row.resource, row.reason), row.code, row.status, row.retry, row.meaning)


def _is_failure(kind: Kind) -> bool:
    return kind not in NO_FAILURE and kind is not Kind.UNKNOWN


class Nearness(StrEnum):
    """How near the other provider comes to a meaning that it has not. The order of the members is from far to near."""

    NOTHING = "nothing"
    KIND = "kind"
    RESOURCE = "resource"


class Unmatched(NamedTuple):
    """A meaning that one provider has and the other has not: the ways to say it, and the nearest that the other has."""

    means: Means
    said: list[Entry]
    nearness: Nearness
    nearest: list[Entry]


def unmatched(mine: Iterable[Entry], theirs: Iterable[Entry]) -> list[Unmatched]:
    """What `mine` can mean and `theirs` cannot: what is farthest from anything first, then by kind, resource and reason."""
    others = list(theirs)
    known = {entry.means for entry in others}
    said: dict[Means, list[Entry]] = {}
    for entry in mine:
        if entry.means not in known:
            said.setdefault(entry.means, []).append(entry)
    found = [Unmatched(means, listed, *nearest(means, others)) for means, listed in said.items()]
    return sorted(found, key=lambda each: (list(Nearness).index(each.nearness), sort_key(each.means)))


def nearest(means: Means, entries_: Iterable[Entry]) -> tuple[Nearness, list[Entry]]:
    """The entries of the same kind and resource, else those of the kind."""
    of_kind = [entry for entry in entries_ if entry.means.kind is means.kind]
    of_resource = [entry for entry in of_kind if entry.means.resource is means.resource]
    if of_resource:
        return Nearness.RESOURCE, of_resource
    return (Nearness.KIND if of_kind else Nearness.NOTHING), of_kind


def sort_key(means: Means) -> tuple[int, str, str]:
    """By kind in the order of the kinds, then by resource and reason."""
    return _ORDER[means.kind], means.resource or "", means.reason or ""
