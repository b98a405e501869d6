"""Step 1: bytes → tree. Knows formats and charsets, no provider and no meaning."""

from __future__ import annotations

import json
import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote_to_bytes

from pydantic_core import from_json

from normalizer import flatxml, lenient, xmltree
from normalizer.frozen import plain
from normalizer.hints import NO_HINTS

if TYPE_CHECKING:
    from normalizer.flatxml import Leaves
    from normalizer.hints import Hints

MAX_BYTES: Final = 64 * 1024
"""How much of a body `normalize` reads, after decompression."""

MAX_BATCH_BYTES: Final = 8 * 1024 * 1024
"""How much of a body `errors_in` reads."""


MAX_ESCAPED: Final = 16 * 1024
"""How much of a percent-encoded body is decoded: it costs more than any other."""

Decoded = tuple[Any, str | None, bool, bool]
"""(tree, text, foreign, truncated). A body is a tree, or the text that it is, or neither. `foreign`: HTML or plain text, as
proxies write it and providers seldom. `truncated`: not all of it could be read."""

NOTHING: Final[Decoded] = (None, None, False, False)
_UNREADABLE: Final[Decoded] = (None, None, False, True)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|title|body|h1|center)\b", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9_.-]{1,40})["'][^>]{0,40}\?>""")
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.-]{1,40})""", re.IGNORECASE)
_FORM = re.compile(rb"[A-Za-z_][\w.-]*+=[^\s<>{&]*+(?:&[A-Za-z_][\w.-]*+=[^\s<>{&]*+)*+")
_CHARSETS = re.compile(
    r"(utf-?8|gb(k|2312|18030)|big5(-?hkscs)?|(us-)?ascii|latin-?1|iso-?8859-?1?\d|(windows|cp)-?(125\d|[4-9]\d\d)|euc-?(jp|kr|cn|tw)|shift_?jis|koi8-[rtu])",
    re.ASCII,
)
"""Charsets that bodies come in; a body may not choose one of Python's stranger codecs, nor make up names without end, each of which
Python would remember. UTF-16 and UTF-32 are told by their bytes, never by a header."""
_PLAIN_XML: Final = frozenset({b"<?", b"<E"})
"""A declaration, or a root such as Error, begins with these; no page of HTML does."""
_MARKED_XML: Final = frozenset(BOM_UTF8 + begin for begin in _PLAIN_XML)
_EXPAT_KNOWS: Final = frozenset({b"utf-8", b"us-ascii", b"iso-8859-1"})
_SUPERSETS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}


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
    found = _decode(data, _charset(body, hints, charset), tolerant=tolerant, limit=limit)
    return (*found[:3], True) if cut else found


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
    if data[:2] in _PLAIN_XML:
        return flatxml.leaves_of(data)
    return flatxml.leaves_of(data[3:]) if data[:5] in _MARKED_XML else None


def _decode(data: bytes, charset: str | None, *, tolerant: bool, limit: int) -> Decoded:
    """What `decode` does with bytes that are not in the plainest form."""
    cut, length = False, len(data)
    if data[:2] == b"\x1f\x8b":
        data, cut = _gunzip(data, limit)
    data = _utf8(data).lstrip()
    if data[:1] == b"%":
        cut = cut or len(data) > MAX_ESCAPED
        data = unquote_to_bytes(data[:MAX_ESCAPED]).lstrip()
    first = data[:1]
    if not first:
        found = NOTHING
    elif first in b"{[":
        found = _json(data, tolerant=tolerant, charset=charset)
    elif first == b"<":
        tree = flatxml.parse(data) if data[:2] in _PLAIN_XML and len(data) != length else None
        found = _xml(data, charset) if tree is None else (tree, None, False, False)
    elif _FORM.fullmatch(data):
        found = dict(parse_qsl(_text(data[:MAX_ESCAPED], charset))), None, False, len(data) > MAX_ESCAPED
    else:
        found = None, _text(data, charset).strip(), True, False
    return (*found[:3], True) if cut else found


def _charset(body: object, hints: Hints, charset: str) -> str | None:
    """The charset in which to read a body: of a str UTF-8, else what Content-Type says, else the provider's."""
    if isinstance(body, str):
        return "utf-8"
    declared = _HEADER_CHARSET.search(hints.header("content-type") or "") if hints.headers else None
    return declared[1] if declared else charset or None


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


def _gunzip(data: bytes, limit: int) -> tuple[bytes, bool]:
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = reader.decompress(data, limit)
    except zlib.error:
        return b"", True
    return out, not reader.eof


def _utf8(data: bytes) -> bytes:
    """`data` without byte order mark; UTF-16 and UTF-32, with or without a mark, as UTF-8."""
    if data[:3] == BOM_UTF8:
        return data[3:]
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:4]:
        encoding = json.detect_encoding(data)
        text = data.decode(encoding, "replace")
        return re.sub(r"^<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).encode("utf-8", "replace")
    return data


def _text(data: bytes, charset: str | None) -> str:
    """`data` as text: UTF-8 where it is UTF-8, else in `charset`, with marks for what cannot be read."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    name = (charset or "").lower()
    if _CHARSETS.fullmatch(name):
        try:
            return data.decode(_SUPERSETS.get(name, name), "replace")
        except (LookupError, ValueError):
            pass
    return data.decode("utf-8", "replace")


def _json(data: bytes, *, tolerant: bool, charset: str | None) -> Decoded:
    try:
        return from_json(data), None, False, False
    except ValueError:
        pass
    text = _text(data, charset)
    try:
        return json.loads(text, strict=False), None, False, False
    except (ValueError, RecursionError):
        pass
    if tolerant and (tree := lenient.parse(text)) is not None:
        return tree, None, False, False
    try:
        whole_values = text.rstrip().rstrip("+-.0123456789eE")  # a number at the break may have gone on
        return from_json(whole_values.encode("utf-8", "replace"), allow_partial=True), None, False, True
    except ValueError:
        return _UNREADABLE


def _xml(data: bytes, charset: str | None) -> Decoded:
    if _HTML.match(data):
        return None, _text(data, charset), True, False
    declared = _XML_CHARSET.match(data)
    encoding = None
    if declared and charset != "utf-8" and declared[1].lower() in _EXPAT_KNOWS:
        pass
    elif declared or charset:
        name = charset or (declared[1].decode() if declared else "")
        data, encoding = _text(data, name)[declared.end() if declared else 0 :].encode("utf-8", "replace"), "utf-8"
    try:
        tree, whole = xmltree.parse(data, encoding)
    except xmltree.UnreadableXML:
        return _UNREADABLE
    return tree, None, False, not whole
