"""Step 2 for bodies that are text or a page: a code that stands in a line, and words for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from normalizer.frozen import clean
from normalizer.scrub import cut_query

if TYPE_CHECKING:
    from normalizer.provider import Provider

MAX_TEXT: Final = 2_000
_STATUS_LINE = re.compile(r"\d{3} +(\S.*)")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,500})</title", re.IGNORECASE)


def read_text(text: str, provider: Provider, fields: dict[str, Any]) -> bool:
    """Read a plain-text body: a whole line, or a declared beginning of one, that is a row's code. Was there one?"""
    message = title_of(text) if text.startswith("<") else cut_query(clean(text[:MAX_TEXT])).strip()
    if message:
        fields["message"] = message
    code = _code_in_text(text, provider)
    if code:
        fields["code"] = code
    return code is not None


def title_of(page: str) -> str:
    r"""The title of a page of HTML, white space folded; "" where it has none.

    >>> title_of("<html><head><title>502 Bad\n Gateway</title>")
    '502 Bad Gateway'
    """
    title = _TITLE.search(page, 0, MAX_TEXT)
    if title is None:
        return ""
    words = " ".join(title[1].split())
    return words if words.isascii() and "?" not in words else cut_query(clean(words))


def _code_in_text(text: str, provider: Provider) -> str | None:
    """The code of the most telling of the first lines; a status line ("401 Unauthorized") tells least."""
    declaration = provider.declaration
    if not declaration.text_lines or text.startswith("<"):
        return None
    phrase = None
    for line in [line.strip() for line in text[:MAX_TEXT].splitlines() if line.strip()][:4]:
        if line in provider.codes:
            return line
        for prefix in declaration.text_prefixes:
            if line.startswith(prefix):
                return prefix.rstrip(" (:")
        if phrase is None and (head := _STATUS_LINE.fullmatch(line)) and head[1] in provider.codes:
            phrase = head[1]
    return phrase
