"""Reading a response: the body from an argument, a file or standard input, and what `curl -i` prints."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.cli.usage import UsageError
from normalizer.decode import MAX_BATCH_BYTES
from normalizer.rawheaders import split_headers

if TYPE_CHECKING:
    from typing import BinaryIO

    from normalizer.rawheaders import Headers

MAX_READ: Final = 2 * MAX_BATCH_BYTES
"""Bytes; more of a body than `errors_in` reads, so that a record can say that it was cut."""

_STATUS_LINE: Final = re.compile(rb"HTTP/\d+(?:\.\d+)?[ \t]+(\d{3}|-)(?:[ \t][^\r\n]*)?(?:\r?\n|\Z)")


class Dump(NamedTuple):
    """What `curl -i` printed. `status` is None where the status line has a hyphen for it."""

    status: int | None
    headers: Headers
    body: bytes


def split_dump(data: bytes) -> Dump | None:
    r"""The last of the header blocks at the beginning of `data` and the body behind it; None where `data` is a body alone.

    >>> split_dump(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nX-Request-Id: 7\r\n\r\n{}")
    Dump(status=404, headers=[('X-Request-Id', '7')], body=b'{}')
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    position, dump = 0, None
    while line := _STATUS_LINE.match(start, position):
        headers, position = split_headers(start, line.end())
        dump = Dump(None if line[1] == b"-" else int(line[1]), headers, b"")
    return dump._replace(body=start[position:]) if dump else None


def read_body(argument: str | None) -> bytes | None:
    """The bytes of an argument, of @FILE, or for - or nothing of standard input; None where that is a terminal."""
    if argument is None:
        return None if standard_input_is_terminal() else read_at_most(standard_input())
    if argument in {"-", "@-"}:
        return read_at_most(standard_input())
    if argument.startswith("@"):
        with open_file(argument[1:]) as file:
            return read_at_most(file)
    try:
        return argument.encode("utf-8", "surrogateescape")  # as Python decoded the bytes of the command line
    except UnicodeEncodeError:
        return argument.encode("utf-8", "replace")


def standard_input_is_terminal() -> bool:
    """Would reading wait for somebody to type? Also where there is no standard input at all."""
    return sys.stdin is None or sys.stdin.isatty()


def standard_input() -> BinaryIO:
    """Standard input as bytes."""
    if sys.stdin is None:
        message = "standard input is closed; name a file instead"
        raise UsageError(message)
    return sys.stdin.buffer


def open_file(name: str) -> BinaryIO:
    """The file, open for reading. Raises UsageError."""
    try:
        return Path(name).open("rb")
    except (OSError, ValueError) as error:
        message = f"cannot read {name!r}: {getattr(error, 'strerror', None) or error}"
        raise UsageError(message) from None


def read_at_most(file: BinaryIO) -> bytes:
    """As much of a file as a body may have."""
    try:
        return file.read(MAX_READ)
    except OSError as error:
        message = f"cannot read {getattr(file, 'name', 'standard input')!r}: {error.strerror or error}"
        raise UsageError(message) from None
