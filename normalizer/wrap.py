"""Step 4: Native + Verdict → ErrorRecord."""

from __future__ import annotations

import math
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from normalizer.extract import Native
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider, Verdict

MAX_WAIT: Final = 365 * 24 * 3600.0
"""Seconds; a longer wait in a header is taken for nonsense."""

_new: Any = None
_set = object.__setattr__


def wrap(native: Native, verdict: Verdict, hints: Hints, provider: Provider) -> ErrorRecord:
    """The record of what was sent and what it means.

    Its values are right by construction and not validated again; a law in the tests says that the record equals
    `ErrorRecord.model_validate` of the same values.
    """
    code, message, request_id, bucket, key, region, endpoint, _, kept, _, _, truncated = native
    values = (verdict.template or _template(verdict, provider)).copy()
    values["code"] = code
    values["status"] = hints.status
    values["message"] = message
    values["request_id"] = request_id
    if bucket is not None or key is not None or region is not None or endpoint is not None:
        values.update(bucket=bucket, key=key, region=region, endpoint=endpoint)
    if kept:
        values["native"] = kept
    if truncated:
        values["truncated"] = True
    if hints.headers:
        values["retry_after"], values["retry_at"] = retry_after(hints, provider)
    if hints.ignored:
        values["ignored"] = hints.ignored
    record = _new(_Record)
    _set(record, "__dict__", values)
    _set(record, "__pydantic_fields_set__", _fields)
    _set(record, "__pydantic_extra__", None)
    _set(record, "__pydantic_private__", None)
    return record  # type: ignore[no-any-return]


_Record: Any = None
_fields: set[str] = set()


def _template(verdict: Verdict, provider: Provider) -> dict[str, Any]:
    """All fields of a record in their order, those of the verdict filled in, kept with the verdict."""
    global _new, _Record, _fields  # noqa: PLW0603  pydantic is imported with the first record, not with the package
    if _Record is None:
        from normalizer.model import ErrorRecord as _Record  # noqa: PLC0415

        _new, _fields = _Record.__new__, set(_Record.model_fields)
    told = {name: getattr(verdict, name) for name in _VERDICT}
    blank = _Record(provider=provider.slug, tables_version=provider.version, **told)
    verdict.template = {name: getattr(blank, name) for name in _Record.model_fields}
    return verdict.template


_VERDICT: Final = ("kind", "reason", "resource", "retry", "effect", "fault", "matched_by", "confidence", "consistent", "alternatives")


def retry_after(hints: Hints, provider: Provider) -> tuple[float | None, str | None]:
    """Seconds to wait, or the date to wait for where there is no Date header to count from.

    >>> from normalizer import normalize
    >>> normalize("jss", status=503, headers={"Retry-After": "Sat, 21 Nov 2026 10:00:30 GMT", "Date": "Sat, 21 Nov 2026 10:00:00 GMT"}).retry_after
    30.0
    """
    for name in provider.headers.retry_after_ms:
        milliseconds = _number(hints.header(name))
        if milliseconds is not None:
            return milliseconds / 1000, None
    value = hints.header("retry-after")
    if value is None:
        return None, None
    seconds = _number(value)
    if seconds is not None:
        return seconds, None
    until, now = _date(value), _date(hints.header("date"))
    if until is None:
        return None, None
    if now is None:
        return None, value
    return max(0.0, (until - now).total_seconds()), None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= MAX_WAIT else None


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else None
