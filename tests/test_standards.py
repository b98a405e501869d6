"""The forms of records in the standards' words, one by one: what a problem, a status, a field of a log says."""

from __future__ import annotations

import logging

import pytest

from normalizer import Kind, Retry, normalize
from normalizer.kinds import GRPC_BY_REASON, KIND_FACTS
from normalizer.standards.grpc import NUMBERS, rpc_status, status_code
from normalizer.standards.logs import StorageErrorFilter, add_storage_error, log_fields
from normalizer.standards.problem import natural_status, problem, problem_headers
from normalizer.standards.telemetry import error_type
from tests.standard_forms import ECHOING, REASONS, SLOW, filtered


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED}])
def test_a_problem_of_every_kind(kind: Kind) -> None:
    record = SLOW.model_copy(update={"kind": kind})
    blank, typed = problem(record), problem(record, types="https://api.example/problems#")
    assert blank["type"] == "about:blank"
    assert typed["type"] == f"https://api.example/problems#{kind}"
    assert typed["title"].replace(" ", "").lower() == kind.lower()
    assert blank["status"] == typed["status"] == natural_status(record) == (KIND_FACTS[kind].statuses or (500,))[0]
    assert status_code(record).name == KIND_FACTS[kind].grpc


def test_a_problem_in_full() -> None:
    record = normalize("upyun", b'{"msg": "bucket not exist", "code": 40100012, "id": "0f12e8fe"}', status=401)
    assert problem(record, instance="/photos/1", message=True) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": f"NotFound (bucket): {KIND_FACTS[Kind.NOT_FOUND].definition}",
        "instance": "/photos/1",
        "provider": "upyun",
        "kind": "NotFound",
        "resource": "bucket",
        "retry": "after_change",
        "effect": "not_applied",
        "code": "40100012",
        "request_id": "0f12e8fe",
        "message": "bucket not exist",
    }
    assert problem(record, status=502)["status"] == 502
    assert problem(record, status=502)["title"] == "Bad Gateway"
    assert problem(SLOW.model_copy(update={"kind": Kind.CANCELLED}))["title"] == "Cancelled"


@pytest.mark.parametrize("status", [99, 600, 0, -1])
def test_a_status_that_is_none_is_refused(status: int) -> None:
    with pytest.raises(ValueError, match=f"100 to 599, and not {status}"):
        problem(SLOW, status=status)


@pytest.mark.parametrize("status", [200, 304])
def test_no_failure_is_no_problem(status: int) -> None:
    record = normalize("aws-s3", status=status)
    with pytest.raises(ValueError, match="no failure and makes no problem"):
        problem(record)
    assert error_type(record) is None
    assert rpc_status(record) == {"code": 0}
    assert status_code(record) == (0, "OK")


def test_how_long_to_wait() -> None:
    assert problem_headers(SLOW)["Retry-After"] == "3"
    assert problem(SLOW)["retry_after"] == log_fields(SLOW)["storage_retry_after"] == 2.25
    assert [each.get("retryDelay") for each in rpc_status(SLOW)["details"]] == [None, "2.250s"]
    date = "Sat, 21 Nov 2026 10:00:30 GMT"
    assert problem_headers(normalize("aws-s3", status=503, headers={"Retry-After": date}))["Retry-After"] == date
    assert "Retry-After" not in problem_headers(normalize("aws-s3", status=503))
    never = SLOW.model_copy(update={"retry": Retry.NEVER})
    assert len(rpc_status(never)["details"]) == 1


def test_grpc_by_reason() -> None:
    record = normalize("aws-s3", b"<Error><Code>OperationAborted</Code></Error>", status=409)
    assert record.reason == "in_progress"
    assert status_code(record) == (NUMBERS["ABORTED"], "ABORTED")
    assert set(GRPC_BY_REASON) <= REASONS


def test_log_fields_are_no_attributes_of_logging() -> None:
    """logging raises KeyError for an `extra` that overwrites one."""
    own = set(vars(logging.LogRecord("a", 1, "a", 1, "", None, None))) | {"message", "asctime"}
    assert not own & set(log_fields(ECHOING, message=True, names=True))
    assert filtered(ECHOING) == log_fields(ECHOING)


def test_a_processor_finds_the_exception_in_every_form() -> None:
    error = SLOW.to_exception()
    for given_ in (error, (type(error), error, None)):
        assert add_storage_error(None, "error", {"exc_info": given_})["storage_kind"] == "RateLimited"
    try:
        raise error
    except OSError:
        assert add_storage_error(None, "error", {"exc_info": True})["storage_code"] == "SlowDown"
    assert add_storage_error(None, "error", {"exc_info": error, "storage_code": "mine"})["storage_code"] == "mine"
    for other in ({}, {"exc_info": None}, {"exc_info": False}, {"exc_info": True}, {"exc_info": KeyError()}, {"exc_info": (None, None, None)}):
        assert add_storage_error(None, "info", dict(other)) == other


def test_a_filter_lets_everything_pass() -> None:
    for exc_info in (None, (None, None, None), (KeyError, KeyError(), None)):
        record = logging.LogRecord("a", 1, "a", 1, "", None, exc_info)
        before = dict(vars(record))
        assert StorageErrorFilter().filter(record)
        assert vars(record) == before
