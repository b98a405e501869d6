"""Swift's own API, asked byte for byte."""

from __future__ import annotations

import socket
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from normalizer import ErrorRecord, errors_in, normalize
from tests.servers.swift.server import SECRET, Swift

CONTAINER, THERE, GONE = "faults", "faults/there", "faults/gone"
TESTER, READER, OPERATOR = "test:tester", "test:reader", "admin:admin"
TOO_LARGE = str(5 * 1024**3 + 3)
NO_LENGTH = ""
PATIENCE = 30.0


class Answer(NamedTuple):
    """What a parser of responses is given."""

    url: str
    method: str
    status: int
    headers: dict[str, str]
    body: bytes
    sent: dict[str, str]

    def record(self) -> ErrorRecord:
        return normalize(
            "openstack-swift",
            self.body,
            url=self.url,
            method=self.method,
            status=self.status,
            headers=self.headers,
            request_headers=self.sent,
        )

    def items(self) -> list[ErrorRecord]:
        """What failed, one by one."""
        return errors_in("openstack-swift", self.body, url=self.url, method=self.method, status=self.status, headers=self.headers)


def send(method: str, url: str, body: bytes | None, headers: dict[str, str], *, leave: bool = False) -> Answer:
    """The answer to exactly this. Who leaves says that he will send no more, and still listens."""
    at = urlsplit(url)
    connection = HTTPConnection(at.netloc, timeout=PATIENCE)
    try:
        connection.putrequest(method, url.partition(at.netloc)[2], skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(body or None)
        if leave:
            connection.sock.shutdown(socket.SHUT_WR)
        response = connection.getresponse()
        return Answer(url, method, response.status, dict(response.getheaders()), response.read(), headers)
    finally:
        connection.close()


class Native:
    """The native API of one Swift."""

    def __init__(self, swift: Swift) -> None:
        self.swift = swift
        self.tokens: dict[str, str] = {}

    def token(self, user: str) -> str:
        if user not in self.tokens:
            answer = self.ask("GET", "/auth/v1.0", user=None, X_Auth_User=user, X_Auth_Key=SECRET)
            assert answer.status == 200, answer
            self.tokens[user] = answer.headers["X-Auth-Token"]
        return self.tokens[user]

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        /,
        *,
        user: str | None = TESTER,
        account: str = "test",
        at: str = "",
        **headers: str,
    ) -> Answer:
        """An answer. A header is named with underscores; a path that starts with a slash is the whole path; NO_LENGTH keeps the length unsaid."""
        whole = path if path.startswith("/") else f"/v1/AUTH_{account}/{path}".rstrip("/")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        url = at or self.swift.url
        if user:
            sent["X-Auth-Token"] = self.token(user)
        length = sent.pop("Content-Length", str(len(body or b"")))
        if length != NO_LENGTH and (body is not None or method in {"PUT", "POST"} or "Content_Length" in headers):
            sent["Content-Length"] = length
        return send(method, url + whole, body, sent)

    def done(self, method: str, path: str, body: bytes | None = None, /, **how: Any) -> Answer:
        """As `ask`, of what must succeed."""
        answer = self.ask(method, path, body, **how)
        assert answer.status < 300, answer
        return answer

    def new_container(self, **headers: str) -> str:
        name = f"c{uuid4()}"
        self.done("PUT", name, **headers)
        return name

    def new_object(self, container: str = CONTAINER, data: bytes = b"hello", **headers: str) -> str:
        path = f"{container}/o{uuid4()}"
        self.done("PUT", path, data, **headers)
        return path

    def new_versioned_object(self) -> str:
        return self.new_object(self.new_container(X_Versions_Enabled="true"))


def unused() -> str:
    return f"{CONTAINER}/o{uuid4()}"
