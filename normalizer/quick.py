"""Steps 2 to 4 in one, for the plainest of responses: a status, headers, and a body of plain values, under names met before.

What it answers it answers exactly as the steps do; all else it leaves to them. A law in the tests and a mutation run compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from normalizer.decisions import addressed, answered, decide, is_number, is_plain
from normalizer.decode import MAX_BYTES, plain_xml
from normalizer.envelope import variants, walk
from normalizer.extract import marked
from normalizer.flatxml import node_of
from normalizer.frozen import FrozenDict
from normalizer.headershapes import add_headers, meet_headers
from normalizer.pages import quick_page
from normalizer.shapes import FIELDS, NONE, meet_place, meet_shape
from normalizer.wrap import made

if TYPE_CHECKING:
    from normalizer.flatxml import Leaves
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.shapes import Shape

_UNMET: Final[Any] = object()


def quick(body: bytes, hints: Hints, provider: Provider, headers: Any = None) -> ErrorRecord | None:
    """The record of a body beside which nothing but a status and headers is known, or None: then the steps have to be asked.

    `hints`: the status only. `headers`: a dict, its names in any case.
    """
    if len(body) > MAX_BYTES:
        return None
    if body[:1] == b"{":
        try:
            node = from_json(body)
        except ValueError:
            return None
        outer = tuple(node)
        place = provider.places.get(outer) or meet_place(outer, provider)
        shape = place.root
        if place.name:
            node = node[place.name]
            if type(node) is not dict:
                return None
            names = tuple(node)
            shape = place.shapes.get(names, _UNMET)
            if shape is _UNMET:
                shape = meet_shape(names, outer, place, provider)
        return shape and _answer(shape, tuple(node.values()), node, hints, provider, headers)
    leaves = plain_xml(body)
    if leaves is None:
        return quick_page(body, hints, provider, headers)
    root, named, texts = leaves
    place = provider.places.get(root) or meet_place(root, provider)
    if place.name != root[0]:
        return None
    shape = place.shapes.get(named, _UNMET)
    if shape is _UNMET:
        shape = meet_shape(named, root, place, provider)
    return shape and _answer(shape, texts, leaves, hints, provider, headers)


def _answer(  # noqa: PLR0915  as C901: a call more is felt here
    shape: Shape, members: tuple[Any, ...], source: dict[str, Any] | Leaves, hints: Hints, provider: Provider, headers: Any
) -> ErrorRecord | None:
    """The record of an object of this shape. `members`: its values in their order. `source`: what they were taken from."""
    code_at, fields, kept, alone, rest = shape
    raw = sent = names = told = None
    own: tuple[str, int] | tuple[()] = ()
    if headers:
        told = provider.told_by.get(tuple(headers)) or meet_headers(headers, provider)
        if told.odd:
            return None
    if code_at != NONE:
        raw = members[code_at]
        if type(raw) is dict:
            raw = variants(raw, provider.plan)
        if raw is None:
            return None
    if rest is not None:
        codes, own, path_at, deep, sole, mark = rest
        bucket = key = ""
        if codes:
            node = node_of(source)
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
        if path_at != NONE:
            names, bucket, key = addressed(members[path_at])
    if raw is None and told is not None and told.code:
        raw = headers[told.code]
        if type(raw) is not str:
            return None
    what_came = (raw, hints.status, type(raw)) if rest is None else (raw, hints.status, type(raw), sent, type(sent), names, own)
    try:
        template, asked = provider.decided[what_came]
    except (KeyError, TypeError):
        decision = decide(what_came, raw, sent, names, hints, provider, own)
        if decision is None:
            return None
        template, asked = decision
    values = template.copy()
    for what, at in fields:
        value = members[at]
        if type(value) is str and value and value.strip() == value and "?" not in value:
            values[what] = value
        elif not alone or (value != "" and value is not None):
            return None
    native: dict[str, Any] = {}
    for name, at in kept:
        value = members[at]
        if (type(value) is str and value and "?" not in value) or is_number(value):
            native[name] = value
        elif value != "" and value is not None:
            return None
    if rest is not None:
        if deep and not _add_deep(values, node_of(source), deep, sole=sole):
            return None
        if mark and (found := marked(values, mark)):
            values["request_id"] = found
        if bucket and values.get("bucket") is None:
            values["bucket"] = bucket
        if key and values.get("key") is None:
            values["key"] = key
        if own and (native or told is not None):
            native[own[0]] = str(sent)  # else it is in the template
    if told is not None and told.says and not add_headers(values, native, headers, told, hints, provider):
        return None
    if native:
        values["native"] = FrozenDict(native)
    if asked is not None:
        values = answered(asked, what_came, values, node_of(source), sent, names, hints, provider) | values
    return made(values)


def _add_deep(values: dict[str, Any], node: dict[str, Any], deep: tuple[tuple[str, tuple[str, ...]], ...], *, sole: bool) -> bool:
    """Add the fields that lie further down. Was all of it plain?"""
    for what, steps in deep:
        value = walk(node, steps)
        if what in FIELDS and is_plain(value):
            values[what] = value
        elif value is not None or (what in FIELDS and not sole):
            return False
    return True
