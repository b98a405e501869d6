"""s3fs, gcsfs and adlfs: what can be had of the OSErrors that they raise. What must come out was written from what is sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

os.environ["GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT"] = "false"

import adlfs
import gcsfs
import s3fs

from normalizer import Effect, Kind, StorageError, canonical_errors, from_exception
from tests.sdks.kept import measured, table, write
from tests.sdks.stage import Played, Stage, closed_port

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "bucket/folder/key"
S3 = b"<Error><Code>%s</Code><Message>the words</Message><RequestId>RID7</RequestId></Error>"
AZURE = b"<Error><Code>%s</Code><Message>the words</Message></Error>"
GCS = '{"error":{"code":%d,"message":"the words","errors":[{"message":"the words","domain":"global","reason":"%s"}]}}'
WAIT = ("Retry-After", "7")


def s3_system(url: str) -> Any:
    keys = {"endpoint_url": url, "region_name": "us-east-1", "aws_access_key_id": "k", "aws_secret_access_key": "s"}
    config = {"retries": {"total_max_attempts": 1}, "s3": {"addressing_style": "path"}, "connect_timeout": 2, "read_timeout": 2}
    system = s3fs.S3FileSystem(client_kwargs=keys, config_kwargs=config, skip_instance_cache=True)
    system.retries = 1
    return system


def gcs_system(url: str) -> Any:
    system = gcsfs.GCSFileSystem(project="p", token="anon", endpoint_url=url, skip_instance_cache=True)  # noqa: S106
    system.retries = 1
    return system


def azure_system(url: str) -> Any:
    place = f"DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;BlobEndpoint={url}/account;"
    return adlfs.AzureBlobFileSystem(connection_string=place, skip_instance_cache=True)


def s3(status: int, code: str) -> Played:
    return Played(status, (WAIT, ("Content-Type", "application/xml"), ("x-amz-request-id", "RID7")), S3 % code.encode())


def gcs(status: int, code: str) -> Played:
    return Played(status, (WAIT, ("Content-Type", "application/json"), ("X-GUploader-UploadID", "RID7")), (GCS % (status, code)).encode())


def azure(status: int, code: str) -> Played:
    return Played(status, (WAIT, ("Content-Type", "application/xml"), ("x-ms-error-code", code), ("x-ms-request-id", "RID7")), AZURE % code.encode())


def failure(system: Any, call: str, *arguments: object) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011  what comes is what is tested
        getattr(system, call)(PATH, *arguments)
    return caught.value


CASES: list[tuple[Callable[[str], Any], Played, str, Kind, str | None]] = [
    (s3_system, s3(404, "NoSuchKey"), "pipe_file", Kind.NOT_FOUND, "NoSuchKey"),
    (s3_system, s3(403, "AccessDenied"), "pipe_file", Kind.PERMISSION_DENIED, "AccessDenied"),
    (s3_system, s3(400, "ExpiredToken"), "pipe_file", Kind.AUTH_FAILED, "ExpiredToken"),
    (s3_system, s3(503, "SlowDown"), "pipe_file", Kind.RATE_LIMITED, "SlowDown"),
    (s3_system, s3(403, "AccessDenied"), "info", Kind.PERMISSION_DENIED, None),  # a HEAD
    (gcs_system, gcs(404, "notFound"), "cat_file", Kind.NOT_FOUND, None),
    (gcs_system, gcs(403, "forbidden"), "cat_file", Kind.PERMISSION_DENIED, None),
    (gcs_system, gcs(404, "notFound"), "info", Kind.NOT_FOUND, None),  # it leaves no cause
    (gcs_system, gcs(401, "authError"), "cat_file", Kind.AUTH_FAILED, "authError"),
    (gcs_system, gcs(412, "conditionNotMet"), "cat_file", Kind.PRECONDITION_FAILED, None),
    (gcs_system, gcs(429, "rateLimitExceeded"), "cat_file", Kind.RATE_LIMITED, "rateLimitExceeded"),
    (azure_system, azure(404, "BlobNotFound"), "cat_file", Kind.NOT_FOUND, "BlobNotFound"),
    (azure_system, azure(403, "AuthorizationPermissionMismatch"), "cat_file", Kind.PERMISSION_DENIED, "AuthorizationPermissionMismatch"),
    (azure_system, azure(409, "BlobArchived"), "cat_file", Kind.OBJECT_ARCHIVED, "BlobArchived"),
    (azure_system, azure(404, "BlobNotFound"), "info", Kind.NOT_FOUND, None),  # it leaves no cause
]


@pytest.mark.parametrize(("system", "played", "call", "kind", "code"), CASES, ids=[f"{c[0].__name__}-{c[1].status}-{c[2]}-{c[4]}" for c in CASES])
def test_an_error_is_what_was_sent(system: Callable[[str], Any], played: Played, call: str, kind: Kind, code: str | None, stage: Stage) -> None:
    stage.set(played)
    made = system(stage.url)
    raised = failure(made, call, *([b"x"] if call == "pipe_file" else []))
    found = from_exception(raised)
    assert (found.kind, found.code) == (kind, code), repr(raised)
    assert found.request_id in {"RID7", None}
    assert found.provider in {"s3-compatible", "gcs", "azure-blob"}


@pytest.mark.parametrize("system", [s3_system, gcs_system])
def test_nobody_listens(system: Callable[[str], Any]) -> None:
    made = system(f"http://127.0.0.1:{closed_port()}")
    found = from_exception(failure(made, "cat_file"))
    assert (found.kind, found.effect, found.fault) == (Kind.UNAVAILABLE, Effect.NOT_APPLIED, None)


@pytest.mark.parametrize(
    ("system", "played"), [(s3_system, s3(404, "NoSuchKey")), (gcs_system, gcs(404, "notFound")), (azure_system, azure(404, "BlobNotFound"))]
)
def test_canonical_errors(system: Callable[[str], Any], played: Played, stage: Stage) -> None:
    stage.set(played)
    made = system(stage.url)
    with pytest.raises(FileNotFoundError) as caught, canonical_errors(filename=PATH):
        made.cat_file(PATH)
    assert isinstance(caught.value, StorageError)
    assert type(caught.value.__cause__) is FileNotFoundError
    assert caught.value.error.kind is Kind.NOT_FOUND


def test_what_wrappers_keep(stage: Stage) -> None:
    sent: dict[str, str | None] = {"message": "the words", "request_id": "RID7"}
    found = []
    for sdk, system, played, code, call in [
        ("s3fs", s3_system, s3(404, "NoSuchKey"), "NoSuchKey", "pipe_file"),
        ("gcsfs", gcs_system, gcs(404, "notFound"), "notFound", "cat_file"),
        ("adlfs", azure_system, azure(404, "BlobNotFound"), "BlobNotFound", "cat_file"),
    ]:
        stage.set(played)
        made = system(stage.url)
        raised = failure(made, call, *([b"x"] if call == "pipe_file" else []))
        found.append(measured(sdk, "GET", raised, played, {"code": code, **sent}))
        raised = failure(made, "info")
        in_header = code if sdk == "adlfs" else None
        found.append(measured(sdk, "info()", raised, played, {"code": in_header, "message": None, "request_id": "RID7"}))
    if os.environ.get("KEPT") == "write":
        write(found)
    known = {(line.sdk, line.answer): line for line in table()}
    assert [line for line in found if line._replace(version="") != known[line.sdk, line.answer]._replace(version="")] == []
