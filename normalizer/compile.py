"""A declaration and its rows → a provider ready to answer. What it does not declare it has of its elder."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from normalizer.conditions import parse as parse_when
from normalizer.declaration import Envelope, HeaderNames, Hosts, StatusMeaning
from normalizer.envelope import plan_of, slots_of
from normalizer.kinds import Kind, Retry
from normalizer.provider import CompiledMeaning, Provider
from normalizer.row import STATUS_COLUMNS, member, read_lines
from normalizer.verdict import Candidates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from normalizer.declaration import Declaration
    from normalizer.kinds import MatchedBy
    from normalizer.row import Line, Reasons


def compile_provider(
    slug: str,
    declaration: Declaration,
    lines: dict[str, list[Line]],
    elder: Provider | None,
    reasons: Reasons,
    generic: Callable[[], tuple[CompiledMeaning, ...]],
    version: str,
    measured: dict[MatchedBy, float] | None = None,
) -> Provider:
    """The provider of a declaration and its lines by code. What it does not declare of envelope, headers and items it has of `elder`.

    `generic`: gives what statuses mean to everybody. `measured`: how often its lower rungs are right, where that is not to be counted on its rows.
    """
    inherited = elder.declaration if elder else None
    envelope = declaration.envelope or (elder.envelope if elder else Envelope())
    headers = declaration.headers or (elder.headers if elder else HeaderNames())
    items = declaration.items or (elder.items if elder else ())
    hosts = declaration.hosts or (elder.declaration.hosts if elder else None) or Hosts()
    code_part = declaration.code_part or (inherited.code_part if inherited else "")
    hides = declaration.hides or (elder.hides if elder else {})
    own = {code: Candidates(same, reasons, hides) for code, same in lines.items()}
    return Provider(
        slug,
        declaration,
        own,
        elder,
        reasons,
        version,
        _confirmed(declaration, elder) | own,
        envelope,
        headers,
        items,
        frozenset(declaration.success_codes) | (elder.success if elder else frozenset()),
        generic,
        plan_of(envelope),
        slots_of(headers),
        frozenset(each.reply.partition(".")[0] for each in items),
        declaration.multipart or (inherited.multipart if inherited else False),
        declaration.charset or (elder.charset if elder else ""),
        declaration.lenient or (elder.lenient if elder else False),
        hides,
        hosts,
        (inherited.operations if inherited else {}) | declaration.operations,
        re.compile(code_part) if code_part else None,
        declaration.own_pages or (inherited.own_pages if inherited else ()),
        declaration.report_text or (inherited.report_text if inherited else False),
        declaration.status_is_code,
        measured,
    )


def _confirmed(declaration: Declaration, elder: Provider | None) -> dict[str, Candidates]:
    """The elder's rows that stand for the provider's own, by code."""
    return {code: elder.codes[code] for code in declaration.confirmed if elder and code in elder.codes}


@cache
def read_statuses(path: Path) -> tuple[CompiledMeaning, ...]:
    """The meanings of statuses that hold for every provider. Raises TableError."""
    meanings = []
    for line, cells in read_lines(path, STATUS_COLUMNS):
        place = f"{path.parent.name}/{path.name}:{line}: {cells['status']}"
        others = tuple(member(Kind, each, place) for each in cells["alternatives"].split())
        retry = member(Retry, cells["retry"], place) if cells["retry"] else None
        meaning = StatusMeaning(
            cells["status"], member(Kind, cells["kind"], place), cells["meaning"], cells["when"], retry=retry, alternatives=others
        )
        meanings.append(CompiledMeaning(meaning.status, parse_when(meaning.when, ""), meaning, own=False))
    return tuple(meanings)
