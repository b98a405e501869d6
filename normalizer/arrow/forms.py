"""Which piece of a plain body holds what, for a provider and a form of bodies: told by the quick reading of single bodies, on a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.arrow.tokens import NUMBERED
from normalizer.envelope import walk
from normalizer.form import lineage
from normalizer.quick import place_and_shape
from normalizer.shapes import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.provider import Provider

TEXTS: Final = ("message", "request_id", "bucket", "key", "region", "endpoint")
"""The columns of an answer that are texts of the body, beside the code."""

MOST_FORMS: Final = 10_000
LONGEST_FORM: Final = 1_000
"""Forms come from the wire and must not fill the memory."""


class Places(NamedTuple):
    """Where the parts of an error are: numbers of pieces, as in a sample; None for what a form has not.

    `own`: the body's own status. `path`: its "/bucket/key". `alone`: a field that is empty is none, for no other could fill it.
    `asked_for`: is there a member that a condition of the provider's rows asks for?
    """

    code: int | None
    own: int | None
    path: int | None
    texts: tuple[int | None, ...]
    alone: bool
    mark: str
    asked_for: bool


def places_of(form: bytes, tree_of: Callable[[bytes], dict[str, Any] | None], provider: Provider) -> Places | None:
    """The places in bodies of that form, remembered; None where such bodies have to be read one by one. `tree_of`: the tree of a form."""
    known: dict[bytes, Places | None] = provider.remembered.setdefault("forms", {})
    if form in known:
        return known[form]
    tree = tree_of(form)
    found = None if tree is None else _places(tree, provider)
    if len(known) >= MOST_FORMS:
        known.clear()
    if len(form) <= LONGEST_FORM:
        known[form] = found
    return found


def _places(tree: dict[str, Any], provider: Provider) -> Places | None:
    node, shape = place_and_shape({name: _in_order(each) for name, each in _in_order(tree).items()}, provider)
    if shape is None or provider.plan.listed_first:
        return None
    raw = walk(node, shape.code) if shape.code else None
    if shape.code and type(raw) not in {str, int}:
        return None
    places: dict[str, Any] = {what: node[name] for what, name in shape.fields}
    for what, steps in shape.deep:
        value = walk(node, steps)
        if what in FIELDS:
            places[what] = value
        elif value is not None:
            return None
    path = node[shape.path] if shape.path else None
    own = node[shape.status] if shape.status else None
    if any(type(place) is not str for place in (*places.values(), *([path] if shape.path else []))):
        return None
    if shape.status and type(own) not in {str, int}:
        return None
    texts = tuple(_number(places.get(what)) for what in TEXTS)
    return Places(_number(raw), _number(own), _number(path), texts, shape.alone, shape.mark, not asked_for(provider).isdisjoint(node))


def _in_order(node: Any) -> Any:
    """An object with its members sorted: their order means nothing, and there are far fewer shapes than orders."""
    return dict(sorted(node.items())) if type(node) is dict else node


def asked_for(provider: Provider) -> frozenset[str]:
    """The members that conditions of the provider's rows, and of those of its elders, ask for."""
    found: frozenset[str] | None = provider.remembered.get("asked for")
    if found is None:
        rows = [row for each in lineage(provider) for row in each.rows]
        names = (condition.name.partition(".")[0] for row in rows for condition in row.conditions if condition.operand in {"field", "no"})
        found = provider.remembered["asked for"] = frozenset(names)
    return found


def _number(mark: str | int | None) -> int | None:
    """The number of a piece by its mark in the sample; of a number NUMBERED stays added."""
    return None if mark is None else int(mark)


def is_number(place: int | None) -> bool:
    """Is what stands there a number?"""
    return place is not None and place >= NUMBERED
