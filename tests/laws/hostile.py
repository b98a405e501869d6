"""Bodies that were made to break a parser: each is made when it is asked for, since some are large."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import OrderedDict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from tests.laws.odd_values import Raising, RaisingMapping, RaisingNumber, RaisingText

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE: Final = 100_000_000

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><Error><Code>&l9;</Code></Error>'.encode()
_ERROR = b"<Error><Code>NoSuchKey</Code><Message>m</Message></Error>"
_JSON = b'{"code": "NoSuchKey", "error_code": 40400001, "message": "m"}'


def _bomb() -> bytes:
    """100 MB of zeros in some hundred kilobytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()


def _shared() -> dict[str, Any]:
    """A tree that is small in memory and endless when it is walked."""
    tree: dict[str, Any] = {"code": "NoSuchKey"}
    wide: list[Any] = []
    wide.extend([wide] * 300)
    return tree | {"path": wide, "Error": tree, "data": tree, "errors": wide, "time": MappingProxyType(tree), "result": {"a": wide}}


def _released() -> memoryview:
    view = memoryview(b"x")
    view.release()
    return view


def _itself() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    tree |= dict.fromkeys(("Error", "data", "errors", "code", "native", "path"), tree)
    return tree


BODIES: Final[dict[str, Callable[[], Any]]] = {
    "nothing": lambda: b"",
    "white space": lambda: b" \r\n\t",
    "100 MB of spaces": lambda: b" " * LARGE,
    "100 MB of a": lambda: b"a" * LARGE,
    "100 MB of a as text": lambda: "a" * LARGE,
    "100 MB of a as a view": lambda: memoryview(bytearray(b"a" * LARGE)),
    "HTML": lambda: b"<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
    "HTML that does not end": lambda: b"<!DOCTYPE html><html><title " + b"a" * 70_000,
    "gzip": lambda: gzip.compress(_JSON),
    "gzip of gzip": lambda: gzip.compress(gzip.compress(_JSON)),
    "gzip that breaks off": lambda: gzip.compress(_ERROR * 100)[:-20],
    "gzip with a wrong sum": lambda: gzip.compress(_ERROR)[:-8] + b"\0" * 8,
    "gzip with a broken middle": lambda: gzip.compress(_JSON)[:20] + b"\xff\xff\xff" + gzip.compress(_JSON)[23:],
    "gzip's first two bytes": lambda: b"\x1f\x8b",
    "gzip bomb": _bomb,
    "JSON in UTF-16 with a mark": lambda: _JSON.decode().encode("utf-16"),
    "JSON in UTF-16 without": lambda: _JSON.decode().encode("utf-16-be"),
    "XML in UTF-16": lambda: ('<?xml version="1.0" encoding="UTF-16"?>' + _ERROR.decode()).encode("utf-16"),
    "UTF-32 that is cut": lambda: _JSON.decode().encode("utf-32")[:-3],
    "a byte order mark alone": lambda: b"\xef\xbb\xbf",
    "GBK called UTF-8": lambda: '<?xml version="1.0" encoding="UTF-8"?><Error><Code>错误</Code></Error>'.encode("gb18030"),
    "UTF-8 called UTF-16": lambda: b'<?xml version="1.0" encoding="UTF-16"?>' + _ERROR,
    "a charset that is none": lambda: b'<?xml version="1.0" encoding="no-such"?><Error><Code>\xff</Code></Error>',
    "a codec that is no charset": lambda: b'<?xml version="1.0" encoding="unicode_escape"?><Error><Code>\xff\\d</Code></Error>',
    "a codec that packs": lambda: b'<?xml version="1.0" encoding="zlib"?><Error><Code>\xff</Code></Error>',
    "NUL bytes": lambda: b"\0" * 5_000,
    "NUL bytes in JSON": lambda: b'{"code": "No\0SuchKey", "message": "\\u0000"}',
    "NUL bytes in XML": lambda: _ERROR.replace(b"m", b"\0"),
    "lone surrogates": lambda: b'{"code": "\\ud800", "message": "\\udfff x", "path": "\\ud800", "statusCode": "\\ud800", "error_code": "\\udc00"}',
    "lone surrogates in text": lambda: '{"code": "\ud800", "message": "\udfff", "Code": "\ud800"}',
    "lone surrogates as bytes": lambda: b'{"code": "\xed\xa0\x80"}',
    "brackets": lambda: b"[" * 1_000_000,
    "braces": lambda: b'{"code":' * 200_000,
    "brackets as text": lambda: "[" * 1_000_000,
    "brackets in a loose object": lambda: b"{code:" + b"[" * 1_000_000,
    "nested elements": lambda: b"<a>" * 100_000,
    "nested elements that end": lambda: b"<a>" * 100_000 + b"</a>" * 100_000,
    "many elements": lambda: b"<Error>" + b"<a/>" * 200_000 + b"</Error>",
    "many attributes": lambda: b"<Error " + b" ".join(b'a%d=""' % n for n in range(8_000)) + b"/>",
    "a name without end": lambda: b"<" + b"a" * 1_000_000,
    "billion laughs": lambda: _BILLION,
    "an external entity": lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><Error><Code>&e;</Code></Error>',
    "an external DTD": lambda: b'<!DOCTYPE Error SYSTEM "http://127.0.0.1:9/none.dtd"><Error><Code>NoSuchKey</Code></Error>',
    "an entity that is not declared": lambda: b"<Error><Code>NoSuchKey</Code><Message>&nope;</Message></Error>",
    "duplicate keys": lambda: b'{"code": "NoSuchKey", "code": 7, "code": {}, "message": [], "message": "m"}',
    "NaN": lambda: b'{"code": NaN, "message": Infinity, "time": -Infinity, "path": [NaN], "error_code": 1e999}',
    "5,000 digits": lambda: b'{"code": ' + b"9" * 5_000 + b', "time": ' + b"9" * 5_000 + b"}",
    "5,000 digits, already parsed": lambda: {"code": 10**5_000, "time": 10**5_000, "path": [10**5_000]},
    "digits that do not end well": lambda: b'{"a": ' + b"1" * 60_000 + b"x",
    "pairs that are no form": lambda: b"a=" + b"&a=" * 20_000 + b" ",
    "pairs that are a form": lambda: b"&".join(b"code=%d" % n for n in range(8_000)),
    "percent signs": lambda: b"%" * 8_000_000,
    "percent and a bracket": lambda: b"%7b%22code%22%3a",
    "question marks": lambda: json.dumps({"code": "x", "message": "?" * 60_000, "msg": "?=" * 30_000, "Message": "a?b=" * 15_000}).encode(),
    "quotes that do not close": lambda: b"{'" + b"a" * 500_000,
    "escapes that do not close": lambda: b"{'" + b"\\a" * 250_000,
    "line breaks": lambda: b"x" + b"\n" * 1_000_000,
    "a body that holds itself": _itself,
    "an endless tree": _shared,
    "a deep tree": lambda: {"path": json.loads("[" * 500 + "]" * 500), "code": "x"},
    "ordered dicts": lambda: OrderedDict(Error=OrderedDict(Code="NoSuchKey", Message=OrderedDict())),
    "names of any type": lambda: {1: 2, None: 3, ("a",): 4, b"code": 5, "code": {1: 2}},
    "objects that raise": lambda: dict.fromkeys(("code", "Code", "message", "errors", "path", "Error", "data", "result", "error_code"), Raising()),
    "a condition on what raises": lambda: {"Error": {"Code": "AuthorizationHeaderMalformed", "Region": Raising()}},
    "names that raise": lambda: {"code": "x", "path": {Raising(): 1}, "time": {RaisingText("a"): 1}, Raising(): 1},
    "texts that raise": lambda: dict.fromkeys(("code", "Code", "message", "path", "error_code", "errors"), RaisingText("x")),
    "numbers that raise": lambda: dict.fromkeys(("code", "Code", "message", "path", "error_code", "statusCode"), RaisingNumber(7)),
    "a mapping that raises": lambda: RaisingMapping(code="x"),
    "mappings inside that raise": lambda: dict.fromkeys(("Error", "data", "path", "errors"), RaisingMapping(code="x")),
    "a view that was released": _released,
    "a batch of nonsense": lambda: {"errors": [None, 1, "x", [], {"code": None}, {"code": []}, {"code": "x", "key": {}, "message": 7}], "result": [[1]]},
}  # fmt: skip
