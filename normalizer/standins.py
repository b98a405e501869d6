"""What a provider answers for a kind that it has no code for: a general code of the status, or the status alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.answers import Answer, bare, coded
from normalizer.fidelity import goes_on_alike
from normalizer.hints import FIRST_FAILURE
from normalizer.kinds import KIND_FACTS, REPEATING, Kind, Retry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.fidelity import Meaning
    from normalizer.provider import Provider

REPEATED_AT: Final = frozenset({429, 500, 502, 503, 504})
"""The statuses at which the vendors' own clients repeat a request, whatever the code."""
SERVERS: Final = 500
_LAST: Final = 600
_SERVERS_KINDS: Final = (Kind.UNAVAILABLE, Kind.RATE_LIMITED, Kind.INTERNAL)
REPEATED: Final = REPEATING - {Retry.AFTER_REFRESH}
_LAST_RESORTS: Final = {
    # repeats, is the server's: the kinds and statuses that may stand for any other
    (True, False): ((Kind.UNAVAILABLE, 503), (Kind.RATE_LIMITED, 429), (Kind.TIMEOUT, 408)),
    (True, True): ((Kind.UNAVAILABLE, 503), (Kind.INTERNAL, 500)),
    (False, False): ((Kind.INVALID_ARGUMENT, 400), (Kind.CONFLICT, 409), (Kind.PERMISSION_DENIED, 403)),
    (False, True): ((Kind.UNSUPPORTED, 501), (Kind.CONFLICT, 409), (Kind.INVALID_ARGUMENT, 400)),
}


def stand_in(wanted: Meaning, status: int | None, provider: Provider, method: str | None = None) -> tuple[Answer, str]:
    """The answer that ends, renews or repeats as `wanted` does, and one sentence that says how it was found.

    First a general code of a status of the kind, with the meaning that the status has for everybody; then a bare status of the
    kind; then whatever goes on alike, of the client's statuses for a client's error and of the server's for a server's.
    """
    kind = phrase_of(wanted, status)
    if wanted.kind in {Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED}:
        natural = KIND_FACTS[wanted.kind].statuses[0]
        success = status if status and 200 <= status < 300 and wanted.kind is Kind.NOT_AN_ERROR else natural  # noqa: PLR2004
        return bare(provider, success, method), f"{kind} is no failure and is said by the status alone"
    statuses = statuses_of(wanted, status)
    for answer in _general_codes(wanted, statuses, provider, method):
        return answer, f"{provider.slug} has no code for {kind}; {answer.code} is its general one for {answer.status}"
    renewing = wanted.retry is Retry.AFTER_REFRESH
    retries = (wanted.retry, Retry.AFTER_CHANGE) if renewing else (wanted.retry,)
    for retry in retries:
        for same_kind in (True, False):
            for each in statuses:
                answer = bare(provider, each, method)
                if goes_on_alike(retry, answer.says.retry) and (not same_kind or answer.says.kind is wanted.kind):
                    return answer, f"{provider.slug} has no code for {kind}; the status {each} alone says it"
    return _last_resort(wanted, status, provider, method), f"{provider.slug} has nothing for {kind} that goes on alike but this"


def phrase_of(wanted: Meaning, status: int | None) -> str:
    """The kind in words, with the source's status where it is all that is known."""
    return f"{wanted.kind} ({status})" if wanted.kind is Kind.UNKNOWN and status else str(wanted.kind)


def statuses_of(wanted: Meaning, status: int | None) -> tuple[int, ...]:
    """The statuses that may say it: the kind's own, of an error to repeat such as clients repeat at; of an unknown error its own."""
    if wanted.kind is not Kind.UNKNOWN:
        own = KIND_FACTS[wanted.kind].statuses
        heeded = tuple(each for each in own if each in REPEATED_AT)
        return heeded if wanted.retry in REPEATED and heeded else own
    return (status,) if status and FIRST_FAILURE <= status < _LAST else (SERVERS,)


def _general_codes(wanted: Meaning, statuses: tuple[int, ...], provider: Provider, method: str | None) -> Iterator[Answer]:
    """Codes that say no more than one of the statuses does; for credentials to renew, such as want others."""
    for each in statuses:
        plain = [bare(provider, each).says.kind, *(_SERVERS_KINDS if each >= SERVERS else ())]
        fits = [answer for answer in coded(provider, method) if answer.status == each and answer.says.kind in plain and _says_no_more(answer)]
        fits.sort(key=lambda answer: (plain.index(answer.says.kind), *_place(answer)))
        yield from (answer for answer in fits if goes_on_alike(wanted.retry, answer.says.retry))
    if wanted.retry is Retry.AFTER_REFRESH:
        fits = [answer for answer in coded(provider, method) if answer.says.kind is wanted.kind and answer.general is not None]
        yield from sorted((answer for answer in fits if answer.says.retry is Retry.AFTER_CHANGE), key=_plainest)


def _last_resort(wanted: Meaning, status: int | None, provider: Provider, method: str | None) -> Answer:
    servers = (KIND_FACTS[wanted.kind].statuses or statuses_of(wanted, status))[0] >= SERVERS
    resorts = _LAST_RESORTS[wanted.retry in REPEATED, servers]
    codes = sorted((answer for answer in coded(provider, method) if _says_no_more(answer)), key=_place)
    for kind, each in resorts:
        alone = bare(provider, each, method)
        for answer in (*codes, alone):
            alike = goes_on_alike(wanted.retry, answer.says.retry)
            if alike and answer.says.kind is kind and (answer is alone or answer.status == each):
                return answer
    return bare(provider, resorts[-1][1], method)


def _says_no_more(answer: Answer) -> bool:
    """Is it a general code of nothing in particular, that a response can be made of without a condition?"""
    return answer.general is not None and answer.says.resource is None and answer.says.reason is None and not (answer.row and answer.row.when)


def _place(answer: Answer) -> tuple[bool, int, int]:
    return (not answer.documented, answer.general or 0, answer.rank)


def _plainest(answer: Answer) -> tuple[object, ...]:
    return (answer.says.reason is not None, bool(answer.row and answer.row.when), *_place(answer))
