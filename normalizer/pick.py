"""Step 5: what was meant → the nearest answer of another provider, and why it is that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.answers import Answer, bare, coded
from normalizer.fidelity import Fidelity, Meaning, fidelity, goes_on_alike
from normalizer.kinds import KIND_FACTS, Kind, Resource
from normalizer.standins import stand_in

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

CLAIMS: Final = frozenset({Kind.NOT_FOUND, Kind.ALREADY_EXISTS})
"""Kinds that say whether a thing is there: said of another thing they are not broad but false."""
_SERVERS: Final = 500


class Picked(NamedTuple):
    """An answer, how near it comes, and one sentence that says how it was chosen."""

    answer: Answer
    fidelity: Fidelity
    why: str


def pick(wanted: Meaning, code: str | None, status: int | None, provider: Provider) -> Picked:
    """The nearest answer of a provider. `code`, `status`: the source's own.

    Among the answers of the same kind that end, renew or repeat alike: the source's own code where it means the very same here;
    else a general code before one that says more than is known; then one that contradicts neither reason nor resource; then by
    reason, resource, retry, effect; then without a condition, documented, of a natural status; then in the declared order of
    general codes; then in the order of the table. Where there is none, a general code of a status of the kind, or the bare
    status; but never one that repeats for one that ends, nor the reverse.
    """
    known = code if code in provider.codes or (provider.elder and code in provider.elder.codes) else None
    key = (wanted, known, status if wanted.kind in {Kind.UNKNOWN, Kind.NOT_AN_ERROR} else None)
    found = provider.remembered.get(key)
    if found is None:
        found = provider.remembered[key] = _pick(wanted, known, status, provider)
    return found  # type: ignore[no-any-return]


def _pick(wanted: Meaning, code: str | None, status: int | None, provider: Provider) -> Picked:
    same = [answer for answer in coded(provider) if answer.code == code and answer.says == wanted] if code else []
    if same:
        answer = min(same, key=lambda each: _order(each, wanted))
        return Picked(answer, Fidelity.EXACT, f"{code} means the very same at {provider.slug}")
    near = [answer for answer in coded(provider) if _may_say(answer.says, wanted)]
    if not near:
        near = [answer for each in KIND_FACTS[wanted.kind].statuses if (answer := bare(provider, each)).native and _may_say(answer.says, wanted)]
    if not near:
        answer, words = stand_in(wanted, status, provider)
        return Picked(answer, Fidelity.STATUS, words)
    answer = min(near, key=lambda each: _order(each, wanted))
    measured = fidelity(wanted, answer.says)
    if answer.row and answer.general is None:
        measured = min(measured, Fidelity.NARROWER)
    return Picked(answer, measured, _why(answer, wanted, measured, provider))


def _may_say(says: Meaning, wanted: Meaning) -> bool:
    """Is it of the kind, without turning an end into a repetition, or one missing thing into another?"""
    if says.kind is not wanted.kind or not goes_on_alike(wanted.retry, says.retry):
        return False
    return says.kind not in CLAIMS or says.resource in {None, wanted.resource, *NEAREST.get(wanted.resource, ())}


def _order(answer: Answer, wanted: Meaning) -> tuple[object, ...]:
    """Smaller is better; see `pick`."""
    says, row = answer.says, answer.row
    reason = _distance(wanted.reason, says.reason, ())
    resource = _distance(wanted.resource, says.resource, NEAREST.get(wanted.resource, ()))
    natural = KIND_FACTS[says.kind].statuses
    return (
        answer.general is None,
        max(reason, resource) == _OTHER,
        reason,
        resource,
        says.retry is not wanted.retry,
        says.effect is not wanted.effect,
        bool(row and row.when),
        not answer.documented,
        row is not None and row.status is None,
        answer.status not in natural,
        _SERVERS in {answer.status} - {*natural},
        answer.general or 0,
        answer.rank,
    )


_OTHER: Final = 4


def _distance(wanted: str | None, said: str | None, near: tuple[str, ...]) -> int:
    """0 the same, 1 one of the near ones, 2 not said, 3 said though not known, 4 another."""
    if wanted == said:
        return 0
    if wanted is None:
        return 1 if said in near else 3
    return 2 if said is None else 1 if said in near else _OTHER


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
