"""The kinds by what must change, in the order and the groups of the README."""

from __future__ import annotations

from typing import Final, NamedTuple

from normalizer.kinds import Kind


class Group(NamedTuple):
    """What must change, and the kinds of which that is true."""

    change: str
    kinds: tuple[Kind, ...]


GROUPS: Final = (
    Group("the request", (Kind.INVALID_ARGUMENT, Kind.TOO_LARGE, Kind.RANGE_NOT_SATISFIABLE, Kind.CHECKSUM_MISMATCH, Kind.UNSUPPORTED)),
    Group("the place it goes to", (Kind.WRONG_ENDPOINT,)),
    Group("the credentials", (Kind.AUTH_FAILED, Kind.ENCRYPTION_KEY_ERROR)),
    Group("rights", (Kind.PERMISSION_DENIED,)),
    Group("the account's standing", (Kind.ACCOUNT_PROBLEM, Kind.QUOTA_EXCEEDED)),
    Group(
        "the state of the resource",
        (Kind.NOT_FOUND, Kind.ALREADY_EXISTS, Kind.CONFLICT, Kind.PRECONDITION_FAILED, Kind.OBJECT_ARCHIVED, Kind.LOCKED),
    ),
    Group("the load, the service, time", (Kind.RATE_LIMITED, Kind.UNAVAILABLE, Kind.INTERNAL, Kind.TIMEOUT, Kind.CANCELLED)),
    Group("a third party that the caller named", (Kind.UPSTREAM_FAILED,)),
    Group("nothing: no failure", (Kind.NOT_MODIFIED, Kind.NOT_AN_ERROR)),
    Group("not known", (Kind.UNKNOWN,)),
)

ABREAST: Final = 6
"""Kinds that stand side by side in one table; more are too wide to read."""


def bundles(groups: tuple[Group, ...] = GROUPS, most: int = ABREAST) -> list[list[Group]]:
    """Neighbouring groups together, as long as they have at most so many kinds."""
    found: list[list[Group]] = []
    for group in groups:
        if found and sum(len(each.kinds) for each in (*found[-1], group)) <= most:
            found[-1].append(group)
        else:
            found.append([group])
    return found
