"""A bounded reader for the "JSON" of vendors' documentation: single quotes, unquoted names, Python's None and True."""

from __future__ import annotations

import re
from typing import Any, Final

MAX_DEPTH: Final = 8
MAX_TOKENS: Final = 2_000

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<mark>[{}\[\]:,])
      | "(?P<double>(?:[^"\\]++|\\.)*+)"
      | '(?P<single>(?:[^'\\]++|\\.)*+)'
      | (?P<number>-?\d{1,20}(?:\.\d{1,20})?)(?![\w.])
      | (?P<word>[A-Za-z_$][\w$-]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_WORDS: Final = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None, "undefined": None}


class _Unreadable(ValueError):
    pass


def parse(text: str) -> Any:
    """The object or list that `text` writes loosely, or None where it is no such thing.

    >>> parse("{ error_code: '40401', 'path': null }")
    {'error_code': '40401', 'path': None}
    """
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        token = _TOKEN.match(text, position)
        if token is None or len(tokens) >= MAX_TOKENS:
            return None
        tokens.append((token.lastgroup or "", token[token.lastgroup or 0]))
        position = token.end()
    try:
        value, rest = _value(tokens, 0, 0)
    except (_Unreadable, IndexError):
        return None
    return value if rest == len(tokens) and isinstance(value, (dict, list)) else None


def _value(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[Any, int]:
    sort, text = tokens[at]
    if sort in {"double", "single"}:
        return _unescaped(text), at + 1
    if sort == "number":
        return (float(text) if "." in text else int(text)), at + 1
    if sort == "word" and text in _WORDS:
        return _WORDS[text], at + 1
    if depth >= MAX_DEPTH or text not in {"{", "["}:
        raise _Unreadable
    return _members(tokens, at + 1, depth + 1) if text == "{" else _items(tokens, at + 1, depth + 1)


def _members(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[dict[str, Any], int]:
    members: dict[str, Any] = {}
    while tokens[at] != ("mark", "}"):
        sort, name = tokens[at]
        if sort not in {"double", "single", "word"} or tokens[at + 1] != ("mark", ":"):
            raise _Unreadable
        members[_unescaped(name)], at = _value(tokens, at + 2, depth)
        at = _after_comma(tokens, at, "}")
    return members, at + 1


def _items(tokens: list[tuple[str, str]], at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    while tokens[at] != ("mark", "]"):
        item, at = _value(tokens, at, depth)
        items.append(item)
        at = _after_comma(tokens, at, "]")
    return items, at + 1


def _after_comma(tokens: list[tuple[str, str]], at: int, closing: str) -> int:
    if tokens[at] == ("mark", ","):
        return at + 1
    if tokens[at] != ("mark", closing):
        raise _Unreadable
    return at


def _unescaped(text: str) -> str:
    """`text` with its escapes read; the two halves of a character beyond 16 bits are joined, a lone half becomes a mark."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescape, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unescape(escape: re.Match[str]) -> str:
    sign = escape[1]
    return chr(int(sign[1:], 16)) if len(sign) > 1 else _ESCAPES.get(sign, sign)
