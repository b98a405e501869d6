"""Texts off the wire: what counts as a text, and what must be cut from one before a record may hold it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from normalizer.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUERY = re.compile(r"\?[^\s<>?=]*+=[^\s<>]*+")
_SECRET_LENGTH: Final = 4


def body_text(value: Any) -> str | None:
    """A string that is not blank, as it is; a number as decimal text; bytes as UTF-8. None for bool, list, object, blank.

    >>> body_text(40100012), body_text(True), body_text("  ")
    ('40100012', None, None)
    """
    if isinstance(value, str):
        return str.__str__(value) if str.strip(value) else None
    if isinstance(value, (bytes, bytearray)):
        return body_text(bytes(value).decode("utf-8", "replace"))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(float.__int__(value)) if float.is_integer(value) else float.__repr__(value)
    try:
        return int.__repr__(value)
    except ValueError:  # Python prints no integer of more than 4,300 digits
        return None


def cut_query(text: str) -> str:
    """`text` without the query strings of URLs in it, which may be signed.

    >>> cut_query("GET http://a/b?Signature=x failed")
    'GET http://a/b failed'
    """
    return _QUERY.sub("", text) if "?" in text else text


def hide(secrets: Iterable[str], text: str) -> str:
    """`text` with every secret in it replaced by ***; one of less than four characters cannot be told from a word."""
    for secret in secrets:
        stripped = secret.strip()
        if len(stripped) >= _SECRET_LENGTH:
            text = text.replace(stripped, "***")
    return text


def hide_in(texts: dict[str, Any], names: Iterable[str], secret: str) -> None:
    """Hide a secret in those of `texts` that have these names.

    >>> said = {"message": "the key LTAI1234 is unknown", "code": "LTAI1234"}
    >>> hide_in(said, ["message"], "LTAI1234")
    >>> said
    {'message': 'the key *** is unknown', 'code': 'LTAI1234'}
    """
    for name in names:
        if isinstance(text := texts.get(name), str):
            texts[name] = hide((secret,), text)


def scrub(value: Any) -> Any:
    """A frozen value with `cut_query` done to all strings in it."""
    if isinstance(value, str):
        return cut_query(value)
    if isinstance(value, tuple):
        return tuple(scrub(each) for each in value)
    if isinstance(value, FrozenDict):
        return FrozenDict({cut_query(key): scrub(each) for key, each in value.items()})
    return value
