"""Step 3: Native + hints → Verdict: the ladder. Code, inherited, family, status, nothing; the first hit wins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from normalizer.conditions import fold, hold
from normalizer.hints import FIRST_FAILURE, NO_HINTS
from normalizer.kinds import KIND_FACTS, Fault, Kind, MatchedBy, Resource, Retry
from normalizer.verdict import NO_FAILURE, Candidates, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.conditions import Condition
    from normalizer.extract import Native
    from normalizer.hints import Hints
    from normalizer.provider import Provider


MOST_REMEMBERED: Final = 500
_NEVER_ASKED: Final = object()
_LONGEST: Final = 200
"""Characters of a code that may have a structure: patterns take longer on longer texts, and what is remembered must not fill the memory."""

_STATUS = re.compile(r"[1-9]\d\d", re.ASCII)


def classify(native: Native, hints: Hints, provider: Provider) -> Verdict:
    """What the response means. Never fails: where no rung answers, the verdict is Unknown by `nothing`.

    A code is asked first; a success status cannot speak against a code that is none of the success codes, so such a code,
    if unlisted, is Unknown and no success.
    """
    status = hints.status
    # A body's own status may name a failure better than the wire does; a success in it does not undo the wire's failure.
    if native.status is not None and (status is None or native.status >= FIRST_FAILURE):
        status = native.status
    code = native.fields.get("code")
    if code is not None:
        candidates = provider.codes.get(code)
        if candidates is not None and candidates.plain is not None:
            return candidates.plain[0 if status is None else 1 + (status in candidates.statuses)]
        code = code.strip()
        if code in provider.success:
            return provider.good
        if provider.code_part and code not in provider.codes and (part := provider.code_part.fullmatch(code)):
            code = part[1] or code
        verdict = _by_code(code, status, native, hints, provider) or _by_family(code, status, hints.status, provider)
        if verdict:
            return verdict
    if status is None:
        return provider.unknown
    verdict = by_status(status, hints, provider)
    if verdict.kind is Kind.NOT_AN_ERROR and code is not None:
        return provider.unknown
    if native.foreign and verdict.kind not in NO_FAILURE:
        found = provider.foreign_verdicts.get(verdict)
        if found is None:
            found = provider.foreign_verdicts[verdict] = verdict.but(resource=None, fault=Fault.INTERMEDIARY)
        return found
    return verdict


def _by_code(code: str, status: int | None, native: Native, hints: Hints, provider: Provider) -> Verdict | None:
    """The rungs `code` and `inherited`. A provider's own rows of a code shadow all inherited rows of it."""
    candidates = provider.codes.get(code)
    if candidates is not None:
        return _pick(candidates, status, native, hints)
    elder = provider.elder
    verdict = _by_code(code, status, native, hints, elder) if elder else None
    if verdict is None:
        return None
    found = provider.inherited_verdicts.get(verdict)
    if found is None:
        found = verdict.but(matched_by=MatchedBy.INHERITED, confidence=provider.confidence.get(MatchedBy.INHERITED, 0.0))
        provider.inherited_verdicts[verdict] = found
    return found


def _pick(candidates: Candidates, status: int | None, native: Native, hints: Hints) -> Verdict | None:
    """The most specific row that fits: when and status, when, status, neither, else the lowest status."""
    known = 0 if status is None else 1 + (status in candidates.statuses)
    if candidates.plain is not None:
        return candidates.plain[known]
    best, rank = None, -1
    choices = candidates.choices
    if candidates.sentences and (message := native.fields.get("message")):
        choices = (*choices, *candidates.sentences.get(fold(message), ()))
    for choice in choices:
        exact = status is not None and choice.status == status
        if choice.conditions:
            mine = 5 if exact else 4 if choice.status is None else 3
            if mine <= rank or not hold(choice.conditions, native, hints):
                continue
        else:
            mine = 2 if exact else 1 if choice.status is None else 0
        if mine > rank:
            best, rank = choice, mine
    return best.verdicts[known] if best else None


