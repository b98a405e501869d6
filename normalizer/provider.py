"""One provider ready to answer: its declaration and rows compiled into look-ups. Knows no vendor by name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.kinds import KIND_FACTS, Effect, Fault, Kind, MatchedBy, Resource, Retry

if TYPE_CHECKING:
    import re

    from normalizer.address import Layout
    from normalizer.conditions import Condition
    from normalizer.decisions import Decision
    from normalizer.declaration import Declaration, Envelope, Family, HeaderNames, Items, StatusMeaning
    from normalizer.envelope import Plan
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
    places: dict[tuple[str, ...] | str, Place] = field(default_factory=dict)
    """Where the error object is, by the outermost names of an object of JSON, or by the root of XML, as far as met."""
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


def _verdict_on_nothing(kind: Kind, matched_by: MatchedBy, confidence: float) -> Verdict:
    facts = KIND_FACTS[kind]
    return Verdict(kind, None, None, facts.retry, facts.effect, facts.fault, matched_by, confidence)
