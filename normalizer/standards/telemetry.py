"""OpenTelemetry: attributes by the names of the semantic conventions where they have one, else below `storage_errors.`.

Not used, for a convention's own reason: `error.message` is deprecated, and `aws.request_id` with its like is for one vendor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.kinds import Kind
from normalizer.standards.facts import CLOSED, facts

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord

Value = str | int | float | bool | tuple[str, ...]

NAMESPACE: Final = "storage_errors."
ERROR_TYPE: Final = "error.type"
STATUS_CODE: Final = "http.response.status_code"
_OTHER: Final = "_OTHER"

_NO_ERROR: Final = frozenset({Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED})
ERROR_TYPES: Final = frozenset({kind.value for kind in Kind if kind not in _NO_ERROR and kind is not Kind.UNKNOWN} | {_OTHER})
"""Every value that `error.type` can take."""


def error_type(record: ErrorRecord) -> str | None:
    """The value of `error.type`: the kind's name, _OTHER for Unknown, as the conventions want it; None where nothing failed.

    >>> from normalizer import normalize
    >>> error_type(normalize("aws-s3", status=503)), error_type(normalize("aws-s3", status=200)), error_type(normalize("aws-s3"))
    ('Unavailable', None, '_OTHER')
    """
    if record.kind in _NO_ERROR:
        return None
    return _OTHER if record.kind is Kind.UNKNOWN else record.kind.value


def metric_attributes(record: ErrorRecord) -> dict[str, Value]:
    """Attributes with few values each, for counters and histograms: nothing of the wire but the HTTP status.

    >>> from normalizer import normalize
    >>> metric_attributes(normalize("qingstor", b'{"code": "bucket_not_exists"}', status=404))
    {'error.type': 'NotFound', 'http.response.status_code': 404, 'storage_errors.provider': 'qingstor', 'storage_errors.resource': 'bucket',
    'storage_errors.retry': 'after_change', 'storage_errors.effect': 'not_applied', 'storage_errors.fault': 'caller',
    'storage_errors.matched_by': 'code'}
    """
    told = facts(record)
    attributes: dict[str, Value] = {}
    failed = error_type(record)
    if failed is not None:
        attributes[ERROR_TYPE] = failed
    if record.status is not None:
        attributes[STATUS_CODE] = record.status
    return attributes | {NAMESPACE + name: told[name] for name in CLOSED if name in told and name != "kind"}


def span_attributes(record: ErrorRecord, *, message: bool = False, names: bool = False) -> dict[str, Value]:
    """The attributes of metrics, and beside them what is told of this one error: code, request id, wait, confidence.

    message, names: see `normalizer.standards`. Of no use on a metric: a code that no table lists is any text.

    >>> from normalizer import normalize
    >>> attributes = span_attributes(normalize("qingstor", b'{"code": "bucket_not_exists", "request_id": "7"}', status=404))
    >>> attributes["storage_errors.code"], attributes["storage_errors.request_id"]
    ('bucket_not_exists', '7')
    """
    told = facts(record, message=message, names=names)
    attributes = metric_attributes(record) | {NAMESPACE + name: value for name, value in told.items() if name not in {"kind", "status"}}
    attributes[NAMESPACE + "confidence"] = record.confidence
    if record.consistent is not None:
        attributes[NAMESPACE + "consistent"] = record.consistent
    if record.alternatives:
        attributes[NAMESPACE + "alternatives"] = tuple(kind.value for kind in record.alternatives)
    return attributes
