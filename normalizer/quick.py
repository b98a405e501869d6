"""Steps 2 to 4 in one, for the plainest of responses: a status, and a body of plain values under names met before.

What it answers it answers exactly as the steps do; all else it leaves to them. A law in the tests and a mutation run compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from normalizer.classify import classify
from normalizer.envelope import variants, walk
from normalizer.extract import LONG, Native, marked
from normalizer.frozen import FrozenDict, clean
from normalizer.shapes import FIELDS, Place, place_of, shape_of
from normalizer.wrap import made, template_of

if TYPE_CHECKING:
    from normalizer.hints import Hints
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider
    from normalizer.shapes import Shape

MOST_CODES: Final = 1_000
MOST_PLACES: Final = 200
MOST_SHAPES: Final = 50
LONGEST: Final = 500
"""Characters of a code, or of the names of an object. Both come from the wire and must not fill the memory."""

Decision = tuple[str | None, dict[str, Any]]
"""A code's text, and the template of its verdict, empty where the verdict depends on more than what was decided on."""

HANDED_IN: Final = frozenset({"header", "request", "method", "operation"})
"""Conditions on what only a caller can tell, beside the body and the status: they do not hold."""

KNOWN: Final = frozenset({"names", "no header"})
"""Conditions that depend on what a path names, which is known, or hold because no header was handed in."""


def quick(tree: dict[str, Any], hints: Hints, provider: Provider) -> ErrorRecord | None:
    """The record of a whole body of which nothing but the status is known, or None: then the steps have to be asked."""
    outer = tuple(tree)
    place = provider.places.get(outer) or _meet_place(outer, provider)
    node, shape = tree, place.root
    if place.name:
        node = tree[place.name]
        if type(node) is not dict:
            return None
        names = tuple(node)
        shape = place.shapes[names] if names in place.shapes else _meet_shape(names, outer, place, provider)
    if shape is None:
        return None
    steps, fields, kept, alone, own, path, rest, _, _ = shape
    raw = sent = names_of = None
    if steps:
        raw = node[steps[0]] if len(steps) == 1 else walk(node, steps)
        if type(raw) is dict:
            raw = variants(raw, provider.plan)
        if raw is None:
            return None
    if own:
        sent = node[own]
        if sent is None:
            return None
    if path:
        names_of = _named_by(node[path])
    try:
        code, template = provider.decided[raw, hints.status, type(raw), sent, type(sent), names_of]
    except (KeyError, TypeError):
        decision = _decide(raw, sent, names_of, hints, provider)
        if decision is None:
            return None
        code, template = decision
    values = template.copy()
    for what, name in fields:
        value = node[name]
        if type(value) is str and value[:1] > " " and value[-1] > " " and "?" not in value and (value.isascii() or clean(value.strip()) == value):
            values[what] = value
        elif type(value) is not str or value or not alone:
            return None
    if kept or own:
        native: dict[str, Any] = {own: str(sent)} if own else {}
        for name in kept:
            value = node[name]
            if (type(value) is str and value[:1] > " " and value[-1] > " " and "?" not in value and value.isascii()) or _is_number(value):
                native[name] = value
            elif type(value) is not str or value:
                return None
        if native:
            values["native"] = FrozenDict(native)
    if rest and not _fill(values, node, shape):
        return None
    if code is not None:
        values["code"] = code
    if not template:
        verdict = classify(Native(values, None if sent is None else int(sent), node, names=names_of), hints, provider)
        values = (verdict.template or template_of(verdict, provider)) | values
    values["status"] = hints.status
    return made(values)


NOT_PLAIN: Final = "not plain"


def _named_by(path: object) -> str | None:
    """What a "/bucket/key" path names: an object, a bucket, nothing; or that it is not plain."""
    if path == "":
        return None
    if not _is_plain(path):
        return NOT_PLAIN
    bucket, _, key = path.lstrip("/").partition("/")  # type: ignore[attr-defined]
    return "object" if key else "bucket" if bucket else None


