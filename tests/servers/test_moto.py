"""moto, asked by boto3: faults provoked one by one. The kind expected was written down from the fault, before any answer was looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from normalizer import errors_in, normalize

if TYPE_CHECKING:
    from collections.abc import Callable

Client = Any
BUCKET, OTHER, LOCKED = "faults", "versioned", "locked"
PART = b"x" * 1024


class Fault(NamedTuple):
    """What is done wrong, and what it must be called. `resource` only where the answer says it."""

    name: str
    kind: str
    resource: str | None
    do: Callable[[Client], object]


def upload(client: Client, *sizes: int) -> tuple[str, list[dict[str, Any]]]:
    """A multipart upload with parts of these sizes."""
    number = client.create_multipart_upload(Bucket=BUCKET, Key="big")["UploadId"]
    parts = []
    for part, size in enumerate(sizes, 1):
        tag = client.upload_part(Bucket=BUCKET, Key="big", UploadId=number, PartNumber=part, Body=b"x" * size)["ETag"]
        parts.append({"PartNumber": part, "ETag": tag})
    return number, parts


def complete(client: Client, number: str, parts: list[dict[str, Any]]) -> object:
    return client.complete_multipart_upload(Bucket=BUCKET, Key="big", UploadId=number, MultipartUpload={"Parts": parts})


def too_small(client: Client) -> object:
    return complete(client, *upload(client, 10, 10))


def wrong_part(client: Client) -> object:
    number, parts = upload(client, 10)
    return complete(client, number, [parts[0] | {"ETag": '"0123456789abcdef0123456789abcdef"'}])


def archived(client: Client) -> object:
    client.put_object(Bucket=BUCKET, Key="cold", Body=b"c", StorageClass="GLACIER")
    return client.get_object(Bucket=BUCKET, Key="cold")


def etag(client: Client) -> str:
    return str(client.head_object(Bucket=BUCKET, Key="there")["ETag"])


# Left out, for moto 5.2.5 does not see these faults or breaks over them with a page of its web framework: an illegal bucket name, a long key, large
# metadata, parts out of order, parts of an unknown upload, wrong and malformed digests, documents that are no policy or lifecycle.
FAULTS = [
    Fault("get a missing object", "NotFound", "object", lambda c: c.get_object(Bucket=BUCKET, Key="gone")),
    Fault("get from a missing bucket", "NotFound", "bucket", lambda c: c.get_object(Bucket="no-such-bucket", Key="k")),
    Fault("head a missing object", "NotFound", "object", lambda c: c.head_object(Bucket=BUCKET, Key="gone")),
    Fault("head a missing bucket", "NotFound", "bucket", lambda c: c.head_bucket(Bucket="no-such-bucket")),
    Fault("list a missing bucket", "NotFound", "bucket", lambda c: c.list_objects_v2(Bucket="no-such-bucket")),
    Fault("list versions of a missing bucket", "NotFound", "bucket", lambda c: c.list_object_versions(Bucket="no-such-bucket")),
    Fault("list uploads of a missing bucket", "NotFound", "bucket", lambda c: c.list_multipart_uploads(Bucket="no-such-bucket")),
    Fault("put into a missing bucket", "NotFound", "bucket", lambda c: c.put_object(Bucket="no-such-bucket", Key="k", Body=b"")),
    Fault("delete many from a missing bucket", "NotFound", "bucket", lambda c: c.delete_objects(Bucket="no-such-bucket", Delete={"Objects": [{"Key": "k"}]})),
    Fault("location of a missing bucket", "NotFound", "bucket", lambda c: c.get_bucket_location(Bucket="no-such-bucket")),
    Fault("ACL of a missing bucket", "NotFound", "bucket", lambda c: c.get_bucket_acl(Bucket="no-such-bucket")),
    Fault("versioning of a missing bucket", "NotFound", "bucket", lambda c: c.get_bucket_versioning(Bucket="no-such-bucket")),
    Fault("delete a missing bucket", "NotFound", "bucket", lambda c: c.delete_bucket(Bucket="no-such-bucket")),
    Fault("begin an upload in a missing bucket", "NotFound", "bucket", lambda c: c.create_multipart_upload(Bucket="no-such-bucket", Key="k")),
    Fault("ACL of a missing object", "NotFound", "object", lambda c: c.get_object_acl(Bucket=BUCKET, Key="gone")),
    Fault("tags of a missing object", "NotFound", "object", lambda c: c.get_object_tagging(Bucket=BUCKET, Key="gone")),
    Fault("set tags of a missing object", "NotFound", "object", lambda c: c.put_object_tagging(Bucket=BUCKET, Key="gone", Tagging={"TagSet": []})),
    Fault("attributes of a missing object", "NotFound", "object", lambda c: c.get_object_attributes(Bucket=BUCKET, Key="gone", ObjectAttributes=["ETag"])),
    Fault("copy a missing object", "NotFound", "object", lambda c: c.copy_object(Bucket=BUCKET, Key="k", CopySource=f"{BUCKET}/gone")),
    Fault("copy from a missing bucket", "NotFound", "bucket", lambda c: c.copy_object(Bucket=BUCKET, Key="k", CopySource="no-such-bucket/k")),
    Fault("policy of a bucket without one", "NotFound", "policy", lambda c: c.get_bucket_policy(Bucket=BUCKET)),
    Fault("CORS of a bucket without", "NotFound", "configuration", lambda c: c.get_bucket_cors(Bucket=BUCKET)),
    Fault("tags of a bucket without", "NotFound", "configuration", lambda c: c.get_bucket_tagging(Bucket=BUCKET)),
    Fault("lifecycle of a bucket without", "NotFound", "configuration", lambda c: c.get_bucket_lifecycle_configuration(Bucket=BUCKET)),
    Fault("website of a bucket without", "NotFound", "configuration", lambda c: c.get_bucket_website(Bucket=BUCKET)),
    Fault("replication of a bucket without", "NotFound", "configuration", lambda c: c.get_bucket_replication(Bucket=BUCKET)),
    Fault("public access block of a bucket without", "NotFound", "configuration", lambda c: c.get_public_access_block(Bucket=BUCKET)),
    Fault("ownership controls of a bucket without", "NotFound", "configuration", lambda c: c.get_bucket_ownership_controls(Bucket=BUCKET)),
    Fault("object lock of a bucket without", "NotFound", "configuration", lambda c: c.get_object_lock_configuration(Bucket=BUCKET)),
    Fault("inventory that is not there", "NotFound", None, lambda c: c.get_bucket_inventory_configuration(Bucket=BUCKET, Id="none")),
    Fault("abort a missing upload", "NotFound", "upload", lambda c: c.abort_multipart_upload(Bucket=BUCKET, Key="k", UploadId="none")),
    Fault("list parts of a missing upload", "NotFound", "upload", lambda c: c.list_parts(Bucket=BUCKET, Key="k", UploadId="none")),
    Fault("complete with a wrong part", "InvalidArgument", "part", wrong_part),
    Fault("complete with parts too small", "InvalidArgument", "part", too_small),
    Fault("part number out of bounds", "InvalidArgument", None, lambda c: c.upload_part(Bucket=BUCKET, Key="big", UploadId=upload(c)[0], PartNumber=10_001, Body=PART)),
    Fault("create a bucket that is there", "AlreadyExists", "bucket", lambda c: c.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})),
    Fault("delete a bucket that is not empty", "Conflict", "bucket", lambda c: c.delete_bucket(Bucket=BUCKET)),
    Fault("range beyond the end", "RangeNotSatisfiable", "object", lambda c: c.get_object(Bucket=BUCKET, Key="there", Range="bytes=1000-2000")),
    Fault("get if another", "PreconditionFailed", "object", lambda c: c.get_object(Bucket=BUCKET, Key="there", IfMatch='"0"')),
    Fault("head if another", "PreconditionFailed", None, lambda c: c.head_object(Bucket=BUCKET, Key="there", IfMatch='"0"')),
    Fault("get if changed", "NotModified", None, lambda c: c.get_object(Bucket=BUCKET, Key="there", IfNoneMatch=etag(c))),
    Fault("create only, but it is there", "AlreadyExists", "object", lambda c: c.put_object(Bucket=BUCKET, Key="there", Body=b"", IfNoneMatch="*")),
    Fault("read an archived object", "ObjectArchived", "object", archived),
    Fault("restore what is not archived", "Conflict", "object", lambda c: c.restore_object(Bucket=BUCKET, Key="there", RestoreRequest={"Days": 1})),
    Fault("a storage class that is none", "InvalidArgument", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"", StorageClass="BOGUS")),
    Fault("tags of the provider's own prefix", "InvalidArgument", None, lambda c: c.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "aws:a", "Value": "b"}]})),
    Fault("a log target that is not there", "InvalidArgument", None, lambda c: c.put_bucket_logging(Bucket=BUCKET, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "no-such-bucket", "TargetPrefix": ""}})),
    Fault("a CORS method that is none", "InvalidArgument", None, lambda c: c.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["JUMP"], "AllowedOrigins": ["*"]}]})),
]  # fmt: skip


class Answer(NamedTuple):
    """The bytes that boto3 was about to parse."""

    body: bytes
    status: int
    headers: dict[str, str]
    operation: str


def client_of(url: str, **settings: Any) -> tuple[Client, list[Answer]]:
    """A client, and the answers that it gets."""
    config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, parameter_validation=False)
    settings = {"aws_access_key_id": "made-up", "aws_secret_access_key": "made-up", "region_name": "eu-west-1"} | settings
    client = boto3.client("s3", endpoint_url=url, config=config, **settings)
    seen: list[Answer] = []

    def look(operation_model: Any, response_dict: Any, **_: Any) -> None:
        seen.append(
            Answer(
                response_dict["body"] if isinstance(response_dict["body"], bytes) else b"",
                response_dict["status_code"],
                dict(response_dict["headers"]),
                operation_model.name,
            )
        )

    client.meta.events.register("before-parse.s3", look)
    return client, seen


@pytest.fixture(scope="session")
def served(moto: str) -> tuple[Client, list[Answer]]:
    client, seen = client_of(moto)
    place = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    client.create_bucket(Bucket=BUCKET, **place)
    client.create_bucket(Bucket=LOCKED, ObjectLockEnabledForBucket=True, **place)
    client.put_bucket_versioning(Bucket=LOCKED, VersioningConfiguration={"Status": "Enabled"})
    for bucket in (BUCKET, LOCKED):
        client.put_object(Bucket=bucket, Key="there", Body=b"hello")
    return client, seen


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_called_by_its_name(fault: Fault, served: tuple[Client, list[Answer]]) -> None:
    client, seen = served
    with pytest.raises(ClientError):
        fault.do(client)
    answer = seen[-1]
    method = "HEAD" if answer.operation.startswith("Head") else None
    asked = {"If-None-Match": "*"} if "create only" in fault.name else None
    record = normalize(
        "aws-s3", answer.body, status=answer.status, headers=answer.headers, method=method, operation=answer.operation, request_headers=asked
    )
    assert (record.kind, fault.resource or record.resource) == (fault.kind, record.resource), f"{answer}"


def test_enough_faults() -> None:
    """At least 40 different ones."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


