"""Each SDK, asked on loopback for what is not there, not allowed, too much, and where nobody is. What must come out was written from what is sent."""

from __future__ import annotations

import builtins
import csv
import importlib
import json
import socket
from typing import TYPE_CHECKING, NamedTuple

import pytest

from normalizer import Effect, Fault, Kind, MatchedBy, Resource, Retry, from_exception
from normalizer.sdks import SDKS, sdk_of, sdks
from tests.sdks.clients import BUCKET, CLIENTS, KEY, Client, an_answer, asked, botocore_client, outcome, record
from tests.sdks.stage import Stage, closed_port

if TYPE_CHECKING:
    from collections.abc import Iterator

each_client = pytest.mark.parametrize("client", CLIENTS, ids=[client.sdk for client in CLIENTS])


class Sent(NamedTuple):
    """An error as the provider sends it, and what it is."""

    status: int
    code: str
    kind: Kind
    resource: Resource | None = None
    message: str = "some words"


NO_KEY = Sent(404, "NoSuchKey", Kind.NOT_FOUND, Resource.OBJECT)
NO_BUCKET = Sent(404, "NoSuchBucket", Kind.NOT_FOUND, Resource.BUCKET)
DENIED = Sent(403, "AccessDenied", Kind.PERMISSION_DENIED)
BROKEN = Sent(500, "InternalError", Kind.INTERNAL)
S3_LIKE = [NO_KEY, NO_BUCKET, DENIED, BROKEN]
SLOW = Sent(503, "SlowDown", Kind.RATE_LIMITED)
SENT: dict[str, list[Sent]] = {
    "aws-s3": [*S3_LIKE, SLOW, Sent(400, "ExpiredToken", Kind.AUTH_FAILED)],
    "aliyun-oss": S3_LIKE,
    "tencent-cos": [*S3_LIKE, SLOW],
    "huawei-obs": S3_LIKE,
    "baidu-bos": S3_LIKE,
    "volcengine-tos": [*S3_LIKE, Sent(429, "ExceedAccountQPSLimit", Kind.RATE_LIMITED)],
    "azure-blob": [
        Sent(404, "BlobNotFound", Kind.NOT_FOUND, Resource.OBJECT),
        Sent(404, "ContainerNotFound", Kind.NOT_FOUND, Resource.BUCKET),
        Sent(403, "AuthorizationPermissionMismatch", Kind.PERMISSION_DENIED),
        Sent(409, "BlobArchived", Kind.OBJECT_ARCHIVED),
        Sent(500, "InternalError", Kind.INTERNAL),
    ],
    "gcs": [
        Sent(404, "notFound", Kind.NOT_FOUND),
        Sent(403, "forbidden", Kind.PERMISSION_DENIED),
        Sent(403, "rateLimitExceeded", Kind.RATE_LIMITED),
        Sent(429, "rateLimitExceeded", Kind.RATE_LIMITED),
        Sent(412, "conditionNotMet", Kind.PRECONDITION_FAILED),
    ],
    "qiniu-kodo": [
        Sent(612, "612", Kind.NOT_FOUND, Resource.OBJECT, "no such file or directory"),
        Sent(631, "631", Kind.NOT_FOUND, Resource.BUCKET, "no such bucket"),
        Sent(401, "401", Kind.AUTH_FAILED, message="bad token"),
        Sent(573, "573", Kind.RATE_LIMITED, message="too many"),
    ],
    "qingstor": [
        Sent(404, "object_not_exists", Kind.NOT_FOUND, Resource.OBJECT),
        Sent(404, "bucket_not_exists", Kind.NOT_FOUND, Resource.BUCKET),
        Sent(403, "permission_denied", Kind.PERMISSION_DENIED),
        Sent(500, "internal_error", Kind.INTERNAL),
    ],
    "upyun": [
        Sent(404, "40400001", Kind.NOT_FOUND, Resource.OBJECT),
        Sent(401, "40100012", Kind.NOT_FOUND, Resource.BUCKET),
        Sent(429, "42900000", Kind.RATE_LIMITED),
        Sent(401, "40100005", Kind.AUTH_FAILED),
    ],
    "backblaze-b2": [
        Sent(404, "not_found", Kind.NOT_FOUND),
        Sent(401, "expired_auth_token", Kind.AUTH_FAILED),
        Sent(403, "storage_cap_exceeded", Kind.QUOTA_EXCEEDED),
        Sent(403, "download_cap_exceeded", Kind.QUOTA_EXCEEDED),
        Sent(400, "duplicate_bucket_name", Kind.ALREADY_EXISTS),
        Sent(429, "too_many_requests", Kind.RATE_LIMITED),
        Sent(500, "internal_error", Kind.INTERNAL),
        Sent(503, "service_unavailable", Kind.UNAVAILABLE),
    ],
    "oracle-oci": [
        Sent(404, "ObjectNotFound", Kind.NOT_FOUND, Resource.OBJECT),
        Sent(404, "BucketNotFound", Kind.NOT_FOUND, Resource.BUCKET),
        Sent(401, "NotAuthenticated", Kind.AUTH_FAILED),
        Sent(429, "TooManyRequests", Kind.RATE_LIMITED),
        Sent(500, "InternalServerError", Kind.INTERNAL),
    ],
    "openstack-swift": [
        Sent(404, "Not Found", Kind.NOT_FOUND),
        Sent(403, "Forbidden", Kind.PERMISSION_DENIED),
        Sent(401, "Unauthorized", Kind.AUTH_FAILED),
        Sent(498, "Rate Limited", Kind.RATE_LIMITED),
        Sent(503, "Service Unavailable", Kind.UNAVAILABLE),
    ],
}
CASES = [(client, sent) for client in CLIENTS for sent in SENT[client.provider]]
NO_BYTES_OF_5XX = {"qingstor-sdk"}
"""After its repetitions nothing but the status is left."""


