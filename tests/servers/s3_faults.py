"""Faults that every server that speaks S3 must call by the same names."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from normalizer import normalize
from tests.servers.faults import ANOTHER_ETAG, Fault
from tests.servers.s3_client import BUCKET, NO_BUCKET, Answer, Client, complete, upload


def wrong_part(client: Client) -> object:
    number, parts = upload(client, 10)
    return complete(client, number, [parts[0] | {"ETag": f'"{ANOTHER_ETAG}"'}])


def etag(client: Client) -> str:
    return str(client.head_object(Bucket=BUCKET, Key="there")["ETag"])


S3_FAULTS: list[Fault[Client, object]] = [
    Fault("get a missing object", "NotFound", "object", lambda c: c.get_object(Bucket=BUCKET, Key="gone")),
    Fault("head a missing object", "NotFound", "object", lambda c: c.head_object(Bucket=BUCKET, Key="gone")),
    Fault("copy a missing object", "NotFound", "object", lambda c: c.copy_object(Bucket=BUCKET, Key="k", CopySource=f"{BUCKET}/gone")),
    Fault("ACL of a missing object", "NotFound", "object", lambda c: c.get_object_acl(Bucket=BUCKET, Key="gone")),
    Fault("get from a missing bucket", "NotFound", "bucket", lambda c: c.get_object(Bucket=NO_BUCKET, Key="k")),
    Fault("put into a missing bucket", "NotFound", "bucket", lambda c: c.put_object(Bucket=NO_BUCKET, Key="k", Body=b"x")),
    Fault("head a missing bucket", "NotFound", "bucket", lambda c: c.head_bucket(Bucket=NO_BUCKET)),
    Fault("list a missing bucket", "NotFound", "bucket", lambda c: c.list_objects_v2(Bucket=NO_BUCKET)),
    Fault("delete a missing bucket", "NotFound", "bucket", lambda c: c.delete_bucket(Bucket=NO_BUCKET)),
    Fault("begin an upload in a missing bucket", "NotFound", "bucket", lambda c: c.create_multipart_upload(Bucket=NO_BUCKET, Key="k")),
    Fault("location of a missing bucket", "NotFound", "bucket", lambda c: c.get_bucket_location(Bucket=NO_BUCKET)),
    Fault("abort a missing upload", "NotFound", "upload", lambda c: c.abort_multipart_upload(Bucket=BUCKET, Key="k", UploadId="none")),
    Fault("list parts of a missing upload", "NotFound", "upload", lambda c: c.list_parts(Bucket=BUCKET, Key="k", UploadId="none")),
    Fault("create an object that is there", "AlreadyExists", "object", lambda c: c.put_object(Bucket=BUCKET, Key="there", Body=b"", IfNoneMatch="*")),
    Fault("delete a bucket that is not empty", "Conflict", "bucket", lambda c: c.delete_bucket(Bucket=BUCKET)),
    Fault("part number out of bounds", "InvalidArgument", None, lambda c: c.upload_part(Bucket=BUCKET, Key="big", UploadId=upload(c)[0], PartNumber=10_001, Body=b"x")),
    Fault("complete with a wrong part", "InvalidArgument", "part", wrong_part),
    Fault("complete with parts too small", "InvalidArgument", "part", lambda c: complete(c, *upload(c, 10, 10))),
    Fault("head if another", "PreconditionFailed", None, lambda c: c.head_object(Bucket=BUCKET, Key="there", IfMatch=f'"{ANOTHER_ETAG}"')),
    Fault("get if changed", "NotModified", None, lambda c: c.get_object(Bucket=BUCKET, Key="there", IfNoneMatch=etag(c))),
]  # fmt: skip


def assert_called_by_its_name(provider: str, fault: Fault[Client, object], client: Client, seen: list[Answer]) -> None:
    seen.clear()
    with pytest.raises(ClientError):
        fault.do(client)
    answer = seen[-1]
    only_creates = (fault.kind, fault.resource) == ("AlreadyExists", "object")
    record = normalize(
        provider,
        answer.body,
        status=answer.status,
        headers=answer.headers,
        method="HEAD" if answer.operation.startswith("Head") else None,
        operation=answer.operation,
        request_headers={"If-None-Match": "*"} if only_creates else None,
    )
    fault.assert_called(record, answer)