def _fill(values: dict[str, Any], node: dict[str, Any], shape: Shape) -> bool:
    """Add what not all bodies have: fields further down, a request id in the message, a path. Was all of it plain?"""
    for what, steps in shape.deep:
        value = walk(node, steps)
        if what not in FIELDS:
            if value is not None:
                return False
        elif not _is_plain(value):
            return False
        else:
            values[what] = value
    if shape.mark and (found := marked(values, shape.mark)):
        values["request_id"] = found
    if shape.path:
        bucket, _, key = node[shape.path].lstrip("/").partition("/")
        for field, text in (("bucket", bucket), ("key", key)):
            if text and values.get(field) is None:
                values[field] = text
    return True


def _is_plain(value: object) -> bool:
    """Is it a text with nothing to tidy: ASCII, no white space at its ends, no query?"""
    return type(value) is str and bool(value) and value[0] > " " and value[-1] > " " and "?" not in value and value.isascii()


def _is_number(value: object) -> bool:
    """Is it a whole number that stays one in a record?"""
    return type(value) is int and -LONG < value < LONG


def _decide(raw: Any, sent: Any, names: str | None, hints: Hints, provider: Provider) -> Decision | None:
    """What `classify` says of a code, the statuses and what a path names, remembered by the code and status as they came.

    None where one of them is not plain: a text or a number, three digits.
    """
    code = str(raw) if _is_number(raw) else raw
    if code is None and provider.status_is_code and str(hints.status) in provider.codes:
        code = str(hints.status)
    status = str(sent) if type(sent) in {int, str} else ""
    three = len(status) == len("404") and status.isascii() and status.isdecimal() and status[0] != "0"
    if (code is not None and not _is_plain(code)) or not (sent is None or three) or names is NOT_PLAIN:
        return None
    template: dict[str, Any] = {}
    if code is None or _tells(code, provider):
        verdict = classify(Native({} if code is None else {"code": code}, int(status) if three else None, names=names), hints, provider)
        template = verdict.template or template_of(verdict, provider)
    if len(provider.decided) >= MOST_CODES:
        provider.decided.clear()
    if len(code or "") <= LONGEST:
        provider.decided[raw, hints.status, type(raw), sent, type(sent), names] = code, template
    return code, template


def _tells(code: str, provider: Provider) -> bool:
    """Does the verdict on a code depend on nothing else in the body but what its path names, as long as nothing else was handed in?"""
    if provider.code_part and code not in provider.codes and (part := provider.code_part.fullmatch(code)):
        code = part[1]
    elder: Provider | None = provider
    while elder and code not in elder.codes:
        elder = elder.elder
    found = elder.codes[code] if elder else None
    if found is None:
        return True
    conditions = [{each.operand for each in choice.conditions} for choice in found.choices if choice.conditions]
    return not found.sentences and all(operands & HANDED_IN or operands <= KNOWN for operands in conditions)


def _meet_place(outer: tuple[str, ...], provider: Provider) -> Place:
    """Where the error object is in bodies with these outermost names, remembered; batch replies have no such place."""
    fits = sum(map(len, outer)) <= LONGEST and provider.replies.isdisjoint(outer)
    place = (place_of(outer, provider.plan) if fits else None) or Place("", None, sure=False, shapes={})
    if len(provider.places) >= MOST_PLACES:
        provider.places.clear()
    if fits:
        provider.places[outer] = place
    return place


def _meet_shape(names: tuple[str, ...], outer: tuple[str, ...], place: Place, provider: Provider) -> Shape | None:
    """The shape of objects with these names, remembered."""
    if sum(map(len, names)) > LONGEST:
        return None
    if len(place.shapes) >= MOST_SHAPES:
        place.shapes.clear()
    place.shapes[names] = shape = shape_of(names, outer, provider.plan, sure=place.sure)
    return shape
