"""Step 1: bytes → tree. Knows formats and charsets, no provider and no meaning."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from normalizer import flatxml
from normalizer.frozen import plain
from normalizer.hints import NO_HINTS
from normalizer.late import Late

if TYPE_CHECKING:
    from normalizer.flatxml import Leaves
    from normalizer.hints import Hints
    from normalizer.oddbody import charset_of, decode_odd
else:  # most bodies are in the plainest form
    charset_of, decode_odd = Late(globals(), "normalizer.oddbody", "charset_of"), Late(globals(), "normalizer.oddbody", "decode_odd")

MAX_BYTES: Final = 64 * 1024
"""How much of a body `normalize` reads, after decompression."""

MAX_BATCH_BYTES: Final = 8 * 1024 * 1024
"""How much of a body `errors_in` reads."""


Decoded = tuple[Any, str | None, bool, bool]
"""(tree, text, foreign, truncated). A body is a tree, or the text that it is, or neither. `foreign`: HTML or plain text, as
proxies write it and providers seldom. `truncated`: not all of it could be read."""

NOTHING: Final[Decoded] = (None, None, False, False)
PLAIN_XML: Final = frozenset({b"<?", b"<E"})
"""A declaration, or a root such as Error, begins with these; no page of HTML does."""
_MARKED_XML: Final = frozenset(BOM_UTF8 + begin for begin in PLAIN_XML)


def decode(body: object, limit: int = MAX_BYTES, hints: Hints = NO_HINTS, charset: str = "", tolerant: bool = False) -> Decoded:  # noqa: FBT001, FBT002
    """The tree or text of `body`: bytes-like, str, a mapping, or None. Raises TypeError for any other type, nothing else.

    `tolerant`: also read the single-quoted and unquoted "JSON" of some vendors' documentation. `charset`: what the
    provider uses where neither body nor Content-Type says. `limit`: bytes, before and after decompression.

    >>> decode(b'  {"code": 40100012}')
    ({'code': 40100012}, None, False, False)
    >>> decode("Sign error")
    (None, 'Sign error', True, False)
    """
    if type(body) is bytes and len(body) <= limit:
        data, cut = body, False
        tree = plainest(data)
        if tree is not None:
            return tree, None, False, False
    elif body is None:
        return NOTHING
    elif isinstance(body, Mapping):
        return plain(body), None, False, False
    else:
        data, cut = raw(body, limit)
    found = decode_odd(data, charset_of(body, hints, charset), tolerant=tolerant, limit=limit)
    return (*found[:3], True) if cut else found


def from_json(data: bytes) -> Any:
    """The value that JSON in UTF-8 writes. Raises ValueError.

    By the reader that comes with pydantic, several times as fast, which is found here in place of this once pydantic is imported, as
    it is for a record. Until then by Python's: who sent it, or what a code means, can be said without pydantic.
    """
    itself = getattr(sys.modules.get("pydantic_core"), "from_json", None)
    if itself is None:
        return pythons_json(data)
    globals()["from_json"] = itself
    return itself(data)


def pythons_json(data: bytes) -> Any:
    """What `from_json` says, by Python's reader. A law in the tests compares the two."""
    import json  # noqa: PLC0415  most programs have pydantic's by then

    try:
        return json.loads(data.decode())
    except RecursionError as error:
        raise ValueError from error


def plainest(data: bytes) -> dict[str, Any] | None:
    """The tree of a JSON object or of flat XML that begins at once; None for all else."""
    if data[:1] == b"{":
        try:
            return from_json(data)  # type: ignore[no-any-return]
        except ValueError:
            return None
    leaves = plain_xml(data)
    return leaves and flatxml.tree_of(leaves)


def plain_xml(data: bytes) -> Leaves | None:
    """The leaves of flat XML that begins at once, or behind a byte order mark; None for all else."""
    if data[:2] in PLAIN_XML:
        return flatxml.leaves_of(data)
    return flatxml.leaves_of(data[3:]) if data[:5] in _MARKED_XML else None


def raw(body: object, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes of the body, and whether that cut it. Raises TypeError as `decode` does."""
    if isinstance(body, str):
        data = body[: limit + 1].encode("utf-8", "replace")
    elif isinstance(body, (bytes, bytearray)):
        data = bytes(body[: limit + 1])
    elif isinstance(body, memoryview):
        try:
            data = bytes(body.cast("B")[: limit + 1]) if body.contiguous else bytes(body)
        except (ValueError, TypeError):  # a view that was released
            data = b""
    else:
        message = (
            f"body must be bytes, str, a mapping or None, not {type(body).__name__}; "
            "of a response object pass the bytes (response.content) and its status and headers beside them"
        )
        raise TypeError(message)
    return data[:limit], len(data) > limit
