"""Responses that released packages answer wrongly, one test each. The packages and versions are those in which it was seen, by running them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from normalizer import normalize


class Failure(NamedTuple):
    """What a peer did with a response, and what is right."""

    peer: str
    did: str
    provider: str
    body: Any
    arguments: dict[str, Any]
    right: dict[str, Any]


def s3(code: str, more: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>m</Message>{more}<RequestId>R1</RequestId></Error>'


def google(status: int, reason: str, message: str = "m") -> str:
    return json.dumps({"error": {"code": status, "message": message, "errors": [{"message": message, "domain": "global", "reason": reason}]}})


def azure(code: str) -> str:
    return f'\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>m\nRequestId:2e4c-01\nTime:2026-11-21T00:00:00Z</Message></Error>'


GCSFS, AZURE, OPENDAL, OBSTORE, S3FS = "gcsfs 2026.10.1", "azure-storage-blob 12.31.1", "opendal 0.47.12", "obstore 0.12.1", "s3fs 2026.9.0"
FAILURES = [
    Failure(GCSFS, "ValueError, for the object's name has 'invalid' in it", "gcs", google(429, "rateLimitExceeded", "b/invalid.txt"), {"status": 429}, {"kind": "RateLimited", "retryable": True}),
    Failure(GCSFS, "OSError, not to be retried", "gcs", google(403, "rateLimitExceeded"), {"status": 403}, {"kind": "RateLimited", "retryable": True}),
    Failure(GCSFS, "a success", "gcs", b"", {"status": 499}, {"kind": "Cancelled", "is_error": True}),
    *(
        Failure(AZURE, "ResourceExistsError, like every 409", "azure-blob", azure(code), {"status": 409}, {"kind": kind})
        for code, kind in (
            ("BlobArchived", "ObjectArchived"), ("BlobImmutableDueToPolicy", "Locked"), ("LeaseAlreadyPresent", "Locked"), ("ContainerBeingDeleted", "Conflict"),
            ("PendingCopyOperation", "Conflict"),
        )
    ),
    Failure(AZURE, "ResourceModifiedError", "azure-blob", b"", {"status": 304, "headers": {"x-ms-error-code": "ConditionNotMet"}}, {"kind": "NotModified", "is_error": False}),
    Failure(AZURE, "ResourceNotFoundError", "azure-blob", azure("CannotVerifyCopySource"), {"status": 403}, {"kind": "PermissionDenied"}),
    Failure(AZURE, "HttpResponseError, like anything", "azure-blob", azure("SourceConditionNotMet"), {"status": 412}, {"kind": "PreconditionFailed"}),
    Failure(AZURE, "HttpResponseError, like anything", "azure-blob", azure("TargetConditionNotMet"), {"status": 412}, {"kind": "PreconditionFailed"}),
    Failure(AZURE, "HttpResponseError, like anything", "azure-blob", b"", {"status": 412}, {"kind": "PreconditionFailed"}),
    Failure(AZURE, "TypeError", "azure-blob", b'{"error": {"code": "PathNotFound"}}', {"status": 404}, {"kind": "NotFound", "code": "PathNotFound"}),
    Failure("google-api-core 2.44.0", "AttributeError", "gcs", b'{"error": "invalid_grant"}', {"status": 400}, {"kind": "AuthFailed", "code": "invalid_grant"}),
    Failure("cos-python-sdk-v5 1.9.44", "code 'Unknown'", "tencent-cos", b"<Error><Code>NoSuchKey</Code></Error>", {"status": 404}, {"kind": "NotFound", "code": "NoSuchKey"}),
    Failure("oss2 2.18.4", "no code", "aliyun-oss", b'<Error xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><Code>NoSuchKey</Code></Error>', {"status": 404}, {"kind": "NotFound", "code": "NoSuchKey"}),
    Failure("b2sdk 2.13.1", "AssertionError", "backblaze-b2", b'{"code": "source_too_large", "message": "another wording", "status": 400}', {"status": 400}, {"kind": "TooLarge"}),
    Failure("b2sdk 2.13.1", "AssertionError", "backblaze-b2", b'{"code": "auth_token_limit", "message": "another wording", "status": 400}', {"status": 400}, {"code": "auth_token_limit", "matched_by": "code"}),
    Failure("b2sdk 2.13.1", "UnknownError", "backblaze-b2", b'{"code": "cap_exceeded", "message": "m", "status": 403}', {"status": 403}, {"kind": "QuotaExceeded"}),
    Failure("b2sdk 2.13.1", "UnknownError", "backblaze-b2", b'{"code": "download_cap_exceeded", "message": "m", "status": 403}', {"status": 403}, {"kind": "QuotaExceeded"}),
    Failure(OPENDAL, "Unexpected, though a GET is RateLimited", "aws-s3", b"", {"status": 503, "method": "HEAD"}, {"kind": "Unavailable", "matched_by": "status"}),
    Failure(OPENDAL, "PermissionDenied for good", "gcs", google(403, "userRateLimitExceeded"), {"status": 403}, {"kind": "RateLimited"}),
    *(
        Failure(OBSTORE, "AlreadyExistsError, like every 409", "aws-s3", s3(code), {"status": 409}, {"kind": kind})
        for code, kind in (("BucketNotEmpty", "Conflict"), ("OperationAborted", "Conflict"), ("ConditionalRequestConflict", "Conflict"), ("RestoreAlreadyInProgress", "ObjectArchived"))
    ),
    Failure(S3FS, "OSError EINVAL, on the path that begins with a HEAD", "aws-s3", b"", {"status": 400, "method": "HEAD"}, {"kind": "Unknown", "among": "AuthFailed"}),
    *(
        Failure("three packages", "another kind, or none", "aws-s3", s3(code), {"status": status}, right)
        for code, status, right in (
            ("NoSuchBucket", 404, {"kind": "NotFound", "resource": "bucket"}),
            ("InvalidAccessKeyId", 403, {"kind": "AuthFailed", "reason": "unknown_key"}),
            ("SignatureDoesNotMatch", 403, {"kind": "AuthFailed", "reason": "bad_signature"}),
            ("RequestTimeTooSkewed", 403, {"kind": "AuthFailed", "reason": "clock_skew", "retry": "after_refresh"}),
            ("ExpiredToken", 400, {"kind": "AuthFailed", "retry": "after_refresh"}),
            ("InvalidToken", 400, {"kind": "AuthFailed"}),
            ("AccountProblem", 403, {"kind": "AccountProblem"}),
            ("InvalidObjectState", 403, {"kind": "ObjectArchived"}),
            ("BucketAlreadyExists", 409, {"kind": "AlreadyExists"}),
            ("PreconditionFailed", 412, {"kind": "PreconditionFailed"}),
            ("BadDigest", 400, {"kind": "ChecksumMismatch", "retry": "once"}),
            ("XAmzContentSHA256Mismatch", 400, {"kind": "ChecksumMismatch"}),
            ("EntityTooLarge", 400, {"kind": "TooLarge"}),
            ("MetadataTooLarge", 400, {"kind": "TooLarge"}),
            ("KeyTooLongError", 400, {"kind": "TooLarge", "reason": "name_too_long"}),
            ("RequestTimeout", 400, {"kind": "Timeout", "retryable": True}),
            ("SlowDown", 503, {"kind": "RateLimited"}),
            ("KMS.DisabledException", 400, {"kind": "EncryptionKeyError"}),
            ("PermanentRedirect", 301, {"kind": "WrongEndpoint"}),
        )
    ),
    Failure("three packages", "another kind, or none", "ceph-rgw", s3("UserSuspended"), {"status": 403}, {"kind": "AccountProblem"}),
    Failure("three packages", "another kind, or none", "ceph-rgw", s3("QuotaExceeded"), {"status": 403}, {"kind": "QuotaExceeded"}),
    Failure("three packages", "another kind, or none", "minio", s3("XMinioStorageFull"), {"status": 507}, {"kind": "QuotaExceeded", "reason": "storage_full"}),
    Failure("three packages", "another kind, or none", "yandex", s3("TooManyRequests"), {"status": 429}, {"kind": "RateLimited"}),
    Failure("three packages", "another kind, or none", "cloudflare-r2", s3("Unauthorized"), {"status": 401}, {"kind": "AuthFailed"}),
    Failure("three packages", "a failure without a region", "aws-s3", s3("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"), {"status": 400}, {"region": "eu-west-1"}),
]  # fmt: skip


@pytest.mark.parametrize("failure", FAILURES, ids=[f"{each.peer}: {each.did} ({number})" for number, each in enumerate(FAILURES)])
def test_what_a_peer_gets_wrong(failure: Failure) -> None:
    record = normalize(failure.provider, failure.body, **failure.arguments)
    right = dict(failure.right)
    among = right.pop("among", None)
    assert {name: getattr(record, name) for name in right} == right
    assert among is None or among in record.alternatives


def test_an_unexplained_503_may_be_a_throttle() -> None:
    assert "RateLimited" in normalize("aws-s3", b"", status=503, method="HEAD").alternatives
