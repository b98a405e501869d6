"""For tenacity: what to repeat, how long to wait, and a renewal before the repetition. Needs the extra `retry`."""

from __future__ import annotations

import time
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from tenacity.retry import retry_base
from tenacity.wait import wait_base

from normalizer.kinds import Retry
from normalizer.retries import record_of_storage_error, seconds_to_wait, should_retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from tenacity import RetryCallState

    from normalizer.model import ErrorRecord

__all__ = ["refresh_before_repeat", "retry_if_storage_error", "wait_storage_error"]


def retry_if_storage_error(*, idempotent: bool, record_of: Callable[[BaseException], ErrorRecord | None] = record_of_storage_error) -> retry_base:
    """For `retry=`: repeat what `should_retry` repeats; once and after_refresh one time each in a call, at whatever attempt.

    idempotent: as for `should_retry`. record_of: the record of an exception, None of one that is not to be repeated.
    Not a limit: give `stop=` too. One value serves any number of calls and threads.

    >>> from tenacity import Retrying, stop_after_attempt
    >>> from normalizer import normalize
    >>> refusals = [normalize("aws-s3", status=503), normalize("aws-s3", status=404)]
    >>> def get():
    ...     raise refusals.pop(0).to_exception()
    >>> calls = Retrying(retry=retry_if_storage_error(idempotent=True), stop=stop_after_attempt(5), reraise=True)
    >>> calls(get)
    Traceback (most recent call last):
    ...
    normalizer.exceptions.MissingFile: [Errno 2] NotFound: aws-s3 HTTP 404
    """
    return _RetryIf(idempotent, record_of)


def wait_storage_error(
    *,
    fallback: Callable[[RetryCallState], float],
    record_of: Callable[[BaseException], ErrorRecord | None] = record_of_storage_error,
    now: Callable[[], float] = time.time,
) -> wait_base:
    """For `wait=`: as long as the provider says, not at all before once and after_refresh, else what `fallback` says, in seconds.

    fallback: any wait of tenacity's. record_of: as for `retry_if_storage_error`. now: as for `seconds_to_wait`. The provider's
    word has no upper limit here: `stop=stop_before_delay(60)` gives up where the wait would be longer.

    >>> from tenacity import wait_fixed, wait_random, wait_random_exponential
    >>> patient = wait_storage_error(fallback=wait_random_exponential(max=30))
    >>> scattered = wait_storage_error(fallback=wait_fixed(1)) + wait_random(0, 1)
    """
    return _Wait(fallback, record_of, now)


def refresh_before_repeat(
    refresh: Callable[[ErrorRecord], object], *, record_of: Callable[[BaseException], ErrorRecord | None] = record_of_storage_error
) -> Callable[[RetryCallState], Any]:
    """For `before_sleep=`: `refresh` is called, with the record, before an after_refresh is repeated, and at no other time.

    refresh: renews the credentials, or sets the clock where the record's reason is clock_skew; an `async def` is awaited where
    the call is async. What it raises ends the call. record_of: as for `retry_if_storage_error`.

    >>> renewed = []
    >>> before_sleep = refresh_before_repeat(renewed.append)
    """

    def wanted(state: RetryCallState) -> ErrorRecord | None:
        record = _record(state, record_of)
        return record if record is not None and record.retry is Retry.AFTER_REFRESH else None

    def before(state: RetryCallState) -> None:
        if record := wanted(state):
            refresh(record)

    async def before_async(state: RetryCallState) -> None:
        if record := wanted(state):
            await refresh(record)  # type: ignore[misc]

    return before_async if iscoroutinefunction(refresh) else before


class _RetryIf(retry_base):
    """Knows of every call that is under way at which attempt each retry class was first met."""

    def __init__(self, idempotent: bool, record_of: Callable[[BaseException], ErrorRecord | None]) -> None:  # noqa: FBT001  private
        self.idempotent, self.record_of = idempotent, record_of
        self.first_met: WeakKeyDictionary[RetryCallState, dict[Retry, int]] = WeakKeyDictionary()

    def __call__(self, retry_state: RetryCallState) -> bool:
        record = _record(retry_state, self.record_of)
        if record is None:
            return False
        first = self.first_met.setdefault(retry_state, {}).setdefault(record.retry, retry_state.attempt_number)
        return should_retry(record, 1 + retry_state.attempt_number - first, idempotent=self.idempotent)


class _Wait(wait_base):
    """The provider's wait, else another's."""

    def __init__(
        self, fallback: Callable[[RetryCallState], float], record_of: Callable[[BaseException], ErrorRecord | None], now: Callable[[], float]
    ) -> None:
        self.fallback, self.record_of, self.now = fallback, record_of, now

    def __call__(self, retry_state: RetryCallState) -> float:
        record = _record(retry_state, self.record_of)
        seconds = None if record is None else seconds_to_wait(record, now=self.now)
        return self.fallback(retry_state) if seconds is None else seconds


def _record(state: RetryCallState, record_of: Callable[[BaseException], ErrorRecord | None]) -> ErrorRecord | None:
    """The record of what the last attempt raised; None where it raised nothing, or nothing that is known."""
    error = state.outcome.exception() if state.outcome else None
    return None if error is None else record_of(error)