def test_failed_items_of_a_batch(served: tuple[Client, list[Answer]]) -> None:
    client, seen = served
    retained = {"Mode": "GOVERNANCE", "RetainUntilDate": "2099-01-01T00:00:00Z"}
    version = client.put_object(Bucket=LOCKED, Key="kept", Body=b"k")["VersionId"]
    client.put_object_retention(Bucket=LOCKED, Key="kept", VersionId=version, Retention=retained)
    client.delete_objects(Bucket=LOCKED, Delete={"Objects": [{"Key": "kept", "VersionId": version}, {"Key": "gone"}]})
    answer = seen[-1]
    found = errors_in("aws-s3", answer.body, status=answer.status, headers=answer.headers)
    assert [(record.kind, record.key) for record in found] == [("PermissionDenied", "kept")]


def test_credentials(strict_moto: str) -> None:
    """An unknown key, a wrong signature, and a user without the right: three kinds of no."""
    keys = {"aws_access_key_id": "made-up", "aws_secret_access_key": "made-up"}
    iam = boto3.client("iam", endpoint_url=strict_moto, region_name="us-east-1", **keys)
    iam.create_user(UserName="u")
    made = iam.create_access_key(UserName="u")["AccessKey"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}
    iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps(policy))
    boto3.client("s3", endpoint_url=strict_moto, region_name="us-east-1", **keys).create_bucket(Bucket="strict")
    cases = [
        ("AKIAIOSFODNN7EXAMPLE", "no", "AuthFailed", "unknown_key"),
        (made["AccessKeyId"], "wrong", "AuthFailed", "bad_signature"),
        (made["AccessKeyId"], made["SecretAccessKey"], "PermissionDenied", None),
    ]
    for key, secret, kind, reason in cases:
        client, seen = client_of(strict_moto, aws_access_key_id=key, aws_secret_access_key=secret)
        with pytest.raises(ClientError):
            client.list_objects_v2(Bucket="strict")
        record = normalize("aws-s3", seen[-1].body, status=seen[-1].status, headers=seen[-1].headers)
        assert (record.kind, record.reason) == (kind, reason), seen[-1]
