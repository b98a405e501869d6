"""Step 4: Native + Verdict → ErrorRecord."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from normalizer.hints import MAX_WAIT, seconds_of

if TYPE_CHECKING:
    from datetime import datetime

    from normalizer.extract import Native
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider, Verdict


_new: Any = None
_Record: Any = None
_set_values: Any = None
_set_fields: Any = None
_set_extra: Any = None
_set_private: Any = None
_fields: set[str] = set()


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
    return made(values)


def made(values: dict[str, Any]) -> ErrorRecord:
    """The record of these values, all fields of a verdict's template and no other."""
    record = _new(_Record)
    _set_values(record, values)
    _set_fields(record, _fields)
    _set_extra(record, None)
    _set_private(record, None)
    return record  # type: ignore[no-any-return]


def template_of(verdict: Verdict, provider: Provider) -> dict[str, Any]:
    """All fields of a record in their order, those of the verdict filled in, kept with the verdict."""
    if _Record is None:
        _import_model()
    told = {name: getattr(verdict, name) for name in _VERDICT}
    blank = _Record(provider=provider.slug, tables_version=provider.version, **told)
    verdict.template = {name: getattr(blank, name) for name in _Record.model_fields}
    return verdict.template


def _import_model() -> None:
    """Import pydantic: with the first record, not with the package. A model's four slots are set by their descriptors."""
    global _new, _Record, _fields, _set_values, _set_fields, _set_extra, _set_private  # noqa: PLW0603  see the docstring
    from pydantic import BaseModel  # noqa: PLC0415

    from normalizer.model import ErrorRecord  # noqa: PLC0415

    _new, _fields = ErrorRecord.__new__, set(ErrorRecord.model_fields)
    slots = BaseModel.__dict__
    _set_values, _set_fields = slots["__dict__"].__set__, slots["__pydantic_fields_set__"].__set__
    _set_extra, _set_private = slots["__pydantic_extra__"].__set__, slots["__pydantic_private__"].__set__
    _Record = ErrorRecord


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
