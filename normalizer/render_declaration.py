"""The table `[render]` of a provider's TOML file: how it writes an error, as data."""

from __future__ import annotations

from typing import Final

from normalizer.frozen import EMPTY
from normalizer.values import Values

Names = tuple[str, ...]

FORMS: Final = ("", "xml", "json", "text", "page")
PLACES: Final = ("code", "message", "request_id", "status", "phrase", "bucket", "key", "path", "region", "retry_after", "tags")
"""What a text of a declaration may have in braces; {tags} only as a whole member."""


class Render(Values):
    """How an error of this provider is written, as far as the envelope does not say it. A follower has it of its elder.

    `form`: json (the default), xml, text or page. `at`: where the error object stands, if not at the envelope's first place; for
    XML its element. `members`: what it holds, in order: a path and a text with {code}, {message}, {request_id}, {status},
    {bucket}, {key}, {path} or {tags} in it; without them the envelope's first names of code, message, request_id and path.
    `optional`: members of XML that are left out where they are empty. `numbers`: members of JSON that are numbers where they are
    all digits. `headers`: sent with every error. `content_type`, `prologue`: where they are not those of the form. `page`: the
    HTML around a message. `codes`: a pattern of the codes that come in this form, if not all do. `general`: codes that say no more than the kind, reason and resource of their row, the best first; of
    a kind for which none is named, the codes that no other shares these with, but for the `special` ones.
    """

    form: str = ""
    at: str | None = None
    members: dict[str, str] = EMPTY
    optional: Names = ()
    numbers: Names = ()
    headers: dict[str, str] = EMPTY
    content_type: str = ""
    prologue: str = ""
    page: str = ""
    codes: str = ""
    general: Names = ()
    special: Names = ()
