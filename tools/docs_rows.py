"""Questions about a provider's rows that several generated pages ask."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from normalizer.checks import is_natural
from normalizer.kinds import KIND_FACTS, Kind
from tools.docs_markdown import code

if TYPE_CHECKING:
    from normalizer.kinds import Retry
    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables


def all_providers(tables: Tables) -> list[Provider]:
    return [tables.provider(slug) for slug in tables.providers()]


def confirmed_rows(provider: Provider) -> list[Row]:
    """The elder's rows of codes that the provider's own source confirms."""
    confirmed = frozenset(provider.declaration.confirmed)
    return [row for row in provider.elder.rows if row.code in confirmed] if provider.elder else []


def listed_rows(provider: Provider) -> list[Row]:
    """The provider's own rows, then those it confirms."""
    return [*provider.rows, *confirmed_rows(provider)]


def is_odd(row: Row, provider: Provider) -> bool:
    """Would the row's status alone not lead to its kind?"""
    return row.status is not None and not is_natural(row.kind, row.status, provider)


def default_retry(row: Row, provider: Provider) -> Retry:
    return provider.reasons[row.reason, row.kind] if row.reason else KIND_FACTS[row.kind].retry


def when_cell(row: Row) -> str:
    """The condition, with the message where the condition compares with it."""
    if not row.when:
        return ""
    return code(row.when) + (f" {code(row.message)}" if "message" in row.when else "")


def errno_name(number: int | None) -> str:
    return errno.errorcode[number] if number is not None else ""


PLATFORM_ERRNO: Final = {Kind.WRONG_ENDPOINT: "EREMCHG", Kind.OBJECT_ARCHIVED: "ENODATA", Kind.ENCRYPTION_KEY_ERROR: "ENOKEY"}
"""The kinds whose errno not every platform has; the pages must be the same everywhere."""


def errno_of_kind(kind: Kind) -> str:
    if kind in PLATFORM_ERRNO:
        return f"{PLATFORM_ERRNO[kind]}, or EIO on a platform without it"
    return errno_name(KIND_FACTS[kind].errno) or "none"


def kind_link(kind: Kind, folder: str = "") -> str:
    """A link to the kind's definition; `folder` is the way to docs/."""
    return f"[{kind}]({folder}kinds.md#{kind.lower()})"
