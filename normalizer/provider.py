"""One provider ready to answer: its declaration and rows compiled into look-ups. Knows no vendor by name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.address import Layout, layout_of
from normalizer.conditions import Condition
from normalizer.conditions import parse as parse_when
from normalizer.declaration import Envelope, Family, HeaderNames, Hosts, Items, StatusMeaning
from normalizer.envelope import Plan, plan_of, slots_of
from normalizer.kinds import KIND_FACTS, Effect, Fault, Kind, MatchedBy, Resource, Retry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalizer.decisions import Decision
    from normalizer.declaration import Declaration
    from normalizer.headershapes import HeaderShape
    from normalizer.row import Reasons, Row
    from normalizer.shapes import Place


@dataclass(slots=True, eq=False)
class Verdict:
    """What the ladder says: the canonical part of a record, without anything native. Not changed once made.

    `template` is the record's fields as far as the verdict knows them, filled in by the first `wrap`.
    """

    kind: Kind
    reason: str | None
    resource: Resource | None
    retry: Retry
    effect: Effect
    fault: Fault | None
    matched_by: MatchedBy
    confidence: float
    consistent: bool | None = None
    alternatives: tuple[Kind, ...] = ()
    row: Row | None = None
    family: Family | None = None
    template: dict[str, Any] | None = None

    def but(self, **changes: Any) -> Verdict:
        """The same verdict with some values changed."""
        return replace(self, template=None, **changes)


class Choice(NamedTuple):
    """A row as the ladder sees it. `verdicts`: for a status unknown, one not documented, one documented for the code."""

    status: int | None
    conditions: tuple[Condition, ...]
    verdicts: tuple[Verdict, Verdict, Verdict]


class Candidates(NamedTuple):
    """All rows of one code. `plain` is the only row's verdicts, where one row without `when` is all.

    `choices`: the rows by ascending status, but for those that ask for nothing but a whole message: these are in `sentences`,
    by the message with white space folded.
    """

    choices: tuple[Choice, ...]
    sentences: dict[str, tuple[Choice, ...]]
    statuses: frozenset[int]
    plain: tuple[Verdict, Verdict, Verdict] | None


class CompiledFamily(NamedTuple):
    """A family with its pattern compiled."""

    match: re.Pattern[str]
    family: Family


class CompiledMeaning(NamedTuple):
    """A meaning of a status with its condition parsed. `status` is three digits or, as in 5xx, one and two x.

    `own`: a provider's or its elder's, not everybody's.
    """

    status: str
    conditions: tuple[Condition, ...]
    meaning: StatusMeaning
    own: bool


NO_FAILURE: Final = frozenset({Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED})


@dataclass(slots=True)
class Provider:
    """A compiled provider. Built once by `compile_provider`, read-only afterwards but for the verdicts it remembers."""

    slug: str
    declaration: Declaration
    rows: tuple[Row, ...]
    elder: Provider | None
    reasons: Reasons
    version: str
    codes: dict[str, Candidates]
    """The provider's own rows and those of its elder that its own sources confirm."""
    envelope: Envelope
    headers: HeaderNames
    items: tuple[Items, ...]
    success: frozenset[str]
    families: tuple[CompiledFamily, ...]
    meanings: tuple[CompiledMeaning, ...]
    by_status: dict[int, tuple[Kind, ...]]
    plan: Plan
    header_slots: dict[str, tuple[str, int, str]]
    replies: frozenset[str]
    """The members of a body that show a batch reply; "" where the whole body is a list."""
    multipart: bool
    charset: str
    lenient: bool
    hides: dict[Kind, tuple[Kind, ...]]
    layout: Layout
    operations: dict[str, str]
    code_part: re.Pattern[str] | None
    own_pages: tuple[str, ...]
    report_text: bool
    status_is_code: bool
    asked_headers: frozenset[str]
    """The headers that a condition of the provider or its elder asks for, in lower case."""
    told_by: dict[tuple[str, ...], HeaderShape] = field(default_factory=dict)
    """What fills which field, by the names of a response's headers, as far as met."""
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)
    """Where the error object is, by a body's outermost names, as far as met."""
    decided: dict[tuple[Any, ...], Decision] = field(default_factory=dict)
    """By a code as it came, the wire's status, the body's own as it came, and what its path names: the verdict."""
    confidence: dict[MatchedBy, float] = field(default_factory=dict)
    unknown: Verdict = field(default_factory=lambda: _verdict_on_nothing(Kind.UNKNOWN, MatchedBy.NOTHING, 0.0))
    good: Verdict = field(default_factory=lambda: _verdict_on_nothing(Kind.NOT_AN_ERROR, MatchedBy.CODE, 1.0))
    status_verdicts: dict[int, tuple[tuple[tuple[Condition, ...], Verdict], ...]] = field(default_factory=dict)
    """For a status its meanings in the order in which they are asked, as far as one that always holds."""
    family_verdicts: dict[tuple[str, int | None, int | None], Verdict | None] = field(default_factory=dict)
    inherited_verdicts: dict[Verdict, Verdict] = field(default_factory=dict)
    foreign_verdicts: dict[Verdict, Verdict] = field(default_factory=dict)
    """By a status' verdict, the same for a page that is no body of the provider's."""
    remembered: dict[object, Any] = field(default_factory=dict)
    """What translations into this provider's language have found out; see `normalizer.pick`."""

    def documented(self) -> list[Row]:
        """The provider's rows, and those of its elder that its own sources confirm."""
        confirmed = set(self.declaration.confirmed)
        return [*self.rows, *(row for row in (self.elder.documented() if self.elder else ()) if row.code in confirmed)]


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


def _verdict_on_nothing(kind: Kind, matched_by: MatchedBy, confidence: float) -> Verdict:
    facts = KIND_FACTS[kind]
    return Verdict(kind, None, None, facts.retry, facts.effect, facts.fault, matched_by, confidence)


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
    """The same provider, its lower rungs marked with how often they are right."""
    return replace(
        provider,
        confidence=confidence,
        told_by={},
        places={},
        decided={},
        status_verdicts={},
        family_verdicts={},
        inherited_verdicts={},
        foreign_verdicts={},
    )