def _by_family(code: str, status: int | None, wire: int | None, provider: Provider) -> Verdict | None:
    """The first declared structure that the code has; remembered for a while, for unlisted codes come in crowds."""
    if len(code) > _LONGEST:
        return None
    key = (code, status, wire)
    remembered = provider.family_verdicts
    found = remembered.get(key, _NEVER_ASKED)
    if found is _NEVER_ASKED:
        if len(remembered) >= MOST_REMEMBERED:
            remembered.clear()  # another thread may do so at any moment: what was found is not looked up again
        found = remembered[key] = _family_verdict(code, status, wire, provider)
    return found  # type: ignore[return-value]


def _family_verdict(code: str, status: int | None, wire: int | None, provider: Provider) -> Verdict | None:
    """A structure's own kind, or the kind of the status that the code stands for, whatever the method was."""
    for pattern, family in provider.families:
        found = pattern.fullmatch(code)
        if found is None:
            continue
        groups = found.groupdict()
        own = groups.get("status")
        stands_for = int(own) if own and _STATUS.fullmatch(own) else status
        if family.kind is not None:
            verdict = _default(family.kind, family.reason, family.resource, provider)
        elif stands_for is not None:
            verdict = by_status(stands_for, NO_HINTS, provider)
        else:
            verdict = provider.unknown
        if verdict.kind is Kind.NOT_AN_ERROR and wire is not None and wire >= FIRST_FAILURE:
            continue  # digits that look like a success do not undo the wire's failure
        resource = family.resources.get(groups.get("part") or "", family.resource)
        if verdict is provider.unknown and resource is None:
            continue
        return verdict.but(
            resource=resource or verdict.resource,
            retry=family.retry or verdict.retry,
            matched_by=MatchedBy.FAMILY,
            family=family,
            confidence=0.0 if verdict.kind is Kind.UNKNOWN else provider.confidence.get(MatchedBy.FAMILY, 0.0),
        )
    return None


def by_status(status: int, hints: Hints, provider: Provider) -> Verdict:
    """The rung `status`: the provider's own meanings of it first, then everybody's. Unknown by nothing where there is none.

    A guess from the status never says that a repetition cannot help.
    """
    meanings = provider.status_verdicts.get(status)
    if meanings is None:
        meanings = provider.status_verdicts[status] = tuple(_status_verdicts(status, provider))
    for conditions, verdict in meanings:
        if not conditions or hold(conditions, None, hints):
            return verdict
    return provider.unknown


def _status_verdicts(status: int, provider: Provider) -> Iterator[tuple[tuple[Condition, ...], Verdict]]:
    digits = str(status)
    for entry in provider.meanings:
        if entry.status not in {digits, digits[0] + "xx"}:
            continue
        meaning = entry.meaning
        verdict = _default(meaning.kind, meaning.reason, meaning.resource, provider)
        sent = meaning.alternatives or provider.by_status.get(status, ())
        others = (*provider.hides.get(meaning.kind, ()), *sent)
        retry = meaning.retry or verdict.retry
        yield (
            entry.conditions,
            verdict.but(
                retry=Retry.AFTER_CHANGE if retry is Retry.NEVER and verdict.kind not in NO_FAILURE else retry,
                effect=meaning.effect or verdict.effect,
                matched_by=MatchedBy.STATUS,
                confidence=0.0 if meaning.kind is Kind.UNKNOWN else provider.confidence.get(MatchedBy.STATUS, 0.0),
                alternatives=tuple(dict.fromkeys(kind for kind in others if kind is not meaning.kind)),
            ),
        )
        if not entry.conditions:
            return


def _default(kind: Kind, reason: str | None, resource: Resource | None, provider: Provider) -> Verdict:
    facts: Any = KIND_FACTS[kind]
    retry = provider.reasons.get((reason, kind), facts.retry) if reason else facts.retry
    return Verdict(kind, reason, resource, retry, facts.effect, facts.fault, MatchedBy.STATUS, 0.0)
