"""Step 5: what was meant → the nearest answer of another provider, and why it is that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.answers import HEAD, Answer, bare, coded
from normalizer.fidelity import Fidelity, Meaning, fidelity, goes_on_alike
from normalizer.kinds import KIND_FACTS, Kind, Resource
from normalizer.standins import REPEATED, REPEATED_AT, SERVERS, stand_in

if TYPE_CHECKING:
    from normalizer.provider import Provider

NEAREST: Final[dict[Resource | None, tuple[Resource, ...]]] = {
    Resource.VERSION: (Resource.OBJECT,),
    Resource.SNAPSHOT: (Resource.VERSION, Resource.OBJECT),
    Resource.DIRECTORY: (Resource.OBJECT,),
    Resource.PART: (Resource.OBJECT, Resource.UPLOAD),
    Resource.IMAGE: (Resource.OBJECT,),
    Resource.TOKEN: (Resource.CREDENTIAL,),
    Resource.CREDENTIAL: (Resource.TOKEN,),
    Resource.OPERATOR: (Resource.CREDENTIAL, Resource.ACCOUNT),
    None: (Resource.OBJECT,),
}
"""What a resource may be called where it has no word of its own: what holds it, or what it is an instance of."""

CLAIMS: Final = frozenset({Kind.NOT_FOUND, Kind.ALREADY_EXISTS, Kind.CONFLICT, Kind.LOCKED})
"""Kinds that speak of the state of a thing: said of another thing they are not broad but false."""


class Picked(NamedTuple):
    """An answer, how near it comes, and one sentence that says how it was chosen."""

    answer: Answer
    fidelity: Fidelity
    why: str


def pick(wanted: Meaning, code: str | None, status: int | None, provider: Provider, method: str | None = None) -> Picked:
    """The nearest answer of a provider. `code`, `status`: the source's own. `method`: of the request that is answered.

    Among the answers of the same kind that end, renew or repeat alike: the source's own code where it means the very same here;
    else a general code before one that says more than is known; then one that names no other resource, and no other reason; then
    by reason, resource, retry, effect; then without a condition (one on a fixed sentence counts before these), documented, of a
    natural status; then in the declared order of general codes; then in the order of the table. Where there is none, a general
    code of a status of the kind, or the bare status; but never one that repeats for one that ends, nor the reverse.
    """
    known = code if code in provider.codes or (provider.elder and code in provider.elder.codes) else None
    verb = HEAD if method == HEAD else None
    key = (wanted, known, status if wanted.kind in {Kind.UNKNOWN, Kind.NOT_AN_ERROR} else None, verb)
    found = provider.remembered.get(key)
    if found is None:
        found = provider.remembered[key] = _pick(wanted, known, status, provider, verb)
    return found


def _pick(wanted: Meaning, code: str | None, status: int | None, provider: Provider, method: str | None) -> Picked:
    if wanted.kind is Kind.NOT_AN_ERROR:
        return Picked(stand_in(wanted, status, provider, method)[0], Fidelity.STATUS, "it is no failure, and a success has no code")
    answers = coded(provider, method)
    if method == HEAD and not answers:
        return _without_code(wanted, pick(wanted, code, status, provider), status, provider)
    same = [answer for answer in answers if answer.code == code and answer.says == wanted and answer.status != SERVERS] if code else []
    if same:
        answer = min(same, key=lambda each: _order(each, wanted))
        return Picked(answer, Fidelity.EXACT, f"{code} means the very same at {provider.slug}")
    alone = [bare(provider, each, method) for each in KIND_FACTS[wanted.kind].statuses]
    near = [answer for answer in (*answers, *(each for each in alone if each.native)) if _fits(answer, wanted)]
    if not near:
        answer, words = stand_in(wanted, status, provider, method)
        return Picked(answer, Fidelity.STATUS, words)
    answer = min(near, key=lambda each: _order(each, wanted))
    measured = fidelity(wanted, answer.says)
    if answer.row and answer.general is None:
        measured = min(measured, Fidelity.NARROWER)
    return Picked(answer, measured, _why(answer, wanted, measured, provider))


def _without_code(wanted: Meaning, picked: Picked, status: int | None, provider: Provider) -> Picked:
    """What a HEAD says where it cannot carry codes: the status that a body would have come with, if that goes on alike."""
    answer = bare(provider, picked.answer.status, HEAD)
    measured = fidelity(wanted, answer.says)
    if measured is Fidelity.STATUS:
        answer, words = stand_in(wanted, status, provider, HEAD)
        return Picked(answer, Fidelity.STATUS, words)
    words = f"no body answers a HEAD and {provider.slug} has no header for codes, so the status {answer.status} alone says it"
    return Picked(answer, measured if answer.native else Fidelity.STATUS, words)


def _fits(answer: Answer, wanted: Meaning) -> bool:
    """Is it of the kind, without turning an end into a repetition, one missing thing into another, or a caller's error into 500?

    A code that says more than is known must name no other reason or resource, may not speak of the state of a thing, and may
    stand for an error to repeat only where clients repeat at its status.
    """
    says = answer.says
    if says.kind is not wanted.kind or not goes_on_alike(wanted.retry, says.retry):
        return False
    if answer.status == SERVERS and KIND_FACTS[says.kind].statuses and KIND_FACTS[says.kind].statuses[0] < SERVERS:
        return False
    reason, resource = _distances(says, wanted)
    if resource == _OTHER and (says.kind in CLAIMS or reason > _UNSAID):
        return False
    if answer.general is not None:
        return True
    heeded = says.retry not in REPEATED or answer.status in {*REPEATED_AT} & {*KIND_FACTS[says.kind].statuses}
    return heeded and says.kind not in CLAIMS and _OTHER not in {resource, reason}


def _order(answer: Answer, wanted: Meaning) -> tuple[object, ...]:
    """Smaller is better; see `pick`."""
    says, row = answer.says, answer.row
    reason, resource = _distances(says, wanted)
    when = row.when if row else ""
    return (
        answer.general is None,
        resource == _OTHER,
        reason == _OTHER,
        "message" in when,
        reason,
        resource,
        says.retry is not wanted.retry,
        says.effect is not wanted.effect,
        bool(when),
        not answer.documented,
        row is not None and row.status is None,
        answer.status not in KIND_FACTS[says.kind].statuses,
        answer.general or 0,
        answer.rank,
    )


def _distances(says: Meaning, wanted: Meaning) -> tuple[int, int]:
    """Of the reasons and of the resources. A reason that nobody gave is no other one; a resource that nobody named may be."""
    reason = _ADDED if says.reason and wanted.reason is None else _distance(wanted.reason, says.reason, ())
    return reason, _distance(wanted.resource, says.resource, NEAREST.get(wanted.resource, ()))


_UNSAID: Final = 2
_ADDED: Final = 3
_OTHER: Final = 4


def _distance(wanted: str | None, said: str | None, near: tuple[str, ...]) -> int:
    """0 the same, 1 one of the near ones, 2 not said, 4 another, or said though not known."""
    if wanted == said:
        return 0
    return _UNSAID if said is None else 1 if said in near else _OTHER


def _why(answer: Answer, wanted: Meaning, measured: Fidelity, provider: Provider) -> str:
    if answer.row is None:
        return f"{provider.slug} says {phrase(wanted.kind, None, answer.says.resource)} by the status {answer.status}"
    told = phrase(*answer.says[:3])
    if measured is Fidelity.EXACT:
        return f"{answer.code} is what {provider.slug} says for {told}"
    if answer.general is None:
        return f"{answer.code} is the nearest that {provider.slug} has to {phrase(*wanted[:3])}, and may say more than is known"
    return f"{answer.code} is what {provider.slug} says for {told}; nothing of it comes nearer to {phrase(*wanted[:3])}"


def phrase(kind: Kind, reason: str | None, resource: Resource | None) -> str:
    """A kind with its reason and resource, in words.

    >>> phrase(Kind.NOT_FOUND, "removed", Resource.UPLOAD)
    'NotFound (removed, upload)'
    """
    finer = ", ".join(each for each in (reason, resource) if each)
    return f"{kind} ({finer})" if finer else str(kind)
