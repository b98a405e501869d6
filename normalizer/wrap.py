"""Step 4: Native + Verdict → ErrorRecord."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from normalizer.hints import MAX_WAIT, seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from normalizer.extract import Native
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.verdict import Verdict


_Record: Any = None
construct: Callable[[tuple[dict[str, Any], None, set[str]]], ErrorRecord]
"""Makes a record of its parts, (values, None, fields). There is one as soon as there is a template."""

fields: set[str] = set()
"""The names of all fields of a record, which every record was given."""


def wrap(native: Native, verdict: Verdict, hints: Hints, provider: Provider) -> ErrorRecord:
    """The record of what was sent and what it means.

    Its values are right by construction and not validated again; a law in the tests says that the record equals
    `ErrorRecord.model_validate` of the same values.
    """
    values = (verdict.template or template_of(verdict, provider)).copy()
    values.update(native.fields)
    values["status"] = hints.status
    if hints.headers:
        seconds, values["retry_at"] = retry_after(hints, provider)
        if seconds is not None or "retry_after" not in native.fields:
            values["retry_after"] = seconds
    if hints.ignored:
        values["ignored"] = hints.ignored
    if hints.detected_by:
        values["detected_by"] = hints.detected_by
    return construct((values, None, fields))


def template_of(verdict: Verdict, provider: Provider) -> dict[str, Any]:
    """All fields of a record in their order, those of the verdict filled in, kept with the verdict."""
    if _Record is None:
        _import_model()
    told = {name: getattr(verdict, name) for name in _VERDICT}
    blank = _Record(provider=provider.slug, tables_version=provider.version, **told)
    verdict.template = {name: getattr(blank, name) for name in _Record.model_fields}
    return verdict.template


def _import_model() -> None:
    """Import pydantic: with the first record, not with the package."""
    global _Record, construct, fields
    from normalizer.construct import construct as found  # noqa: PLC0415
    from normalizer.model import ErrorRecord  # noqa: PLC0415

    construct, fields, _Record = found, set(ErrorRecord.model_fields), ErrorRecord


_VERDICT: Final = ("kind", "reason", "resource", "retry", "effect", "fault", "matched_by", "confidence", "consistent", "alternatives")


def retry_after(hints: Hints, provider: Provider) -> tuple[float | None, str | None]:
    """Seconds to wait, or the date to wait for where there is no Date header to count from.

    >>> from normalizer import normalize
    >>> normalize("jss", status=503, headers={"Retry-After": "Sat, 21 Nov 2026 10:00:30 GMT", "Date": "Sat, 21 Nov 2026 10:00:00 GMT"}).retry_after
    30.0
    """
    for name in (*provider.headers.retry_after_ms, "retry-after-ms"):
        milliseconds = seconds_of(hints.header(name))
        if milliseconds is not None:
            return milliseconds / 1000, None
    value = hints.header("retry-after")
    if value is None:
        return None, None
    seconds = seconds_of(value)
    if seconds is not None:
        return seconds, None
    until, now = _date(value), _date(hints.header("date"))
    if until is None:
        return None, None
    if now is None:
        from email.utils import format_datetime  # noqa: PLC0415  see _date

        return None, format_datetime(until.astimezone(UTC), usegmt=True)
    seconds = max(0.0, (until - now).total_seconds())
    return (seconds, None) if seconds <= MAX_WAIT else (None, None)


def _date(text: str | None) -> datetime | None:
    """The date of a header. What reads it is imported with the first one: it costs as much as a tenth of pydantic."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        date = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else None
