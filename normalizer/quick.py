"""Steps 2 to 4 in one, for the plainest of responses: a status, headers, and a body of plain values, under names met before.

What it answers it answers exactly as the steps do; all else it leaves to them. A law in the tests and a mutation run compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from normalizer import wrap
from normalizer.decisions import addressed, answered, decide
from normalizer.decode import MAX_BYTES, plain_xml
from normalizer.envelope import SECRET, variants, walk
from normalizer.extract import EMPTIES, marked, tidy
from normalizer.flatxml import node_of
from normalizer.frozen import FrozenDict, freeze
from normalizer.headershapes import add_headers, meet_headers
from normalizer.hints import NO_HINTS, Hints, lower_names, status_only
from normalizer.pages import quick_page
from normalizer.scrub import hide_in, scrub
from normalizer.shapes import FIELDS, meet_place, meet_shape

if TYPE_CHECKING:
    from normalizer.flatxml import Leaves
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider

_UNMET: Final[Any] = object()
_ECHOING: Final = FIELDS - {"code"}
"""The fields of a record that may echo a secret of the body."""


def quick(body: bytes, status: int | None, provider: Provider, headers: Any = None) -> ErrorRecord | None:  # noqa: PLR0915  a call more is felt here
    """The record of a body beside which nothing but a status and headers is known, or None: then the steps have to be asked.

    `headers`: a dict, its names in any case.
    """
    members: Any  # the values of the error object by their spots, and below what they were taken from
    source: dict[str, Any] | Leaves
    what_came: tuple[Any, ...]
    own: tuple[str, Any] | tuple[()] = ()
    raw = told = sent = names = code_from = beside = None
    if len(body) > MAX_BYTES:
        return None
    if body[:1] == b"{":
        try:
            node = from_json(body)
        except ValueError:
            return None
        outer = tuple(node)
        try:
            place = provider.places[outer]
        except KeyError:
            place = meet_place(outer, provider)
        inner, shape, _, shapes = place
        if inner:
            node = node[inner]
            if type(node) is not dict:
                return None
            inside = tuple(node)
            shape = shapes.get(inside, _UNMET)
            if shape is _UNMET:
                shape = meet_shape(inside, outer, place, provider)
        members = source = node
    else:
        leaves = plain_xml(body)
        if leaves is None:
            return quick_page(body, status, provider, headers)
        source = leaves
        root, inside, members = leaves
        try:
            place = provider.places[root]
        except KeyError:
            place = meet_place(root, provider)
        inner, _, _, shapes = place
        if inner != root:
            return None
        shape = shapes.get(inside, _UNMET)
        if shape is _UNMET:
            shape = meet_shape(inside, root, place, provider)
    if shape is None:
        return None
    code_at, fields, kept, alone, rest = shape

    if headers:
        try:
            told = provider.told_by[tuple(headers)]
        except (KeyError, TypeError):
            told = meet_headers(headers, provider)
        _, _, _, code_from, odd, beside, says = told
        if odd:
            return None
    if code_at is not None:
        raw = members[code_at]
        if type(raw) is dict:
            raw = variants(raw, provider.plan)
        if raw is None:
            return None
    if rest is not None:
        codes, own, path_at, deep, sole, secrets, mark = rest
        bucket = key = ""
        if codes:
            node = source if type(source) is dict else node_of(source)
            for steps in codes:
                raw = walk(node, steps)
                if raw is not None:
                    break
            else:
                return None
        if own:
            sent = members[own[1]]
            if sent is None:
                return None
        if path_at is not None:
            names, bucket, key = addressed(members[path_at])
    if raw is None and code_from:
        raw = headers[code_from]
        if type(raw) is not str:
            return None
    what_came = (raw, status, type(raw)) if rest is None else (raw, status, type(raw), sent, type(sent), names, own)
    if beside:
        what_came = what_came, beside
    try:
        template, asked = provider.decided[what_came]
    except (KeyError, TypeError):
        decision = decide(what_came, raw, sent, names, status, provider, own, beside=bool(beside))
        if decision is None:
            return None
        template, asked = decision

    values = template.copy()
    for what, at in fields:
        value = members[at]
        if type(value) is str and value and value.strip() is value and "?" not in value:
            values[what] = value
        elif (tidied := tidy(what, value)) is not None:
            values[what] = tidied
        elif not alone:
            return None
    native: dict[str, Any] | None = None
    if kept:
        native = {}
        for name, at in kept:
            value = members[at]
            if type(value) is not str or not value or "?" in value:
                value = scrub(freeze(value, 1))
                if value in EMPTIES:
                    continue
            native[name] = value
    if rest is not None:
        if deep and not _add_deep(values, node_of(source), deep, sole=sole):
            return None
        if bucket and values.get("bucket") is None:
            values["bucket"] = bucket
        if key and values.get("key") is None:
            values["key"] = key
        for at in secrets:
            if secret := tidy(SECRET, members[at]):
                hide_in(values, _ECHOING, secret)
                hide_in(native or {}, native or (), secret)
        if mark and (found := marked(values, mark)):
            values["request_id"] = found
        if own and (native or told is not None):
            native = {} if native is None else native
            native[own[0]] = str(sent)  # else it is in the template
    if told is not None and says:
        native = {} if native is None else native
        if not add_headers(values, native, headers, told, status, provider):
            return None
    if native:
        values["native"] = FrozenDict(native)
    if asked is not None:
        hints = Hints(status, lower_names(headers)) if beside else status_only(status) or NO_HINTS
        values = answered(asked, values, source, sent, names, hints, provider) | values
    return wrap.construct((values, None, wrap.fields))


def _add_deep(values: dict[str, Any], node: dict[str, Any], deep: tuple[tuple[str, tuple[str, ...]], ...], *, sole: bool) -> bool:
    """Add the fields that lie further down. Was all of it plain?"""
    for what, steps in deep:
        value = walk(node, steps)
        if what not in FIELDS:
            if value is not None:
                return False
        elif (tidied := tidy(what, value)) is not None:
            values[what] = tidied
        elif not sole:
            return False
    return True
