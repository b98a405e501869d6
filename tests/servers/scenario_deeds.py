"""What is done on each server to come into a scenario; tests/servers/test_scenarios.py looks at the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azure.core import MatchConditions
from azure.storage.blob import BlobBlock

from tests.servers.azurite import arguments, conditions, missing, rights, states
from tests.servers.azurite.client import CONTAINER, Azure, changed
from tests.servers.faults import ANOTHER_ETAG
from tests.servers.s3_client import BUCKET, NO_BUCKET, Client, complete, upload
from tests.servers.s3_faults import etag, wrong_part
from tests.servers.swift import states as swift_states
from tests.servers.swift.native import CONTAINER as SWIFT_CONTAINER
from tests.servers.swift.native import GONE, READER, TESTER, THERE, TOO_LARGE, Native, unused
from tests.servers.swift.signed import signed
from tests.servers.test_moto import LOCKED, REGION, archived

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY_MD5 = "1B2M2Y8AsgTpgAmY7PhCfg=="

S3_DEEDS: dict[str, Callable[[Client], object]] = {
    "get-missing-object": lambda c: c.get_object(Bucket=BUCKET, Key="gone"),
    "head-missing-object": lambda c: c.head_object(Bucket=BUCKET, Key="gone"),
    "delete-missing-object": lambda c: c.delete_object(Bucket=BUCKET, Key="gone"),
    "list-missing-bucket": lambda c: c.list_objects_v2(Bucket=NO_BUCKET),
    "put-missing-bucket": lambda c: c.put_object(Bucket=NO_BUCKET, Key="k", Body=b"x"),
    "delete-full-bucket": lambda c: c.delete_bucket(Bucket=BUCKET),
    "put-if-absent": lambda c: c.put_object(Bucket=BUCKET, Key="there", Body=b"", IfNoneMatch="*"),
    "get-if-match-stale": lambda c: c.get_object(Bucket=BUCKET, Key="there", IfMatch=f'"{ANOTHER_ETAG}"'),
    "get-if-changed": lambda c: c.get_object(Bucket=BUCKET, Key="there", IfNoneMatch=etag(c)),
    "get-range-past-end": lambda c: c.get_object(Bucket=BUCKET, Key="there", Range="bytes=1000-2000"),
    "use-missing-upload": lambda c: c.list_parts(Bucket=BUCKET, Key="k", UploadId="none"),
    "complete-small-part": lambda c: complete(c, *upload(c, 10, 10)),
    "complete-missing-part": wrong_part,
}


def delete_retained(client: Client) -> object:
    version = client.put_object(Bucket=LOCKED, Key="retained", Body=b"k")["VersionId"]
    retention = {"Mode": "GOVERNANCE", "RetainUntilDate": "2099-01-01T00:00:00Z"}
    client.put_object_retention(Bucket=LOCKED, Key="retained", VersionId=version, Retention=retention)
    return client.delete_object(Bucket=LOCKED, Key="retained", VersionId=version)


MOTO = S3_DEEDS | {
    "create-own-bucket": lambda c: c.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}),
    "delete-retained-object": delete_retained,
    "get-archived-object": archived,
}
STRICT_MOTO = ("unknown-key", "wrong-secret", "no-right")
SWIFT_S3 = S3_DEEDS | {
    "create-own-bucket": lambda c: c.create_bucket(Bucket=BUCKET),
    "put-wrong-md5": lambda c: c.put_object(Bucket=BUCKET, Key="k", Body=b"x", ContentMD5=EMPTY_MD5),
}
SWIFT_S3_FAULTS = {
    "unknown-key": "an unknown key",
    "wrong-secret": "a wrong signature",
    "skewed-clock": "a clock that is off",
    "no-right": "create a bucket without the right to",
    "create-bucket-bad-name": "a bucket name that is none",
    "put-key-too-long": "too long a key",
    "put-over-quota": "more bytes than the account's quota",
    "throttled": "too many writes",
    "overloaded": "write where no server answers",
}
"""Provoked by other tests already, by their names there."""


def delete_full_container(a: Azure) -> object:
    container = a.new_container()
    container.upload_blob("b", b"x")
    return container.delete_container()


AZURITE: dict[str, Callable[[Azure], object]] = {
    "get-missing-object": lambda a: a.blob("gone").download_blob(),
    "head-missing-object": lambda a: a.blob("gone").get_blob_properties(),
    "delete-missing-object": lambda a: a.blob("gone").delete_blob(),
    "list-missing-bucket": lambda a: list(a.container(missing.GONE).list_blobs()),
    "put-missing-bucket": lambda a: a.blob(container=missing.GONE).upload_blob(b""),
    "create-own-bucket": lambda a: a.service.create_container(CONTAINER),
    "create-bucket-bad-name": lambda a: a.service.create_container("Capital"),
    "delete-full-bucket": delete_full_container,
    "put-if-absent": missing.create_only,
    "put-if-match-stale": lambda a: a.blob().upload_blob(
        b"", overwrite=True, etag=conditions.ANOTHER_ETAG, match_condition=MatchConditions.IfNotModified
    ),
    "get-if-match-stale": lambda a: conditions.get_if(a, MatchConditions.IfNotModified, conditions.ANOTHER_ETAG),
    "get-if-changed": lambda a: conditions.get_if(a, MatchConditions.IfModified, conditions.etag(a)),
    "get-range-past-end": lambda a: a.blob().download_blob(offset=1000, length=10),
    "put-wrong-md5": lambda a: a.new_append_blob().append_block(b"x", **changed(Content_MD5=arguments.WRONG_MD5)),
    "get-archived-object": lambda a: states.archived(a).download_blob(),
    "complete-missing-part": lambda a: a.new_uncommitted_blob().commit_block_list([BlobBlock("0002")]),
    "no-right": lambda a: a.signed(rights.blob_sas()).upload_blob(b"x", overwrite=True),
}

SWIFT: dict[str, Callable[[Native], Any]] = {
    "get-missing-object": lambda n: n.ask("GET", GONE),
    "head-missing-object": lambda n: n.ask("HEAD", GONE),
    "delete-missing-object": lambda n: n.ask("DELETE", GONE),
    "list-missing-bucket": lambda n: n.ask("GET", "no-such-container"),
    "put-missing-bucket": lambda n: n.ask("PUT", "no-such-container/o", b"x"),
    "create-own-bucket": lambda n: n.ask("PUT", SWIFT_CONTAINER),
    "create-bucket-bad-name": lambda n: n.ask("PUT", "%FF"),
    "delete-full-bucket": swift_states.container_not_empty,
    "put-if-absent": lambda n: n.ask("PUT", THERE, b"x", If_None_Match="*"),
    "get-if-match-stale": lambda n: n.ask("GET", THERE, If_Match=ANOTHER_ETAG),
    "get-if-changed": lambda n: n.ask("GET", THERE, If_None_Match=n.done("HEAD", THERE).headers["Etag"]),
    "get-range-past-end": lambda n: n.ask("GET", THERE, Range="bytes=1000-2000"),
    "put-wrong-md5": lambda n: n.ask("PUT", unused(), b"x", ETag=ANOTHER_ETAG),
    "put-too-large": lambda n: n.ask("PUT", unused(), Content_Length=TOO_LARGE),
    "put-key-too-long": lambda n: n.ask("PUT", f"{SWIFT_CONTAINER}/{'o' * 1025}", b"x"),
    "put-over-quota": lambda n: swift_states.into_a_container_of(n, X_Container_Meta_Quota_Bytes="4"),
    "expired-token": lambda n: n.ask("GET", THERE, user=None, X_Auth_Token="AUTH_tk0123456789abcdef0123456789abcdef"),  # noqa: S106
    "wrong-secret": lambda n: n.ask("GET", "/auth/v1.0", user=None, X_Auth_User=TESTER, X_Auth_Key="wrong"),
    "expired-signed-url": lambda n: n.ask("GET", signed(life=-60), user=None),
    "no-right": lambda n: n.ask("PUT", "readable/o", b"x", user=READER),
    "account-in-arrears": lambda n: n.ask("PUT", "c", user="black:owner", account="black"),
    "throttled": swift_states.slow_down,
    "slow-upload": swift_states.broken_off,
    "overloaded": lambda n: n.ask("GET", THERE, at=n.swift.unserved),
}
