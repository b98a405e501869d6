"""The canonical vocabulary: kinds and the axes beside them, with the facts that hold for every provider.

One question decides a kind: what must change before this can succeed, and who changes it?
Two native errors with the same answer are the same kind, whatever their HTTP status.
"""

from __future__ import annotations

import errno
from enum import StrEnum
from typing import Final

from normalizer.values import Values


class Kind(StrEnum):
    """What kind of failure it is; not what to do about it (see `Retry`) nor what it is about (see `Resource`).

    >>> Kind("NotFound") is Kind.NOT_FOUND
    True
    """

    NOT_FOUND = "NotFound"
    ALREADY_EXISTS = "AlreadyExists"
    CONFLICT = "Conflict"
    PRECONDITION_FAILED = "PreconditionFailed"
    NOT_MODIFIED = "NotModified"
    AUTH_FAILED = "AuthFailed"
    PERMISSION_DENIED = "PermissionDenied"
    ACCOUNT_PROBLEM = "AccountProblem"
    QUOTA_EXCEEDED = "QuotaExceeded"
    RATE_LIMITED = "RateLimited"
    TOO_LARGE = "TooLarge"
    INVALID_ARGUMENT = "InvalidArgument"
    RANGE_NOT_SATISFIABLE = "RangeNotSatisfiable"
    CHECKSUM_MISMATCH = "ChecksumMismatch"
    UNSUPPORTED = "Unsupported"
    WRONG_ENDPOINT = "WrongEndpoint"
    OBJECT_ARCHIVED = "ObjectArchived"
    LOCKED = "Locked"
    ENCRYPTION_KEY_ERROR = "EncryptionKeyError"
    UPSTREAM_FAILED = "UpstreamFailed"
    TIMEOUT = "Timeout"
    UNAVAILABLE = "Unavailable"
    INTERNAL = "Internal"
    CANCELLED = "Cancelled"
    NOT_AN_ERROR = "NotAnError"
    UNKNOWN = "Unknown"


class Resource(StrEnum):
    """What an error is about. None in a record where the source does not tell."""

    ACCOUNT = "account"
    BUCKET = "bucket"
    OBJECT = "object"
    VERSION = "version"
    SNAPSHOT = "snapshot"
    UPLOAD = "upload"
    PART = "part"
    DIRECTORY = "directory"
    CREDENTIAL = "credential"
    TOKEN = "token"  # noqa: S105  a word of the vocabulary, no secret
    POLICY = "policy"
    CONFIGURATION = "configuration"
    DOMAIN = "domain"
    CERTIFICATE = "certificate"
    ENCRYPTION_KEY = "encryption_key"
    OPERATOR = "operator"
    ORDER = "order"
    VOUCHER = "voucher"
    APPLICATION = "application"
    SERVICE = "service"
    IMAGE = "image"
    TASK = "task"
    LEASE = "lease"


class Retry(StrEnum):
    """Whether and how the same operation can succeed later. Not a schedule: see `retry_after` for seconds."""

    NEVER = "never"
    AFTER_CHANGE = "after_change"
    AFTER_REFRESH = "after_refresh"
    ONCE = "once"
    AFTER_BACKOFF = "after_backoff"
    UNKNOWN = "unknown"


REPEATING: Final = frozenset({Retry.AFTER_REFRESH, Retry.ONCE, Retry.AFTER_BACKOFF})
"""The retry classes that send the same request again."""


class Effect(StrEnum):
    """Whether the operation took effect on the provider's side in spite of the error."""

    NOT_APPLIED = "not_applied"
    UNKNOWN = "unknown"
    APPLIED = "applied"


class Fault(StrEnum):
    """Whose fault it is. None in a record where there is none or it cannot be told."""

    CALLER = "caller"
    CREDENTIALS = "credentials"
    ACCOUNT = "account"
    PROVIDER = "provider"
    UPSTREAM = "upstream"
    INTERMEDIARY = "intermediary"


class MatchedBy(StrEnum):
    """Which rung of the ladder answered: how much a record is to be trusted."""

    CODE = "code"
    INHERITED = "inherited"
    FAMILY = "family"
    STATUS = "status"
    NOTHING = "nothing"


class KindFacts(Values):
    """What holds for a kind whoever the provider is. The first of `statuses` is the kind's canonical HTTP status."""

    statuses: tuple[int, ...]
    retry: Retry
    errno: int | None
    grpc: str
    fault: Fault | None
    definition: str
    effect: Effect = Effect.NOT_APPLIED


