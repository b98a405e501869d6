"""Faults of Swift's S3 API, asked by boto3."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4
from zlib import crc32

import pytest

from tests.servers.faults import ANOTHER_ETAG, Fault
from tests.servers.s3_client import BUCKET, Answer, Client, client_of, complete, upload
from tests.servers.s3_faults import S3_FAULTS
from tests.servers.swift.native import READER, TESTER, Native
from tests.servers.swift.server import SECRET, Swift

if TYPE_CHECKING:
    from collections.abc import Callable

VERSIONED = "s3-versioned"


class S3:
    """boto3 at one Swift, and the answers that it gets."""

    def __init__(self, swift: Swift) -> None:
        self.swift = swift
        self.answers: list[Answer] = []

    def client(self, user: str = TESTER, secret: str = SECRET, *, unserved: bool = False) -> Client:
        return client_of(self.swift.unserved if unserved else self.swift.url, self.answers, region="us-east-1", key=user, secret=secret)


class Asked(NamedTuple):
    """A fault, and who does it where."""

    fault: Fault[Client, object]
    user: str = TESTER
    secret: str = SECRET
    unserved: bool = False


def changed(client: Client, event: str, call: Callable[[], object], body: bytes | None = None, **headers: str) -> object:
    """A call whose request is changed so before it is signed. A header is named with underscores."""

    def change(request: Any, **_: Any) -> None:
        if body is not None:
            request.data = body
        for name, value in headers.items():
            del request.headers[name.replace("_", "-")]
            request.headers[name.replace("_", "-")] = value

    client.meta.events.register_first(f"before-sign.s3.{event}", change)
    try:
        return call()
    finally:
        client.meta.events.unregister(f"before-sign.s3.{event}", change)


def parts_upside_down(client: Client) -> object:
    number, parts = upload(client, 10, 10)
    return complete(client, number, parts[::-1])


def broken_large_object(client: Client) -> object:
    number, parts = upload(client, 10)
    complete(client, number, parts)
    Native(Swift(client.meta.endpoint_url, "")).done("DELETE", f"{BUCKET}+segments/big/{number}/1")
    return client.get_object(Bucket=BUCKET, Key="big")


def deleted_version(client: Client) -> object:
    client.put_object(Bucket=VERSIONED, Key="k", Body=b"x")
    marker = client.delete_object(Bucket=VERSIONED, Key="k")["VersionId"]
    return client.get_object(Bucket=VERSIONED, Key="k", VersionId=marker)


def clock_off(client: Client) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda **_: datetime(2000, 1, 1))  # noqa: DTZ001
        return client.get_object(Bucket=BUCKET, Key="there")


def no_xml(client: Client) -> object:
    body = b"no XML"
    digest = b64encode(crc32(body).to_bytes(4, "big")).decode()
    return changed(client, "DeleteObjects", lambda: client.delete_objects(Bucket=BUCKET, Delete={"Objects": []}), body, X_Amz_Checksum_Crc32=digest)


def slow_bucket(client: Client) -> object:
    return [client.create_bucket(Bucket=f"b{uuid4()}") for _ in range(4)]


# Left out, for the answer does not tell: a write to an account that is set read-only (500, "unexpected status code 405"), a lifecycle set (MalformedXML),
# and of the version that is missing the word for it (NoSuchKey).
OF_THE_TESTER: list[Fault[Client, object]] = [
    *S3_FAULTS,
    Fault("get a missing version", "NotFound", None, lambda c: c.get_object(Bucket=VERSIONED, Key="there", VersionId="1700000000.00000")),
    Fault("put a part of a missing upload", "NotFound", "upload", lambda c: c.upload_part(Bucket=BUCKET, Key="k", UploadId="none", PartNumber=1, Body=b"x")),
    Fault("complete a missing upload", "NotFound", "upload", lambda c: complete(c, "none", [{"PartNumber": 1, "ETag": ANOTHER_ETAG}])),
    Fault("create a bucket of one's own again", "AlreadyExists", "bucket", lambda c: c.create_bucket(Bucket=BUCKET)),
    Fault("read a large object whose segment is gone", "Conflict", "object", broken_large_object),
    Fault("a clock that is off", "AuthFailed", None, clock_off),
    Fault("too long a key", "TooLarge", None, lambda c: c.put_object(Bucket=BUCKET, Key="k" * 1025, Body=b"x")),
    Fault("too much metadata", "TooLarge", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"x", Metadata={str(number): "x" * 250 for number in range(20)})),
    Fault("too long a value of metadata", "TooLarge", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"x", Metadata={"a": "b" * 257})),
    Fault("a bucket name that is none", "InvalidArgument", None, lambda c: c.create_bucket(Bucket="ab")),
    Fault("a place that is none", "InvalidArgument", None, lambda c: c.create_bucket(Bucket="another", CreateBucketConfiguration={"LocationConstraint": "mars"})),
    Fault("a document that is no XML", "InvalidArgument", None, no_xml),
    Fault("a digest that is none", "InvalidArgument", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"x", ContentMD5="nonsense")),
    Fault("complete with parts upside down", "InvalidArgument", "part", parts_upside_down),
    Fault("a listing's size that is no number", "InvalidArgument", None, lambda c: c.list_objects_v2(Bucket=BUCKET, MaxKeys="many")),
    Fault("copy onto itself", "InvalidArgument", None, lambda c: c.copy_object(Bucket=BUCKET, Key="there", CopySource=f"{BUCKET}/there")),
    Fault("another digest", "ChecksumMismatch", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")),
    Fault("range beyond the end", "RangeNotSatisfiable", None, lambda c: c.get_object(Bucket=BUCKET, Key="there", Range="bytes=1000-2000")),
    Fault("get if another", "PreconditionFailed", None, lambda c: c.get_object(Bucket=BUCKET, Key="there", IfMatch=f'"{ANOTHER_ETAG}"')),
    Fault("policy of a bucket", "Unsupported", None, lambda c: c.get_bucket_policy(Bucket=BUCKET)),
    Fault("website of a bucket", "Unsupported", None, lambda c: c.get_bucket_website(Bucket=BUCKET)),
    Fault("notifications of a bucket", "Unsupported", None, lambda c: c.get_bucket_notification_configuration(Bucket=BUCKET)),
    Fault("restore an object", "Unsupported", None, lambda c: c.restore_object(Bucket=BUCKET, Key="there", RestoreRequest={"Days": 1})),
    # the first expectation was Unsupported, as of S3; the taxonomy says that a version that is a delete marker is not there
    Fault("read a delete marker", "NotFound", None, deleted_version),
]  # fmt: skip

FAULTS = [
    *map(Asked, OF_THE_TESTER),
    Asked(Fault("an unknown key", "AuthFailed", None, lambda c: c.list_buckets()), "test:nobody"),
    Asked(Fault("a wrong signature", "AuthFailed", None, lambda c: c.list_buckets()), TESTER, "wrong"),
    Asked(Fault("read without the right to", "PermissionDenied", None, lambda c: c.get_object(Bucket=BUCKET, Key="there")), READER),
    Asked(Fault("create a bucket without the right to", "PermissionDenied", None, lambda c: c.create_bucket(Bucket="another")), READER),
    Asked(Fault("more bytes than the account's quota", "QuotaExceeded", None, lambda c: c.put_object(Bucket="s3-full", Key="k", Body=b"hello")), "full:owner"),
    Asked(Fault("too many writes", "RateLimited", None, slow_bucket), "slow:owner"),
    Asked(Fault("write where no server answers", "Unavailable", None, lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"x")), unserved=True),
]  # fmt: skip
