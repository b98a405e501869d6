"""The steps in their order: what a caller handed over → records. One response may hold many: a batch, in one body or in parts."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from normalizer.classify import by_status, classify
from normalizer.decode import MAX_BATCH_BYTES, MAX_BYTES, NOTHING, decode, raw
from normalizer.extract import extract
from normalizer.hints import lower_names
from normalizer.items import extract_items, shows_items
from normalizer.kinds import Kind
from normalizer.textreport import report_of
from normalizer.wrap import wrap

if TYPE_CHECKING:
    from normalizer.decode import Decoded
    from normalizer.extract import Native
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.multipart import Part
    from normalizer.provider import Provider
    from normalizer.verdict import Verdict

Judged = tuple["ErrorRecord", "Verdict"]
"""A record with the verdict, and so the row or family, behind it."""


def first(provider: Provider, body: object, hints: Hints) -> ErrorRecord:
    """The record of `normalize`."""
    return by_steps(provider, body, decode(body, MAX_BYTES, hints, provider.charset, provider.lenient), hints)


def by_steps(provider: Provider, body: object, decoded: Decoded, hints: Hints) -> ErrorRecord:
    """The record of a decoded body, one step after the other. It defines what `quick` says."""
    tree = decoded[0]
    if tree is None and (provider.multipart or provider.headers.body or provider.report_text):
        return judged(provider, body, hints, MAX_BYTES, 1)[0][0]
    if provider.replies and shows_items(tree, provider):
        return _judged(provider, decoded, hints, 1)[0][0]
    native = extract(decoded, hints, provider)
    return wrap(native, classify(native, hints, provider), hints, provider)


def judged(provider: Provider, body: object, hints: Hints, limit: int = MAX_BATCH_BYTES, most: int | None = None) -> list[Judged]:
    """All records of a response, of a success one. At most `limit` bytes are read and `most` items of a batch are taken."""
    inside = _parts(body, limit) if provider.multipart else None
    if inside is None:
        return _judged(provider, _decoded(provider, body, hints, limit), hints, most)
    records: list[Judged] = []
    for part in inside:
        of_part = hints._replace(status=part.status, headers=(hints.headers or {}) | (lower_names(part.headers) or {}), names=None)
        records += _judged(provider, _decoded(provider, part.body, of_part, limit), of_part, most)
        if most is not None and any(verdict.kind is not Kind.NOT_AN_ERROR for _, verdict in records):
            break
    failed = [pair for pair in records if pair[1].kind is not Kind.NOT_AN_ERROR]
    return failed[:most] or [_success(provider, hints)]


def _parts(body: object, limit: int) -> list[Part] | None:
    """The responses in a body of several parts, or None where it is no such body."""
    from normalizer.multipart import parts  # noqa: PLC0415  few providers send these

    return parts(raw(body, limit)[0]) if isinstance(body, (bytes, bytearray, memoryview, str)) else None


def _decoded(provider: Provider, body: object, hints: Hints, limit: int) -> Decoded:
    """The body, or where there is none, the one that a header carries."""
    decoded = decode(body, limit, hints, provider.charset, provider.lenient)
    if decoded is NOTHING:
        for name in provider.headers.body:
            encoded = hints.header(name)
            if encoded is not None:
                return decode(_base64(encoded), limit, hints, provider.charset, provider.lenient)
    if provider.report_text and decoded[1] and (report := report_of(decoded[1])):
        return report, None, False, decoded[3]
    return decoded


def _base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text + "==")
    except (ValueError, binascii.Error):
        return b""


def _judged(provider: Provider, decoded: Decoded, hints: Hints, most: int | None) -> list[Judged]:
    items = extract_items(decoded, hints, provider, most) if shows_items(decoded[0], provider) else None
    if items == [] and _failing_status(provider, decoded, hints) is not None:
        items = None  # no item failed, but the reply as a whole did
    if items:
        items = _with_statuses(items, provider, decoded, hints)
        of_item = hints._replace(status=None)  # status and URL are the reply's and say nothing of an item
        verdicts = [classify(item, of_item._replace(names=item.names), provider) for item in items]
        own = [hints if item.status is None else hints._replace(status=item.status) for item in items]
        return [(wrap(*each, provider), each[1]) for each in zip(items, verdicts, own, strict=True)]
    if items is not None:
        return [_success(provider, hints)]
    native = extract(decoded, hints, provider)
    verdict = classify(native, hints, provider)
    return [(wrap(native, verdict, hints, provider), verdict)]


def _with_statuses(items: list[Native], provider: Provider, decoded: Decoded, hints: Hints) -> list[Native]:
    """The items, each with a status to go by: where it has no code, that of a reply that failed as a whole, else its own."""
    reply = _failing_status(provider, decoded, hints)
    if reply is None:
        return items
    whole = reply == hints.status
    return [item._replace(status=reply) if item.code is None and (whole or item.status is None) else item for item in items]


def _failing_status(provider: Provider, decoded: Decoded, hints: Hints) -> int | None:
    """The status of a reply, or the one in its body, that shows a failure: what an item without status and code has to go by."""
    for status in (hints.status, extract(decoded, hints, provider).status):
        if status is not None and by_status(status, hints, provider).kind is not Kind.NOT_AN_ERROR:
            return status
    return None


def _success(provider: Provider, hints: Hints) -> Judged:
    return wrap(extract(NOTHING, hints, provider), provider.good, hints, provider), provider.good
