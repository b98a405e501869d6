"""XML of the plainest form → names and texts, by one regular expression: ASCII, a root with a few leaves, no attribute but a namespace.

No entities but the five, and quotes by their numbers, as Go writes them.

What it reads it reads exactly as `xmltree` does; all else it leaves to `xmltree`. A law in the tests compares the two.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

MOST_LEAVES: Final = 12
"""No error of one thing has more; longer bodies are batches or odd, and cheaper to read once by `xmltree`."""

_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&"))

MAX_BYTES: Final = 8 * 1024

_PLAIN_BYTES: Final = bytes(byte for byte in b"\t\n" + bytes(range(0x20, 0x7F)) if byte not in b"&]")
"""Of these bytes a text of XML may consist in any order, but for what they do to the tags."""

_TEXT: Final = r"[^<]*+"
_PLAIN: Final = r"[^<&\]\x00-\x08\x0b-\x1f\x7f]*+"
_ODD_TEXT: Final = _PLAIN + r"(?:&(?:amp|lt|gt|quot|apos|#34|#39);" + _PLAIN + r")*+"
_NAME: Final = r"[A-Za-z][A-Za-z0-9-]*+"
_SPACE: Final = r"[ \n\t]*+"
_DECLARATION: Final = (
    r"""(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="yes")?+ ?+\?>|<\?xml version='1\.0' encoding='(?:UTF|utf)-8' ?+\?>)?+"""
)

Leaves = tuple[str, tuple[str, ...], tuple[str, ...]]
"""The root's name, the names of the leaves and their texts."""

_GROUPS: Final = [(tuple(range(2, last, 2)), tuple(range(3, last + 1, 2))) for last in range(2 * MOST_LEAVES + 2)]
"""The groups of the names and of the texts, by the last group that took part."""


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """The form as a whole. Each leaf has groups of its own and stands inside the one before it, for a repeated group keeps its last match only."""
    leaves = ""
    for group in range(2 * MOST_LEAVES, 0, -2):
        leaf = rf"{_SPACE}<({_NAME})>({text})</\{group}>{leaves}"
        leaves = leaf if group == 2 else f"(?:{leaf})?+"  # noqa: PLR2004  the first leaf must be there
    return re.compile(rf'{_DECLARATION}{_SPACE}<({_NAME})(?: xmlns="[^"<&\x00-\x1f\x7f]++")?+>{leaves}{_SPACE}</\1>{_SPACE}')


def leaves_of(data: bytes) -> Leaves | None:
    """The leaves of `data`, or None where it is not of the plainest form. A name that comes twice is here twice.

    >>> leaves_of(b"<Error><Code>A&amp;B</Code><Message/></Error>")
    >>> leaves_of(b"<Error><Code>A&amp;B</Code></Error>")
    ('Error', ('Code',), ('A&B',))
    """
    if len(data) > MAX_BYTES:
        return None
    odd = data.translate(None, _PLAIN_BYTES)
    if not odd.isascii():
        return None
    whole = _pattern(_ODD_TEXT if odd else _TEXT).fullmatch(data.decode())
    if whole is None:
        return None
    names_at, texts_at = _GROUPS[whole.lastindex or 0]
    names, texts = whole.group(*names_at), whole.group(*texts_at)
    if len(names_at) == 1:
        names, texts = (names,), (texts,)
    if odd and b"&" in odd:
        texts = tuple(map(_unescaped, texts))
    return whole[1], names, texts


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
    root, names, texts = leaves
    node = dict(zip(names, texts, strict=True))
    return {root: node} if len(node) == len(names) else None


def node_of(source: dict[str, Any] | Leaves) -> dict[str, Any]:
    """The object that the leaves make; a dict is one already."""
    return source if isinstance(source, dict) else dict(zip(source[1], source[2], strict=True))


def _unescaped(text: str) -> str:
    """The entities as characters; the ampersand last, for what it makes is no entity again."""
    for written, character in _ENTITIES:
        text = text.replace(written, character)
    return text
