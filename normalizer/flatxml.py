"""XML of the plainest form → names and texts, by one regular expression: ASCII, a root with a few leaves, no attribute but a namespace, no entity but the five.

What it reads it reads exactly as `xmltree` does; all else it leaves to `xmltree`. A law in the tests compares the two.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

MOST_LEAVES: Final = 12
"""No error of one thing has more; longer bodies are batches or odd, and cheaper to read once by `xmltree`."""

MAX_BYTES: Final = 8 * 1024

_PLAIN: Final = r"[^<&\]\x00-\x08\x0b-\x1f\x7f]*+"
_TEXT: Final = _PLAIN + r"(?:&(?:amp|lt|gt|quot|apos);" + _PLAIN + r")*+"
_NAME: Final = r"[A-Za-z][A-Za-z0-9-]*+"
_SPACE: Final = r"[ \n\t]*+"
_DECLARATION: Final = (
    r"""(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="yes")?+ ?+\?>|<\?xml version='1\.0' encoding='(?:UTF|utf)-8' ?+\?>)?+"""
)

Leaves = tuple[tuple[str, ...], tuple[str | None, ...], tuple[str | None, ...]]
"""The root's name, alone in a tuple, the names of the leaves and their texts; behind the last leaf both are filled up with None."""


@cache
def _pattern() -> re.Pattern[str]:
    """The form as a whole. Each leaf has groups of its own and stands inside the one before it, for a repeated group keeps its last match only."""
    leaves = ""
    for group in range(2 * MOST_LEAVES, 0, -2):
        leaf = rf"{_SPACE}<({_NAME})>({_TEXT})</\{group}>{leaves}"
        leaves = leaf if group == 2 else f"(?:{leaf})?+"  # noqa: PLR2004  the first leaf must be there
    return re.compile(rf'{_DECLARATION}{_SPACE}<({_NAME})(?: xmlns="[^"<&\x00-\x1f\x7f]++")?+>{leaves}{_SPACE}</\1>{_SPACE}')


def leaves_of(data: bytes) -> Leaves | None:
    """The leaves of `data`, or None where it is not of the plainest form. A name that comes twice is here twice.

    >>> root, names, texts = leaves_of(b"<Error><Code>A&amp;B</Code></Error>")
    >>> root, names[:2], texts[:2]
    (('Error',), ('Code', None), ('A&B', None))
    """
    if len(data) > MAX_BYTES or not data.isascii():
        return None
    whole = _pattern().fullmatch(data.decode())
    if whole is None:
        return None
    found = whole.groups()
    texts = found[2::2]
    if b"&" in data:
        texts = tuple(text and _unescaped(text) for text in texts)
    return found[:1], found[1::2], texts


def parse(data: bytes) -> dict[str, dict[str, str]] | None:
    """The tree of `data`, or None where it is not of the plainest form.

    >>> parse(b"<Error><Code>NoSuchKey</Code></Error>")
    {'Error': {'Code': 'NoSuchKey'}}
    >>> parse(b"<Error><Code>A</Code><Code>B</Code></Error>") is None
    True
    """
    found = leaves_of(data)
    return found and tree_of(found)


def tree_of(leaves: Leaves) -> dict[str, dict[str, str]] | None:
    """The tree of the leaves, or None where a name comes twice."""
    names, node = leaves[1], node_of(leaves)
    return {leaves[0][0]: node} if len(node) == len(names) - names.count(None) else None


def node_of(source: dict[str, Any] | Leaves) -> dict[str, Any]:
    """The object that the leaves make; a dict is one already."""
    if isinstance(source, dict):
        return source
    return {name: text for name, text in zip(source[1], source[2], strict=True) if name is not None}


def _unescaped(text: str) -> str:
    """The five entities as characters; the ampersand last, for what it makes is no entity again."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'").replace("&amp;", "&")
