"""A record in the words of every standard at once, for laws that hold for each."""

from __future__ import annotations

import logging
from typing import Any

from normalizer import Effect, ErrorRecord, Kind, MatchedBy, Retry, Tables, normalize
from normalizer.standards.facts import NAMES
from normalizer.standards.grpc import rpc_status, status_code
from normalizer.standards.logs import StorageErrorFilter, add_storage_error, log_fields
from normalizer.standards.problem import problem, problem_headers
from normalizer.standards.telemetry import metric_attributes, span_attributes

REASONS = {reason for reason, _ in Tables().reasons()}
MARK = "echoed-by-the-vendor"
SLOW = normalize("aws-s3", b"<Error><Code>SlowDown</Code></Error>", status=503, headers={"Retry-After": "2.25"})
ECHOING = ErrorRecord(
    **{name: f"{MARK}-{name}" for name in (*NAMES, "message")},
    provider="aws-s3",
    kind=Kind.INTERNAL,
    retry=Retry.AFTER_BACKOFF,
    effect=Effect.UNKNOWN,
    matched_by=MatchedBy.CODE,
    confidence=1.0,
    native={MARK: MARK},
    tables_version="0",
)


def outputs(record: ErrorRecord, *, message: bool = False, names: bool = False) -> dict[str, Any]:
    """What each function makes of the record; message and names for those that take them."""
    made: dict[str, Any] = {
        "metric": metric_attributes(record),
        "span": span_attributes(record, message=message, names=names),
        "grpc": status_code(record)._asdict(),
        "rpc": rpc_status(record, message=message, names=names),
        "log": log_fields(record, message=message, names=names),
    }
    if record.is_error:
        made["problem"] = problem(record, message=message, names=names)
        made["headers"] = problem_headers(record)
        made["structlog"] = {**add_storage_error(None, "error", {"exc_info": record.to_exception("a/b")})}
        del made["structlog"]["exc_info"]
        made["filter"] = filtered(record)
    return made


def filtered(record: ErrorRecord) -> dict[str, Any]:
    """What the filter adds to a record of logging."""
    error = record.to_exception("a/b")
    plain = logging.LogRecord("a", logging.ERROR, "a.py", 1, "upload failed", None, (type(error), error, None))
    before = set(vars(plain))
    assert StorageErrorFilter().filter(plain)
    return {name: value for name, value in vars(plain).items() if name not in before}
