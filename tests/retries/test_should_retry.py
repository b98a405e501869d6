"""Whether to repeat: the sentences of docs/rules.md on retry and effect, for every record there can be."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Effect, ErrorRecord, Kind, Retry, errors_in, normalize, should_retry
from normalizer.retries import record_of_storage_error, seconds_to_wait
from tests.retries.scripts import record_of, records
from tests.strategies import real_bodies

EVERY = [record_of(retry, effect, kind) for retry, effect, kind in product(Retry, Effect, Kind)]


def allowed(record: ErrorRecord) -> list[bool]:
    """The verdicts for attempts 1, 2, 3 of an idempotent operation, then of another."""
    return [should_retry(record, attempt, idempotent=idempotent) for idempotent, attempt in product((True, False), (1, 2, 3))]


@pytest.mark.parametrize("record", EVERY, ids=lambda record: f"{record.retry}-{record.effect}-{record.kind}")
def test_every_combination(record: ErrorRecord) -> None:
    """after_backoff always, once and after_refresh once, the others never; not for applied; not for unknown without idempotence."""
    by_retry = {Retry.AFTER_BACKOFF: [True, True, True], Retry.ONCE: [True, False, False], Retry.AFTER_REFRESH: [True, False, False]}
    no = [False, False, False]
    plain = by_retry.get(record.retry, no) if record.is_error else no
    expected = {Effect.NOT_APPLIED: plain + plain, Effect.UNKNOWN: plain + no, Effect.APPLIED: no + no}[record.effect]
    assert allowed(record) == expected


@given(records, st.integers(1, 10**6), st.booleans())
def test_more_attempts_and_less_idempotence_never_allow_more(record: ErrorRecord, attempt: int, idempotent: bool) -> None:  # noqa: FBT001
    if should_retry(record, attempt + 1, idempotent=idempotent):
        assert should_retry(record, attempt, idempotent=idempotent)
    if should_retry(record, attempt, idempotent=False):
        assert should_retry(record, attempt, idempotent=True)


@given(records, st.integers(1, 3), st.booleans())
def test_a_record_and_its_exception_have_one_answer(record: ErrorRecord, attempt: int, idempotent: bool) -> None:  # noqa: FBT001
    error = record.to_exception("a/b")
    assert should_retry(error, attempt, idempotent=idempotent) == should_retry(record, attempt, idempotent=idempotent)
    assert seconds_to_wait(error) == seconds_to_wait(record)
    assert record_of_storage_error(error) is record


def test_of_real_answers_only_retryable_ones_are_repeated() -> None:
    """`retryable` of the record is what should_retry says of an idempotent operation, unless the operation took effect."""
    counted = {True: 0, False: 0}
    for real in real_bodies():
        for record in errors_in(real.provider, real.body, status=real.status, headers=real.headers):
            verdict = should_retry(record, 1, idempotent=True)
            assert verdict == (record.retryable and record.effect is not Effect.APPLIED and record.is_error), real.name
            counted[verdict] += 1
    assert min(counted.values()) > 100


@pytest.mark.parametrize("attempt", [0, -1])
def test_an_attempt_is_counted_from_one(attempt: int) -> None:
    with pytest.raises(ValueError, match=rf"from 1, and not {attempt}: call should_retry after"):
        should_retry(EVERY[0], attempt, idempotent=True)


@pytest.mark.parametrize("error", [OSError(5, "x"), None, {"kind": "Timeout"}, "Timeout", Kind.TIMEOUT])
def test_another_error_is_told_what_to_do(error: object) -> None:
    for asked in (lambda: should_retry(error, 1, idempotent=True), lambda: seconds_to_wait(error)):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=rf"not a {type(error).__name__}: normalize the response first"):
            asked()


def test_waits() -> None:
    slow_down = normalize("aws-s3", status=503, headers={"Retry-After": "2.5"})
    assert seconds_to_wait(slow_down) == 2.5
    assert seconds_to_wait(record_of(Retry.ONCE)) == seconds_to_wait(record_of(Retry.AFTER_REFRESH)) == 0.0
    assert seconds_to_wait(record_of(Retry.ONCE, wait=3.0)) == 3.0
    assert seconds_to_wait(record_of(Retry.AFTER_BACKOFF)) is None


def test_a_date_without_a_date_to_count_from_is_counted_from_the_clock() -> None:
    record = normalize("aws-s3", status=503, headers={"Retry-After": "Sat, 21 Nov 2026 10:00:30 GMT"})
    assert record.retry_after is None
    ten_o_clock = 1_795_255_200.0
    assert seconds_to_wait(record, now=lambda: ten_o_clock) == 30.0
    assert seconds_to_wait(record, now=lambda: ten_o_clock + 31) == 0.0
    for junk in ("", "soon", "Sat, 99 Nov 2026 10:00:30 GMT"):
        assert seconds_to_wait(record.model_copy(update={"retry_at": junk})) is None
