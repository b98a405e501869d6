"""Batch replies of type multipart/mixed: bytes → the HTTP responses inside, as Azure's and Google's batches send them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_PARTS: Final = 1_000
_BOUNDARY = re.compile(rb"\s*--([\x21-\x7e]{1,200})[ \t]*\r?\n")
_STATUS_LINE = re.compile(rb"\s*HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]*\n?", re.ASCII)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


class Part(NamedTuple):
    """One response of a batch. `headers`: those of the response and, before them, of the part that it came in."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def parts(data: bytes) -> list[Part] | None:
    r"""The responses in a multipart body, or None where it is none. A part that holds no response is left out.

    >>> parts(b"--x\r\nContent-ID: 1\r\n\r\nHTTP/1.1 404 Not Found\r\nA: b\r\n\r\nbody\r\n--x--")
    [Part(status=404, headers=[('Content-ID', '1'), ('A', 'b')], body=b'body')]
    """
    begin = _BOUNDARY.match(data)
    if begin is None:
        return None
    found: list[Part] = []
    for piece in data[begin.end() :].split(b"--" + begin[1], MAX_PARTS)[:MAX_PARTS]:
        part = _part(piece)
        if part is not None:
            found.append(part)
    return found or None


def _part(piece: bytes) -> Part | None:
    piece = piece.lstrip(b"\r\n")
    outer, response = (b"", piece) if _STATUS_LINE.match(piece) else _cut(piece)
    line = _STATUS_LINE.match(response)
    if line is None:
        return None
    head, body = _cut(response[line.end() :])
    return Part(int(line[1]), [*_headers(outer), *_headers(head)], body.strip(b"\r\n"))


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Head and rest, without the blank line between. A head may be empty: then a line break comes first."""
    if data[:1] == b"\n" or data[:2] == b"\r\n":
        return b"", data
    found = _BLANK_LINE.search(data)
    return (data[: found.start()], data[found.end() :]) if found else (data, b"")


def _headers(head: bytes) -> list[tuple[str, str]]:
    lines = head.decode("latin-1").splitlines()
    return [(name.strip(), value.strip()) for name, colon, value in (line.partition(":") for line in lines) if colon]
