"""A server on loopback that answers every request with one translated response, and counts them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from normalizer import Kind, Resource, Retry, Tables
from normalizer.fidelity import meaning_of
from tests.translations import meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer import ErrorRecord

TABLES = Tables()
LIMIT = 64 * 1024


class Stub:
    """The server. `to`: whose errors it speaks. `error`: what it says to every request; `asked`: how often it said it."""

    def __init__(self, to: str, error: ErrorRecord) -> None:
        self.to, self.error, self.asked, self.url = to, error, 0, ""


@contextmanager
def answering(to: str, error: ErrorRecord) -> Iterator[Stub]:
    stub = Stub(to, error)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LIMIT))
            response = TABLES.translate(stub.error, stub.to, method=self.command, request_id="5C3D9175B6FC201293AD4890")
            stub.asked += 1
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            if response.status not in {204, 304}:
                self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815  the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


def foreign(kind: Kind, resource: Resource | None = None, *, to: str, reason: str | None = None, retry: Retry | None = None) -> ErrorRecord:
    """A record of that meaning that comes from another vendor, and of no dialect of the target's."""
    line = {to, TABLES.declaration(to).like}
    for meaning, record in meanings().items():
        if (meaning.kind, meaning.resource, meaning.reason) == (kind, resource, reason) and retry in {None, meaning.retry}:
            if not {record.provider, TABLES.declaration(record.provider).like} & line:
                return record
            other = record.model_copy(update={"provider": "elsewhere", "code": "ELSEWHERE"})
            assert meaning_of(other) == meaning
            return other
    raise LookupError(kind, resource, reason)
