"""Reading what `curl -i` prints."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer.cli.response import Dump, split_dump

if TYPE_CHECKING:
    from tests.cli_types import Feed, Run

DUMP = b"""HTTP/1.1 401 Unauthorized\r
Server: marco/2.0\r
X-Request-Id: 4e2b3f; 51\r
WWW-Authenticate:\r
\r
{"code": 40100012, "msg": "bucket not exist"}"""


@pytest.mark.parametrize("data", [DUMP, DUMP.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf\n" + DUMP])
def test_status_and_headers_come_from_the_dump(run: Run, feed: Feed, data: bytes) -> None:
    feed(data)
    record = json.loads(run("normalize", "upyun", "--json")[1])
    assert [record["status"], record["code"], record["request_id"], record["consistent"]] == [401, "40100012", "4e2b3f; 51", True]


def test_a_dump_may_be_an_argument(run: Run) -> None:
    assert json.loads(run("normalize", "upyun", DUMP.decode(), "--json")[1])["status"] == 401


def test_options_win_over_the_dump(run: Run) -> None:
    argv = ("--status", "503", "--header", "x-request-id: mine", "--header", "Retry-After: 5", "--json")
    record = json.loads(run("normalize", "upyun", DUMP.decode(), *argv)[1])
    assert [record["status"], record["request_id"], record["retry_after"]] == [503, "mine", 5.0]


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 200 Connection established\r\n\r\n",
        b"HTTP/1.1 307 Temporary Redirect\r\nX-Request-Id: old\r\nLocation: http://b/\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
    ],
)
def test_of_several_header_blocks_the_last_counts(before: bytes) -> None:
    assert split_dump(before + DUMP) == split_dump(DUMP)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/2 404 \r\n\r\n", Dump(404, [], b"")),
        (b"HTTP/2 404", Dump(404, [], b"")),
        (b"HTTP/1.1 404 Not Found\r\nA: b", Dump(404, [("A", "b")], b"")),
        (b"HTTP/1.1 404 Not Found\nA : b\n\n\n{}", Dump(404, [("A", "b")], b"\n{}")),
        (b"HTTP/1.1 -\nA:\xe9\n\n{}", Dump(None, [("A", "\xe9")], b"{}")),
        (b"HTTP/1.1 500 X\nA: b\n\t c\n\nx", Dump(500, [("A", "b c")], b"x")),
        (b'HTTP/1.1 500 X\n{"code": 1}', Dump(500, [], b'{"code": 1}')),
        (b"HTTP/1.1 500 X\r\nA: b\r\n\r\nHTTP/1.1 is not spoken here", Dump(500, [("A", "b")], b"HTTP/1.1 is not spoken here")),
    ],
)
def test_odd_dumps(data: bytes, expected: Dump) -> None:
    assert split_dump(data) == expected


def test_an_input_that_breaks_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.RawIOBase):
        name = "broken"

        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Broken())))
    assert run("normalize", "upyun") == (2, "", "storage-errors: cannot read 'broken': Input/output error\n")


@given(st.binary())
def test_any_bytes_are_a_dump_or_none(data: bytes) -> None:
    for each in (data, b"HTTP/1.1 404 X\n" + data):
        dump = split_dump(each)
        assert dump is None or each.endswith(dump.body)


@pytest.mark.parametrize("body", [b"", b"{}", b"HTTP", b"HTTP/1.1 4040 X\n\n", b"HTTP/1.1 Not Found\n\n", b"x HTTP/1.1 404 X\n\n", b"404 Not Found"])
def test_a_body_alone_is_no_dump(body: bytes) -> None:
    assert split_dump(body) is None
