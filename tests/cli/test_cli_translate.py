"""The command `translate`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli_types import Feed, Run


def test_a_response_of_another_provider(run: Run) -> None:
    status, out, _ = run("translate", "upyun", "s3", '{"msg": "bucket not exist", "code": 40100012, "id": "7f"}', "--status", "401")
    assert status == 0
    lines = dict(line.split(":", 1) for line in out.splitlines() if ":" in line and not line.startswith("<"))
    expected = {"status": "404", "code": "NoSuchBucket", "fidelity": "exact", "x-amz-request-id": "7f"}
    assert {name: lines[name].strip() for name in expected} == expected
    assert "<Code>NoSuchBucket</Code>" in out


def test_json_of_a_head(run: Run, feed: Feed) -> None:
    feed(b"")
    argv = (
        "translate",
        "s3",
        "azure",
        "--method",
        "HEAD",
        "--status",
        "404",
        "--header",
        "x-amz-error-code: NoSuchKey",
        "--request-id",
        "9",
        "--json",
    )
    status, out, _ = run(*argv)
    found = json.loads(out)
    assert status == 0
    assert found["body"] == ""
    assert found["headers"] == {"x-ms-error-code": "BlobNotFound", "x-ms-request-id": "9"}
    assert sorted(found) == ["body", "code", "fidelity", "headers", "provider", "status", "why"]


def test_a_detected_source_from_standard_input(run: Run, feed: Feed) -> None:
    feed(b"HTTP/1.1 404 Not Found\r\nx-oss-request-id: 5C3D9175B6FC201293AD4890\r\n\r\n<Error><Code>NoSuchKey</Code></Error>")
    status, out, _ = run("translate", "auto", "gcs", "--json")
    assert (status, json.loads(out)["code"]) == (0, "notFound")


@pytest.mark.parametrize("argv", [("upyn", "s3"), ("upyun", "aws-s4")])
def test_an_unknown_provider_is_named(run: Run, argv: tuple[str, str]) -> None:
    status, out, err = run("translate", *argv, "{}")
    assert (status, out) == (2, "")
    assert "did you mean" in err


def test_what_a_terminal_must_not_get(run: Run) -> None:
    out = run("translate", "s3", "minio", "<Error><Code>NoSuchKey</Code><Key>a\u009b31m</Key></Error>", "--status", "404")[1]
    assert "\u009b" not in out
