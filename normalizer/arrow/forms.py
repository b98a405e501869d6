"""Which piece of a plain body holds what, for a provider and a form of bodies: told by `extract`, asked about a tree with marks for values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.arrow.tokens import NUMBERED
from normalizer.envelope import SECRET, walk
from normalizer.extract import extract, find_node
from normalizer.form import lineage
from normalizer.hints import NO_HINTS
from normalizer.items import shows_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from normalizer.provider import Provider

TEXTS: Final = ("message", "request_id", "bucket", "key", "region", "endpoint")
"""The columns of an answer that are texts of the body, beside the code."""

MOST_FORMS: Final = 10_000
LONGEST_FORM: Final = 1_000
"""Forms come from the wire and must not fill the memory."""

_OWN: Final = ("status", "path")
_ODD: Final = frozenset({"retry_after", SECRET})
"""A wait, and a secret that other members may echo: what they do to an answer depends on their values."""


class Places(NamedTuple):
    """Where the parts of an error are: numbers of pieces, as in a tree of marks; None for what a form has not.

    `own`: the body's own status. `path`: its "/bucket/key". `alone`: a field that is empty is none, for no other could fill it.
    `mark`: words in the message before the request id. `asked_for`: is there a member that a condition of the provider's rows asks for?
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
    if len(form) <= LONGEST_FORM:
        if len(known) >= MOST_FORMS:
            known.clear()
        known[form] = found
    return found


def _places(tree: dict[str, Any], provider: Provider) -> Places | None:
    plan = provider.plan
    node = tree if plan.at_root else find_node(tree, plan)
    if node is None or plan.listed_first or shows_items(tree, provider):
        return None
    if plan.tag and any(type(walk(node, tuple(path.split(".")))) is dict for path in plan.codes):
        return None  # where a variant's own members are depends on its name, which is a value
    whats = Counter(plan.slots[name][0] for name in node if name in plan.slots)
    whats.update(what for what, steps, _ in plan.deep if (walk(node, steps) if steps[0] else walk(tree, steps[1:])) is not None)
    asked_for = not _asked_for(provider).isdisjoint(node)
    special = {plan.slots[name][0]: node.pop(name) for name in list(node) if name in plan.slots and plan.slots[name][0] in _OWN}
    if not whats.keys().isdisjoint(_ODD) or any(whats[what] > (what in special) for what in _OWN):
        return None
    fields = extract((tree, None, False, False), NO_HINTS, provider).fields
    fields.pop("native", None)
    marks = {**special, **fields}
    if not all(type(mark) in {str, int} and str(mark).isdecimal() for mark in marks.values()) or is_number(_number(special.get("path"))):
        return None
    return Places(
        _number(marks.get("code")),
        _number(marks.get("status")),
        _number(marks.get("path")),
        tuple(_number(marks.get(what)) for what in TEXTS),
        all(whats[what] <= 1 for what in ("code", *TEXTS)),
        "" if "request_id" in fields else plan.request_id_mark,
        asked_for,
    )


def _asked_for(provider: Provider) -> frozenset[str]:
    """The members that conditions of the provider's rows, and of those of its elders, ask for."""
    found: frozenset[str] | None = provider.remembered.get("asked for")
    if found is None:
        rows = [row for each in lineage(provider) for row in each.rows]
        names = (condition.name.partition(".")[0] for row in rows for condition in row.conditions if condition.operand in {"field", "no"})
        found = provider.remembered["asked for"] = frozenset(names)
    return found


def _number(mark: str | int | None) -> int | None:
    """The number of a piece by its mark; of a number NUMBERED stays added."""
    return None if mark is None else int(mark)


def is_number(place: int | None) -> bool:
    """Is what stands there a number?"""
    return place is not None and place >= NUMBERED