@pytest.mark.parametrize(("client", "sent"), CASES, ids=[f"{client.sdk}-{sent.status}-{sent.code}" for client, sent in CASES])
def test_an_error_is_what_was_sent(client: Client, sent: Sent, stage: Stage) -> None:
    found = record(asked(client, stage, an_answer(client.provider, sent.status, sent.code, sent.message, "RID7")))
    assert found.kind == sent.kind
    if sent.resource and not (sent.status >= 500 and client.sdk in NO_BYTES_OF_5XX):
        assert found.resource == sent.resource
    assert found.code in {sent.code, None}
    assert found.request_id in {"RID7", None}
    assert not found.ignored
    if client.named:
        assert (found.provider, found.detected_by) == (client.provider, (f"client {client.sdk}",))


@each_client
@pytest.mark.parametrize(("status", "kind"), [(403, Kind.PERMISSION_DENIED), (404, Kind.NOT_FOUND)])
def test_a_head_is_told_by_its_status(client: Client, status: int, kind: Kind, stage: Stage) -> None:
    if client.head is None:
        assert client.sdk in {"google", "qiniu"}
        return
    found = record(asked(client, stage, an_answer(client.provider, status, "", "", "RID7"), head=True))
    assert (found.kind, found.code) == (kind, None)
    assert found.matched_by in {MatchedBy.STATUS, MatchedBy.NOTHING}
    assert found.status in {status, None}


@each_client
def test_nobody_listens(client: Client) -> None:
    made = client.connect(f"http://127.0.0.1:{closed_port()}")
    found = record(outcome(lambda: client.get(made)))
    assert (found.kind, found.retry, found.fault, found.matched_by) == (Kind.UNAVAILABLE, Retry.AFTER_BACKOFF, None, MatchedBy.NOTHING)
    assert found.effect is (Effect.UNKNOWN if client.sdk == "opendal" else Effect.NOT_APPLIED), "its text does not say how far it came"
    assert (found.status, found.code, found.request_id) == (None, None, None)
    if client.named:
        assert found.provider == client.provider


