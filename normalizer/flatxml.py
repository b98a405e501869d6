"""XML of the plainest form → tree, by one regular expression: ASCII, a root with leaves, no attribute but a namespace, no entity but the five.

What it reads it reads exactly as `xmltree` does; all else it leaves to `xmltree`. A law in the tests compares the two.
"""

from __future__ import annotations

import re
from typing import Final

MAX_BYTES: Final = 8 * 1024
"""No error of one thing is longer; longer bodies are batches or odd, and cheaper to read once by `xmltree`."""

_PLAIN: Final = rb"[^<&\]\x00-\x08\x0b-\x1f\x7f-\xff]*+"
_TEXT: Final = _PLAIN + rb"(?:&(?:amp|lt|gt|quot|apos);" + _PLAIN + rb")*+"
_NAME: Final = rb"[A-Za-z][A-Za-z0-9-]*+"
_DECLARATION: Final = (
    rb"""(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="yes")?+ ?+\?>|<\?xml version='1\.0' encoding='(?:UTF|utf)-8' ?+\?>)?+"""
)
_GUARD = re.compile(
    _DECLARATION + rb"[ \n\t]*+<(" + _NAME + rb')(?: xmlns="[^"<&\x00-\x1f\x7f-\xff]++")?+>'
    rb"(?:[ \n\t]*+<(" + _NAME + rb")>" + _TEXT + rb"</\2>)++[ \n\t]*+</\1>[ \n\t]*+"
)
_LEAVES = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)>([^<]*)</")


def parse(data: bytes) -> dict[str, dict[str, str]] | None:
    """The tree of `data`, or None where it is not of the plainest form.

    >>> parse(b"<Error><Code>NoSuchKey</Code></Error>")
    {'Error': {'Code': 'NoSuchKey'}}
    >>> parse(b"<Error><Code>A&amp;B</Code></Error>")
    {'Error': {'Code': 'A&B'}}
    >>> parse(b"<Error><Code>A</Code><Code>B</Code></Error>") is None
    True
    """
    whole = _GUARD.fullmatch(data) if len(data) <= MAX_BYTES else None
    if whole is None:
        return None
    leaves = _LEAVES.findall(data.decode())
    tree = dict(leaves)
    if len(tree) != len(leaves):
        return None
    if b"&" in data:
        tree = {name: _unescaped(text) for name, text in leaves}
    return {whole[1].decode(): tree}


def _unescaped(text: str) -> str:
    """The five entities as characters; the ampersand last, for what it makes is no entity again."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'").replace("&amp;", "&")
