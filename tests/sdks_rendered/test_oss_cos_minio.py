"""oss2, cos-python-sdk-v5 and minio make of what is written for their vendors their own exceptions."""

from __future__ import annotations

from typing import Any

import minio
import oss2
import pytest
from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_exception import CosServiceError

from normalizer import Kind, Resource
from tests.sdks_rendered.stub import answering, foreign


@pytest.mark.parametrize(
    ("kind", "resource", "reason", "call", "exception", "code"),
    [
        (Kind.NOT_FOUND, Resource.OBJECT, None, "get_object", oss2.exceptions.NoSuchKey, "NoSuchKey"),
        (Kind.NOT_FOUND, Resource.OBJECT, None, "head_object", oss2.exceptions.NotFound, "NoSuchKey"),
        (Kind.NOT_FOUND, Resource.BUCKET, None, "get_object", oss2.exceptions.NoSuchBucket, "NoSuchBucket"),
        (Kind.PERMISSION_DENIED, None, None, "get_object", oss2.exceptions.AccessDenied, "AccessDenied"),
        (Kind.PERMISSION_DENIED, None, None, "head_object", oss2.exceptions.AccessDenied, "AccessDenied"),
        (Kind.ALREADY_EXISTS, Resource.OBJECT, "create_only", "get_object", oss2.exceptions.ServerError, "FileAlreadyExists"),
        (Kind.AUTH_FAILED, Resource.CREDENTIAL, "bad_signature", "get_object", oss2.exceptions.SignatureDoesNotMatch, "SignatureDoesNotMatch"),
        (Kind.NOT_MODIFIED, Resource.OBJECT, None, "get_object", oss2.exceptions.NotModified, ""),
    ],
)
def test_oss2(kind: Kind, resource: Resource | None, reason: str | None, call: str, exception: Any, code: str) -> None:
    with answering("aliyun-oss", foreign(kind, resource, to="aliyun-oss", reason=reason)) as stub:
        bucket: Any = oss2.Bucket(oss2.Auth("a", "b"), stub.url, "bucket", is_path_style=True)
        with pytest.raises(exception) as caught:
            getattr(bucket, call)("k")
        assert caught.value.code == code
        assert caught.value.request_id == "5C3D9175B6FC201293AD4890"


@pytest.mark.parametrize(
    ("kind", "resource", "reason", "code"),
    [
        (Kind.NOT_FOUND, Resource.OBJECT, None, "NoSuchKey"),
        (Kind.NOT_FOUND, Resource.BUCKET, None, "NoSuchBucket"),
        (Kind.PERMISSION_DENIED, None, None, "AccessDenied"),
        (Kind.OBJECT_ARCHIVED, Resource.OBJECT, None, "InvalidObjectState"),
        (Kind.RATE_LIMITED, None, None, "SlowDown"),
        (Kind.TOO_LARGE, Resource.OBJECT, "name_too_long", "KeyTooLong"),
    ],
)
def test_cos(kind: Kind, resource: Resource | None, reason: str | None, code: str) -> None:
    with answering("tencent-cos", foreign(kind, resource, to="tencent-cos", reason=reason)) as stub:
        config: Any = CosConfig(Region="ap-guangzhou", SecretId="a", SecretKey="b", Domain=stub.url.removeprefix("http://"), Scheme="http")
        client: Any = CosS3Client(config, retry=0)
        with pytest.raises(CosServiceError) as caught:
            client.get_object(Bucket="bucket-1", Key="k")
        assert caught.value.get_error_code() == code
        assert caught.value.get_request_id() == "5C3D9175B6FC201293AD4890"
        assert caught.value.get_error_msg()


@pytest.mark.parametrize("target", ["minio", "aws-s3", "ceph-rgw", "garage"])
@pytest.mark.parametrize(
    ("kind", "resource", "reason", "code"),
    [
        (Kind.NOT_FOUND, Resource.OBJECT, None, "NoSuchKey"),
        (Kind.NOT_FOUND, Resource.BUCKET, None, "NoSuchBucket"),
        (Kind.PERMISSION_DENIED, None, None, "AccessDenied"),
        (Kind.AUTH_FAILED, Resource.CREDENTIAL, "clock_skew", "RequestTimeTooSkewed"),
        (Kind.CONFLICT, Resource.BUCKET, "not_empty", "BucketNotEmpty"),
    ],
)
def test_minio(kind: Kind, resource: Resource | None, reason: str | None, code: str, target: str) -> None:
    with answering(target, foreign(kind, resource, to=target, reason=reason)) as stub:
        client = minio.Minio(endpoint=stub.url.removeprefix("http://"), access_key="a", secret_key="b", secure=False, region="r")  # noqa: S106
        with pytest.raises(minio.error.S3Error) as caught:
            client.get_object(bucket_name="bucket", object_name="k")
        assert caught.value.code == code


def test_minio_head() -> None:
    """The client makes its code of the status, as of S3's own."""
    with answering("minio", foreign(Kind.NOT_FOUND, Resource.OBJECT, to="minio")) as stub:
        client = minio.Minio(endpoint=stub.url.removeprefix("http://"), access_key="a", secret_key="b", secure=False, region="r")  # noqa: S106
        with pytest.raises(minio.error.S3Error) as caught:
            client.stat_object(bucket_name="bucket", object_name="k")
        assert caught.value.code == "NoSuchKey"
