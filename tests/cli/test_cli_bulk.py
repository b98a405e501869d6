"""The command `bulk`."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from normalizer import errors_in, logline
from normalizer.logline import lines_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_types import Feed, Run


UPYUN = {"body": '{"code": 40100012, "msg": "\u7a7a\u95f4"}', "status": 401, "headers": {"X-Request-Id": "7"}}
S3 = {"body": "<Error><Code>SlowDown</Code></Error>", "status": "503", "headers": [["Retry-After", "3"]]}
QINGSTOR = {"body": {"errors": [{"key": "b", "code": "permission_denied"}, {"key": "c", "code": "object_not_exists"}]}, "status": 200}


def jsonl(*values: object) -> bytes:
    return b"".join(value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n" for value in values)


def answered(run: Run, feed: Feed, data: bytes, *argv: str, status: int = 0) -> list[dict[str, Any]]:
    feed(data)
    code, out, _ = run("bulk", *argv)
    assert code == status
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_becomes_the_records_of_errors_in(run: Run, feed: Feed) -> None:
    feed(jsonl(UPYUN, {"status": 204}))
    status, out, err = run("bulk", "youpai")
    record = errors_in("upyun", UPYUN["body"], status=401, headers=UPYUN["headers"])[0].model_dump_json()
    assert (status, out) == (0, f'{{"line":1,"provider":"upyun","errors":[{record}]}}\n{{"line":2,"provider":"upyun","errors":[]}}\n')
    assert err.splitlines() == ["lines       2: 1 with errors, 1 without, 0 bad", "kind        NotFound 1", "matched_by  code 1"]


def test_lines_may_name_their_provider(run: Run, feed: Feed) -> None:
    data = jsonl({**UPYUN, "vendor": "UPYUN"}, {**S3, "vendor": "amazon-s3"}, {**QINGSTOR, "vendor": "qingstor"})
    found = answered(run, feed, data, "--provider-field", "vendor")
    assert [each["provider"] for each in found] == ["upyun", "aws-s3", "qingstor"]
    assert [[error["kind"] for error in each["errors"]] for each in found] == [["NotFound"], ["RateLimited"], ["PermissionDenied", "NotFound"]]
    assert found[1]["errors"][0]["retry_after"] == 3.0


BAD = {
    "unknown provider 'upyn'; did you mean 'upyun'": {**UPYUN, "vendor": "upyn"},
    "has no text in 'vendor'": UPYUN,
    "must be a JSON object, not a list": [1],
    "must be a JSON object, not a number": 1.5,
    "must be a JSON object, not null": None,
    "no JSON: Expecting value at character 1": b"nonsense\n",
    "no JSON: Expecting ',' delimiter at character 8": b'{"a": 1\n',
    "no UTF-8 at byte 8": b'{"a": "\xff"}\n',
    "no JSON that can be read": b"[" * 100_000 + b"\n",
    "'body' is a number; a body is a string": {"vendor": "upyun", "body": 5},
    "has neither 'body' nor 'status' nor 'headers', but 'vendor', 'bdy'": {"vendor": "upyun", "bdy": ""},
}


def test_bad_lines_are_kept_with_their_reason_and_nothing_is_lost(run: Run, feed: Feed) -> None:
    data = jsonl({**UPYUN, "vendor": "upyun"}, b"\n  \r\n", *BAD.values(), b"\n", {**S3, "vendor": "s3"})
    found = answered(run, feed, data, "--provider-field", "vendor", status=1)
    assert [each["line"] for each in found] == [1, *range(4, 4 + len(BAD)), 5 + len(BAD)]
    for each, reason, value in zip(found[1:-1], BAD, BAD.values(), strict=True):
        assert list(each) == ["line", "error", "input"]
        assert each["error"].startswith(reason)
        assert each["input"] == jsonl(value).decode("utf-8", "replace").rstrip("\n")[:2000]


def test_the_summary_counts_bad_lines(run: Run, feed: Feed) -> None:
    feed(jsonl(S3, b"x\n", QINGSTOR, b"y"))
    assert run("bulk", "s3")[2].splitlines()[0] == "lines       4: 1 with errors, 1 without, 2 bad"
    feed(b"")
    assert run("bulk", "s3") == (0, "", "lines       0: 0 with errors, 0 without, 0 bad\n")
    feed(b"x")
    assert run("bulk", "s3", "--quiet")[2] == ""


def test_members_have_any_name_and_may_lie_deeper(run: Run, feed: Feed) -> None:
    line = {
        "http": {"text": UPYUN["body"], "code": 401, "head": "X-Request-Id: 7\r\nX: y"},
        "a.b": "HEAD",
        "req": {"If-None-Match": "*"},
        "op": "GetObject",
    }
    argv = ("--body-field", "http.text", "--status-field", "http.code", "--headers-field", "http.head", "--method-field", "a.b")
    (found,) = answered(run, feed, jsonl(line), "upyun", *argv, "--operation-field", "op", "--request-headers-field", "req")
    error = found["errors"][0]
    assert [error["code"], error["status"], error["request_id"], error["ignored"]] == ["40100012", 401, "7", []]
    assert answered(run, feed, jsonl({"http": 5, "status": 404}), "upyun", "--body-field", "http.text")[0]["errors"][0]["matched_by"] == "status"


def test_what_the_request_was_reaches_the_tables(run: Run, feed: Feed) -> None:
    lines = jsonl({"status": 404, "method": "HEAD", "operation": "HeadBucket"}, {"status": 404, "method": "HEAD", "operation": "HeadObject"})
    assert [each["errors"][0]["resource"] for each in answered(run, feed, lines, "s3")] == ["bucket", "object"]


def test_bodies_may_be_base64(run: Run, feed: Feed) -> None:
    body = UPYUN["body"].encode("gb18030")  # type: ignore[attr-defined]
    encoded = base64.encodebytes(body).decode()
    good, bad, tree = answered(run, feed, jsonl({"body": encoded}, {"body": "%"}, {"body": {"code": 40100012}}), "upyun", "--base64", status=1)
    assert good["errors"][0]["message"] == "\u7a7a\u95f4"
    assert bad["error"].startswith("'body' is no base64: ")
    assert tree["errors"][0]["code"] == "40100012"


def test_a_body_that_is_a_list_or_null_is_no_bad_line(run: Run, feed: Feed) -> None:
    found = answered(run, feed, jsonl({"body": [{"code": 1}], "status": 403}, {"body": None, "status": 403}), "upyun")
    assert [each["errors"][0]["matched_by"] for each in found] == ["status", "status"]


def test_lone_surrogates_and_huge_numbers_are_no_crash(run: Run, feed: Feed) -> None:
    lines = b'{"body": "\\ud800", "status": 404}\n{"status": 1e999}\n{"status": ' + b"9" * 5000 + b"}\n"
    surrogate, infinite, huge = answered(run, feed, lines, "s3", status=1)
    assert surrogate["errors"][0]["kind"] == "NotFound"
    assert infinite["errors"][0]["ignored"] == ["status"]
    assert huge["error"].startswith("no JSON that can be read: a number has too many digits")


def test_a_byte_order_mark_does_not_count(run: Run, feed: Feed) -> None:
    assert answered(run, feed, b"\xef\xbb\xbf" + jsonl(S3), "s3")[0]["errors"][0]["kind"] == "RateLimited"


def test_files_in_and_out(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(jsonl(S3, UPYUN))
    status, out, _ = run("bulk", "s3", str(source), "--output", str(target))
    assert (status, out) == (0, "")
    assert [json.loads(line)["line"] for line in target.read_text(encoding="utf-8").splitlines()] == [1, 2]
    assert run("bulk", "s3", str(source), "--output", "-")[1] == target.read_text(encoding="utf-8")
    target.unlink()
    assert run("bulk", "--provider-field", "body", str(source), "--output", str(target), "--quiet")[0] == 1


def test_the_output_never_overwrites_the_input(run: Run, tmp_path: Path) -> None:
    source, link = tmp_path / "in.jsonl", tmp_path / "link.jsonl"
    source.write_bytes(jsonl(S3))
    link.symlink_to(source)
    status, _, err = run("bulk", "s3", str(source), "--output", str(link))
    assert (status, source.read_bytes()) == (2, jsonl(S3))
    assert "is the input too; write to another file" in err


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        ((), "name a PROVIDER"),
        (("upyn",), "unknown provider 'upyn'; did you mean 'upyun'"),
        (("upyun", "missing.jsonl"), "cannot read 'missing.jsonl': No such file"),
        (("upyun", "."), "cannot read '.': Is a directory"),
        (("upyun", "a\0b"), "cannot read 'a\\x00b': embedded null"),
        (("upyun", "a", "b"), "too many arguments: 'b'\n"),
        (("--provider-field", "f", "upyun", "a"), "too many arguments: 'a'; with --provider-field give no PROVIDER"),
        (("upyun", "-", "--output", "missing/out"), "cannot write 'missing/out': No such file"),
        (("upyun", "--bodyfield", "x"), "unknown option '--bodyfield'; did you mean '--body-field'"),
    ],
)
def test_wrong_usage(run: Run, feed: Feed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    feed(b"")
    status, out, err = run("bulk", *argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"storage-errors: {reason}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("keyboard")
def test_a_terminal_is_no_input(run: Run) -> None:
    assert run("bulk", "upyun") == (2, "", "storage-errors: there is no input; name a file of JSON Lines or pipe one in\n")


def test_a_line_that_is_too_long_is_bad_and_the_next_is_read(run: Run, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logline, "MAX_LINE", 100)
    monkeypatch.setattr(logline.lines_of, "__defaults__", (100,))
    long = b'{"status": 404, "x": "' + b"y" * 5000 + b'"}\n'
    found = answered(run, feed, jsonl(long, {"status": 404}, long.rstrip()), "s3", status=1)
    assert [each["line"] for each in found] == [1, 2, 3]
    assert found[0] == {"line": 1, "error": "longer than 100 bytes", "input": long.decode()[:101]}
    assert found[1]["errors"][0]["kind"] == "NotFound"


def test_one_line_at_a_time_is_held() -> None:
    class Endless(io.BytesIO):
        read_so_far = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size == 51
            self.read_so_far += 1
            return b'{"status": 404}\n'

    file = Endless()
    lines = lines_of(file, 50)
    assert [next(lines).number for _ in range(3)] == [1, 2, 3]
    assert file.read_so_far == 3


def test_sizes_add_up_to_what_was_read() -> None:
    data = b"\xef\xbb\xbf1\n\n\n22\n" + b"3" * 30 + b"\n4"
    assert sum(line.size for line in lines_of(io.BytesIO(data), 10)) == len(data)
