"""Why a finding is one, in a sentence for people who plan a migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.consequences import Consequence
from normalizer.kinds import REPEATING

if TYPE_CHECKING:
    from normalizer.consequences import Outcome, Told
    from normalizer.verdict import Verdict


def why(outcome: Outcome, a: str, b: str) -> str:
    """What happens, in one or two sentences; `a` and `b` are the providers' slugs."""
    met, expected, read = outcome.told, outcome.expected, outcome.taken_for
    if outcome.consequence is Consequence.UNKNOWN:
        return f"{b} publishes {native(met)} without a status, and {a} has no such code"
    if expected is None:
        return "the same status and code"
    change = f"{native(expected)} becomes {native(met)}."
    if read is None:
        if outcome.consequence is Consequence.SILENT_SUCCESS:
            return f"{a} refuses with {native(expected)}; {b} just does it ({native(met)}). Code that relies on the refusal goes on."
        return f"{a} does it ({native(expected)}); {b} fails with {native(met)}, which is {_means(met.verdict)}."
    how = f"Read by its {outcome.by}, it is {_means(read)}"
    if outcome.consequence is Consequence.SILENT_SUCCESS:
        return f"{change} Read by its status, it is a success; only the body tells that it is {_means(met.verdict)}."
    if outcome.consequence is Consequence.ENDLESS_RETRY:
        return f"{change} {how}, which is repeated ({read.retry}); {_means(expected.verdict)} stays as it is however often one asks."
    if outcome.consequence is Consequence.LOST_RETRY:
        cured = expected.verdict if expected.verdict.retry in REPEATING else met.verdict
        return f"{change} {how} and is not repeated; {_means(cured)} is cured by a repetition ({cured.retry})."
    if outcome.consequence is Consequence.WRONG_BRANCH:
        return f"{change} {how}, not {_means(expected.verdict)}."
    stays = f"It is still {_means(read)}" if read.kind is expected.verdict.kind else f"{how}, which is repeated in the same way"
    return f"{change} {stays}; only a comparison with {_what_differs(expected, met)} fails."


def _what_differs(expected: Told, met: Told) -> str:
    if expected.answer.code in {"", met.answer.code}:
        return f"the status {expected.answer.status}"
    if expected.answer.status == met.answer.status:
        return f"the code {expected.answer.code}"
    return f"{native(expected)} itself"


def native(told: Told) -> str:
    """Status and code of an answer as people write them."""
    status, code = told.answer.status, told.answer.code
    return " ".join(str(each) for each in dict.fromkeys((str(status or ""), code)) if each)


def _means(verdict: Verdict) -> str:
    about = f" of {verdict.resource}" if verdict.resource else ""
    return f"{verdict.kind}{about}" + (f" ({verdict.reason})" if verdict.reason else "")
