"""A declaration and its rows → a provider ready to answer. What it does not declare it has of its elder."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from normalizer.address import layout_of
from normalizer.conditions import parse as parse_when
from normalizer.declaration import Envelope, HeaderNames, Hosts, StatusMeaning
from normalizer.envelope import plan_of, slots_of
from normalizer.kinds import KIND_FACTS, Kind, MatchedBy, Retry
from normalizer.provider import Candidates, Choice, CompiledFamily, CompiledMeaning, Provider, Verdict
from normalizer.row import STATUS_COLUMNS, member, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from normalizer.declaration import Declaration
    from normalizer.row import Reasons, Row


def compile_provider(
    slug: str,
    declaration: Declaration,
    rows: Iterable[Row],
    elder: Provider | None,
    reasons: Reasons,
    statuses: tuple[CompiledMeaning, ...],
    version: str,
) -> Provider:
    """The provider of a declaration and its rows. What it does not declare of envelope, headers and items it has of `elder`."""
    rows = tuple(rows)
    inherited = elder.declaration if elder else None
    envelope = declaration.envelope or (elder.envelope if elder else Envelope())
    headers = declaration.headers or (elder.headers if elder else HeaderNames())
    items = declaration.items or (elder.items if elder else ())
    hosts = declaration.hosts or (elder.declaration.hosts if elder else None) or Hosts()
    code_part = declaration.code_part or (inherited.code_part if inherited else "")
    hides = declaration.hides or (elder.hides if elder else {})
    meanings = tuple(
        CompiledMeaning(meaning.status, parse_when(meaning.when, ""), meaning, own=True)
        for meaning in (*declaration.status, *(inherited.status if inherited else ()))
    )
    return Provider(
        slug,
        declaration,
        rows,
        elder,
        reasons,
        version,
        _confirmed(declaration, elder) | _candidates(rows, hides),
        envelope,
        headers,
        items,
        frozenset(declaration.success_codes) | (elder.success if elder else frozenset()),
        tuple(CompiledFamily(re.compile(family.pattern, re.ASCII), family) for family in declaration.family),
        (*meanings, *statuses),
        _kinds_by_status((*rows, *(elder.rows if elder else ()))),
        plan_of(envelope),
        slots_of(headers),
        frozenset(each.reply.partition(".")[0] for each in items),
        declaration.multipart or (inherited.multipart if inherited else False),
        declaration.charset or (elder.charset if elder else ""),
        declaration.lenient or (elder.lenient if elder else False),
        hides,
        layout_of(hosts),
        (inherited.operations if inherited else {}) | declaration.operations,
        re.compile(code_part) if code_part else None,
        declaration.own_pages or (inherited.own_pages if inherited else ()),
        declaration.report_text or (inherited.report_text if inherited else False),
        declaration.status_is_code,
        _asked_headers(rows, (*meanings, *statuses)) | (elder.asked_headers if elder else frozenset()),
    )


def _asked_headers(rows: tuple[Row, ...], meanings: tuple[CompiledMeaning, ...]) -> frozenset[str]:
    conditions = [*(each for row in rows for each in row.conditions), *(each for meaning in meanings for each in meaning.conditions)]
    return frozenset(each.name for each in conditions if each.operand in {"header", "no header"})


def _confirmed(declaration: Declaration, elder: Provider | None) -> dict[str, Candidates]:
    """The elder's rows that stand for the provider's own, by code."""
    return {code: elder.codes[code] for code in declaration.confirmed if elder and code in elder.codes}


def _candidates(rows: tuple[Row, ...], hides: dict[Kind, tuple[Kind, ...]]) -> dict[str, Candidates]:
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    found: dict[str, Candidates] = {}
    for code, same in by_code.items():
        documented = frozenset(row.status for row in same if row.status is not None)
        natural = frozenset(status for row in same for status in KIND_FACTS[row.kind].statuses)
        same.sort(key=lambda row: (row.status is None, row.status or 0, row.line))
        choices = tuple(Choice(row.status, row.conditions, _verdicts(row, hides)) for row in same)
        plain = choices[0].verdicts if len(choices) == 1 and not choices[0].conditions else None
        sentences: dict[str, tuple[Choice, ...]] = {}
        for choice in choices:
            if (sentence := _sentence(choice)) is not None:
                sentences[sentence] = (*sentences.get(sentence, ()), choice)
        others = tuple(choice for choice in choices if _sentence(choice) is None)
        found[code] = Candidates(others, sentences, documented or natural, plain)
    return found


def _sentence(choice: Choice) -> str | None:
    """The whole message that is a row's only condition, or None."""
    return choice.conditions[0].value if len(choice.conditions) == 1 and choice.conditions[0].operand == "message" else None


def _verdicts(row: Row, hides: dict[Kind, tuple[Kind, ...]]) -> tuple[Verdict, Verdict, Verdict]:
    verdict = Verdict(
        row.kind, row.reason, row.resource, row.retry, row.effect, KIND_FACTS[row.kind].fault, MatchedBy.CODE, 1.0,
        None, hides.get(row.kind, ()), row,
    )  # fmt: skip
    return verdict, verdict.but(consistent=False), verdict.but(consistent=True)


def _kinds_by_status(rows: tuple[Row, ...]) -> dict[int, tuple[Kind, ...]]:
    """The kinds that rows send with each status, the most frequent first."""
    counts: dict[int, Counter[Kind]] = {}
    for row in rows:
        if row.status is not None:
            counts.setdefault(row.status, Counter())[row.kind] += 1
    return {status: tuple(sorted(kinds, key=lambda kind: (-kinds[kind], kind))) for status, kinds in counts.items()}


def with_confidence(provider: Provider, confidence: dict[MatchedBy, float]) -> Provider:
    """The same provider, its lower rungs marked with how often they are right; what it remembered without that is forgotten."""
    forgotten: dict[str, Any] = {each.name: {} for each in fields(provider) if each.default_factory is dict}
    return replace(provider, **forgotten | {"confidence": confidence})


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
