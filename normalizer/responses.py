"""What a response object of an HTTP library holds, read by the names that these libraries use. None of them is imported."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.decode import MAX_BYTES
from normalizer.hints import status_number
from normalizer.reach import first, reach

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord
    from normalizer.tables import Tables

STATUS: Final = ("status_code", "status", "code")
"""requests, httpx and most others; aiohttp, urllib3, http.client; urllib's HTTPError."""

METHOD: Final = ("request.method", "request_info.method", "method", "_method", "fp._method", "_original_response._method")
"""requests and httpx; aiohttp; stand-ins; http.client; urllib's HTTPError; urllib3."""

URL: Final = ("request.url", "request_info.url", "url")
HEADERS: Final = ("headers", "hdrs")
REQUEST_HEADERS: Final = ("request.headers", "request_info.headers")
BODY: Final = ("content", "data", "read", "fp")
EMPTY: Final = frozenset({204, 304})
"""Statuses whose responses have no body."""

_BYTES: Final = (bytes, bytearray, memoryview)


def default_tables() -> Tables:
    """Our own tables, the same that the functions of the package have."""
    from normalizer import _default  # noqa: PLC0415  the package's one cache of tables

    return _default()


class Answer(NamedTuple):
    """The arguments of `normalize`, but for the provider."""

    body: Any = None
    status: Any = None
    headers: Any = None
    method: Any = None
    url: Any = None
    request_headers: Any = None
    operation: Any = None


def is_response(thing: Any) -> bool:
    """Has it a status, headers, and a body or a way to read one?

    >>> is_response({"status": 404, "headers": {}})
    False
    """
    shown = status_number(first(thing, STATUS)) is not None and first(thing, HEADERS) is not None
    return shown and not isinstance(thing, dict) and any(hasattr(type(thing), name) or reach(thing, name) is not None for name in BODY)


def answer_of(response: Any) -> Answer:
    """What a response holds. Raises TypeError for what is no response, and for one whose body was not read or is gone."""
    if not is_response(response):
        message = (
            f"from_response takes a response of requests, httpx, aiohttp, urllib3, http.client or urllib, not {type(response).__name__}; "
            "of anything else pass body, status and headers to normalize"
        )
        raise TypeError(message)
    parts = parts_of(response)
    return parts._replace(body=None if parts.method == "HEAD" or parts.status in EMPTY else _body(response))


def parts_of(response: Any) -> Answer:
    """What a response holds, but for the body. Fails never."""
    status, method, url = first(response, STATUS), _text(first(response, METHOD)), _text(first(response, URL))
    return Answer(None, status, first(response, HEADERS), method, url, first(response, REQUEST_HEADERS))


def answer_at_hand(response: Any) -> Answer:
    """What a response holds, without its body where that was not read, is gone, or breaks off while it is read. Fails never."""
    try:
        return answer_of(response)
    except Exception:  # noqa: BLE001  anybody's class may fail in any way
        return parts_of(response)


def _text(value: Any) -> str | None:
    """The text of a method or of a URL; some libraries have classes of their own for URLs."""
    try:
        return None if value is None or callable(value) else value.decode("latin-1") if isinstance(value, bytes) else str(value)
    except Exception:  # noqa: BLE001  a class of anybody's
        return None


def _body(response: Any) -> bytes | None:
    """The bytes, never decoded text: of aiohttp's read() if it was awaited, of `content` (requests, httpx), of `data` (urllib3), else of read()."""
    if iscoroutinefunction(getattr(type(response), "read", None)):
        found = reach(response, "_body")
    else:
        try:
            found = next((held for name in ("content", "data") if isinstance(held := getattr(response, name, None), _BYTES)), None)
            found = _read(response) if found is None else found
        except RuntimeError as error:  # so httpx says of a stream that was not read, and requests of one that somebody else read
            raise _unread(response) from error
    if found is None and isinstance(response, BaseException):
        return None  # urllib's HTTPError may have been made without a body
    if not isinstance(found, _BYTES):
        raise _unread(response)
    return bytes(found[: MAX_BYTES + 1])


def _read(response: Any) -> Any:
    """As much as is looked at of a body that can be read once; None of one that was read, or is not there."""
    source = response
    while "fp" in dir(source):
        source = source.fp
        if source is None:
            return None
    return response.read(MAX_BYTES + 1)


def _unread(response: Any) -> TypeError:
    return TypeError(
        f"the body of this {type(response).__module__}.{type(response).__qualname__} is not at hand: call its read() (httpx: read() or await aread(), "
        "aiohttp: await read()) before from_response, or pass the bytes you have read to normalize, with status and headers"
    )


def from_response(
    response: object, provider: str = "auto", *, operation: object = None, tables: Tables | None = None,
) -> ErrorRecord:  # fmt: skip
    """The record of a response object: of requests, httpx, aiohttp, urllib3, http.client or urllib, or one that has their attributes.

    Takes status, headers, method, URL, request headers and the body's bytes from it; the last is read where it can be and
    was not yet: at most 64 KiB where it can be read once only (http.client, urllib). An async response must have been read.
    provider, operation: as for `normalize`. tables: yours, where you have some.

    Raises UnknownProvider; TypeError for anything else than a response, and for one whose body was not read or is gone; and
    what the library raises where the connection breaks while its body is read.

    >>> from email.message import Message
    >>> from io import BytesIO
    >>> from urllib.error import HTTPError
    >>> answer = HTTPError("https://v0.api.upyun.com/b/k", 404, "Not Found", Message(), BytesIO(b'{"code": 40400001, "msg": "file or directory not found"}'))
    >>> record = from_response(answer)
    >>> record.provider, record.kind, record.resource
    ('upyun', <Kind.NOT_FOUND: 'NotFound'>, <Resource.OBJECT: 'object'>)
    """
    answer = answer_of(response)
    tables = tables or default_tables()
    return tables.first(provider, answer.body, answer.status, answer.headers, answer.method, operation, answer.request_headers, answer.url)