@pytest.mark.parametrize("client", [client for client in CLIENTS if client.wrong], ids=lambda client: client.sdk)
def test_a_call_that_the_client_refuses_to_send(client: Client, stage: Stage) -> None:
    stage.play(200)
    made = client.connect(stage.url)
    assert client.wrong
    found = record(outcome(lambda: client.wrong(made)))  # type: ignore[misc]
    assert (found.kind, found.effect, found.fault, found.matched_by) == (Kind.INVALID_ARGUMENT, Effect.NOT_APPLIED, Fault.CALLER, MatchedBy.NOTHING)


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    """A server that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


SILENT = [client for client in CLIENTS if client.sdk in {"botocore", "azure", "cos-python-sdk-v5", "upyun", "minio", "oci", "obstore"}]


@pytest.mark.parametrize("client", SILENT, ids=[client.sdk for client in SILENT])
def test_nobody_answers(client: Client, silent: str) -> None:
    made = client.connect(silent)
    found = record(outcome(lambda: client.get(made)))
    assert (found.kind, found.effect, found.fault) == (Kind.TIMEOUT, Effect.UNKNOWN, None)


def test_no_name() -> None:
    found = record(outcome(lambda: botocore_client("http://nowhere.invalid").list_buckets()))
    assert (found.kind, found.effect, found.alternatives) == (Kind.UNAVAILABLE, Effect.NOT_APPLIED, (Kind.WRONG_ENDPOINT,))


def test_no_encryption(stage: Stage) -> None:
    found = record(outcome(lambda: botocore_client(stage.url.replace("http", "https")).list_buckets()))
    assert (found.kind, found.effect) == (Kind.UNAVAILABLE, Effect.NOT_APPLIED)
    assert found.native["exception"] == "ssl.SSLError"


def test_no_credentials(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3
    import oci
    from google.cloud import storage

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/nonexistent")
    stage.play(200)
    calls = [
        lambda: boto3.Session().client("s3", endpoint_url=stage.url, region_name="us-east-1").list_buckets(),
        lambda: storage.Client(project="p"),
        lambda: oci.config.from_file("/nonexistent"),
    ]
    for call in calls:
        found = record(outcome(call))
        assert (found.kind, found.reason, found.resource, found.effect) == (Kind.AUTH_FAILED, "missing", Resource.CREDENTIAL, Effect.NOT_APPLIED)


def test_another_server_behind_botocore(stage: Stage) -> None:
    """boto3 speaks with MinIO and with AWS; the answer tells which."""
    client = CLIENTS[0]
    for headers, provider in [
        ((("Server", "MinIO"),), "minio"),
        ((("Server", "AmazonS3"), ("x-amz-bucket-region", "eu-west-1")), "aws-s3"),
        ((), "s3-compatible"),
    ]:
        answer = an_answer("aws-s3", 404, "NoSuchKey", "no", "RID7")
        assert record(asked(client, stage, answer._replace(headers=(*answer.headers, *headers)))).provider == provider
        assert from_exception(asked(client, stage, answer), "wasabi").provider == "wasabi"  # type: ignore[arg-type]


def test_a_transfer_of_boto3(stage: Stage) -> None:
    """upload_file raises an exception of its own, in which the text alone names the code; the one behind it has it all."""
    stage.set(an_answer("aws-s3", 403, "AccessDenied", "no", "RID7"))
    found = record(outcome(lambda: botocore_client(stage.url).upload_file(__file__, BUCKET, KEY)))
    assert (found.kind, found.code, found.request_id) == (Kind.PERMISSION_DENIED, "AccessDenied", "RID7")


def test_the_last_error_of_repetitions(stage: Stage) -> None:
    from google.cloud import storage

    client = next(client for client in CLIENTS if client.sdk == "google")
    stage.set(an_answer("gcs", 429, "rateLimitExceeded", "slow down", "RID7"))
    blob = client.connect(stage.url)
    found = record(outcome(lambda: blob.reload(retry=storage.retry.DEFAULT_RETRY.with_timeout(0.2))))
    assert (found.kind, found.code, found.request_id) == (Kind.RATE_LIMITED, "rateLimitExceeded", "RID7")


def test_successes_that_are_returned(stage: Stage) -> None:
    bodies = {"qiniu": b'{"hash": "h"}', "qingstor-sdk": b"", "esdk-obs-python": b"x"}
    for client in [client for client in CLIENTS if client.returns]:
        stage.play(200, bodies[client.sdk], X_Reqid="7", Content_Type="application/json")
        assert record(client.get(client.connect(stage.url))).kind is Kind.NOT_AN_ERROR


def test_a_key_that_looks_like_an_error_decides_nothing(stage: Stage) -> None:
    """Libraries that leave text alone echo the caller's own names in it; a name is no evidence."""
    from obstore.store import S3Store

    name = (
        "x not found: Error performing GET http:a in 1ms - Server returned non-2xx status code: 404 Not Found: <Error><Code>NoSuchKey</Code></Error>"
    )
    stage.set(an_answer("aws-s3", 403, "AccessDenied", name, "RID7"))
    keys = {"access_key_id": "k", "secret_access_key": "s"}
    store = S3Store(BUCKET, endpoint=stage.url, region="us-east-1", virtual_hosted_style_request=False, client_options={"allow_http": True}, **keys)
    found = record(outcome(lambda: store.get(name)))
    assert (found.kind, found.status) == (Kind.PERMISSION_DENIED, 403)


