"""Wrong usage: its one exception, and readers of arguments that name the nearest right value."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeVar

from normalizer.errors import UnknownProvider, did_you_mean, suggestions
from normalizer.hints import status_number
from normalizer.kinds import Kind, Resource
from normalizer.tables import AUTO

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from normalizer.logline import Response
    from normalizer.provider import Provider
    from normalizer.tables import Tables

T = TypeVar("T", bound="StrEnum")
_STATUSES = range(100, 1000)


class UsageError(ValueError):
    """The command was called in a wrong way; the message says how it is right."""


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of `known` that look like `name`, in whatever case they are written.

    >>> nearest("nosuchkye", ["NoSuchKey", "SlowDown"])
    ('NoSuchKey',)
    """
    by_lower = {each.lower(): each for each in sorted(known)}
    return tuple(by_lower[each] for each in suggestions(name, by_lower))


def kind(value: str) -> Kind:
    """The kind of that name, any case."""
    return _member(Kind, value)


def resource(value: str) -> Resource:
    """The resource of that name, any case."""
    return _member(Resource, value)


def _member(enum: type[T], value: str) -> T:
    by_lower = {each.value.lower(): each for each in enum}
    found = by_lower.get(value.strip().lower())
    if found is None:
        names = [each.value for each in enum]
        guess = did_you_mean(nearest(value, names)) or f"; one of {', '.join(names)}"
        message = f"{value[:80]!r} is no {enum.__name__.lower()}{guess}"
        raise argparse.ArgumentTypeError(message)
    return found


def status(value: str) -> int:
    """An HTTP status."""
    number = status_number(value)
    if number is None or number not in _STATUSES:
        message = f"{value[:80]!r} is no HTTP status; write three digits, for example 404"
        raise argparse.ArgumentTypeError(message)
    return number


def header(value: str) -> tuple[str, str]:
    """Name and value of a header."""
    name, colon, rest = value.partition(":")
    if not colon or not name.strip():
        message = f"{value[:80]!r} is no header; write 'Name: value'"
        raise argparse.ArgumentTypeError(message)
    return name.strip(), rest.strip()


def chosen(tables: Tables, name: str, response: Response) -> tuple[Provider, tuple[str, ...]]:
    """The provider of a slug or alias, or for auto the one detected, with the evidence. Raises UsageError."""
    if name.strip().lower() != AUTO:
        return provider_of(tables, name), ()
    return tables.chosen(name, response.body, response.status, response.headers, response.url)


def provider_of(tables: Tables, name: str) -> Provider:
    """The provider of a slug or alias. Raises UsageError that names the nearest."""
    try:
        return tables.provider(name)
    except UnknownProvider as error:
        message = f"unknown provider {name[:80]!r}{did_you_mean(error.suggestions)}; 'storage-errors providers' lists all"
        raise UsageError(message) from None
