"""moto, asked by boto3: faults provoked one by one. The kind expected was written down from the fault, before any answer was looked at."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ClientError

from normalizer import errors_in, normalize
from tests.servers.faults import Fault, assert_enough, each
from tests.servers.loopback import free_ports, running
from tests.servers.s3_client import BUCKET, NO_BUCKET, Answer, Client, client_of
from tests.servers.s3_faults import S3_FAULTS, assert_called_by_its_name

if TYPE_CHECKING:
    from collections.abc import Iterator

Served = tuple[Client, list[Answer]]
REGION = "eu-west-1"
LOCKED = "locked"


def archived(client: Client) -> object:
    client.put_object(Bucket=BUCKET, Key="cold", Body=b"c", StorageClass="GLACIER")
    return client.get_object(Bucket=BUCKET, Key="cold")


# Left out, for moto 5.2.5 does not see these faults or breaks over them with a page of its web framework: an illegal bucket name, a long key, large
# metadata, parts out of order, parts of an unknown upload, wrong and malformed digests, documents that are no policy or lifecycle.
FAULTS: list[Fault[Client, object]] = [
    *S3_FAULTS,
    Fault("list versions of a missing bucket", "NotFound", "bucket", lambda c: c.list_object_versions(Bucket=NO_BUCKET)),
    Fault("list uploads of a missing bucket", "NotFound", "bucket", lambda c: c.list_multipart_uploads(Bucket=NO_BUCKET)),
    Fault("delete many from a missing bucket", "NotFound", "bucket", lambda c: c.delete_objects(Bucket=NO_BUCKET, Delete={"Objects": [{"Key": "k"}]})),
    Fault("ACL of a missing bucket", "NotFound", "bucket", lambda c: c.get_bucket_acl(Bucket=NO_BUCKET)),
    Fault("versioning of a missing bucket", "NotFound", "bucket", lambda c: c.get_bucket_versioning(Bucket=NO_BUCKET)),
    Fault("tags of a missing object", "NotFound", "object", lambda c: c.get_object_tagging(Bucket=BUCKET, Key="gone")),
    Fault("set tags of a missing object", "NotFound", "object", lambda c: c.put_object_tagging(Bucket=BUCKET, Key="gone", Tagging={"TagSet": []})),
    Fault("attributes of a missing object", "NotFound", "object", lambda c: c.get_object_attributes(Bucket=BUCKET, Key="gone", ObjectAttributes=["ETag"])),
    Fault("copy from a missing bucket", "NotFound", "bucket", lambda c: c.copy_object(Bucket=BUCKET, Key="k", CopySource=f"{NO_BUCKET}/k")),
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
    Fault("create a bucket that is there", "AlreadyExists", "bucket", lambda c: c.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})),
    Fault("range beyond the end", "RangeNotSatisfiable", "object", lambda c: c.get_object(Bucket=BUCKET, Key="there", Range="bytes=1000-2000")),
    Fault("get if another", "PreconditionFailed", "object", lambda c: c.get_object(Bucket=BUCKET, Key="there", IfMatch='"0"')),
    Fault("read an archived object", "ObjectArchived", "object", archived),
    Fault("restore what is not archived", "Conflict", "object", lambda c: c.restore_object(Bucket=BUCKET, Key="there", RestoreRequest={"Days": 1})),
    Fault("a storage class that is none", "InvalidArgument", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"", StorageClass="BOGUS")),
    Fault("tags of the provider's own prefix", "InvalidArgument", None, lambda c: c.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "aws:a", "Value": "b"}]})),
    Fault("a log target that is not there", "InvalidArgument", None, lambda c: c.put_bucket_logging(Bucket=BUCKET, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": NO_BUCKET, "TargetPrefix": ""}})),
    Fault("a CORS method that is none", "InvalidArgument", None, lambda c: c.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["JUMP"], "AllowedOrigins": ["*"]}]})),
]  # fmt: skip


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """moto's S3, which asks nobody who he is."""
    [port] = free_ports()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port) as url:
        yield url


@pytest.fixture(scope="session")
def strict_moto() -> Iterator[str]:
    """moto's S3 and IAM, which check every signature and every right."""
    [port] = free_ports()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, {"INITIAL_NO_AUTH_ACTION_COUNT": "4"}) as url:
        yield url


@pytest.fixture(scope="session")
def served(moto: str) -> Served:
    seen: list[Answer] = []
    client = client_of(moto, seen, region=REGION)
    place = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
    client.create_bucket(Bucket=BUCKET, **place)
    client.create_bucket(Bucket=LOCKED, ObjectLockEnabledForBucket=True, **place)
    client.put_bucket_versioning(Bucket=LOCKED, VersioningConfiguration={"Status": "Enabled"})
    for bucket in (BUCKET, LOCKED):
        client.put_object(Bucket=bucket, Key="there", Body=b"hello")
    return client, seen


@each(FAULTS)
def test_a_fault_is_called_by_its_name(fault: Fault[Client, object], served: Served) -> None:
    assert_called_by_its_name("aws-s3", fault, *served)


def test_enough_faults() -> None:
    assert_enough(FAULTS, 40)


def test_failed_items_of_a_batch(served: Served) -> None:
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
        seen: list[Answer] = []
        client = client_of(strict_moto, seen, region=REGION, key=key, secret=secret)
        with pytest.raises(ClientError):
            client.list_objects_v2(Bucket="strict")
        record = normalize("aws-s3", seen[-1].body, status=seen[-1].status, headers=seen[-1].headers)
        assert (record.kind, record.reason) == (kind, reason), seen[-1]
