"""Translations by example: the pairs that a reader would expect, the borders, and what a wrong call is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from normalizer import Fidelity, Tables, UnknownProvider, normalize, translate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("source", "body", "status", "expected"),
    [
        ("upyun", b'{"code": 40400001}', 404, (404, "NoSuchKey", Fidelity.EXACT)),
        ("upyun", b'{"code": 40100012}', 401, (404, "NoSuchBucket", Fidelity.EXACT)),
        ("azure-blob", b"<Error><Code>ServerBusy</Code></Error>", 503, (503, "SlowDown", Fidelity.EXACT)),
        ("upyun", b'{"code": 40100005}', 401, (403, "SignatureDoesNotMatch", Fidelity.EXACT)),
        ("webhdfs", b'{"RemoteException": {"exception": "InvalidToken"}}', 403, (400, "ExpiredToken", Fidelity.NARROWER)),
        ("qingstor", b'{"code": "request_expired"}', 403, (403, "RequestTimeTooSkewed", Fidelity.EXACT)),
        ("qingstor", b'{"code": "internal_error"}', 500, (500, "InternalError", Fidelity.EXACT)),
        ("azure-blob", b"<Error><Code>BlobAlreadyExists</Code></Error>", 409, (412, "PreconditionFailed", Fidelity.EXACT)),
        ("azure-blob", b"<Error><Code>LeaseIdMissing</Code></Error>", 412, (403, "AccessDenied", Fidelity.STATUS)),
        ("azure-blob", b"<Error><Code>AuthorizationPermissionMismatch</Code></Error>", 403, (403, "AccessDenied", Fidelity.EXACT)),
        ("azure-blob", b"<Error><Code>NeverHeardOf</Code></Error>", 418, (418, None, Fidelity.STATUS)),
        ("minio", b"<Error><Code>InvalidStorageClass</Code></Error>", 400, (400, "InvalidStorageClass", Fidelity.EXACT)),
        ("openstack-swift", b"", 404, (404, "NoSuchKey", Fidelity.NARROWER)),
        ("qiniu-kodo", b'{"error": "x"}', 612, (404, "NoSuchKey", Fidelity.EXACT)),
        ("jss", None, 200, (200, None, Fidelity.STATUS)),
    ],
)
def test_to_s3(source: str, body: bytes | None, status: int, expected: tuple[int, str | None, Fidelity]) -> None:
    found = translate(body, source=source, to="aws-s3", status=status)
    assert (found.status, found.code, found.fidelity) == expected


@pytest.mark.parametrize(
    ("to", "body"),
    [
        ("azure-blob", b'<?xml version="1.0" encoding="utf-8"?><Error><Code>BlobNotFound</Code><Message>the blob is not there</Message></Error>'),
        ("backblaze-b2", b'{"status": 400, "code": "no_such_file", "message": "'),
        ("dropbox", b'{"error_summary": "path/not_found/", "error": {".tag": "path", "path": {".tag": "not_found"}}, "user_message": {'),
        ("gcs", b'{"error": {"code": 404, "message": '),
        ("webhdfs", b'{"RemoteException": {"exception": "FileNotFoundException", "message": '),
        ("upyun", b'{"msg": "file or directory not found", "code": 40400001, "id": "7f"}'),
        ("tencent-cos-v4", b'{"code": -197, "message": '),
        ("supabase", b'{"statusCode": "404", "error": "NoSuchKey", "message": '),
        ("qiniu-kodo", b'{"error": "'),
        ("openstack-swift", b"<html><h1>Not Found</h1><p>"),
        ("onedrive", b'{"error": {"code": "itemNotFound", "message": '),
    ],
)
def test_a_missing_object_in_everybodys_own_form(to: str, body: bytes) -> None:
    record = normalize("aws-s3", b"<Error><Code>NoSuchKey</Code><RequestId>7f</RequestId></Error>", status=404)
    assert translate(record, to).body.startswith(body)


def test_a_condition_is_written_with_its_code() -> None:
    """S3 tells a write that may only create from other failed conditions by a member of the body."""
    found = translate(b"<Error><Code>BlobAlreadyExists</Code></Error>", source="azure", to="s3", status=409)
    assert b"<Condition>If-None-Match</Condition>" in found.body


def test_a_delete_marker_is_said_in_a_header() -> None:
    body = b"<Error><Code>NoSuchKey</Code></Error>"
    found = translate(body, source="aliyun-oss", to="aws-s3", status=404, headers={"x-oss-delete-marker": "true"})
    assert (found.code, found.headers["x-amz-delete-marker"]) == ("NoSuchKey", "true")


def test_a_wait_is_carried_where_there_is_something_to_repeat() -> None:
    headers = {"Retry-After": "1.5"}
    assert translate(None, source="qingstor", to="s3", status=503, headers=headers).headers["Retry-After"] == "2"
    assert "Retry-After" not in translate(None, source="qingstor", to="s3", status=404, headers=headers).headers


def test_the_request_id_is_carried_or_given() -> None:
    record = normalize("qingstor", b'{"code": "internal_error", "request_id": "aa08"}', status=500)
    assert translate(record, "s3").headers["x-amz-request-id"] == "aa08"
    given = translate(record, "s3", request_id="mine\r\nSet-Cookie: a=b")
    assert given.headers["x-amz-request-id"] == "mineSet-Cookie: a=b"
    assert "Set-Cookie" not in given.headers


def test_the_whole_body_in_a_header() -> None:
    """OSS answers a HEAD with its body in Base64."""
    record = normalize("upyun", b'{"code": 40400001}', status=404)
    found = translate(record, "oss", method="HEAD")
    assert not found.body
    assert normalize("oss", None, status=found.status, headers=found.headers, method="HEAD").code == "NoSuchKey"


def test_a_vendor_without_a_header_for_codes() -> None:
    record = normalize("aws-s3", b"<Error><Code>NoSuchKey</Code></Error>", status=404)
    found = translate(record, "backblaze-b2", method="HEAD")
    assert (found.status, found.code, found.fidelity) == (404, None, Fidelity.STATUS)


def test_a_head_of_the_same_vendor_that_loses_its_code() -> None:
    record = normalize("qingstor", b'{"code": "object_not_exists"}', status=404)
    assert translate(record, "qingstor").fidelity is Fidelity.EXACT
    assert translate(record, "qingstor", method="HEAD").fidelity is Fidelity.STATUS


def test_region_of_the_same_vendor() -> None:
    """S3's client goes by the region in the body; another vendor's region would lead it astray."""
    body = b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
    found = translate(body, source="s3", to="s3", status=400)
    assert b"<Region>eu-west-1</Region>" in found.body
    assert "eu-west-1" not in repr(translate(body, source="s3", to="minio", status=400))


def test_one_s_own_tables_need_no_word_about_writing(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text(
        'name = "Acme"\n[envelope]\nat = ["error"]\ncode = ["reason"]\nmessage = ["text"]\nrequest_id = ["trace"]\n'
        '[sources.wiki]\ntitle = "t"\nwhere = "w"\nread = "2026-11-21"\nkind = "documentation"\n',
        encoding="utf-8",
    )
    (tmp_path / "acme.csv").write_text(
        "code,status,when,kind,reason,resource,retry,effect,meaning,message,note,source\ngone,404,,NotFound,,object,,,it is gone,,,wiki\n",
        encoding="utf-8",
    )
    found = Tables.load(tmp_path).translate(b'{"code": 40400001, "id": "7"}', "acme", source="upyun")
    assert (found.status, found.body) == (404, b'{"error": {"reason": "gone", "text": "it is gone", "trace": "7"}}')


def test_a_wrong_call_says_how_it_is_right() -> None:
    record = normalize("jss", status=404)
    calls: list[tuple[dict[str, Any], str]] = [
        ({"error": b"{}", "to": "s3"}, "together with its source"),
        ({"error": record, "to": "s3", "source": "jss"}, "leave out source"),
        ({"error": record, "to": "s3", "status": 404}, "leave out status"),
        ({"error": 7, "to": "s3", "source": "jss"}, "response.content"),
    ]
    for arguments, words in calls:
        with pytest.raises(TypeError, match=words):
            translate(**arguments)
    with pytest.raises(UnknownProvider, match="did you mean 'aws-s3'"):
        translate(record, "aws-s4")
