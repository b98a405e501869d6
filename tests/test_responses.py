"""from_response, by stand-ins with the libraries' attributes and by the standard library on loopback; the libraries themselves are asked in tests/sdks."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Kind, UnknownProvider, from_response, normalize
from normalizer.decode import MAX_BYTES
from tests.test_corpus import CORPUS, names, read

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = b"<Error><Code>NoSuchKey</Code><Message>no</Message><RequestId>7</RequestId></Error>"


class Sync:
    """As requests and httpx: the body is a property, and the request is at hand."""

    def __init__(self, status: Any, headers: Any, body: bytes, request: Any = None) -> None:
        self.status_code, self.headers, self.request = status, headers, request
        self._content = body

    @property
    def content(self) -> bytes:
        return self._content

    @property
    def text(self) -> str:
        pytest.fail("decoded text is asked for")


class Unread(Sync):
    """As httpx of a stream that was not read, and requests of one that somebody else read."""

    @property
    def content(self) -> bytes:
        message = "not read"
        raise RuntimeError(message)

    @property
    def request(self) -> Any:
        message = "no request"
        raise RuntimeError(message)

    @request.setter
    def request(self, value: Any) -> None:
        """As if it were kept."""


class Asynchronous:
    """As aiohttp: read() is awaited, and the bytes are kept; `content` is no bytes."""

    def __init__(self, body: bytes | None) -> None:
        self.status, self.headers, self.method, self.content = 404, {"Server": "MinIO"}, "GET", object()
        self.request_info = SimpleNamespace(method="GET", url="http://127.0.0.1/b/k", headers={})
        self._body = body

    async def read(self) -> bytes | None:
        return self._body


@pytest.mark.parametrize("name", names(".http"))
def test_a_response_says_what_its_parts_say(name: str) -> None:
    """The record of a response object is the record of its bytes, status, headers and request."""
    case = read(CORPUS / f"{name}.http")
    parts = dict(case.arguments)
    if parts["status"] is None:
        parts["status"] = 500
    operation = parts.pop("operation")
    request = SimpleNamespace(method=parts["method"], url=parts["url"], headers=parts["request_headers"])
    found = from_response(Sync(parts["status"], dict(parts["headers"]), case.body, request), case.provider, operation=operation)
    body = None if parts["method"] == "HEAD" or parts["status"] in {204, 304} else case.body
    assert found == normalize(case.provider, body, **(parts | {"headers": dict(parts["headers"])}), operation=operation)


@given(st.integers(), st.binary(), st.sampled_from([None, "HEAD", 7, b"GET"]))
def test_any_response_has_a_record(status: int, body: bytes, method: Any) -> None:
    request = SimpleNamespace(method=method, url=7, headers=None)
    assert from_response(Sync(status, {"a": "b"}, body, request)).status in {status, None}


def test_a_library_that_keeps_no_request() -> None:
    assert from_response(SimpleNamespace(status=404, headers={}, data=BODY)).kind is Kind.NOT_FOUND


def test_a_response_of_aiohttp_that_was_read() -> None:
    record = from_response(Asynchronous(BODY))
    assert (record.provider, record.code) == ("minio", "NoSuchKey")


@pytest.mark.parametrize("response", [Asynchronous(None), Unread(404, {}, b"")])
def test_a_body_that_was_not_read_is_asked_for(response: object) -> None:
    with pytest.raises(TypeError, match="await aread"):
        from_response(response)


@pytest.mark.parametrize("thing", [None, 7, b"<Error/>", {"status": 404, "headers": {}, "body": b""}, SimpleNamespace(status=404), ValueError()])
def test_what_is_no_response_is_told_what_to_pass(thing: object) -> None:
    with pytest.raises(TypeError, match="pass body, status and headers to normalize"):
        from_response(thing)


def test_an_unknown_provider() -> None:
    with pytest.raises(UnknownProvider):
        from_response(Sync(404, {}, BODY), "nobody")


def test_an_error_of_urllib_without_a_body() -> None:
    record = from_response(urllib.error.HTTPError("http://127.0.0.1/", 503, "no", Message(), None), "jss")
    assert record.kind is Kind.UNAVAILABLE


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the case that its path names, or a page larger than is read."""

    def do_GET(self) -> None:
        body = b"x" * (2 * MAX_BYTES) if self.path == "/large" else BODY
        self.send_response_only(500 if self.path == "/large" else 404)
        self.send_header("x-amz-request-id", "FROMHEADER")
        self.send_header("Server", "MinIO")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  the standard library's name

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def loopback() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def asked(loopback: str, method: str, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(loopback).netloc)
    connection.request(method, path)
    return connection.getresponse()


def test_http_client(loopback: str) -> None:
    with asked(loopback, "GET", "/b/k") as response:
        record = from_response(response)
    assert (record.provider, record.kind, record.request_id) == ("minio", Kind.NOT_FOUND, "7")


def test_http_client_of_a_head(loopback: str) -> None:
    with asked(loopback, "HEAD", "/b/k") as response:
        record = from_response(response, "aws-s3")
    assert (record.kind, record.matched_by, record.request_id) == (Kind.NOT_FOUND, "status", "FROMHEADER")


def test_no_more_is_read_than_is_looked_at(loopback: str) -> None:
    with asked(loopback, "GET", "/large") as response:
        record = from_response(response, "aws-s3")
        assert response.read(1) == b"x"
    assert record.truncated


def test_a_body_that_somebody_else_read(loopback: str) -> None:
    with asked(loopback, "GET", "/b/k") as response:
        response.read()
        with pytest.raises(TypeError, match="pass the bytes you have read"):
            from_response(response)


def test_urllib(loopback: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{loopback}/b/k")  # noqa: S310  a URL of loopback
    with caught.value:
        record = from_response(caught.value)
    assert (record.provider, record.kind, record.request_id) == ("minio", Kind.NOT_FOUND, "7")
