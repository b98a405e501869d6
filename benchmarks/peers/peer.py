"""A released client on the bodies of its own provider, called through its own error path, without a network."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.bodies import Body

Answer = dict[str, Any]
"""What a client tells of an error: code, message, request_id; None for what it leaves to the caller to find."""
URL = "https://bucket.storage.example/key"


class Peer(NamedTuple):
    """A client. `prepare` makes, outside the timing, what its error path takes; `parse` is that path; `read` looks at the result.

    format: of the bodies that the path is made for; "" takes any. errors: what the path raises on purpose; anything else that
    it raises is a crash. `paths.py` says in words what the path is.
    """

    name: str
    package: str
    provider: str
    format: str
    prepare: Callable[[Body], list[Any]]
    parse: Callable[[Any], Any]
    read: Callable[[Any], Answer]
    errors: tuple[type[BaseException], ...] = ()


def caught(call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`call`, giving what it returns or raises: a program that handles an error catches it."""

    def parse(response: Any) -> Any:
        try:
            return call(response)
        except Exception as error:  # noqa: BLE001  a client that crashes is shown as it is
            return error

    return parse


def answer(code: Any = None, message: Any = None, request_id: Any = None) -> Answer:
    """An answer; nothing and the empty string are the same."""
    return {"code": code or None, "message": message or None, "request_id": request_id or None}


def attributes(code: str = "code", message: str = "message", request_id: str = "request_id") -> Callable[[Any], Answer]:
    """A reader of a result with these attributes."""
    return lambda result: answer(*(getattr(result, name, None) for name in (code, message, request_id)))


def responses(body: Body) -> list[Any]:
    """The body's variants as requests.Response, made and read as the library's own adapter does it."""
    requests, urllib3 = import_module("requests"), import_module("urllib3")
    adapter = requests.adapters.HTTPAdapter()
    request = requests.Request("GET", URL).prepare()
    found = []
    for raw in _raw(body, urllib3):
        response = adapter.build_response(request, raw)
        assert response.content is not None  # noqa: S101  reads the stream
        found.append(response)
    return found


def raw_responses(body: Body) -> list[Any]:
    """The body's variants as urllib3.HTTPResponse, read."""
    urllib3 = import_module("urllib3")
    return [raw for raw in _raw(body, urllib3) if raw.data is not None]


def _raw(body: Body, urllib3: Any) -> list[Any]:
    stream, status = import_module("io").BytesIO, body.status or 400
    reason = import_module("http.client").responses.get(status, "")
    return [
        urllib3.HTTPResponse(stream(data), headers=headers, status=status, reason=reason, preload_content=False) for data, headers in body.variants
    ]


class Stream:
    """A response as http.client gives it, of which a client reads the body once."""

    reason = "Reason"

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Status, headers and body."""
        self.status, self.headers, self.body = status, headers, body

    def getheaders(self) -> list[tuple[str, str]]:
        """All headers."""
        return self.headers

    def read(self, _: int = -1) -> bytes:
        """The body, then nothing."""
        body, self.body = self.body, b""
        return body

    def close(self) -> None:
        """Nothing to close."""


def streamed(body: Body) -> list[Any]:
    """What a Stream is made of."""
    return [(body.status or 400, list(headers.items()), data) for data, headers in body.variants]


class Session:
    """Stands for the network: hands over the response that was made before."""

    response: Any = None

    def request(self, *_args: Any, **_kwargs: Any) -> Any:
        """The response."""
        return self.response

    get = request
