"""RFC 9457, Problem Details for HTTP APIs: how a service of yours tells its own callers what the store told it."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from normalizer.kinds import KIND_FACTS
from normalizer.standards.facts import facts, sentence, words

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord

MEDIA_TYPE: Final = "application/problem+json"
_BLANK: Final = "about:blank"


def problem(
    record: ErrorRecord,
    *,
    types: str | None = None,
    status: int | None = None,
    instance: str | None = None,
    message: bool = False,
    names: bool = False,
) -> dict[str, Any]:
    """A problem details object, ready for `json.dumps`: the members of the RFC, then kind, reason, retry … as extensions.

    types: where your problem types are documented, to which the kind is appended; without it the type is about:blank and the
    title the phrase of the status. status: of your answer, 100 to 599, else the kind's natural one; hand in 502 where your own
    credentials failed and not those of your caller. instance: a URI reference to this occurrence.
    message, names: see `normalizer.standards`. The provider's own status is not told: it was an answer to you.

    Raises ValueError for NotAnError and NotModified, which are no problems, and for another status.

    >>> from normalizer import normalize
    >>> record = normalize("upyun", b'{"code": 40100012}', status=401)
    >>> problem(record, types="https://api.example/problems/")  # doctest: +ELLIPSIS
    {'type': 'https://api.example/problems/NotFound', 'title': 'Not found', 'status': 404, 'detail': 'NotFound (bucket): ...
    """
    if not record.is_error:
        told = f"{record.kind} is no failure and makes no problem; ask record.is_error first"
        raise ValueError(told)
    answer = natural_status(record) if status is None else status
    if not 100 <= answer <= 599:  # noqa: PLR2004  the range of the RFC
        told = f"status is that of your answer, 100 to 599, and not {answer!r}"
        raise ValueError(told)
    title = words(record.kind)
    members: dict[str, Any] = {
        "type": _BLANK if types is None else types + record.kind,
        "title": title if types is not None else _phrase(answer) or title,
        "status": answer,
        "detail": sentence(record),
    }
    if instance is not None:
        members["instance"] = instance
    told_already = {"status", "fault", "matched_by"}
    return members | {name: value for name, value in facts(record, message=message, names=names).items() if name not in told_already}


def problem_headers(record: ErrorRecord) -> dict[str, str]:
    """The headers beside the body: Content-Type, and Retry-After in whole seconds where the provider said how long to wait.

    >>> from normalizer import normalize
    >>> problem_headers(normalize("aws-s3", status=503, headers={"Retry-After": "2.5"}))
    {'Content-Type': 'application/problem+json', 'Retry-After': '3'}
    """
    headers = {"Content-Type": MEDIA_TYPE}
    if record.retry_after is not None:
        headers["Retry-After"] = str(ceil(record.retry_after))
    elif record.retry_at is not None:
        headers["Retry-After"] = record.retry_at
    return headers


def natural_status(record: ErrorRecord) -> int:
    """The HTTP status that is canonical for the record's kind, whatever the provider sent; 500 for Unknown.

    >>> from normalizer import normalize
    >>> natural_status(normalize("upyun", b'{"code": 40100012}', status=401))
    404
    """
    return next(iter(KIND_FACTS[record.kind].statuses), 500)


def _phrase(status: int) -> str | None:
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # 499 and others are not registered
        return None
