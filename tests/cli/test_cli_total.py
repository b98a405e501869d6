"""Whatever comes in, nothing is lost and nothing fails with a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalizer.cli import COMMANDS, main

BOM = b"\xef\xbb\xbf"
FLAGS = ["--json", "--all", "--status", "404", "--kind", "NotFound", "-", "--", "-1", "--header", "A: b", "--tables", "--quiet"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
RESPONSE = st.fixed_dictionaries({}, optional=dict.fromkeys(("body", "status", "headers", "method", "operation", "request_headers", "vendor"), JSON))
LINE = st.one_of(
    st.binary(), st.just(b"  "), JSON.map(lambda value: json.dumps(value).encode()), RESPONSE.map(lambda value: json.dumps(value).encode())
)
WORD = st.text() | st.sampled_from([*COMMANDS, "upyun", "s3", *FLAGS])


def call(argv: list[str], data: bytes) -> tuple[int, bytes, str]:
    raw, err = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    with mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(argv)
    return status, raw.getvalue(), err.getvalue()


@settings(max_examples=50, deadline=None)
@given(st.lists(LINE, max_size=8), st.sampled_from([["s3"], ["--provider-field", "vendor"], ["upyun", "--base64"]]))
@example([b'{"body": {"code": 40100012}}', b"\r", b"x"], ["upyun"])
def test_bulk_gives_a_line_for_every_line_that_is_not_blank(lines: list[bytes], argv: list[str]) -> None:
    data = b"\n".join(lines)
    status, out, _ = call(["bulk", *argv], data)
    found = [json.loads(line) for line in out.decode().removesuffix("\n").split("\n")] if out else []
    assert [each["line"] for each in found] == [number for number, line in enumerate(data.removeprefix(BOM).split(b"\n"), 1) if line.strip()]
    assert status == any("error" in each for each in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORD, max_size=6).filter(lambda words: "--output" not in words), st.binary())
@example(["normalize", "upyun", "--all", "--", "-1"], b"")
@example(["bulk", "--", "upyun", "-"], b"1")
def test_no_command_line_fails_with_a_traceback(argv: list[str], data: bytes) -> None:
    status, out, err = call(argv, data)
    assert status in {0, 1, 2}
    assert "Traceback" not in err
    assert err or status != 2
    assert status != 2 or not out


@settings(max_examples=30, deadline=None)
@given(st.binary(), st.booleans())
def test_normalize_prints_a_record_for_any_bytes(data: bytes, every: bool) -> None:  # noqa: FBT001
    argv = ["normalize", "s3", "--json", *(["--all"] if every else [])]
    status, out, err = call(argv, data)
    assert (status, err) == (0, "")
    assert isinstance(json.loads(out), list if every else dict)
    assert call(argv[:2], data)[0] == 0
