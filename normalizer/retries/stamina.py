"""For stamina: backoff hooks to hand over as `on=`. Works with 25.2 and newer, where a hook may name a wait; needs the extra `retry`.

stamina tells a hook the exception and not which call or attempt it is of, hence two of them: one for everything, which never
repeats what may be repeated only once, and one that is made anew for every call and counts.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from normalizer.kinds import Retry
from normalizer.retries import ONE_TIME, record_of_storage_error, seconds_to_wait, should_retry

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.model import ErrorRecord

__all__ = ["storage_backoff", "storage_backoff_of_one_call"]

LONGEST = 60.0
"""Seconds. stamina sleeps as long as a hook says, whatever its own wait_max and timeout."""


def storage_backoff(
    *,
    idempotent: bool,
    longest: float = LONGEST,
    record_of: Callable[[BaseException], ErrorRecord | None] = record_of_storage_error,
    now: Callable[[], float] = time.time,
) -> Callable[[BaseException], bool | float]:
    """For `@stamina.retry(on=…)`: repeats after_backoff as `should_retry` does; neither once nor after_refresh.

    The provider's wait is honoured, and where it names none stamina's own backoff holds. idempotent: as for `should_retry`.
    longest: seconds; an error that asks for a longer wait is not repeated. record_of: the record of an exception, None of one
    that is not to be repeated. now: as for `seconds_to_wait`. One value serves any number of calls and threads.

    >>> from normalizer import normalize
    >>> on = storage_backoff(idempotent=True)
    >>> on(normalize("aws-s3", status=503).to_exception()), on(normalize("aws-s3", status=404).to_exception())
    (True, False)
    >>> on(normalize("aws-s3", status=503, headers={"Retry-After": "7"}).to_exception())
    7.0
    """

    def hook(error: BaseException) -> bool | float:
        record = record_of(error)
        if record is None or record.retry in ONE_TIME or not should_retry(record, 1, idempotent=idempotent):
            return False
        return _wait(record, longest, now)

    return hook


def storage_backoff_of_one_call(
    *,
    idempotent: bool,
    refresh: Callable[[ErrorRecord], object] | None = None,
    longest: float = LONGEST,
    record_of: Callable[[BaseException], ErrorRecord | None] = record_of_storage_error,
    now: Callable[[], float] = time.time,
) -> Callable[[BaseException], bool | float]:
    """For `stamina.retry_context(on=…)`, made anew for every call: repeats once and after_refresh too, one time each.

    refresh: called with the record before after_refresh is repeated; it renews the credentials, or sets the clock where the
    reason is clock_skew. It is no `async def`: a hook of stamina's cannot wait. The others as for `storage_backoff`.
    Shared between calls, it would repeat less than it may, never more.

    >>> from normalizer import normalize
    >>> expired = normalize("aws-s3", b"<Error><Code>ExpiredToken</Code></Error>").to_exception()
    >>> renewed = []
    >>> on = storage_backoff_of_one_call(idempotent=False, refresh=renewed.append)
    >>> on(expired), on(expired), len(renewed)
    (0.0, False, 1)
    """
    made = dict.fromkeys(Retry, 0)

    def hook(error: BaseException) -> bool | float:
        record = record_of(error)
        if record is None:
            return False
        made[record.retry] += 1
        if not should_retry(record, made[record.retry], idempotent=idempotent):
            return False
        wait = _wait(record, longest, now)
        if refresh and record.retry is Retry.AFTER_REFRESH and wait is not False:
            refresh(record)
        return wait

    return hook


def _wait(record: ErrorRecord, longest: float, now: Callable[[], float]) -> bool | float:
    """Seconds; True for the usual backoff, False where the wait would be too long."""
    seconds = seconds_to_wait(record, now=now)
    if seconds is None:
        return True
    return seconds if seconds <= longest else False
