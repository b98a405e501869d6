"""An error of one provider as the nearest error of another, in that one's own form: pick, then render."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from normalizer.answers import Answer, bare, coded, read_back, said_of
from normalizer.fidelity import Fidelity, Meaning, fidelity, meaning_of
from normalizer.kinds import KIND_FACTS, REPEATING, Kind, Resource
from normalizer.pick import Picked, pick
from normalizer.render import Said, has_body, header_text, render
from normalizer.standins import stand_in, statuses_of

if TYPE_CHECKING:
    from normalizer.frozen import FrozenDict
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider


class NativeResponse(NamedTuple):
    """What a provider would send. Ready for a server to send on, but for Content-Length, which the server knows.

    `fidelity`: how near it comes to the error that it was made of. `why`: how it was chosen, in one sentence, for people.
    `provider`, `code`: who would send it, and with which code; None where the status says all.
    """

    status: int
    headers: FrozenDict
    body: bytes
    fidelity: Fidelity
    why: str
    provider: str
    code: str | None


def translated(error: ErrorRecord, target: Provider, method: str | None, request_id: str | None) -> NativeResponse:
    """The response. `method`: of the request that is answered; HEAD has no body. `request_id`: instead of the record's own."""
    wanted = meaning_of(error)
    picked = _as_it_came(error, target) if error.provider == target.slug else pick(wanted, error.code, error.status, target)
    verb = method.strip().upper() if isinstance(method, str) else None
    said = _said(error, picked.answer, target, request_id)._replace(body=verb != "HEAD")
    if error.provider == target.slug and error.code:
        said = said._replace(code=error.code)
    written = render(said, target)
    code = said.code if written.with_code else None
    if not written.with_code and verb == "HEAD" and error.provider != target.slug:
        picked = _by_status_alone(wanted, picked, error.status, target)
        written = render(said._replace(status=picked.answer.status, code=None, fields=said.fields, message=""), target)
    elif verb == "HEAD" and written.with_code and error.provider != target.slug:
        says, _, _ = read_back(written, target, verb)
        picked = picked._replace(fidelity=min(picked.fidelity, fidelity(wanted, says)))
    return NativeResponse(written.status, written.headers, written.body, picked.fidelity, picked.why, target.slug, code)


def _as_it_came(error: ErrorRecord, provider: Provider) -> Picked:
    """The same provider: code and status as they came, and what else its row wants to see."""
    wanted = meaning_of(error)
    rows = [answer for answer in coded(provider) if error.code and answer.code == error.code.strip()]
    row = next((answer.row for answer in rows if answer.says == wanted), rows[0].row if rows else None)
    status = error.status or (row.status if row else None) or statuses_of(wanted, None)[0]
    return Picked(Answer(status, wanted, row), Fidelity.EXACT, f"{provider.slug} sent it: code and status are as they came")


def _by_status_alone(wanted: Meaning, picked: Picked, status: int | None, provider: Provider) -> Picked:
    """What a HEAD says where it cannot carry the code: the status that a body would have come with, if that goes on alike."""
    alone = bare(provider, picked.answer.status, "HEAD")
    words = f"no body answers a HEAD and {provider.slug} has no header for codes, so the status {alone.status} alone says it"
    measured = fidelity(wanted, alone.says)
    if measured is Fidelity.STATUS and wanted.kind is not Kind.NOT_AN_ERROR:
        alone, words = stand_in(wanted, status, provider, "HEAD")
        measured = fidelity(wanted, alone.says)
    return Picked(alone, measured if alone.native else Fidelity.STATUS, words)


def _said(error: ErrorRecord, answer: Answer, target: Provider, request_id: str | None) -> Said:
    """The answer with what a response says of this one error: ids, names and waits."""
    row = answer.row
    said = said_of(row, answer.status) if row else Said(answer.status, None, KIND_FACTS[answer.says.kind].definition)
    same = error.provider == target.slug
    wait = answer.says.retry in REPEATING
    seconds = "" if error.retry_after is None else str(math.ceil(error.retry_after))
    return said._replace(
        request_id=header_text(request_id if request_id is not None else error.request_id or ""),
        bucket=error.bucket or "",
        key=error.key or "",
        path=_path(error, answer.says.resource),
        region=(error.region or "") if same else "",
        retry_after=(seconds or error.retry_at or "") if wait else "",
        body=has_body(answer.status),
    )


def _path(error: ErrorRecord, about: Resource | None) -> str:
    """The path that names what the error is about; "" where it would name a bucket for what is in it."""
    if error.bucket and error.key:
        return f"/{error.bucket}/{error.key}"
    return f"/{error.bucket}" if error.bucket and about is Resource.BUCKET else ""
