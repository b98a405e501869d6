"""The errors of object-storage vendors, in one language.

    from normalizer import normalize
    error = normalize("upyun", b'{"msg": "bucket not exist", "code": 40100012}', status=401)
    error.kind, error.resource, error.retry     # NotFound, bucket, after_change

No client, no network, no clock, no state. Importing the package imports neither pydantic nor any table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from normalizer.errors import TableError, UnknownProvider
from normalizer.kinds import Effect, Fault, Kind, MatchedBy, Resource, Retry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from normalizer.arrow import normalize_batch as normalize_batch
    from normalizer.canonical import canonical_errors
    from normalizer.caught import from_exception
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
    from normalizer.fidelity import Fidelity
    from normalizer.model import ErrorRecord
    from normalizer.responses import from_response
    from normalizer.retries import should_retry
    from normalizer.returned import from_result
    from normalizer.row import Row
    from normalizer.tables import Tables
    from normalizer.translation import NativeResponse

    Body = bytes | bytearray | memoryview | str | Mapping[str, Any] | None

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
    "Fidelity",
    "Internal",
    "InvalidArgument",
    "Kind",
    "Locked",
    "MatchedBy",
    "NativeResponse",
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
    "canonical_errors",
    "compare",
    "detect",
    "errors_in",
    "from_exception",
    "from_response",
    "from_result",
    "normalize",
    "providers",
    "rows",
    "should_retry",
    "translate",
]

_ELSEWHERE = {
    "Candidate": "normalizer.detection",
    "Comparison": "normalizer.comparison_model",
    "Detection": "normalizer.detection",
    "ErrorRecord": "normalizer.model",
    "Fidelity": "normalizer.fidelity",
    "NativeResponse": "normalizer.translation",
    "Row": "normalizer.row",
    "Tables": "normalizer.tables",
    "should_retry": "normalizer.retries",
    "compare": "normalizer.comparison",
    "canonical_errors": "normalizer.canonical",
    "from_exception": "normalizer.caught",
    "from_response": "normalizer.responses",
    "from_result": "normalizer.returned",
    "normalize_batch": "normalizer.arrow",
}
"""Where what is not defined here is imported from when it is asked for. normalize_batch is not in __all__: it needs an extra."""
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


@overload
def translate(error: ErrorRecord, to: str, *, method: object = None, request_id: str | None = None) -> NativeResponse: ...


@overload
def translate(
    error: Body, to: str, *, source: str, status: object = None, headers: object = None, method: object = None, url: object = None,
    request_headers: object = None, operation: object = None, request_id: str | None = None,
) -> NativeResponse: ...  # fmt: skip


def translate(error: ErrorRecord | Body, to: str, *, source: str | None = None, **response: Any) -> NativeResponse:
    """The nearest error of another provider, as that one would send it: status, headers, body, and how near it comes.

    error: a record, or the body of a response together with `source`, the provider that sent it, and what else `normalize`
    takes. to: slug or alias of the provider whose client will read it. method: of the request that is answered; HEAD has no
    body. request_id: for the client, instead of the one in the record.

    Never gives another vendor's code, never ends what may be repeated nor the reverse, and always answers: `fidelity` is `status`
    where nothing but the HTTP status fits. Only the names of bucket and key and the request id are carried over; to hide
    them, change the record. One error, not the items of a batch.

    Raises UnknownProvider, and TypeError for a body of another type, without its source, or a record with what is not its own.

    >>> found = translate(b'{"msg": "bucket not exist", "code": 40100012}', source="upyun", to="aws-s3", status=401)
    >>> found.status, found.code, str(found.fidelity)
    (404, 'NoSuchBucket', 'exact')
    >>> found.why
    'NoSuchBucket is what aws-s3 says for NotFound (bucket)'
    >>> translate(normalize("qingstor", status=503), "azure-blob", method="HEAD").headers
    {'x-ms-error-code': 'ServerBusy'}
    """
    return _default().translate(error, to, source=source, **response)


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
    if name not in __all__ and name not in _ELSEWHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  as above

    value = getattr(import_module(_ELSEWHERE.get(name, "normalizer.exceptions")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
