"""Step 1 for all bodies that are not in the plainest form: compressed, in another charset, nested, loose, broken, or no JSON or XML at all."""

from __future__ import annotations

import re
import zlib
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Final

from normalizer import decode, flatxml, xmltree
from normalizer.decode import NOTHING, PLAIN_XML

if TYPE_CHECKING:
    from normalizer.decode import Decoded
    from normalizer.hints import Hints

MAX_ESCAPED: Final = 16 * 1024
"""How much of a percent-encoded body is decoded: it costs more than any other."""

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
_EXPAT_KNOWS: Final = frozenset({b"utf-8", b"us-ascii", b"iso-8859-1"})
_SUPERSETS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}


def decode_odd(data: bytes, charset: str | None, *, tolerant: bool, limit: int) -> Decoded:
    """The tree or text of bytes that are not in the plainest form; see `normalizer.decode`."""
    cut, length = False, len(data)
    if data[:2] == b"\x1f\x8b":
        data, cut = _gunzip(data, limit)
    data = _utf8(data).lstrip()
    if data[:1] == b"%":
        cut = cut or len(data) > MAX_ESCAPED
        from urllib.parse import unquote_to_bytes  # noqa: PLC0415  few bodies are percent-encoded

        data = unquote_to_bytes(data[:MAX_ESCAPED]).lstrip()
    first = data[:1]
    if not first:
        found = NOTHING
    elif first in b"{[":
        found = _json(data, tolerant=tolerant, charset=charset)
    elif first == b"<":
        tree = flatxml.parse(data) if data[:2] in PLAIN_XML and len(data) != length else None
        found = _xml(data, charset) if tree is None else (tree, None, False, False)
    elif _FORM.fullmatch(data):
        from urllib.parse import parse_qsl  # noqa: PLC0415  few bodies are forms

        found = dict(parse_qsl(_text(data[:MAX_ESCAPED], charset))), None, False, len(data) > MAX_ESCAPED
    else:
        found = None, _text(data, charset).strip(), True, False
    return (*found[:3], True) if cut else found


def charset_of(body: object, hints: Hints, charset: str) -> str | None:
    """The charset in which to read a body: of a str UTF-8, else what Content-Type says, else the provider's."""
    if isinstance(body, str):
        return "utf-8"
    declared = _HEADER_CHARSET.search(hints.header("content-type") or "") if hints.headers else None
    return declared[1] if declared else charset or None


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
        import json  # noqa: PLC0415  few bodies are in UTF-16 or UTF-32

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
        return decode.from_json(data), None, False, False
    except ValueError:
        pass
    import json  # noqa: PLC0415  few bodies are read by this reader only

    text = _text(data, charset)
    try:
        return json.loads(text, strict=False), None, False, False
    except (ValueError, RecursionError):
        pass
    if tolerant:
        from normalizer import lenient  # noqa: PLC0415  few providers need it

        if (tree := lenient.parse(text)) is not None:
            return tree, None, False, False
    from pydantic_core import from_json  # noqa: PLC0415  what broke off no other reader takes

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
