"""The errors of object-storage vendors, in one language.

    from normalizer import normalize
    error = normalize("upyun", b'{"msg": "bucket not exist", "code": 40100012}', status=401)
    error.kind, error.resource, error.retry     # NotFound, bucket, after_change

No client, no network, no clock, no state. Importing the package imports neither pydantic nor any table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from normalizer.errors import TableError, UnknownProvider
from normalizer.kinds import Effect, Fault, Kind, MatchedBy, Resource, Retry

if TYPE_CHECKING:
    from normalizer.comparison import compare
    from normalizer.comparison_model import Comparison
    from normalizer.detection import Candidate, Detection
    from normalizer.exceptions import (
        AccountProblem,
        AlreadyExists,
        AuthFailed,
        Cancelled,
        ChecksumMismatch,
        Conflict,
        EncryptionKeyError,
        Internal,
        InvalidArgument,
        Locked,
        NotFound,
        ObjectArchived,
        PermissionDenied,
        PreconditionFailed,
        QuotaExceeded,
        RangeNotSatisfiable,
        RateLimited,
        StorageError,
        Timeout,
        TooLarge,
        Unavailable,
        Unknown,
        Unsupported,
        UpstreamFailed,
        WrongEndpoint,
    )
    from normalizer.model import ErrorRecord
    from normalizer.retries import should_retry
    from normalizer.row import Row
    from normalizer.tables import Tables

__version__ = "0.1.0"

__all__ = [
    "AccountProblem",
    "AlreadyExists",
    "AuthFailed",
    "Cancelled",
    "Candidate",
    "ChecksumMismatch",
    "Comparison",
    "Conflict",
    "Detection",
    "Effect",
    "EncryptionKeyError",
    "ErrorRecord",
    "Fault",
    "Internal",
    "InvalidArgument",
    "Kind",
    "Locked",
    "MatchedBy",
    "NotFound",
    "ObjectArchived",
    "PermissionDenied",
    "PreconditionFailed",
    "QuotaExceeded",
    "RangeNotSatisfiable",
    "RateLimited",
    "Resource",
    "Retry",
    "Row",
    "StorageError",
    "TableError",
    "Tables",
    "Timeout",
    "TooLarge",
    "Unavailable",
    "Unknown",
    "UnknownProvider",
    "Unsupported",
    "UpstreamFailed",
    "WrongEndpoint",
    "compare",
    "detect",
    "errors_in",
    "normalize",
    "providers",
    "rows",
    "should_retry",
]

_ELSEWHERE = {
    "Candidate": "normalizer.detection",
    "Comparison": "normalizer.comparison_model",
    "Detection": "normalizer.detection",
    "ErrorRecord": "normalizer.model",
    "Row": "normalizer.row",
    "Tables": "normalizer.tables",
    "should_retry": "normalizer.retries",
    "compare": "normalizer.comparison",
}
_tables: Tables | None = None


def _default() -> Tables:
    """Our own tables, made at the first call."""
    global _tables  # noqa: PLW0603  the one cache of the package
    if _tables is None:
        from normalizer.tables import Tables  # noqa: PLC0415  a plain import of the package stays cheap

        _tables = Tables()
    return _tables


def normalize(
    provider: str,
    body: object = None,
    *,
    status: object = None,
    headers: object = None,
    method: object = None,
    url: object = None,
    request_headers: object = None,
    operation: object = None,
) -> ErrorRecord:
    """The first error of a response, as a record; a NotAnError record where the response shows a success.

    provider: slug or alias, any case; "auto" to have it detected, which the record says in `detected_by`. body: bytes-like,
    str, an already parsed mapping, or None. status: the HTTP status, int or text. headers, request_headers: a mapping or pairs.
    method: the HTTP method. url: of the request. operation: S3's name of the operation or the provider's own. Nonsense among
    them is ignored and named in `ignored`.

    Raises UnknownProvider, and TypeError for a body of another type. Nothing else, whatever the data.

    >>> record = normalize("upyun", b'{"msg": "bucket not exist", "code": 40100012, "id": "0f12e8fe"}', status=401)
    >>> print(record.kind, record.resource, record.retry, record.effect, record.matched_by, record.consistent)
    NotFound bucket after_change not_applied code True
    >>> record.code, record.request_id
    ('40100012', '0f12e8fe')
    """
    return (_tables or _default()).first(provider, body, status, headers, method, operation, request_headers, url)


def errors_in(
    provider: str,
    body: object = None,
    *,
    status: object = None,
    headers: object = None,
    method: object = None,
    url: object = None,
    request_headers: object = None,
    operation: object = None,
) -> list[ErrorRecord]:
    """Every error that a response carries: the failed items of a batch, an error under HTTP 200; [] for a success.

    The arguments and what is raised are those of `normalize`. Where nothing can be told: one Unknown record.

    >>> body = b'{"deleted": [{"key": "a"}], "errors": [{"key": "b", "code": "permission_denied", "message": "no"}]}'
    >>> [(record.key, str(record.kind)) for record in errors_in("qingstor", body, status=200)]
    [('b', 'PermissionDenied')]
    """
    return (_tables or _default()).all(provider, body, status, headers, method, operation, request_headers, url)


def detect(body: object = None, *, status: object = None, headers: object = None, url: object = None) -> Detection:
    """Who sent a response: the providers that it shows signs of, the best first, with the evidence for each.

    Decided only where the evidence is enough and clearly for one; else s3-compatible for XML of S3's form, or unknown. Codes
    decide nothing, but for those that only one vendor has. The arguments are those of `normalize`.

    >>> detect(status=404, headers={"x-oss-request-id": "5C3D9175B6FC201293AD4890"}).provider
    'aliyun-oss'
    >>> detect(b"<Error><Code>NoSuchKey</Code></Error>")
    Detection(provider='s3-compatible', decided=False, candidates=())
    """
    return (_tables or _default()).detect(body, status=status, headers=headers, url=url)


def providers() -> list[str]:
    """The slugs of all providers, sorted.

    >>> "upyun" in providers()
    True
    """
    return _default().providers()


def rows(provider: str) -> list[Row]:
    """The rows of a provider's table: what each documented code means. Without those inherited. Raises UnknownProvider.

    >>> rows("qingstor")[0].code
    'access_denied'
    """
    return _default().rows(provider)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  as above

    value = getattr(import_module(_ELSEWHERE.get(name, "normalizer.exceptions")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
