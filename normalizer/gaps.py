"""Two tables side by side: what one provider can say and the other cannot, by kind, resource and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from normalizer.kinds import Kind
from normalizer.provider import NO_FAILURE

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


def unmatched(mine: Iterable[Entry], theirs: Iterable[Entry]) -> dict[Means, tuple[list[Entry], list[Entry]]]:
    """What `mine` can mean and `theirs` cannot: the ways in which I say it, and the nearest that they have, of one kind at least."""
    others = list(theirs)
    known = {entry.means for entry in others}
    found: dict[Means, tuple[list[Entry], list[Entry]]] = {}
    for entry in mine:
        if entry.means not in known:
            found.setdefault(entry.means, ([], nearest(entry.means, others)))[0].append(entry)
    return dict(sorted(found.items(), key=lambda each: sort_key(each[0])))


def nearest(means: Means, entries_: Iterable[Entry]) -> list[Entry]:
    """The entries of the same kind and resource, else those of the kind."""
    same = [entry for entry in entries_ if entry.means.kind is means.kind]
    return [entry for entry in same if entry.means.resource is means.resource] or same


def sort_key(means: Means) -> tuple[int, str, str]:
    """By kind in the order of the kinds, then by resource and reason."""
    return _ORDER[means.kind], means.resource or "", means.reason or ""
