"""What the ladder may say: of a code the verdicts of its rows, made when the code is first met."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from normalizer.kinds import KIND_FACTS, Effect, Fault, Kind, MatchedBy, Resource, Retry
from normalizer.row import rows_of
from normalizer.values import Values

if TYPE_CHECKING:
    from normalizer.conditions import Condition
    from normalizer.declaration import Family
    from normalizer.row import Line, Reasons, Row

NO_FAILURE: Final = frozenset({Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED})


class Verdict(Values, frozen=False, eq=False):
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
        return super().but(template=None, **changes)


class Choice(Values):
    """A row as the ladder sees it. `verdicts`: for a status unknown, one not documented, one documented for the code."""

    status: int | None
    conditions: tuple[Condition, ...]
    verdicts: tuple[Verdict, Verdict, Verdict]


class Candidates(Values, eq=False, lazy=True):
    """All rows of one code, read when the code is first met. `hides`: what may hide behind a kind."""

    lines: list[Line]
    reasons: Reasons
    hides: dict[Kind, tuple[Kind, ...]]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order of the file."""
        return tuple(rows_of(self.lines, self.reasons))

    @cached_property
    def all(self) -> tuple[Choice, ...]:
        """The rows by ascending status, those without one last."""
        rows = sorted(self.rows, key=lambda row: (row.status is None, row.status or 0, row.line))
        return tuple([Choice(row.status, row.conditions, _verdicts(row, self.hides)) for row in rows])

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """All, but for those that ask for nothing but a whole message."""
        return tuple([choice for choice in self.all if _sentence(choice) is None])

    @cached_property
    def sentences(self) -> dict[str, tuple[Choice, ...]]:
        """Those that ask for nothing but a whole message, by the message with white space folded."""
        found: dict[str, tuple[Choice, ...]] = {}
        for choice in self.all:
            if (sentence := _sentence(choice)) is not None:
                found[sentence] = (*found.get(sentence, ()), choice)
        return found

    @cached_property
    def statuses(self) -> frozenset[int]:
        """The statuses that are documented for the code; where there are none, those that are natural for its kinds."""
        documented = frozenset(row.status for row in self.rows if row.status is not None)
        return documented or frozenset(status for row in self.rows for status in KIND_FACTS[row.kind].statuses)

    @cached_property
    def plain(self) -> tuple[Verdict, Verdict, Verdict] | None:
        """The only row's verdicts, where one row without `when` is all."""
        return self.all[0].verdicts if len(self.rows) == 1 and not self.rows[0].when else None


def _sentence(choice: Choice) -> str | None:
    """The whole message that is a row's only condition, or None."""
    return choice.conditions[0].value if len(choice.conditions) == 1 and choice.conditions[0].operand == "message" else None


def _verdicts(row: Row, hides: dict[Kind, tuple[Kind, ...]]) -> tuple[Verdict, Verdict, Verdict]:
    verdict = Verdict(
        row.kind, row.reason, row.resource, row.retry, row.effect, KIND_FACTS[row.kind].fault, MatchedBy.CODE, 1.0,
        None, hides.get(row.kind, ()), row,
    )  # fmt: skip
    return verdict, verdict.but(consistent=False), verdict.but(consistent=True)


def verdict_on_nothing(kind: Kind, matched_by: MatchedBy, confidence: float) -> Verdict:
    """What is said where nothing tells it: the defaults of the kind."""
    facts = KIND_FACTS[kind]
    return Verdict(kind, None, None, facts.retry, facts.effect, facts.fault, matched_by, confidence)
