"""A record together with why it says what it says: the row that answered, or the family."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from normalizer.classify import classify
from normalizer.decode import MAX_BATCH_BYTES, MAX_BYTES
from normalizer.extract import Native
from normalizer.hints import NO_HINTS
from normalizer.hints import read as read_hints
from normalizer.judge import judged

if TYPE_CHECKING:
    from normalizer.declaration import Family
    from normalizer.logline import Response
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.verdict import Verdict


class Answer(NamedTuple):
    """A record, and the row or the family behind it, where one of them answered."""

    record: ErrorRecord
    row: Row | None
    family: Family | None


def answers(provider: Provider, response: Response, *, every: bool, evidence: tuple[str, ...] = ()) -> list[Answer]:
    """The first error of a response, or every error, each with what answered; of a success, its record unless `every`."""
    hints = read_hints(
        response.status, response.headers, response.method, response.operation, response.request_headers, response.url, provider
    )._replace(detected_by=evidence)
    pairs = judged(provider, response.body, hints, *((MAX_BATCH_BYTES,) if every else (MAX_BYTES, 1)))
    found = [Answer(record, verdict.row, verdict.family) for record, verdict in pairs]
    return [answer for answer in found if answer.record.kind != "NotAnError"] if every else found[:1]


def family_of(provider: Provider, code: str) -> Family | None:
    """The declared structure that answers for a code without a row, or None."""
    return verdict_on(provider, code).family


def verdict_on(provider: Provider, code: str) -> Verdict:
    """What the ladder says of a code alone."""
    return classify(Native({"code": code}), NO_HINTS, provider)
