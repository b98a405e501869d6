"""XML of the plainest form → tree, by one regular expression: ASCII, a root with leaves, no attribute but a namespace.

What it reads it reads exactly as `xmltree` does; all else it leaves to `xmltree`. A law in the tests compares the two.
"""

from __future__ import annotations

import re
from typing import Final

MAX_BYTES: Final = 8 * 1024
"""No error of one thing is longer; longer bodies are batches or odd, and cheaper to read once by `xmltree`."""

_TEXT: Final = rb"[^<&\]\x00-\x08\x0b-\x1f\x7f-\xff]*+"
_GUARD = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="UTF-8"\?>)?+\n?+<([A-Za-z]++)(?: xmlns="[^"<&\x00-\x1f\x7f-\xff]++")?+>'
    rb"(?:[ \n\t]*+<([A-Za-z]++)>" + _TEXT + rb"</\2>)++[ \n\t]*+</\1>\n?+"
)
_LEAVES = re.compile(r"<([A-Za-z]+)>([^<]*)</")


def parse(data: bytes) -> dict[str, dict[str, str]] | None:
    """The tree of `data`, or None where it is not of the plainest form.

    >>> parse(b"<Error><Code>NoSuchKey</Code></Error>")
    {'Error': {'Code': 'NoSuchKey'}}
    >>> parse(b"<Error><Code>A&amp;B</Code></Error>") is None
    True
    """
    whole = _GUARD.fullmatch(data) if len(data) <= MAX_BYTES else None
    if whole is None:
        return None
    leaves = _LEAVES.findall(data.decode())
    tree = dict(leaves)
    return {whole[1].decode(): tree} if len(tree) == len(leaves) else None
