"""The command `normalize`."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from normalizer import Tables, errors_in, normalize
from normalizer.cli.answer import answers
from normalizer.logline import Response
from tests.render import put

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.declaration import Envelope
    from tests.cli_types import Feed, Run


UPYUN = '{"msg": "bucket not exist", "code": 40100012, "id": "0f12e8fe"}'
S3 = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a b</Key><RequestId>4442587FB7D0A2F9</RequestId></Error>"""
BATCH = b'{"deleted": [{"key": "a"}], "errors": [{"key": "b", "code": "permission_denied"}, {"key": "c", "code": "object_not_exists"}]}'


def test_shows_every_field_that_has_a_value_and_the_row_that_answered(run: Run) -> None:
    status, out, err = run("normalize", "upyun", UPYUN, "--status", "401")
    assert (status, err) == (0, "")
    assert out.splitlines()[:-1] == [
        "provider:       upyun",
        "kind:           NotFound",
        "resource:       bucket",
        "retry:          after_change",
        "effect:         not_applied",
        "fault:          caller",
        "matched_by:     code",
        "confidence:     1.0",
        "consistent:     true",
        "code:           40100012",
        "status:         401",
        "message:        bucket not exist",
        "request_id:     0f12e8fe",
        f"tables_version: {Tables().version}",
        "meaning:        no bucket of this name exists",
        "note:           Sent as 401; the credential is not what is wrong.",
    ]
    assert out.splitlines()[-1].startswith("source:         UPYUN REST API: error codes")


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_options_stand_before_between_and_behind(run: Run, order: int) -> None:
    argv = ["upyun", UPYUN]
    argv[min(order, 2) : min(order, 2)] = ["--json", "--status", "401"]
    assert json.loads(run("normalize", *argv)[1])["consistent"] is True


def test_json_is_the_record_in_one_line(run: Run) -> None:
    status, out, err = run("normalize", "UPYUN", UPYUN, "--status", "401", "--json")
    assert (status, err) == (0, "")
    assert out == normalize("upyun", UPYUN, status=401).model_dump_json() + "\n"


def test_all_prints_every_failed_item(run: Run, feed: Feed) -> None:
    feed(BATCH)
    status, out, _ = run("normalize", "qingstor", "-", "--status", "200", "--all", "--json")
    expected = [json.loads(each.model_dump_json()) for each in errors_in("qingstor", BATCH, status=200)]
    assert (status, json.loads(out)) == (0, expected)
    feed(BATCH)
    blocks = run("normalize", "qingstor", "--status", "200", "--all")[1].split("\n\n")
    assert ["key:            b" in blocks[0], "meaning:        the object is not there" in blocks[1]] == [True, True]


def test_without_all_a_batch_gives_its_first_error(run: Run, feed: Feed) -> None:
    feed(BATCH)
    assert json.loads(run("normalize", "qingstor", "--json")[1])["key"] == "b"


def test_all_of_a_success_says_so(run: Run) -> None:
    assert run("normalize", "qingstor", "", "--status", "204", "--all") == (0, "no error: the response shows a success\n", "")
    assert run("normalize", "qingstor", "", "--status", "204", "--all", "--json") == (0, "[]\n", "")


def test_a_body_comes_from_a_file_as_bytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "body.xml.gz"
    path.write_bytes(gzip.compress(S3))
    record = json.loads(run("normalize", "s3", f"@{path}", "--status", "404", "--json")[1])
    assert [record["code"], record["key"], record["request_id"]] == ["NoSuchKey", "a b", "4442587FB7D0A2F9"]


def test_a_body_comes_from_standard_input_as_bytes(run: Run, feed: Feed) -> None:
    for argument in ([], ["-"], ["@-"]):
        feed(UPYUN.replace("bucket not exist", "\u7a7a\u95f4").encode("gb18030"))
        assert json.loads(run("normalize", "upyun", *argument, "--json")[1])["message"] == "\u7a7a\u95f4"


def test_bytes_of_an_argument_that_are_no_utf8_stay(run: Run) -> None:
    argument = UPYUN.replace("bucket not exist", "\u7a7a\u95f4").encode("gb18030").decode("utf-8", "surrogateescape")
    assert json.loads(run("normalize", "upyun", argument, "--json")[1])["message"] == "\u7a7a\u95f4"
    assert json.loads(run("normalize", "upyun", '{"code": 40100012, "msg": "\ud800"}', "--json")[1])["code"] == "40100012"


