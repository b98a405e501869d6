"""boto3 makes of what is written for aws-s3 its own exceptions, and repeats what may be repeated."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from normalizer import Kind, Resource
from tests.sdks_rendered.stub import Stub, answering, foreign

HERE = "aws-s3"


def client_of(stub: Stub, mode: str = "standard") -> Any:
    config = Config(retries={"total_max_attempts": 2, "mode": mode}, s3={"addressing_style": "path"})
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    return boto3.client("s3", endpoint_url=stub.url, region_name="eu-west-1", config=config, **keys)


@pytest.mark.parametrize(
    ("kind", "resource", "reason", "call", "arguments", "name"),
    [
        (Kind.NOT_FOUND, Resource.OBJECT, None, "get_object", {"Key": "k"}, "NoSuchKey"),
        (Kind.NOT_FOUND, Resource.BUCKET, None, "list_objects_v2", {}, "NoSuchBucket"),
        (Kind.NOT_FOUND, Resource.UPLOAD, None, "abort_multipart_upload", {"Key": "k", "UploadId": "u"}, "NoSuchUpload"),
        (Kind.ALREADY_EXISTS, Resource.BUCKET, None, "create_bucket", {}, "BucketAlreadyExists"),
        (Kind.ALREADY_EXISTS, Resource.BUCKET, "owned_by_you", "create_bucket", {}, "BucketAlreadyOwnedByYou"),
        (Kind.OBJECT_ARCHIVED, Resource.OBJECT, None, "get_object", {"Key": "k"}, "InvalidObjectState"),
    ],
)
def test_typed_exceptions(kind: Kind, resource: Resource, reason: str | None, call: str, arguments: dict[str, str], name: str) -> None:
    with answering(HERE, foreign(kind, resource, to=HERE, reason=reason)) as stub:
        client = client_of(stub)
        with pytest.raises(getattr(client.exceptions, name)) as caught:
            getattr(client, call)(Bucket="b", **arguments)
        assert caught.value.response["ResponseMetadata"]["RequestId"] == "5C3D9175B6FC201293AD4890"
        assert caught.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("kind", "resource", "reason", "code", "asked"),
    [
        (Kind.RATE_LIMITED, None, None, "SlowDown", 2),
        (Kind.UNAVAILABLE, None, None, "ServiceUnavailable", 2),
        (Kind.INTERNAL, None, None, "InternalError", 2),
        (Kind.TIMEOUT, None, None, "RequestTimeout", 2),
        (Kind.UPSTREAM_FAILED, None, "origin", "ServiceUnavailable", 2),
        (Kind.PERMISSION_DENIED, None, None, "AccessDenied", 1),
        (Kind.AUTH_FAILED, Resource.CREDENTIAL, "bad_signature", "SignatureDoesNotMatch", 1),
        (Kind.AUTH_FAILED, Resource.TOKEN, "expired", "ExpiredToken", 1),
        (Kind.QUOTA_EXCEEDED, None, "storage_full", "InsufficientCapacity", 1),
        (Kind.UNSUPPORTED, None, None, "NotImplemented", 1),
        (Kind.LOCKED, Resource.OBJECT, None, "AccessDenied", 1),
        (Kind.NOT_FOUND, Resource.CERTIFICATE, None, "404", 1),
    ],
)
@pytest.mark.parametrize("mode", ["standard", "legacy"])
def test_code_and_repetition(kind: Kind, resource: Resource | None, reason: str | None, code: str, asked: int, mode: str) -> None:
    """What may be repeated is repeated by the client itself; what ends, ends."""
    with answering(HERE, foreign(kind, resource, to=HERE, reason=reason)) as stub:
        with pytest.raises(ClientError) as caught:
            client_of(stub, mode).get_object(Bucket="b", Key="k")
        assert caught.value.response["Error"]["Code"] == code
        assert stub.asked == asked


@pytest.mark.parametrize(("kind", "status"), [(Kind.NOT_FOUND, 404), (Kind.NOT_MODIFIED, 304)])
def test_head(kind: Kind, status: int) -> None:
    """To a HEAD only the status is left, as with S3 itself."""
    with answering(HERE, foreign(kind, Resource.OBJECT, to=HERE)) as stub:
        with pytest.raises(ClientError) as caught:
            client_of(stub).head_object(Bucket="b", Key="k")
        assert caught.value.response["Error"]["Code"] == str(status)


def test_hostile_names() -> None:
    """A key that XML cannot write does not keep the client from the code."""
    error = foreign(Kind.NOT_FOUND, Resource.OBJECT, to=HERE).model_copy(update={"bucket": "b", "key": "a<b>&\x00\x1b]]>\r\n"})
    with answering(HERE, error) as stub:
        client = client_of(stub)
        with pytest.raises(client.exceptions.NoSuchKey) as caught:
            client.get_object(Bucket="b", Key="k")
        assert caught.value.response["Error"]["Key"].startswith("a<b>&")
