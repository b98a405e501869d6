"""Every row of every table as a record, and every provider as a target: what the laws of translation are tried with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from normalizer.fidelity import Meaning, meaning_of
from tests.render import responses
from tests.strategies import SLUGS, TABLES

if TYPE_CHECKING:
    from normalizer import ErrorRecord, NativeResponse


@cache
def records(slug: str) -> list[ErrorRecord]:
    """A record of each row that the provider has, made of a response that the row answers."""
    provider = TABLES.provider(slug)
    rows = provider.rows or tuple(provider.documented())
    return [TABLES.normalize(slug, **next(iter(responses(row, provider))).arguments()) for row in rows]


@cache
def meanings() -> dict[Meaning, ErrorRecord]:
    """Every meaning that any row has, with a record of it."""
    return {meaning_of(record): record for slug in SLUGS for record in records(slug)}


@cache
def codes_of(slug: str) -> frozenset[str]:
    """Every code that the provider's tables or those of its dialect have."""
    provider = TABLES.provider(slug)
    return frozenset(provider.codes) | (codes_of(provider.elder.slug) if provider.elder else frozenset())


def read(response: NativeResponse, method: str | None = None) -> ErrorRecord:
    """What the target's own normalization makes of a response."""
    return TABLES.normalize(response.provider, **arguments(response), method=method)


def arguments(response: NativeResponse) -> dict[str, Any]:
    """A response as arguments of `normalize`."""
    return {"body": response.body or None, "status": response.status, "headers": response.headers}
