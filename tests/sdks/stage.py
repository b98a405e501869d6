"""A server on loopback that gives to every request the answer that stands on it: real bytes for real clients."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Played(NamedTuple):
    """An answer. The headers that frame the body are the stage's own business."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


FRAMING = frozenset({"content-length", "transfer-encoding", "connection", "content-encoding"})


@dataclass
class Stage:
    """What stands on the stage and who asked for it."""

    port: int = 0
    answer: Played = field(default_factory=lambda: Played(200))
    by_path: dict[str, Played] = field(default_factory=dict)
    """Answers of their own for paths that begin so, for clients that ask for a region or a token first."""
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def play(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Names of headers with _ for -."""
        self.set(Played(status, tuple((name.replace("_", "-"), value) for name, value in headers.items()), body))

    def set(self, answer: Played) -> None:
        self.answer = answer
        self.asked.clear()


class Handler(BaseHTTPRequestHandler):
    """Reads the request whole and answers it."""

    protocol_version = "HTTP/1.1"
    stage: Stage

    def do_any(self) -> None:
        stage = self.stage
        stage.asked.append((self.command, self.path))
        self._read()
        answer = next((played for path, played in stage.by_path.items() if self.path.startswith(path)), stage.answer)
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in FRAMING:
                self.send_header(name, value)
        if "date" not in {name.lower() for name, _ in answer.headers}:
            self.send_header("Date", formatdate(usegmt=True))
        if answer.status not in {204, 304}:
            self.send_header("Content-Length", str(0 if self.command == "HEAD" else len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status not in {204, 304}:
            self.wfile.write(answer.body)
        self.close_connection = True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PATCH = do_any  # noqa: N815  the standard library's names

    def _read(self) -> None:
        if self.headers.get("Expect", "").lower() == "100-continue":
            pass  # answered at once, by BaseHTTPRequestHandler
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while int(self.rfile.readline().split(b";")[0] or b"0", 16):
                while self.rfile.readline() not in {b"\r\n", b""}:
                    pass
        else:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def standing() -> Iterator[Stage]:
    """A stage on a port of loopback."""
    stage = Stage()
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Played", (Handler,), {"stage": stage})) as server:
        stage.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield stage
        server.shutdown()
        thread.join()


def closed_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
