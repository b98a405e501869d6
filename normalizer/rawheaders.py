"""A block of header lines as it came over the wire."""

from __future__ import annotations

import re
from typing import Final

Headers = list[tuple[str, str]]

_HEADER: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n]*)(?:\r?\n|\Z)")
_FOLDED: Final = re.compile(rb"[ \t]+([^\r\n]+)(?:\r?\n|\Z)")
_BLANK: Final = re.compile(rb"[ \t]*\r?\n")


def split_headers(data: bytes, position: int = 0) -> tuple[Headers, int]:
    """The headers from `position` on, and where the body begins: behind the blank line, or at what is no header."""
    headers: Headers = []
    while line := _HEADER.match(data, position) or (_FOLDED.match(data, position) if headers else None):
        position = line.end()
        if line.re is _HEADER:
            headers.append((line[1].decode("latin-1"), line[2].decode("latin-1").strip()))
        else:
            name, value = headers[-1]
            headers[-1] = name, f"{value} {line[1].decode('latin-1').strip()}"
    blank = _BLANK.match(data, position)
    return headers, blank.end() if blank else position
