"""How a provider writes its errors: its `[render]` table, with what the envelope and the elder say filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.render_declaration import Render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.provider import Provider

CONTENT_TYPES: Final = {
    "json": "application/json",
    "xml": "application/xml",
    "text": "text/plain; charset=utf-8",
    "page": "text/html; charset=utf-8",
}
_PROLOGUES: Final = {"xml": '<?xml version="1.0" encoding="UTF-8"?>\n'}
_PAGE: Final = "<html><h1>{status}</h1><p>{message}</p></html>"


class Form(NamedTuple):
    """A provider's way of writing. `members`: path in the error object and text with {code} and the like in it, in order."""

    form: str
    at: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    optional: frozenset[str]
    numbers: frozenset[str]
    headers: tuple[tuple[str, str], ...]
    content_type: str
    prologue: str
    page: str
    tag: str
    codes: re.Pattern[str]


def form_of(provider: Provider) -> Form:
    """The form of a provider, made once.

    >>> from normalizer import Tables
    >>> form_of(Tables().provider("qingstor")).members
    (('code', '{code}'), ('message', '{message}'), ('request_id', '{request_id}'))
    """
    found = provider.remembered.get("form")
    if found is None:
        found = provider.remembered["form"] = _form(provider)
    return found


def _form(provider: Provider) -> Form:
    declared = _declared(provider)
    form = declared.form or "json"
    at = provider.envelope.at[0] if declared.at is None else declared.at
    return Form(
        form,
        tuple(at.split(".")) if at else (),
        tuple(declared.members.items()) or tuple(_from_envelope(provider)),
        frozenset(declared.optional),
        frozenset(declared.numbers),
        tuple(declared.headers.items()),
        declared.content_type or CONTENT_TYPES[form],
        declared.prologue or _PROLOGUES.get(form, ""),
        declared.page or _PAGE,
        provider.envelope.tag,
        re.compile(declared.codes or "(?s).*"),
    )


def _declared(provider: Provider) -> Render:
    """The nearest table of the provider and its elders that says how to write; one that only names codes does not."""
    line = [each.declaration.render for each in lineage(provider)]
    return next((render for render in line if render and (render.form or render.members)), Render())


def lineage(provider: Provider) -> Iterator[Provider]:
    """The provider, the one it is like, and so on."""
    each: Provider | None = provider
    while each is not None:
        yield each
        each = each.elder


def _from_envelope(provider: Provider) -> Iterator[tuple[str, str]]:
    for what in ("code", "message", "request_id", "path"):
        names = getattr(provider.envelope, what)
        if names:
            yield names[0], f"{{{what}}}"
