"""Exceptions of SDKs and HTTP libraries as records. Knows none of them by name: mappings/sdks does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer import judge
from normalizer.chain import is_builtin, links, owner, passed_through, words
from normalizer.detection import S3_COMPATIBLE, UNKNOWN
from normalizer.exceptions import StorageError
from normalizer.hints import read as read_hints
from normalizer.kept import kept
from normalizer.kinds import Kind
from normalizer.reach import reach
from normalizer.responses import Answer, answer_at_hand, default_tables, is_response
from normalizer.tables import AUTO, is_auto
from normalizer.unanswered import meaning, unanswered

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.sdks import Sdk
    from normalizer.tables import Tables

Chosen = tuple["Provider", tuple[str, ...]]
"""A provider, and the evidence for it where nobody named it."""


def from_exception(exc: BaseException, provider: str = AUTO, *, tables: Tables | None = None) -> ErrorRecord:
    """The record of an exception that an SDK, a wrapper of one, or an HTTP library raised; never a translation of its text.

    Looks through what the exception wraps, its causes, and the contexts that a library leaves. Where one of them holds an
    answer, the record is that of `normalize`. Where none does (no connection, no time, no credentials, a call that the
    client refused to send), its class tells the kind: `matched_by` is nothing and `status` None; `effect` is not_applied
    where the request surely was not sent; `fault` is None where the network may be to blame; `message` is the client's, and
    `native` names the class. Any other exception is Unknown.

    provider: as for `normalize`; "auto" takes the one whose SDK it is, and where that can speak with several, the one that
    the answer shows signs of, else s3-compatible. tables: yours, where you have some. Raises UnknownProvider, TypeError for
    what is no exception, and nothing else.

    >>> record = from_exception(ConnectionRefusedError(111, "Connection refused"), "aws-s3")
    >>> print(record.kind, record.retry, record.effect, record.matched_by)
    Unavailable after_backoff not_applied nothing
    >>> from_exception(KeyError("k")).kind
    <Kind.UNKNOWN: 'Unknown'>
    """
    if not isinstance(exc, BaseException):
        message = f"from_exception takes an exception, not {type(exc).__name__}; of what an SDK returned ask from_result"
        raise TypeError(message)
    tables = tables or default_tables()
    if not is_auto(provider):
        tables.provider(provider)
    chain = links(exc)
    return recognised(chain, provider, tables) or unanswered(exc, meaning(chain), *chosen(provider, _vendor(chain), Answer(), tables))


def recognised(chain: list[BaseException], provider: str, tables: Tables) -> ErrorRecord | None:
    """The record of an exception that storage is to do with: of an SDK or an HTTP library, or raised by its code. None of any other."""
    for link in chain:
        if isinstance(link, StorageError):
            return link.error
        answer = _answer(link)
        record = record_of(answer, provider, _vendor(chain), tables) if answer else None
        if record and record.kind is not Kind.NOT_AN_ERROR:
            return record
    meant = meaning(chain)
    if not any(owner(link) and (meant or not is_builtin(link)) for link in chain) and not (meant and _vendor(chain)):
        return None
    return unanswered(chain[0], meant, *chosen(provider, _vendor(chain), Answer(), tables))


def _answer(link: BaseException) -> Answer | None:
    sdk = owner(link)
    answer = kept(link, sdk) if sdk else None
    response = next((each for each in (link, reach(link, "response")) if is_response(each)), None) if answer is None else None
    return answer if response is None else answer_at_hand(response)


def _vendor(chain: list[BaseException]) -> Sdk | None:
    """The SDK of a vendor whose exception stands foremost, else the one that the chain passed through."""
    owned = [(link, sdk) for link in chain if (sdk := owner(link))]
    found = [_of_service(link, sdk) for link, sdk in owned]
    told = next((sdk for sdk in found if sdk.provider != AUTO), None) or next((sdk for link in chain if (sdk := passed_through(link))), None)
    return told or next(iter(found), None)


def _of_service(link: BaseException, sdk: Sdk) -> Sdk:
    """The SDK with the provider of the service that the exception names, where it speaks with several."""
    found = sdk.service.search(words(link)) if sdk.service else None
    name = next((group for group in found.groups() if group), "") if found else ""
    return sdk._replace(provider=dict(sdk.services).get(name, sdk.provider))


def record_of(answer: Answer, provider: str, sdk: Sdk | None, tables: Tables) -> ErrorRecord:
    """The record of an answer that an SDK kept."""
    known, evidence = chosen(provider, sdk, answer, tables)
    hints = read_hints(answer.status, answer.headers, answer.method, answer.operation, answer.request_headers, answer.url, known)
    return judge.first(known, answer.body, hints._replace(detected_by=evidence))


def chosen(name: str, sdk: Sdk | None, answer: Answer, tables: Tables) -> Chosen:
    """The provider of that name; for auto the one that the answer shows, where the SDK speaks with several, else the SDK's."""
    if not is_auto(name):
        return tables.provider(name), ()
    if sdk is None or sdk.detect:
        found = tables.detect(answer.body, status=answer.status, headers=answer.headers, url=answer.url)
        if found.decided:
            return tables.provider(found.provider), found.candidates[0].evidence
        likely = found.provider if sdk is None or sdk.provider == AUTO else sdk.provider
    else:
        likely = sdk.provider
    evidence = (f"client {sdk.slug}",) if sdk and sdk.provider != AUTO else ("nothing decides",)
    return (tables.stand_in(likely) if likely in {S3_COMPATIBLE, UNKNOWN} else tables.provider(likely)), evidence
