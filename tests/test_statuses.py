"""Codes of S3's family that come with different statuses at different vendors: right at each, and consistent with what its sources say."""

from __future__ import annotations

import pytest

from normalizer import normalize

CASES = [
    ("AccessDenied", "aws-s3", 403, "PermissionDenied"),
    ("AccessDenied", "minio", 400, "AuthFailed"),
    ("AccessDenied", "seaweedfs", 400, "AuthFailed"),
    ("BucketAlreadyExists", "aws-s3", 409, "AlreadyExists"),
    ("EntityTooLarge", "aws-s3", 400, "TooLarge"),
    ("EntityTooLarge", "aws-s3", 405, "TooLarge"),
    ("InvalidBucketState", "aws-s3", 409, "Conflict"),
    ("InvalidBucketState", "versitygw", 400, "Conflict"),
    ("InvalidChunkSizeError", "aws-s3", 403, "InvalidArgument"),
    ("InvalidChunkSizeError", "versitygw", 400, "InvalidArgument"),
    ("InvalidObjectState", "aws-s3", 403, "ObjectArchived"),
    ("InvalidObjectState", "tencent-cos", 403, "ObjectArchived"),
    ("InvalidRegion", "aws-s3", 403, "AccountProblem"),
    ("InvalidRegion", "minio", 400, "WrongEndpoint"),
    ("MissingRequestBodyError", "aws-s3", 400, "InvalidArgument"),
    ("MissingRequestBodyError", "minio", 411, "InvalidArgument"),
    ("MissingSecurityHeader", "aws-s3", 400, "InvalidArgument"),
    ("MissingSecurityHeader", "versitygw", 404, "InvalidArgument"),
    ("NoSuchObjectLockConfiguration", "aws-s3", 404, "NotFound"),
    ("NoSuchObjectLockConfiguration", "minio", 400, "NotFound"),
    ("NoSuchObjectLockConfiguration", "versitygw", 400, "NotFound"),
    ("NoSuchVersion", "aws-s3", 404, "NotFound"),
    ("NoSuchVersion", "netease-nos", 400, "NotFound"),
    ("NotImplemented", "aws-s3", 501, "Unsupported"),
    ("NotImplemented", "aliyun-oss", 400, "Unsupported"),
    ("ObjectNotAppendable", "aliyun-oss", 409, "Conflict"),
    ("ObjectNotAppendable", "aliyun-oss", 411, "Conflict"),
    ("PermanentRedirect", "aws-s3", 301, "WrongEndpoint"),
    ("PermanentRedirect", "aliyun-oss", 403, "WrongEndpoint"),
    ("QuotaExceeded", "ceph-rgw", 403, "QuotaExceeded"),
    ("QuotaExceeded", "scality", 429, "QuotaExceeded"),
    ("QuotaExceeded", "oracle-oci", 400, "QuotaExceeded"),
    ("RequestIsNotMultiPartContent", "aws-s3", 412, "InvalidArgument"),
    ("RequestTimeout", "aws-s3", 400, "Timeout"),
    ("RequestTimeout", "huawei-obs", 408, "Timeout"),
    ("RequestTimeout", "huawei-obs", 400, "Timeout"),
    ("RequestTimeout", "baidu-bos", 408, "Timeout"),
    ("RequestTimeout", "ceph-rgw", 408, "Timeout"),
    ("RequestTimeout", "minio", 503, "Timeout"),
    ("ServerSideEncryptionConfigurationNotFoundError", "aws-s3", 400, "NotFound"),
    ("ServerSideEncryptionConfigurationNotFoundError", "minio", 404, "NotFound"),
    ("SlowDown", "aws-s3", 503, "RateLimited"),
    ("SlowDown", "gcs", 429, "RateLimited"),
    ("Unauthorized", "cloudflare-r2", 401, "AuthFailed"),
    ("Unauthorized", "scality", 401, "AuthFailed"),
    ("Unauthorized", "huawei-obs", 403, "AccountProblem"),
    ("ExpiredToken", "aws-s3", 400, "AuthFailed"),
]


@pytest.mark.parametrize(("code", "provider", "status", "kind"), CASES)
def test_a_code_with_the_status_of_its_vendor(code: str, provider: str, status: int, kind: str) -> None:
    body = f'{{"code": "{code}", "message": "m"}}' if provider == "oracle-oci" else f"<Error><Code>{code}</Code><Message>m</Message></Error>"
    record = normalize(provider, body, status=status)
    assert (record.matched_by, record.consistent) in {("code", True), ("inherited", True)}
    assert record.kind == kind
