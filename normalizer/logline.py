"""A line of a log in JSON Lines → the response that it holds, or why it holds none."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import from_json

from normalizer.rawheaders import split_headers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

MAX_LINE: Final = 64 * 1024 * 1024
"""Bytes of a line; a longer one is bad, so that memory stays bounded."""

MAX_KEPT: Final = 2_000
"""Characters of a bad line that the output keeps."""

_SHOWN_NAMES: Final = 8
_JSON_TYPES: Final = {str: "a string", bool: "true or false", int: "a number", float: "a number", list: "a list", type(None): "null"}


class Response(NamedTuple):
    """What the wire gave."""

    body: object = None
    status: object = None
    headers: object = None
    method: object = None
    operation: object = None
    request_headers: object = None
    url: object = None


class BadLine(ValueError):
    """The line cannot be read as a response; the message says why."""


class Fields(NamedTuple):
    """The names of the members that hold the parts of a response. A dot leads into a nested object."""

    body: str = "body"
    status: str = "status"
    headers: str = "headers"
    method: str = "method"
    operation: str = "operation"
    request_headers: str = "request_headers"
    url: str = "url"


class Line(NamedTuple):
    """A line that is not blank. `data` is None where it was too long to be kept; `start` is enough to show it."""

    number: int
    size: int
    data: bytes | None
    start: bytes

    @property
    def shown(self) -> str:
        """The beginning of the line as text, as a bad line's output keeps it."""
        return self.start.decode("utf-8", "replace").rstrip("\r\n")[:MAX_KEPT]


def lines_of(file: BinaryIO, longest: int = MAX_LINE) -> Iterator[Line]:
    """The lines of a file that are not blank, one after the other. `size` counts the blank ones before a line too."""
    number = skipped = 0
    while data := file.readline(longest + 1):
        number += 1
        size = len(data)
        start = data[: 4 * MAX_KEPT]
        if number == 1:
            data, start = data.removeprefix(b"\xef\xbb\xbf"), start.removeprefix(b"\xef\xbb\xbf")
        if size > longest:
            while not data.endswith(b"\n") and (data := file.readline(longest)):
                size += len(data)
            yield Line(number, size + skipped, None, start)
            skipped = 0
        elif data.strip():
            yield Line(number, size + skipped, data, start)
            skipped = 0
        else:
            skipped += size


def parse(line: Line) -> dict[str, Any]:
    """The JSON object of a line. Raises BadLine."""
    if line.data is None:
        message = f"longer than {MAX_LINE} bytes"
        raise BadLine(message)
    try:
        value = from_json(line.data)
    except ValueError:
        value = _tolerant(line.data)
    if type(value) is not dict:
        message = f"must be a JSON object, not {_JSON_TYPES[type(value)]}"
        raise BadLine(message)
    return value


def _tolerant(data: bytes) -> Any:
    """What Python's own reader takes beside: escapes of lone surrogates, deeper nesting. Raises BadLine with its reason."""
    try:
        return json.loads(data.decode().rstrip())
    except UnicodeDecodeError as error:
        message = f"no UTF-8 at byte {error.start + 1}"
    except json.JSONDecodeError as error:
        message = f"no JSON: {error.msg} at character {error.pos + 1}"
    except (ValueError, RecursionError):
        message = "no JSON that can be read: a number has too many digits, or objects are nested too deep"
    raise BadLine(message)


def response_of(value: dict[str, Any], fields: Fields, *, encoded: bool) -> Response:
    """The response in a line's object. `encoded`: a body that is a string is base64. Raises BadLine."""
    parts = [member(value, name) for name in fields]
    if all(part is None for part in parts[:3]):
        names = ", ".join(repr(each[:80]) for each in list(value)[:_SHOWN_NAMES]) or "nothing"
        message = (
            f"has neither {fields.body!r} nor {fields.status!r} nor {fields.headers!r}, but {names}; name the members with --body-field and its like"
        )
        raise BadLine(message)
    body, status, headers, *others = parts
    return Response(body_of(body, fields.body, encoded=encoded), status, headers_of(headers), others[0], others[1], headers_of(others[2]), others[3])


def member(value: dict[str, Any], name: str) -> Any:
    """The member of that very name, else the one at the end of the dotted path, else None."""
    if name in value or "." not in name:
        return value.get(name)
    found: Any = value
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def body_of(value: Any, name: str, *, encoded: bool) -> Any:
    """A body as `errors_in` takes it: text, bytes, an object or None."""
    if isinstance(value, str):
        return _decoded(value, name) if encoded else value
    if isinstance(value, list):
        return json.dumps(value)
    if value is None or isinstance(value, dict):
        return value
    message = f"{name!r} is {_JSON_TYPES[type(value)]}; a body is a string, an object, a list or null"
    raise BadLine(message)


def _decoded(text: str, name: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        message = f"{name!r} is no base64: {error}"
        raise BadLine(message) from None


def headers_of(value: Any) -> Any:
    """Headers as `errors_in` takes them; one string is the lines of a header block."""
    return split_headers(value.encode("latin-1", "replace"))[0] if isinstance(value, str) else value
