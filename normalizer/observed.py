"""A log of one provider's errors, tallied: what a migration will really meet. Never fails over a line, whatever it holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.errors import UnknownProvider
from normalizer.hints import status_number
from normalizer.kinds import Kind, Resource
from normalizer.model import ErrorRecord
from normalizer.verdict import NO_FAILURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.tables import Tables

MAX_LINE: Final = 64 * 1024 * 1024
"""Bytes of a line of a file; a longer one comes in pieces, which cannot be read."""

_RESPONSE: Final = ("body", "status", "headers")


class Sighting(NamedTuple):
    """What an error in the log was: native, and what it means."""

    code: str | None
    status: int | None
    kind: Kind
    resource: Resource | None
    reason: str | None


ByCode = dict[str, Counter[Sighting]]


@dataclass
class Tally:
    """What a log holds. `successes`: responses without an error; `others`: records of another provider; `unreadable`: anything else."""

    sightings: Counter[Sighting] = field(default_factory=Counter)
    lines: int = 0
    successes: int = 0
    others: int = 0
    unreadable: int = 0

    @property
    def errors(self) -> int:
        """How many errors of the provider the log holds."""
        return self.sightings.total()

    def by_code(self) -> ByCode:
        """The sightings of each code, "" for those without one."""
        found: ByCode = {}
        for sighting, count in self.sightings.items():
            found.setdefault(sighting.code or "", Counter())[sighting] = count
        return found


def tally(observed: object, slug: str, tables: Tables) -> Tally:
    """The errors of the provider of that slug in a log.

    observed: the path of a file of JSON Lines, or lines (str or bytes), mappings or ErrorRecords one by one. A mapping is a response
    ({"body": …, "status": …, "headers": …} and what else `normalize` takes), a record, or a line of `storage-errors bulk`.

    Raises OSError where the file cannot be read, and TypeError for what is neither a path nor can be gone through.

    >>> from normalizer import Tables
    >>> tally(['{"body": {"code": 40100012}, "status": 401}', "nonsense"], "upyun", Tables()).unreadable
    1
    """
    found = Tally()
    for item in _items(observed):
        if isinstance(item, (str, bytes)) and not item.strip():
            continue
        found.lines += 1
        _add(found, _parsed(item), slug, tables)
    return found


def _items(observed: object) -> Iterator[object]:
    if isinstance(observed, (str, Path)):
        with Path(observed).open("rb") as file:
            yield from iter(partial(file.readline, MAX_LINE), b"")
    elif isinstance(observed, Iterable) and not isinstance(observed, (bytes, Mapping)):
        yield from observed
    else:
        message = f"observed is {type(observed).__name__}; pass the path of a file of JSON Lines, or lines, mappings or records one by one"
        raise TypeError(message)


def _parsed(item: object) -> object:
    if isinstance(item, ErrorRecord):
        return item.model_dump()
    if not isinstance(item, (str, bytes)):
        return item
    try:
        return json.loads(item)
    except (ValueError, RecursionError):
        return None


def _add(found: Tally, value: object, slug: str, tables: Tables) -> None:
    if not isinstance(value, Mapping):
        found.unreadable += 1
    elif isinstance(value.get("errors"), (list, tuple)):
        for each in value["errors"]:
            _add_record(found, each, slug, tables)
        found.successes += not value["errors"]
    elif "kind" in value and "provider" in value:
        _add_record(found, value, slug, tables)
    elif any(value.get(name) is not None for name in _RESPONSE):
        _add_response(found, value, slug, tables)
    else:
        found.unreadable += 1


def _add_record(found: Tally, value: object, slug: str, tables: Tables) -> None:
    """An error that was normalized already. The kind that stands in it counts; the tables may have been others then."""
    try:
        of = value if isinstance(value, Mapping) else {}
        owner = tables.provider(of.get("provider", "")).slug
        kind = Kind(of["kind"])
        resource = Resource(of["resource"]) if of.get("resource") is not None else None
    except (KeyError, ValueError, TypeError, UnknownProvider):
        found.unreadable += 1
        return
    if owner != slug:
        found.others += 1
    elif kind in NO_FAILURE:
        found.successes += 1
    else:
        found.sightings[Sighting(_text(of.get("code")), status_number(of.get("status")), kind, resource, _text(of.get("reason")))] += 1


def _add_response(found: Tally, value: Mapping[Any, Any], slug: str, tables: Tables) -> None:
    body = value.get("body")
    if isinstance(body, list):
        body = json.dumps(body, default=str)
    if not isinstance(body, (str, bytes, dict, type(None))):
        found.unreadable += 1
        return
    others = {name: value.get(name) for name in ("status", "headers", "method", "operation", "request_headers", "url")}
    records = tables.errors_in(slug, body, **others)
    failures = [record for record in records if record.kind not in NO_FAILURE]
    found.successes += not failures
    for record in failures:
        found.sightings[Sighting(_text(record.code), record.status, record.kind, record.resource, record.reason)] += 1


def _text(value: object) -> str | None:
    """Stripped text, as codes are looked up; None where there is none."""
    return value.strip() or None if isinstance(value, str) else None
