"""The real tenacity does what the rules allow, waits as told and renews before it repeats. Nothing sleeps."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
import tenacity
from hypothesis import given
from hypothesis import strategies as st
from tenacity import AsyncRetrying, Retrying, stop_after_attempt, stop_before_delay, wait_fixed

from normalizer import Effect, ErrorRecord, Retry, StorageError, normalize
from normalizer.retries.tenacity import refresh_before_repeat, retry_if_storage_error, wait_storage_error
from tests.retries.scripts import Operation, record_of, repeated_at_most, scripts

FALLBACK = 99.0
EXPIRED = normalize("aws-s3", b"<Error><Code>ExpiredToken</Code></Error>", status=400)
SLOW = normalize("aws-s3", b"<Error><Code>SlowDown</Code></Error>", status=503, headers={"Retry-After": "7"})


def loop(operation: Operation, *, idempotent: bool = True, **others: Any) -> Retrying:
    return Retrying(
        retry=retry_if_storage_error(idempotent=idempotent),
        wait=wait_storage_error(fallback=wait_fixed(FALLBACK)),
        before_sleep=refresh_before_repeat(operation.refresh),
        sleep=operation.sleep,
        reraise=True,
        **others,
    )


@given(scripts, st.booleans())
def test_as_many_calls_as_the_rules_allow(script: list[ErrorRecord], idempotent: bool) -> None:  # noqa: FBT001
    operation = Operation(script)
    try:
        loop(operation, idempotent=idempotent)(operation)
    except StorageError as error:
        assert error.error is operation.met[-1]  # noqa: PT017  it may also succeed
    assert operation.calls == repeated_at_most(script, idempotent=idempotent)


@given(scripts)
def test_waits_and_renewals(script: list[ErrorRecord]) -> None:
    """Before every repetition: the renewal where it is wanted, then the provider's wait, none at all, or the fallback's."""
    operation = Operation(script)
    with suppress(StorageError):
        loop(operation)(operation)
    expected: list[object] = ["call"]
    for record in script[: operation.calls - 1]:
        expected += ["refresh"] if record.retry is Retry.AFTER_REFRESH else []
        usual = FALLBACK if record.retry is Retry.AFTER_BACKOFF else 0.0
        expected += [usual if record.retry_after is None else record.retry_after, "call"]
    assert operation.log == expected


def test_renew_then_repeat() -> None:
    operation = Operation([SLOW, EXPIRED])
    assert loop(operation)(operation) == "done"
    assert operation.log == ["call", 7.0, "call", "refresh", 0.0, "call"]


def test_a_second_refusal_after_the_renewal_is_the_answer() -> None:
    operation = Operation([EXPIRED, SLOW, EXPIRED, SLOW])
    with pytest.raises(PermissionError):
        loop(operation)(operation)
    assert operation.log == ["call", "refresh", 0.0, "call", 7.0, "call"]


def test_the_wait_of_a_provider_can_be_too_long() -> None:
    operation = Operation([SLOW] * 3)
    with pytest.raises(StorageError):
        loop(operation, stop=stop_before_delay(5))(operation)
    assert operation.calls == 1


def test_calls_do_not_share_their_counts() -> None:
    """One decorated function, many calls: each may repeat once."""
    once = record_of(Retry.ONCE)
    predicate = retry_if_storage_error(idempotent=False)

    def call(_: int) -> int:
        operation = Operation([once])
        Retrying(retry=predicate, reraise=True)(operation)
        return operation.calls

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(call, range(50))) == [2] * 50


def test_a_predicate_that_is_asked_twice_counts_once() -> None:
    predicate = retry_if_storage_error(idempotent=False)
    operation = Operation([record_of(Retry.ONCE)])
    Retrying(retry=predicate & predicate, reraise=True)(operation)
    assert operation.calls == 2


def test_it_joins_with_tenacitys_own() -> None:
    operation = Operation([SLOW])
    retry = retry_if_storage_error(idempotent=True) | tenacity.retry_if_exception_type(KeyError)
    wait = wait_storage_error(fallback=wait_fixed(FALLBACK)) + wait_fixed(1)
    assert Retrying(retry=retry, wait=wait, sleep=operation.sleep)(operation) == "done"
    assert operation.log == ["call", 8.0, "call"]


@pytest.mark.parametrize("error", [OSError(5, "x"), ValueError("no")])
def test_other_exceptions_are_not_repeated_and_wait_as_usual(error: Exception) -> None:
    operation = Operation([])

    def fail() -> None:
        operation()
        raise error

    with pytest.raises(type(error)):
        loop(operation)(fail)
    both = retry_if_storage_error(idempotent=True) | tenacity.retry_if_exception_type(type(error))
    with pytest.raises(type(error)):
        loop(operation).copy(retry=both, stop=stop_after_attempt(2))(fail)
    assert operation.log == ["call", "call", FALLBACK, "call"]


def test_a_client_with_exceptions_of_its_own() -> None:
    class ClientError(Exception):
        pass

    operation = Operation([])

    def fail() -> None:
        operation()
        raise ClientError

    def read(error: BaseException) -> ErrorRecord | None:
        return (SLOW if operation.calls == 1 else EXPIRED) if isinstance(error, ClientError) else None

    with pytest.raises(ClientError):
        Retrying(
            retry=retry_if_storage_error(idempotent=True, record_of=read),
            wait=wait_storage_error(fallback=wait_fixed(FALLBACK), record_of=read),
            before_sleep=refresh_before_repeat(lambda _: operation.log.append("refresh"), record_of=read),
            sleep=operation.sleep,
            stop=stop_after_attempt(3),
            reraise=True,
        )(fail)
    assert operation.log == ["call", 7.0, "call", "refresh", 0.0, "call"]


def test_a_date_is_waited_for_by_the_clock_handed_in() -> None:
    operation = Operation([normalize("aws-s3", status=503, headers={"Retry-After": "Sat, 21 Nov 2026 10:00:30 GMT"})])
    wait = wait_storage_error(fallback=wait_fixed(FALLBACK), now=lambda: 1_795_255_200.0)
    Retrying(retry=retry_if_storage_error(idempotent=True), wait=wait, sleep=operation.sleep)(operation)
    assert operation.log == ["call", 30.0, "call"]


def test_async_calls_wait_for_the_renewal() -> None:
    operation = Operation([EXPIRED])

    async def call() -> str:
        return operation()

    async def renew(record: ErrorRecord) -> None:
        await asyncio.sleep(0)
        operation.refresh(record)

    async def sleep(seconds: float) -> None:
        operation.sleep(seconds)

    calls = AsyncRetrying(
        retry=retry_if_storage_error(idempotent=True),
        wait=wait_storage_error(fallback=wait_fixed(FALLBACK)),
        before_sleep=refresh_before_repeat(renew),
        sleep=sleep,
        reraise=True,
    )
    assert asyncio.run(calls(call)) == "done"
    assert operation.log == ["call", "refresh", 0.0, "call"]
    operation.left.append(SLOW)
    assert asyncio.run(calls(call)) == "done"
    assert operation.log[4:] == ["call", 7.0, "call"]


def test_what_the_renewal_raises_ends_the_call() -> None:
    def fail(_: ErrorRecord) -> None:
        raise LookupError

    operation = Operation([EXPIRED])
    with pytest.raises(LookupError):
        loop(operation).copy(before_sleep=refresh_before_repeat(fail))(operation)
    assert operation.calls == 1


def test_an_unknown_effect_of_a_write_is_not_repeated() -> None:
    operation = Operation([record_of(Retry.AFTER_BACKOFF, Effect.UNKNOWN)])
    with pytest.raises(StorageError):
        loop(operation, idempotent=False)(operation)
    assert operation.calls == 1
