"""Which provider sent a response: how well it is told, and what is done where it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Tables, detect, errors_in, normalize, providers
from tests.strategies import ALL_CODES, bodies
from tools import detection

S3 = "<Error><Code>{}</Code><Message>m</Message>{}</Error>"
TABLES = Tables()


@pytest.fixture(scope="module")
def counted() -> dict[tuple[str, str], tuple[str, ...]]:
    rows, _ = detection.report(TABLES)
    return {(row[0], row[1]): row[2:] for row in rows}


@pytest.mark.parametrize(("asked", "least"), [("with a header of the vendor's own", 0.9), ("body alone", 0.6)])
def test_enough_is_decided_and_nothing_wrongly(counted: dict[tuple[str, str], tuple[str, ...]], asked: str, least: float) -> None:
    """Zero confidently wrong, 90 % decided where a vendor's header is there, 60 % on the body alone, on cases that no sign was written from."""
    number, _, share, wrong = counted["held out", asked]
    assert int(number) >= 30
    assert float(share) >= least
    assert wrong == "0"


def test_nothing_is_wrong_whatever_is_handed_over(counted: dict[tuple[str, str], tuple[str, ...]]) -> None:
    assert {row[-1] for row in counted.values()} == {"0"}


@pytest.mark.parametrize(
    ("arguments", "provider"),
    [
        ({"status": 404, "headers": {"X-Oss-Request-Id": "5C3D9175B6FC201293AD4890"}}, "aliyun-oss"),
        ({"url": "https://b.s3.eu-west-1.amazonaws.com/k"}, "aws-s3"),
        ({"url": "https://acc.blob.core.windows.net/c/b"}, "azure-blob"),
        ({"body": b'{"msg": "bucket not exist", "code": 40100012, "id": "1"}'}, "upyun"),
        ({"body": S3.format("XMinioStorageFull", "")}, "minio"),
        ({"body": S3.format("AccessDenied", "<HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId>")}, "aliyun-oss"),
        ({"body": b'{"RemoteException": {"exception": "FileNotFoundException", "message": "m"}}'}, "webhdfs"),
        ({"body": S3.format("NoSuchKey", ""), "headers": {"Server": "AmazonS3"}}, "aws-s3"),
    ],
)
def test_a_sign_decides(arguments: dict[str, Any], provider: str) -> None:
    found = detect(**arguments)
    assert (found.provider, found.decided, found.candidates[0].provider) == (provider, True, provider)
    assert found.candidates[0].evidence
    assert normalize("auto", **arguments).provider == provider
    assert normalize("AUTO", **arguments).detected_by == found.candidates[0].evidence


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"body": S3.format("NoSuchKey", "")}, "s3-compatible"),
        ({"body": b"{}"}, "unknown"),
        ({"body": None}, "unknown"),
        ({"body": b"<html><title>502 Bad Gateway</title></html>"}, "unknown"),
        ({"body": b"", "headers": {"Server": "nginx"}}, "unknown"),
        ({"url": "https://example.com/"}, "unknown"),
        ({"url": "not a url"}, "unknown"),
    ],
)
def test_what_is_not_decided(arguments: dict[str, Any], name: str) -> None:
    """Undecided S3 XML is s3-compatible, the rest unknown; a record says so, and answers as well as it can."""
    found = detect(**arguments)
    assert (found.provider, found.decided) == (name, False)
    record = normalize("auto", status=404, **arguments)
    assert (record.provider, record.detected_by, record.kind) == (name, ("nothing decides",), "NotFound")
    assert [error.provider for error in errors_in("auto", status=404, **arguments)] == [name]


def test_two_vendors_signs_decide_nothing() -> None:
    found = detect(headers={"x-oss-request-id": "1", "x-cos-request-id": "2"})
    assert (found.provider, found.decided) == ("unknown", False)
    assert {candidate.provider for candidate in found.candidates} == {"aliyun-oss", "tencent-cos"}


def test_an_undecided_s3_code_is_inherited() -> None:
    record = normalize("auto", S3.format("NoSuchKey", ""), status=404)
    assert (record.kind, record.resource, record.matched_by) == ("NotFound", "object", "inherited")
    assert 0 < record.confidence < 1


@given(st.sampled_from(ALL_CODES))
def test_no_vendor_is_guessed_from_a_code_that_several_have(code: str) -> None:
    """Never guess a vendor from an error code alone, but for those that only one has."""
    if sum(code in TABLES.provider(slug).codes for slug in providers()) > 1:
        assert not detect({"Error": {"Code": code, "Message": "m"}}).decided


@given(bodies, st.none() | st.integers(), st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=4), st.none() | st.text(max_size=60))
def test_any_response_is_detected_or_not(body: Any, status: int | None, headers: dict[str, str], url: str | None) -> None:
    """Total: whatever the data, there is an answer, and every candidate has evidence."""
    found = detect(body, status=status, headers=headers, url=url)
    assert found.provider in {*providers(), "s3-compatible", "unknown"}
    assert found.decided == (found.provider in providers())
    assert all(candidate.points > 0 and candidate.evidence for candidate in found.candidates)
