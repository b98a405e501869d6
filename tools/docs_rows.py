"""Questions about a provider's rows that several generated pages ask."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from normalizer.checks import is_natural
from normalizer.kinds import KIND_FACTS, Kind
from tools.docs_markdown import code

if TYPE_CHECKING:
    from normalizer.declaration import Family
    from normalizer.kinds import Retry
    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables


def all_providers(tables: Tables) -> list[Provider]:
    return [tables.provider(slug) for slug in tables.providers()]


def confirmed_rows(provider: Provider) -> list[Row]:
    """The elder's rows of codes that the provider's own source confirms."""
    return listed_rows(provider)[len(provider.rows) :]


def listed_rows(provider: Provider) -> list[Row]:
    """The provider's own rows, then those it confirms."""
    return provider.documented()


def codes_of(kind: Kind, provider: Provider) -> list[str]:
    """The codes of the listed rows of a kind, each once."""
    return list(dict.fromkeys(row.code for row in listed_rows(provider) if row.kind is kind))


def inherited_codes(provider: Provider) -> set[str]:
    """The codes that only the elders have a row of."""
    found: set[str] = set()
    elder = provider.elder
    while elder:
        found |= elder.codes.keys()
        elder = elder.elder
    return found - provider.codes.keys()


def families_of(kind: Kind, provider: Provider) -> list[Family]:
    """The declared structures of codes that have the kind."""
    return [family for family in provider.declaration.family if family.kind is kind]


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
    """A link to the kind's page; `folder` is the way to docs/."""
    return f"[{kind}]({folder}kinds/{kind}.md)"
