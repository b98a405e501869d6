"""One provider ready to answer: its declaration and rows compiled into look-ups. Knows no vendor by name."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from normalizer.conditions import parse
from normalizer.kinds import Kind, MatchedBy
from normalizer.values import Values, fresh
from normalizer.verdict import Verdict, verdict_on_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.address import Layout
    from normalizer.conditions import Condition
    from normalizer.decisions import Decision
    from normalizer.declaration import Declaration, Envelope, Family, HeaderNames, Hosts, Items, StatusMeaning
    from normalizer.envelope import Plan
    from normalizer.headershapes import HeaderShape
    from normalizer.row import Reasons, Row
    from normalizer.shapes import Place
    from normalizer.verdict import Candidates


class CompiledMeaning(Values):
    """A meaning of a status with its condition parsed. `status` is three digits or, as in 5xx, one and two x.

    `own`: a provider's or its elder's, not everybody's.
    """

    status: str
    conditions: tuple[Condition, ...]
    meaning: StatusMeaning
    own: bool


class Provider(Values, frozen=False, eq=False, lazy=True):
    """A compiled provider. Built once by `compile_provider`, read-only afterwards but for the verdicts it remembers."""

    slug: str
    declaration: Declaration
    own: dict[str, Candidates]
    """The provider's own rows by code."""
    elder: Provider | None
    reasons: Reasons
    version: str
    codes: dict[str, Candidates]
    """The provider's own rows and those of its elder that its own sources confirm."""
    envelope: Envelope
    headers: HeaderNames
    items: tuple[Items, ...]
    success: frozenset[str]
    generic: Callable[[], tuple[CompiledMeaning, ...]]
    """The meanings that statuses have for everybody."""
    plan: Plan
    header_slots: dict[str, tuple[str, int, str]]
    replies: frozenset[str]
    """The members of a body that show a batch reply; "" where the whole body is a list."""
    multipart: bool
    charset: str
    lenient: bool
    hides: dict[Kind, tuple[Kind, ...]]
    hosts: Hosts
    operations: dict[str, str]
    code_part: re.Pattern[str] | None
    own_pages: tuple[str, ...]
    report_text: bool
    status_is_code: bool
    measured: dict[MatchedBy, float] | None = None
    """How often each rung below `code` is right, where that is not counted on the provider's own rows."""
    told_by: dict[tuple[str, ...], HeaderShape] = fresh(factory=dict)
    """What fills which field, by the names of a response's headers, as far as met."""
    places: dict[tuple[str, ...] | str, Place] = fresh(factory=dict)
    """Where the error object is, by the outermost names of an object of JSON, or by the root of XML, as far as met."""
    decided: dict[tuple[Any, ...], Decision] = fresh(factory=dict)
    """By a code as it came, the wire's status, the body's own as it came, and what its path names: the verdict."""
    unknown: Verdict = fresh(factory=lambda: verdict_on_nothing(Kind.UNKNOWN, MatchedBy.NOTHING, 0.0))
    good: Verdict = fresh(factory=lambda: verdict_on_nothing(Kind.NOT_AN_ERROR, MatchedBy.CODE, 1.0))
    status_verdicts: dict[int, tuple[tuple[tuple[Condition, ...], Verdict], ...]] = fresh(factory=dict)
    """For a status its meanings in the order in which they are asked, as far as one that always holds."""
    family_verdicts: dict[tuple[str, int | None, int | None], Verdict | None] = fresh(factory=dict)
    inherited_verdicts: dict[Verdict, Verdict] = fresh(factory=dict)
    foreign_verdicts: dict[Verdict, Verdict] = fresh(factory=dict)
    """By a status' verdict, the same for a page that is no body of the provider's."""
    remembered: dict[object, Any] = fresh(factory=dict)
    """What translations into this provider's language have found out; see `normalizer.pick`."""

    @cached_property
    def confidence(self) -> dict[MatchedBy, float]:
        """How often each rung below `code` is right; counted when a lower rung first answers."""
        from normalizer.measure import confidence  # noqa: PLC0415  as said

        return confidence(self) if self.measured is None else self.measured

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The provider's own rows, in the order of the file."""
        return tuple([row for each in self.own.values() for row in each.rows])

    @cached_property
    def meanings(self) -> tuple[CompiledMeaning, ...]:
        """What statuses mean: to the provider, to its elder, to everybody."""
        declared = (*self.declaration.status, *(self.elder.declaration.status if self.elder else ()))
        return (*(CompiledMeaning(each.status, parse(each.when, ""), each, own=True) for each in declared), *self.generic())

    @cached_property
    def families(self) -> tuple[tuple[re.Pattern[str], Family], ...]:
        """The structures that codes have which are not in the table, each with its pattern."""
        return tuple([(re.compile(family.pattern, re.ASCII), family) for family in self.declaration.family])

    @cached_property
    def layout(self) -> Layout:
        """What URLs of the provider name."""
        from normalizer.address import layout_of  # noqa: PLC0415  few callers hand over a URL

        return layout_of(self.hosts)

    @cached_property
    def by_status(self) -> dict[int, tuple[Kind, ...]]:
        """The kinds that rows send with each status, the elder's too, the most frequent first."""
        counts: dict[int, Counter[Kind]] = {}
        for row in (*self.rows, *(self.elder.rows if self.elder else ())):
            if row.status is not None:
                counts.setdefault(row.status, Counter())[row.kind] += 1
        return {status: tuple(sorted(kinds, key=lambda kind: (-kinds[kind], kind))) for status, kinds in counts.items()}

    @cached_property
    def asked_headers(self) -> frozenset[str]:
        """The headers that a condition of the provider or its elder asks for, in lower case."""
        conditions = [*(each for row in self.rows for each in row.conditions), *(each for meaning in self.meanings for each in meaning.conditions)]
        asked = frozenset(each.name for each in conditions if each.operand in {"header", "no header"})
        return asked | (self.elder.asked_headers if self.elder else frozenset())

    def documented(self) -> list[Row]:
        """The provider's rows, and those of its elder that its own sources confirm."""
        confirmed = set(self.declaration.confirmed)
        return [*self.rows, *(row for row in (self.elder.documented() if self.elder else ()) if row.code in confirmed)]