def _errno(name: str, fallback: int) -> int:
    """The platform's errno of that name; `fallback` where it has none (EREMCHG and ENOKEY are Linux only)."""
    return getattr(errno, name, fallback)


KIND_FACTS: Final[dict[Kind, KindFacts]] = {
    Kind.NOT_FOUND: KindFacts(
        (404, 410), Retry.AFTER_CHANGE, errno.ENOENT, "NOT_FOUND", Fault.CALLER,
        "what the request addressed (bucket, object, version, upload, domain, account entry, configuration) is not there",
    ),
    Kind.ALREADY_EXISTS: KindFacts(
        (409,), Retry.AFTER_CHANGE, errno.EEXIST, "ALREADY_EXISTS", Fault.CALLER,
        "what the request would create or add is there already: a name taken, a part or upload complete, an entry bound",
    ),
    Kind.CONFLICT: KindFacts(
        (409,), Retry.AFTER_CHANGE, errno.EBUSY, "FAILED_PRECONDITION", Fault.CALLER,
        "the present state of the resource stands against the request: not empty, still bound, wrong type, busy",
    ),
    Kind.PRECONDITION_FAILED: KindFacts(
        (412,), Retry.AFTER_CHANGE, errno.ESTALE, "FAILED_PRECONDITION", Fault.CALLER,
        "a condition that the caller itself stated (ETag, time, offset, generation) was false",
    ),
    Kind.NOT_MODIFIED: KindFacts(
        (304,), Retry.NEVER, None, "OK", None,
        "a conditional read: the caller's copy is current; not a failure",
    ),
    Kind.AUTH_FAILED: KindFacts(
        (401, 403, 407, 495, 496), Retry.AFTER_CHANGE, errno.EACCES, "UNAUTHENTICATED", Fault.CREDENTIALS,
        "the caller was not identified: credentials missing, unknown, malformed, expired, revoked, wrongly signed, replayed, or its clock is off",
    ),
    Kind.PERMISSION_DENIED: KindFacts(
        (403,), Retry.AFTER_CHANGE, errno.EACCES, "PERMISSION_DENIED", Fault.CALLER,
        "the caller was identified (or taken as anonymous), and a policy, ACL, referer, IP or network rule refused",
    ),
    Kind.ACCOUNT_PROBLEM: KindFacts(
        (403, 402, 451), Retry.AFTER_CHANGE, errno.EPERM, "PERMISSION_DENIED", Fault.ACCOUNT,
        "the provider has suspended, blocked, closed, not yet activated, or wants payment for, the account, bucket or object",
    ),
    Kind.QUOTA_EXCEEDED: KindFacts(
        (507, 403, 429), Retry.AFTER_CHANGE, errno.EDQUOT, "RESOURCE_EXHAUSTED", Fault.ACCOUNT,
        "a stock is used up (bytes, buckets, domains, a daily allowance); slowing down does not clear it within the hour",
    ),
    Kind.RATE_LIMITED: KindFacts(
        (429, 503, 509, 529), Retry.AFTER_BACKOFF, errno.EBUSY, "RESOURCE_EXHAUSTED", Fault.CALLER,
        "too many requests or bytes per time; slowing down cures it",
    ),
    Kind.TOO_LARGE: KindFacts(
        (413, 400, 414, 431, 494), Retry.NEVER, errno.EFBIG, "INVALID_ARGUMENT", Fault.CALLER,
        "one request, object, part, key, header or list is above a fixed maximum; it would fail on an empty, idle account too",
    ),
    Kind.INVALID_ARGUMENT: KindFacts(
        (400, 406, 411, 415, 417, 422), Retry.NEVER, errno.EINVAL, "INVALID_ARGUMENT", Fault.CALLER,
        "the request is malformed, incomplete, or a value is illegal whatever the account and the state",
    ),
    Kind.RANGE_NOT_SATISFIABLE: KindFacts(
        (416,), Retry.NEVER, errno.EINVAL, "OUT_OF_RANGE", Fault.CALLER,
        "the byte range or offset asked for lies outside the object",
    ),
    Kind.CHECKSUM_MISMATCH: KindFacts(
        (400, 422), Retry.ONCE, errno.EBADMSG, "ABORTED", Fault.CALLER,
        "what arrived is not what was announced: digest, size or length differ",
    ),
    Kind.UNSUPPORTED: KindFacts(
        (501, 405, 505), Retry.NEVER, errno.ENOTSUP, "UNIMPLEMENTED", Fault.CALLER,
        "legal in the API, but this service, bucket type, plan or version does not do it; or the HTTP method is not offered here",
    ),
    Kind.WRONG_ENDPOINT: KindFacts(
        (421, 301, 302, 303, 307, 308, 497), Retry.AFTER_CHANGE, _errno("EREMCHG", errno.EIO), "FAILED_PRECONDITION", Fault.CALLER,
        "right request, wrong place: other region, host, scheme or API endpoint",
    ),
    Kind.OBJECT_ARCHIVED: KindFacts(
        (403, 409), Retry.AFTER_CHANGE, _errno("ENODATA", errno.EIO), "FAILED_PRECONDITION", Fault.CALLER,
        "the object is in cold storage: restore it, or wait until it is restored",
    ),
    Kind.LOCKED: KindFacts(
        (423, 403, 409), Retry.AFTER_CHANGE, errno.EPERM, "FAILED_PRECONDITION", Fault.CALLER,
        "a retention rule, legal hold, read-only mark, somebody's lease or the provider's own protection guards the resource",
    ),
    Kind.ENCRYPTION_KEY_ERROR: KindFacts(
        (400, 403), Retry.AFTER_CHANGE, _errno("ENOKEY", errno.EIO), "FAILED_PRECONDITION", Fault.CREDENTIALS,
        "the data's encryption key given or configured is missing, wrong, disabled, denied or unwanted",
    ),
    Kind.UPSTREAM_FAILED: KindFacts(
        (424, 502, 503, 504), Retry.AFTER_BACKOFF, errno.EIO, "UNAVAILABLE", Fault.UPSTREAM,
        "a third party that the caller named failed or refused: callback URL, mirror origin, fetch source, external login",
        Effect.UNKNOWN,
    ),
    Kind.TIMEOUT: KindFacts(
        (504, 408, 524, 598, 599), Retry.AFTER_BACKOFF, errno.ETIMEDOUT, "DEADLINE_EXCEEDED", Fault.PROVIDER,
        "a time limit passed anywhere, or the connection with the client broke, before the request was complete",
        Effect.UNKNOWN,
    ),
    Kind.UNAVAILABLE: KindFacts(
        (503, 502, 425, 520, 521, 522, 523, 525, 526, 527, 530), Retry.AFTER_BACKOFF, errno.EBUSY, "UNAVAILABLE", Fault.PROVIDER,
        "the service, or a proxy before it, says that it cannot serve now, for a cause that is not the caller's rate",
        Effect.UNKNOWN,
    ),
    Kind.INTERNAL: KindFacts(
        (500,), Retry.AFTER_BACKOFF, errno.EIO, "INTERNAL", Fault.PROVIDER,
        "the service failed in a way that it does not explain, or explains as its own fault",
        Effect.UNKNOWN,
    ),
    Kind.CANCELLED: KindFacts(
        (499, 460), Retry.UNKNOWN, errno.ECANCELED, "CANCELLED", Fault.CALLER,
        "the server noticed that the client gave up, or an operation was cancelled on request",
        Effect.UNKNOWN,
    ),
    Kind.NOT_AN_ERROR: KindFacts(
        (200,), Retry.NEVER, None, "OK", None,
        "the response is a success or an intermediate state; no exception",
    ),
    Kind.UNKNOWN: KindFacts(
        (), Retry.UNKNOWN, errno.EIO, "UNKNOWN", None,
        "not identified by code, family or status; the native data is kept",
        Effect.UNKNOWN,
    ),
}  # fmt: skip

ERRNO_BY_REASON: Final[dict[str, int]] = {
    "not_empty": errno.ENOTEMPTY,
    "uploads_left": errno.ENOTEMPTY,
    "acl_left": errno.ENOTEMPTY,
    "storage_full": errno.ENOSPC,
    "name_too_long": errno.ENAMETOOLONG,
}
"""Where a reason has an errno of its own, different from its kind's."""

GRPC_BY_REASON: Final[dict[str, str]] = {"in_progress": "ABORTED"}
"""Where a reason has a gRPC status of its own, different from its kind's."""