PLACES = {
    "boto3": ["boto3.exceptions"], "botocore": ["botocore.exceptions", "botocore.parsers"], "s3transfer": ["s3transfer.exceptions"],
    "azure": ["azure.core.exceptions", "azure.storage.blob._generated._utils.serialization"], "google": ["google.api_core.exceptions", "google.cloud.storage.exceptions"],
    "google.auth": ["google.auth.exceptions"], "oss2": ["oss2.exceptions"], "alibabacloud_oss_v2": ["alibabacloud_oss_v2.exceptions"],
    "qcloud_cos": ["qcloud_cos"], "baidubce": ["baidubce.exception"], "tos": ["tos.exceptions"], "qingstor": ["qingstor.sdk.error"], "upyun": ["upyun"],
    "b2sdk": ["b2sdk._internal.exception", "b2sdk._internal.account_info.exception"], "oci": ["oci.exceptions"], "swiftclient": ["swiftclient.exceptions"],
    "obstore": ["obstore.exceptions"], "opendal": ["opendal.exceptions"], "requests": ["requests.exceptions"], "urllib3": ["urllib3.exceptions"], "concurrent": ["concurrent.futures"],
}  # fmt: skip
WRAPPERS = {"adlfs", "gcsfs", "s3fs"}


def test_every_class_of_the_table_is_there() -> None:
    """A row for a class that an SDK no longer has would never be asked."""
    with (SDKS / "faults.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["module"] not in WRAPPERS]
    missing = []
    for row in rows:
        modules = [importlib.import_module(name) for name in PLACES.get(row["module"], [row["module"]])]
        if not any(hasattr(module, row["class"]) for module in [*modules, builtins]):
            missing.append(f"{row['module']}.{row['class']}")
    assert missing in ([], ["azure.CredentialUnavailableError"])  # azure-identity is not asked here


def test_every_sdk_is_asked() -> None:
    asked_here = {client.sdk for client in CLIENTS}
    assert {sdk.slug for sdk in sdks()} - asked_here == {"s3fs", "gcsfs", "adlfs", "http-libraries"}
    for sdk in sdks():
        assert all(sdk_of(module) == sdk for module in sdk.modules)


def test_records_are_values(stage: Stage) -> None:
    """A record of an exception has no exception inside: it goes through JSON, where the SDK's own often cannot be pickled."""
    for client in CLIENTS:
        found = record(asked(client, stage, an_answer(client.provider, 503, "SlowDown", "no", "RID7")))
        assert type(found).model_validate_json(found.model_dump_json()) == found
        json.loads(found.model_dump_json())
