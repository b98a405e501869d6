"""Failures that an SDK returns instead of raising them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from normalizer.caught import from_exception, record_of
from normalizer.kept import kept
from normalizer.reach import reach
from normalizer.responses import default_tables, from_response, is_response
from normalizer.sdks import sdk_of
from normalizer.tables import AUTO

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord
    from normalizer.tables import Tables


def from_result(result: object, provider: str = AUTO, *, tables: Tables | None = None) -> ErrorRecord:
    """The record of what an SDK returned: NotAnError where it was a success.

    result: qiniu's ResponseInfo or its pair (ret, info), qingstor-sdk's answer, esdk-obs-python's result, or a response as
    for `from_response`. provider, tables: as for `from_exception`. Raises UnknownProvider, and TypeError for anything else.

    >>> from_result({"errorCode": "NoSuchKey"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    TypeError: from_result takes what an SDK of docs/sdks.md returns instead of raising, or a response, not dict; ...
    """
    tables = tables or default_tables()
    for part in result if isinstance(result, tuple) else (result,):
        record = _record(part, provider, tables)
        if record:
            return record
    message = (
        f"from_result takes what an SDK of docs/sdks.md returns instead of raising, or a response, not {type(result).__name__}; "
        "of anything else pass body, status and headers to normalize"
    )
    raise TypeError(message)


def _record(part: Any, provider: str, tables: Tables) -> ErrorRecord | None:
    sdk = next((found for cls in type(part).__mro__ if (found := sdk_of(cls.__module__))), None)
    if sdk and sdk.provider != AUTO:
        answer = kept(part, sdk)
        if answer:
            return record_of(answer, provider, sdk, tables)
        wrapped = next((found for path in sdk.inner if isinstance(found := reach(part, path), BaseException)), None)
        if wrapped:
            return from_exception(wrapped, sdk.provider if provider == AUTO else provider, tables=tables)
    return from_response(part, provider, tables=tables) if is_response(part) else None
