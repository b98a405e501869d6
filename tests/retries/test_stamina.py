"""The real stamina does what the rules allow and waits as told. Nothing sleeps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Effect, ErrorRecord, Retry, StorageError, normalize
from normalizer.retries.stamina import storage_backoff, storage_backoff_of_one_call
from tests.retries.scripts import Operation, record_of, repeated_at_most, scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPIRED = normalize("aws-s3", b"<Error><Code>ExpiredToken</Code></Error>", status=400)
SLOW = normalize("aws-s3", b"<Error><Code>SlowDown</Code></Error>", status=503, headers={"Retry-After": "7"})
BACKOFF = 0.25
Hook = Callable[[BaseException], bool | float]


@pytest.fixture(autouse=True)
def naps() -> Iterator[list[float]]:
    """What stamina would have slept; it sleeps by tenacity."""
    slept: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tenacity.nap.time.sleep", slept.append)
        yield slept


def run(operation: Operation, hook: Hook) -> str:
    caller = stamina.RetryingCaller(attempts=None, timeout=None, wait_initial=BACKOFF, wait_jitter=0, wait_exp_base=1)
    return caller(hook, operation)


@given(scripts, st.booleans())
def test_one_call_is_repeated_as_the_rules_allow(script: list[ErrorRecord], idempotent: bool) -> None:  # noqa: FBT001
    operation = Operation(script)
    with suppress(StorageError):
        run(operation, storage_backoff_of_one_call(idempotent=idempotent, refresh=operation.refresh))
    assert operation.calls == repeated_at_most(script, idempotent=idempotent)
    renewals = [record for record in script[: operation.calls - 1] if record.retry is Retry.AFTER_REFRESH]
    assert operation.log.count("refresh") == len(renewals)


@given(scripts, st.booleans())
def test_a_shared_hook_never_repeats_what_may_be_repeated_once(script: list[ErrorRecord], idempotent: bool) -> None:  # noqa: FBT001
    operation = Operation(script)
    with suppress(StorageError):
        run(operation, storage_backoff(idempotent=idempotent))
    first_of_one_time = next((made for made, record in enumerate(script, start=1) if record.retry in {Retry.ONCE, Retry.AFTER_REFRESH}), 99)
    assert operation.calls == min(first_of_one_time, repeated_at_most(script, idempotent=idempotent))


@pytest.mark.parametrize("hook", [storage_backoff, storage_backoff_of_one_call])
def test_waits(hook: Callable[..., Hook], naps: list[float]) -> None:
    operation = Operation([SLOW, record_of(Retry.AFTER_BACKOFF), SLOW])
    assert run(operation, hook(idempotent=True)) == "done"
    assert naps == [7.0, BACKOFF, 7.0]


def test_renew_then_repeat_at_once(naps: list[float]) -> None:
    operation = Operation([EXPIRED, SLOW, EXPIRED])
    with pytest.raises(PermissionError):
        run(operation, storage_backoff_of_one_call(idempotent=False, refresh=operation.refresh))
    assert operation.log == ["call", "refresh", "call", "call"]
    assert naps == [0.0, 7.0]


def test_without_a_renewal_the_operation_is_to_renew_by_itself() -> None:
    operation = Operation([EXPIRED])
    assert run(operation, storage_backoff_of_one_call(idempotent=False)) == "done"
    assert operation.log == ["call", "call"]


@pytest.mark.parametrize("hook", [storage_backoff, storage_backoff_of_one_call])
def test_a_wait_that_is_too_long_is_not_begun(hook: Callable[..., Hook], naps: list[float]) -> None:
    for wait, calls in ((61.0, 1), (60.0, 2)):
        operation = Operation([record_of(Retry.AFTER_BACKOFF, wait=wait)])
        with suppress(StorageError):
            run(operation, hook(idempotent=True))
        assert operation.calls == calls
    operation = Operation([record_of(Retry.AFTER_BACKOFF, wait=61.0)])
    assert run(operation, hook(idempotent=True, longest=61)) == "done"
    assert naps == [60.0, 61.0]


def test_nothing_is_renewed_for_a_repetition_that_does_not_come() -> None:
    operation = Operation([record_of(Retry.AFTER_REFRESH, wait=61.0)])
    with pytest.raises(StorageError):
        run(operation, storage_backoff_of_one_call(idempotent=True, refresh=operation.refresh))
    assert operation.log == ["call"]


@pytest.mark.parametrize("hook", [storage_backoff, storage_backoff_of_one_call])
def test_a_client_with_exceptions_of_its_own(hook: Callable[..., Hook], naps: list[float]) -> None:
    left = [KeyError(), IndexError()]

    def fail() -> None:
        raise left.pop(0)

    on = hook(idempotent=True, record_of=lambda error: SLOW if isinstance(error, KeyError) else None)
    with pytest.raises(IndexError):
        stamina.retry(on=on)(fail)()
    assert naps == [7.0]


def test_a_date_is_waited_for_by_the_clock_handed_in() -> None:
    error = normalize("aws-s3", status=503, headers={"Retry-After": "Sat, 21 Nov 2026 10:00:30 GMT"}).to_exception()
    for hook in (storage_backoff, storage_backoff_of_one_call):
        assert hook(idempotent=True, now=lambda: 1_795_255_200.0)(error) == 30.0


def test_an_unknown_effect_of_a_write_is_not_repeated() -> None:
    for hook in (storage_backoff, storage_backoff_of_one_call):
        operation = Operation([record_of(Retry.AFTER_BACKOFF, Effect.UNKNOWN)])
        with pytest.raises(StorageError):
            run(operation, hook(idempotent=False))
        assert operation.calls == 1
