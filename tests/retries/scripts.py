"""Operations that fail as a script says, made of records of every sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from normalizer import Effect, ErrorRecord, Kind, MatchedBy, Retry

if TYPE_CHECKING:
    from collections.abc import Iterable

FAILURES = [kind for kind in Kind if kind not in {Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED}]


def record_of(retry: Retry, effect: Effect = Effect.NOT_APPLIED, kind: Kind = Kind.UNAVAILABLE, wait: float | None = None) -> ErrorRecord:
    return ErrorRecord(
        provider="acme", kind=kind, retry=retry, effect=effect, retry_after=wait, matched_by=MatchedBy.CODE, confidence=1.0, tables_version="0"
    )


records = st.builds(
    record_of,
    st.sampled_from([*Retry, Retry.AFTER_BACKOFF, Retry.AFTER_REFRESH, Retry.ONCE]),
    st.sampled_from([Effect.NOT_APPLIED, Effect.NOT_APPLIED, *Effect]),
    st.sampled_from(FAILURES),
    st.none() | st.floats(0, 50),
)
scripts = st.lists(records, max_size=8)
"""What one call meets, one failure after another, before it succeeds."""


class Operation:
    """Fails as the script says, then succeeds; `met` is what it raised, `log` everything that happened, in its order."""

    def __init__(self, script: Iterable[ErrorRecord]) -> None:
        self.left = list(script)
        self.met: list[ErrorRecord] = []
        self.log: list[object] = []

    def __call__(self) -> str:
        self.log.append("call")
        if not self.left:
            return "done"
        self.met.append(self.left.pop(0))
        raise self.met[-1].to_exception()

    def refresh(self, record: ErrorRecord) -> None:
        assert record is self.met[-1]
        self.log.append("refresh")

    def sleep(self, seconds: float) -> None:
        self.log.append(seconds)

    @property
    def calls(self) -> int:
        return self.log.count("call")


def repeated_at_most(script: list[ErrorRecord], *, idempotent: bool) -> int:
    """How many calls the rules allow for this script, counted from the rules and not from the code."""
    spent: set[Retry] = set()
    for made, record in enumerate(script, start=1):
        if record.retry in {Retry.NEVER, Retry.AFTER_CHANGE, Retry.UNKNOWN} or record.effect is Effect.APPLIED:
            return made
        if record.effect is Effect.UNKNOWN and not idempotent:
            return made
        if record.retry is not Retry.AFTER_BACKOFF and record.retry in spent:
            return made
        spent.add(record.retry)
    return len(script) + 1
