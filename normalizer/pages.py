"""What `quick` is for bodies, for pages of HTML, which proxies and gateways send: steps 2 to 4 in one for the plainest of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from normalizer import wrap
from normalizer.decisions import decide
from normalizer.frozen import FrozenDict
from normalizer.headershapes import add_headers, meet_headers
from normalizer.textbody import title_of

if TYPE_CHECKING:
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider


_PAGE = re.compile(rb"<(?:!doctype[ \n]+html|html|head|title|body|h1|center)[ \r\n>]", re.IGNORECASE)


def quick_page(body: bytes, status: int | None, provider: Provider, headers: Any) -> ErrorRecord | None:
    """The record of a page in ASCII, or None: then the steps have to be asked. The arguments are those of `quick`."""
    if not (body.isascii() and _PAGE.match(body)):
        return None
    text = body.decode()
    told = raw = None
    if headers:
        try:
            told = provider.told_by[tuple(headers)]
        except (KeyError, TypeError):
            told = meet_headers(headers, provider)
        _, _, _, code_from, odd, asked_for, says = told
        if odd or asked_for:
            return None
        if code_from:
            raw = headers[code_from]
            if type(raw) is not str:
                return None
    foreign = not (provider.own_pages and text.startswith(provider.own_pages))
    key = raw, status, foreign
    try:
        template, asked = provider.decided[key]
    except KeyError:
        decision = decide(key, raw, None, None, status, provider, foreign=foreign)
        if decision is None:
            return None
        template, asked = decision
    if asked is not None:
        return None
    values = template.copy()
    if message := title_of(text):
        values["message"] = message
    if told is not None and says:
        native: dict[str, Any] = {}
        if not add_headers(values, native, headers, told, status, provider):
            return None
        if native:
            values["native"] = FrozenDict(native)
    return wrap.construct((values, None, wrap.fields))
