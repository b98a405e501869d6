"""gRPC: the status code of a record, and a google.rpc.Status in the JSON form of protobuf, which its library reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.kinds import GRPC_BY_REASON, KIND_FACTS
from normalizer.standards.facts import facts, sentence, upper_snake

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord

NUMBERS: Final = {
    "OK": 0, "CANCELLED": 1, "UNKNOWN": 2, "INVALID_ARGUMENT": 3, "DEADLINE_EXCEEDED": 4, "NOT_FOUND": 5, "ALREADY_EXISTS": 6,
    "PERMISSION_DENIED": 7, "RESOURCE_EXHAUSTED": 8, "FAILED_PRECONDITION": 9, "ABORTED": 10, "OUT_OF_RANGE": 11, "UNIMPLEMENTED": 12,
    "INTERNAL": 13, "UNAVAILABLE": 14, "DATA_LOSS": 15, "UNAUTHENTICATED": 16,
}  # fmt: skip
"""The numbers of gRPC's status codes by name."""
DOMAIN: Final = "storage-errors"
_TYPE: Final = "type.googleapis.com/google.rpc."


class StatusCode(NamedTuple):
    """A status code of gRPC: not an HTTP status."""

    number: int
    name: str


def status_code(record: ErrorRecord) -> StatusCode:
    """The gRPC status code of the record's kind and reason; OK for what is no failure.

    >>> from normalizer import normalize
    >>> status_code(normalize("qingstor", b'{"code": "object_not_exists"}', status=404))
    StatusCode(number=5, name='NOT_FOUND')
    """
    name = GRPC_BY_REASON.get(record.reason or "", KIND_FACTS[record.kind].grpc)
    return StatusCode(NUMBERS[name], name)


def rpc_status(record: ErrorRecord, *, domain: str = DOMAIN, message: bool = False, names: bool = False) -> dict[str, Any]:
    """A google.rpc.Status as `google.protobuf.json_format.ParseDict` reads it, with ErrorInfo, and RetryInfo where a wait is known.

    domain: of ErrorInfo; its reason is our kind and reason as one constant, its metadata the other facts. The status' message is
    our sentence. message, names: see `normalizer.standards`; they go to the metadata. RetryInfo only where a repetition may help.
    {"code": 0} for what is no failure.

    >>> from normalizer import normalize
    >>> status = rpc_status(normalize("aws-s3", status=503, headers={"Retry-After": "2.5"}))
    >>> status["code"], status["details"][0]["reason"], status["details"][1]["retryDelay"]
    (14, 'UNAVAILABLE', '2.500s')
    """
    code = status_code(record)
    if not record.is_error:
        return {"code": code.number}
    metadata = {name: str(value) for name, value in facts(record, message=message, names=names).items()}
    details: list[dict[str, Any]] = [
        {"@type": _TYPE + "ErrorInfo", "reason": upper_snake(record.kind, record.reason), "domain": domain, "metadata": metadata}
    ]
    if record.retryable and record.retry_after is not None:
        details.append({"@type": _TYPE + "RetryInfo", "retryDelay": f"{record.retry_after:.3f}s"})
    return {"code": code.number, "message": sentence(record), "details": details}
