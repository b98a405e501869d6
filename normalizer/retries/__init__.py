"""Whether to repeat an operation that failed, and after how long: pure functions on records.

Not a loop: `normalizer.retries.tenacity` and `normalizer.retries.stamina` hand these answers to libraries that have one.
"""

from __future__ import annotations

import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from normalizer.exceptions import StorageError
from normalizer.kinds import REPEATING, Effect, Retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.model import ErrorRecord

__all__ = ["record_of_storage_error", "seconds_to_wait", "should_retry"]

ONE_TIME = frozenset({Retry.ONCE, Retry.AFTER_REFRESH})
"""The retry classes that are repeated one time at most, and at once."""


def should_retry(error: ErrorRecord | StorageError, attempt: int, *, idempotent: bool) -> bool:
    """Is the same request to be sent again? Not when: see `seconds_to_wait`; nor how often: after_backoff has no last attempt.

    error: what the attempt ended with. attempt: how many attempts were made, from 1. idempotent: does sending it twice do the
    same as sending it once? True for every read; an error whose effect is unknown is repeated only then.

    True for after_backoff, and for once and after_refresh after the first attempt; the caller renews the credentials of
    after_refresh. False for the others, for an effect of applied, and for what is no failure.

    Raises TypeError for anything but a record or a StorageError, ValueError for an attempt below 1.

    >>> from normalizer import normalize
    >>> timeout = normalize("aws-s3", b"<Error><Code>InternalError</Code></Error>", status=500)
    >>> should_retry(timeout, 1, idempotent=True), should_retry(timeout, 1, idempotent=False)
    (True, False)
    >>> expired = normalize("aws-s3", b"<Error><Code>ExpiredToken</Code></Error>", status=400)
    >>> should_retry(expired, 1, idempotent=False), should_retry(expired, 2, idempotent=False)
    (True, False)
    """
    if attempt < 1:
        message = f"attempt is how many attempts were made, from 1, and not {attempt!r}: call should_retry after an attempt failed"
        raise ValueError(message)
    record = _record(error)
    if record.retry not in REPEATING or record.effect is Effect.APPLIED or not record.is_error:
        return False
    if record.effect is Effect.UNKNOWN and not idempotent:
        return False
    return attempt == 1 or record.retry not in ONE_TIME


def seconds_to_wait(error: ErrorRecord | StorageError, *, now: Callable[[], float] = time.time) -> float | None:
    """The seconds to wait before a repetition, never negative; None where the provider does not say: then back off as usual.

    0 for once and after_refresh, which are repeated at once. now: the clock, in seconds since 1970, for a provider that names a
    date and not its own time. Not whether to repeat: see `should_retry`. Raises TypeError as it does.

    >>> from normalizer import normalize
    >>> slow_down = normalize("aws-s3", status=503, headers={"Retry-After": "7"})
    >>> seconds_to_wait(slow_down), seconds_to_wait(normalize("aws-s3", status=503))
    (7.0, None)
    """
    record = _record(error)
    if record.retry_after is not None:
        return max(0.0, record.retry_after)
    until = _timestamp(record.retry_at)
    if until is not None:
        return max(0.0, until - now())
    return 0.0 if record.retry in ONE_TIME else None


def record_of_storage_error(error: BaseException) -> ErrorRecord | None:
    """The record of a StorageError; None of any other exception, which is then not repeated.

    The default of every `record_of`: hand in your own function to have an SDK's exceptions understood.

    >>> record_of_storage_error(OSError("disk full")) is None
    True
    """
    return error.error if isinstance(error, StorageError) else None


def _record(error: ErrorRecord | StorageError) -> ErrorRecord:
    """Raises TypeError for what is neither."""
    if isinstance(error, StorageError):
        return error.error
    from normalizer.model import ErrorRecord  # noqa: PLC0415  a plain import stays cheap; whoever has a record has imported it

    if not isinstance(error, ErrorRecord):
        message = f"the error is an ErrorRecord or a StorageError, not a {type(error).__name__}: normalize the response first"
        raise TypeError(message)
    return error


def _timestamp(date: str | None) -> float | None:
    """Seconds since 1970 of an HTTP date; None for what is no date."""
    try:
        read = parsedate_to_datetime(date or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
