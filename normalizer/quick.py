"""Steps 2 to 4 in one, for the plainest of responses: a status, headers, and a body of plain values, under names met before.

What it answers it answers exactly as the steps do; all else it leaves to them. A law in the tests and a mutation run compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from normalizer.classify import classify
from normalizer.decisions import decide, is_number, is_plain, named_by
from normalizer.envelope import variants, walk
from normalizer.extract import Native, marked
from normalizer.flatxml import node_of
from normalizer.frozen import FrozenDict, clean
from normalizer.headershapes import ENDS, meet_headers
from normalizer.hints import Hints, lower_names
from normalizer.shapes import FIELDS, NONE, meet_place, meet_shape
from normalizer.wrap import made, retry_after, template_of

if TYPE_CHECKING:
    from normalizer.flatxml import Leaves
    from normalizer.headershapes import HeaderShape
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.shapes import Shape

_UNMET: Final[Any] = object()


def quick(found: dict[str, Any] | Leaves, hints: Hints, provider: Provider, headers: Any = None) -> ErrorRecord | None:
    """The record of a whole body beside which nothing but a status and headers is known, or None: then the steps have to be asked.

    `found`: the tree of the body, or the leaves of flat XML. `hints`: the status only. `headers`: a dict, its names in any case.
    """
    if isinstance(found, dict):
        outer = tuple(found)
        place = provider.places.get(outer) or meet_place(outer, provider)
        node, shape = found, place.root
        if place.name:
            node = found[place.name]
            if type(node) is not dict:
                return None
            names = tuple(node)
            shape = place.shapes.get(names, _UNMET)
            if shape is _UNMET:
                shape = meet_shape(names, outer, place, provider)
        return shape and _answer(shape, tuple(node.values()), node, hints, provider, headers)
    root, leaves, texts = found
    place = provider.places.get(root) or meet_place(root, provider)
    if place.name != root[0]:
        return None
    shape = place.shapes.get(leaves, _UNMET)
    if shape is _UNMET:
        shape = meet_shape(leaves, root, place, provider)
    return shape and _answer(shape, texts, found, hints, provider, headers)


def _answer(
    shape: Shape, members: tuple[Any, ...], source: dict[str, Any] | Leaves, hints: Hints, provider: Provider, headers: Any
) -> ErrorRecord | None:
    """The record of an object of this shape. `members`: its values in their order. `source`: what they were taken from."""
    code_at, fields, kept, alone, rest, _, _, _, _, _ = shape
    told = raw = sent = names = None
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
    if rest:
        if shape.code:
            raw = walk(node_of(source), shape.code)
            if raw is None:
                return None
        if shape.status:
            sent = members[shape.status[1]]
            if sent is None:
                return None
        if shape.path != NONE:
            names = named_by(members[shape.path])
    if raw is None and told is not None and told.code:
        raw = headers[told.code]
        if type(raw) is not str:
            return None
    try:
        code, template = provider.decided[raw, hints.status, type(raw), sent, type(sent), names]
    except (KeyError, TypeError):
        decision = decide(raw, sent, names, hints, provider)
        if decision is None:
            return None
        code, template = decision
    values = template.copy()
    for what, at in fields:
        value = members[at]
        if type(value) is str and value and value.strip() == value and "?" not in value and (value.isascii() or clean(value) == value):
            values[what] = value
        elif type(value) is not str or value or not alone:
            return None
    native: dict[str, Any] = {}
    for name, at in kept:
        value = members[at]
        if (type(value) is str and value and "?" not in value and value.isascii()) or is_number(value):
            native[name] = value
        elif value != "" and value is not None:
            return None
    if rest and not _add_rest(values, native, members, source, shape):
        return None
    if told is not None and not _add_headers(values, native, headers, told, hints, provider):
        return None
    if native:
        values["native"] = FrozenDict(native)
    if code is not None:
        values["code"] = code
    if not template:
        verdict = classify(Native(values, None if sent is None else int(sent), node_of(source), names=names), hints, provider)
        values = (verdict.template or template_of(verdict, provider)) | values
    values["status"] = hints.status
    return made(values)


def _add_rest(values: dict[str, Any], native: dict[str, Any], members: tuple[Any, ...], source: Any, shape: Shape) -> bool:
    """Add what not all bodies have: fields further down, a request id in the message, a path, a status. Was all of it plain?"""
    for what, steps in shape.deep:
        value = walk(node_of(source), steps)
        if what not in FIELDS:
            if value is not None:
                return False
        elif not is_plain(value):
            return False
        else:
            values[what] = value
    if shape.mark and (found := marked(values, shape.mark)):
        values["request_id"] = found
    if shape.path != NONE:
        bucket, _, key = members[shape.path].lstrip("/").partition("/")
        for field, text in (("bucket", bucket), ("key", key)):
            if text and values.get(field) is None:
                values[field] = text
    if shape.status:
        name, at = shape.status
        native[name] = str(members[at])
    return True


def _add_headers(values: dict[str, Any], native: dict[str, Any], headers: Any, told: HeaderShape, hints: Hints, provider: Provider) -> bool:
    """Add what the body did not say. Was all of it plain?"""
    for what, name in told.fields:
        if values.get(what) is None:
            value = headers[name]
            if type(value) is not str or not value or value.strip(ENDS) != value or "?" in value or not value.isascii():
                return False
            values[what] = value
    for declared, name in told.kept:
        value = headers[name]
        if type(value) is not str or not value or value.strip(ENDS) != value or "?" in value or not value.isascii():
            return False
        native[declared] = value
    if told.waits:
        values["retry_after"], values["retry_at"] = retry_after(Hints(hints.status, lower_names(headers)), provider)
    return True