def test_a_lone_surrogate_anywhere_is_no_crash(run: Run) -> None:
    assert run("normalize", "upyun", "\ud800")[0] == 0
    assert run("normalize", "\ud800", "")[0] == 2
    assert run("explain", "upyun", "\ud800", "--json")[0] == 1


@pytest.mark.usefixtures("keyboard")
def test_a_head_has_no_body(run: Run) -> None:
    status, out, _ = run("normalize", "s3", "--method", "HEAD", "--status", "403", "--header", "x-amz-request-id: 7", "--json")
    record = json.loads(out)
    assert [status, record["kind"], record["alternatives"][0], record["request_id"]] == [0, "PermissionDenied", "NotFound", "7"]
    assert json.loads(run("normalize", "upyun", "--header", "X-Error-Code: 40400001", "--json")[1])["matched_by"] == "code"


@pytest.mark.usefixtures("keyboard")
def test_nothing_to_normalize_is_wrong_usage_on_a_terminal(run: Run) -> None:
    status, out, err = run("normalize", "upyun")
    assert (status, out) == (2, "")
    assert "give BODY, --status or --header" in err


def test_operation_and_request_headers_reach_the_tables(run: Run) -> None:
    body = "<Error><Code>PreconditionFailed</Code></Error>"
    plain = json.loads(run("normalize", "s3", body, "--status", "412", "--json")[1])
    asked = json.loads(run("normalize", "s3", body, "--status", "412", "--request-header", "If-None-Match: *", "--json")[1])
    assert [plain["kind"], asked["kind"]] == ["PreconditionFailed", normalize("s3", body, status=412, request_headers={"If-None-Match": "*"}).kind]
    operation = json.loads(run("normalize", "s3", "", "--status", "404", "--method", "HEAD", "--operation", "HeadBucket", "--json")[1])
    assert operation["resource"] == normalize("s3", None, status=404, method="HEAD", operation="HeadBucket").resource == "bucket"


def test_a_family_says_why(run: Run) -> None:
    out = run("normalize", "upyun", '{"code": "50301015"}')[1]
    assert "matched_by:     family" in out
    assert "family:         5030[0-4]015" in out
    assert "why:            the origin's certificate is for another host name." in out


def test_an_inherited_row_is_shown_with_the_elders_source(run: Run) -> None:
    out = run("normalize", "jdcloud", "<Error><Code>NoSuchKey</Code></Error>", "--status", "404")[1]
    assert "matched_by:     code" in out
    assert "meaning:        no object under that key" in out
    assert "docs.aws.amazon.com" in out


def test_nested_native_values_and_lists_are_readable(run: Run) -> None:
    out = run("normalize", "upyun", '{"code": 1, "path": {"a": [1, "\u7a7a"]}}', "--status", "403")[1]
    assert 'native.path:    {"a": [1, "\u7a7a"]}' in out
    assert "truncated" not in out
    assert "truncated:      true" in run("normalize", "upyun", '{"code": 40100012, "msg": "bro')[1]


def test_what_a_provider_sent_cannot_steer_a_terminal(run: Run) -> None:
    out = run("normalize", "upyun", json.dumps({"code": 40100012, "msg": "\x1b[31mred\nnext\u202e"}))[1]
    assert r"message:        \x1b[31mred\nnext\u202e" in out


def body_of(envelope: Envelope, code: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    put(body, envelope.code[0], code)
    for step in reversed(envelope.at[0].split(".") if envelope.at[0] else []):
        body = {step: body}
    return body


@pytest.mark.parametrize("slug", Tables().slugs())
def test_the_row_shown_is_the_row_that_answered(slug: str) -> None:
    tables = Tables()
    provider = tables.provider(slug)
    for row in provider.rows:
        if row.when:
            continue
        answer = answers(provider, Response(body_of(provider.envelope, row.code), row.status), every=False)[0]
        assert answer.row is not None
        assert (answer.row.code, answer.row.status) == (row.code, row.status)
        assert (answer.row.kind, answer.row.reason, answer.row.resource) == (answer.record.kind, answer.record.reason, answer.record.resource)
