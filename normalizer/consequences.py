"""What goes wrong when a program that was written for one provider reads another's answer in the same situation.

The program is read as two programs: one goes by the status, one by the code and, where it does not know the code, by the status.
Both know what their provider answers in the situation; of what else they meet they think what their provider would mean by it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.kinds import REPEATING, Kind, MatchedBy, Retry
from normalizer.scenarios import SUCCESSES, judge, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from normalizer.provider import Provider
    from normalizer.scenarios import Answer, Scenario
    from normalizer.verdict import Verdict


class Consequence(StrEnum):
    """What goes wrong, the worst first. The order of the members is the order of severity.

    >>> list(Consequence)[0].value
    'silent_success'
    """

    SILENT_SUCCESS = "silent_success"
    ENDLESS_RETRY = "endless_retry"
    LOST_RETRY = "lost_retry"
    NEW_FAILURE = "new_failure"
    WRONG_BRANCH = "wrong_branch"
    OTHER_CODE = "other_code"
    NONE = "none"
    UNKNOWN = "unknown"


SEVERITY: Final = {each: number for number, each in enumerate(Consequence)}

TITLES: Final = {
    Consequence.SILENT_SUCCESS: "Silent success",
    Consequence.ENDLESS_RETRY: "Endless retry",
    Consequence.LOST_RETRY: "Lost retry",
    Consequence.NEW_FAILURE: "New failure",
    Consequence.WRONG_BRANCH: "Wrong branch",
    Consequence.OTHER_CODE: "Another code",
    Consequence.NONE: "No difference",
    Consequence.UNKNOWN: "Not known",
}

MEANINGS: Final = {
    Consequence.SILENT_SUCCESS: "what was refused is done, or what fails looks like a success, and nobody notices",
    Consequence.ENDLESS_RETRY: "what no repetition can cure is repeated",
    Consequence.LOST_RETRY: "what a repetition would cure is given up",
    Consequence.NEW_FAILURE: "what succeeded fails",
    Consequence.WRONG_BRANCH: "the failure is taken for another one: the wrong exception, the wrong branch",
    Consequence.OTHER_CODE: "only a comparison with the very code or status fails; what one does about it stays right",
    Consequence.NONE: "the same status and code",
    Consequence.UNKNOWN: "for one of the two no source tells",
}


class Told(NamedTuple):
    """An answer, and what the tables of the provider that gives it say it means."""

    answer: Answer
    verdict: Verdict


class Outcome(NamedTuple):
    """What goes wrong over one answer. `expected`: the answer that the program knew; `taken_for`: what it takes the new one for; `by`: status or code."""

    consequence: Consequence
    told: Told
    expected: Told | None = None
    taken_for: Verdict | None = None
    by: str = ""


def told(answers: Iterable[Answer], scenario: Scenario, provider: Provider) -> list[Told]:
    """The answers with what their own provider means by them."""
    return [Told(answer, verdict_of(answer, scenario, provider)) for answer in answers]


def outcome(known: Sequence[Told], met: Sequence[Told], scenario: Scenario, provider: Provider) -> Outcome | None:
    """The worst that can happen to a program that knows the answers `known` of `provider` and meets those `met`; None where one side has none."""
    if not known or not met:
        return None
    outcomes = [_outcome(known, each, scenario, provider) for each in met]
    certain = [each for each in outcomes if each.consequence is not Consequence.UNKNOWN]
    return min(certain or outcomes, key=lambda each: SEVERITY[each.consequence])


def _outcome(known: Sequence[Told], met: Told, scenario: Scenario, provider: Provider) -> Outcome:
    if any(_is_the_same(each, met) for each in known):
        return Outcome(Consequence.NONE, met)
    succeeded = next((each for each in known if each.answer.succeeds), None)
    failing = [each for each in known if not each.answer.succeeds]
    if met.answer.succeeds:
        return Outcome(Consequence.NONE, met) if succeeded else Outcome(Consequence.SILENT_SUCCESS, met, failing[0])
    if not failing:
        return Outcome(Consequence.NEW_FAILURE, met, succeeded)
    expected = next((each for each in failing if each.verdict.kind is met.verdict.kind), failing[0])
    readings = [
        Outcome(_of_reading(expected, met, read), met, expected, read, by) for by, read in _readings(expected, failing, met, scenario, provider)
    ]
    return min(readings, key=lambda found: SEVERITY[found.consequence], default=Outcome(Consequence.UNKNOWN, met))


def _is_the_same(known: Told, met: Told) -> bool:
    """Can a program that knows the one tell it from the other? A code that came with no failure before is not looked at."""
    no_code_to_miss = not known.answer.code and not known.answer.succeeds
    return known.answer.status == met.answer.status and (known.answer.code == met.answer.code or no_code_to_miss)


def _readings(expected: Told, failing: Sequence[Told], met: Told, scenario: Scenario, provider: Provider) -> Iterator[tuple[str, Verdict]]:
    """What the program that goes by the status, and the one that goes by the code, take an answer for."""
    status, code = met.answer.status, met.answer.code
    known = (expected, *failing)
    if status is not None:
        same = next((each.verdict for each in known if each.answer.status == status), None)
        yield "status", same or judge(provider, scenario, status)
    if code:
        same = next((each.verdict for each in known if each.answer.code == code), None)
        read = same or judge(provider, scenario, status, code, met.answer.message)
        if same or read.matched_by in {MatchedBy.CODE, MatchedBy.INHERITED}:
            yield "code", read


def _of_reading(expected: Told, met: Told, read: Verdict) -> Consequence:
    """A repetition is right where either provider's table says so: the situation is the same. One that is done once is not endless."""
    if read.kind is Kind.NOT_AN_ERROR and met.answer.status in SUCCESSES:
        return Consequence.SILENT_SUCCESS
    should = expected.verdict.retry in REPEATING or met.verdict.retry in REPEATING
    if read.retry is Retry.AFTER_BACKOFF and not should:
        return Consequence.ENDLESS_RETRY
    if should and read.retry not in REPEATING:
        return Consequence.LOST_RETRY
    if read.retry is expected.verdict.retry is Retry.AFTER_BACKOFF:
        return Consequence.OTHER_CODE  # whatever it is taken for, one waits and asks again
    elsewhere = None not in (read.resource, expected.verdict.resource) and read.resource is not expected.verdict.resource
    return Consequence.WRONG_BRANCH if read.kind is not expected.verdict.kind or elsewhere else Consequence.OTHER_CODE
