"""An error of one provider as the nearest error of another, in that one's own form: pick, then render."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from normalizer.answers import HEAD, Answer, said_of
from normalizer.fidelity import Fidelity, meaning_of
from normalizer.form import lineage
from normalizer.frozen import FrozenDict
from normalizer.kinds import KIND_FACTS, REPEATING, Resource
from normalizer.pick import Picked, pick
from normalizer.render import Said, header_text, render
from normalizer.standins import statuses_of

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables


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


def translated(tables: Tables, error: object, to: str, source: str | None, response: dict[str, Any]) -> NativeResponse:
    """`normalizer.translate`: the record, made of a body where there is none yet, as a response of the provider `to`."""
    from normalizer.model import ErrorRecord  # noqa: PLC0415  with the first record, not before

    target = tables.provider(to)
    request_id, method = response.pop("request_id", None), response.get("method")
    if not isinstance(error, ErrorRecord):
        if source is None:
            message = "translate needs a record, or a body together with its source: translate(body, source='upyun', to='aws-s3')"
            raise TypeError(message)
        error = tables.normalize(source, error, **response)
    elif source is not None or set(response) - {"method"}:
        more = ", ".join(sorted({*response} - {"method"} | ({"source"} if source else set())))
        message = f"a record says all of its response; leave out {more}, or pass the body instead of the record"
        raise TypeError(message)
    return written_for(target, error, method, request_id)


def written_for(target: Provider, error: ErrorRecord, method: object = None, request_id: str | None = None) -> NativeResponse:
    """The response of a compiled provider. `method`: of the request that is answered; HEAD has no body."""
    verb = method.strip().upper() if isinstance(method, str) else None
    same = error.provider == target.slug
    picked = _as_it_came(error, target) if same else pick(meaning_of(error), error.code, error.status, target, verb)
    said = _said(error, picked.answer, target, request_id)._replace(body=verb != HEAD)
    if same:
        said = said._replace(code=error.code)
    written = render(said, target)
    if same and said.code and verb == HEAD and not written.with_code:
        picked = Picked(picked.answer, Fidelity.STATUS, f"{target.slug} sent it, and answers a HEAD with nothing but the status")
    code = said.code if written.with_code else None
    return NativeResponse(written.status, written.headers, written.body, picked.fidelity, picked.why, target.slug, code)


def _as_it_came(error: ErrorRecord, provider: Provider) -> Picked:
    """The same provider: code and status as they came, and what else its row wants to see."""
    wanted = meaning_of(error)
    rows = [row for each in lineage(provider) for row in each.rows if error.code and row.code == error.code.strip()]
    row = next((row for row in rows if meaning_of(row) == wanted), rows[0] if rows else None)
    status = error.status or (row.status if row else None) or statuses_of(wanted, None)[0]
    return Picked(Answer(status, wanted, row), Fidelity.EXACT, f"{provider.slug} sent it: code and status are as they came")


def _said(error: ErrorRecord, answer: Answer, target: Provider, request_id: str | None) -> Said:
    """The answer with what a response says of this one error: ids, names and waits."""
    row = answer.row
    said = said_of(row, answer.status) if row else Said(answer.status, None, KIND_FACTS[answer.says.kind].definition)
    same = error.provider == target.slug
    fields = said.fields | (_placed(error, row, target) if same and row else {})
    wait = answer.says.retry in REPEATING
    seconds = "" if error.retry_after is None else str(math.ceil(error.retry_after))
    return said._replace(
        fields=FrozenDict(fields),
        request_id=header_text(request_id if request_id is not None else error.request_id or ""),
        bucket=error.bucket or "",
        key=error.key or "",
        path=_path(error, answer.says.resource),
        region=(error.region or "") if same else "",
        retry_after=(seconds or error.retry_at or "") if wait else "",
    )


def _placed(error: ErrorRecord, row: Row, provider: Provider) -> dict[str, str]:
    """Region and endpoint under the names for which the row asks, whatever they are."""
    envelope = provider.envelope
    known = dict.fromkeys(envelope.region, error.region) | dict.fromkeys(envelope.endpoint, error.endpoint)
    asked = [name for operand, name, value in row.conditions if operand == "field" and value is None]
    return {name: found for name in asked if (found := known.get(name))}


def _path(error: ErrorRecord, about: Resource | None) -> str:
    """The path that names what the error is about; not a bucket for what is in it, which may mean another thing."""
    if error.bucket and error.key:
        return f"/{error.bucket}/{error.key}"
    return f"/{error.bucket}" if error.bucket and about is Resource.BUCKET else "/"
