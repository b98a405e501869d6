"""What an envelope's plan comes to for an object with these members: worked out once for each set of names that is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.envelope import KEPT

if TYPE_CHECKING:
    from normalizer.envelope import Plan

FIELDS: Final = frozenset({"code", "message", "request_id", "bucket", "key", "region", "endpoint"})
"""The fields of a record that are texts and nothing more."""


class Shape(NamedTuple):
    """Which member fills which field.

    `code`: the steps to it, if there is one. `status`, `path`: members with the body's own status and its path. `deep`: fields
    that lie further down, with the steps to them, and what must not lie there. `kept`: members that the record keeps.
    `mark`: words in the message after which the request id stands, where it stands nowhere else.
    `alone`: no field could be filled by a second member, so that an empty one is none. `rest`: is there more than fields and kept members?
    """

    code: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    alone: bool
    status: str
    path: str
    rest: bool
    deep: tuple[tuple[str, tuple[str, ...]], ...]
    mark: str


class Place(NamedTuple):
    """Where the error object is in bodies with certain outermost names. `name`: of the member that it is; "" for the root.

    `root`: the shape of an object at the root, None if no shape fits. `sure`: no other place can have a code. `shapes`: those
    met so far, by the object's names; None for such as no shape fits.
    """

    name: str
    root: Shape | None
    sure: bool
    shapes: dict[tuple[str, ...], Shape | None]


def place_of(outer: tuple[str, ...], plan: Plan) -> Place | None:
    """The place for these outermost names, or None where the object lies deeper.

    >>> from normalizer.declaration import Envelope
    >>> from normalizer.envelope import plan_of
    >>> place_of(("Error",), plan_of(Envelope(at=("Error", ""), code=("Code",))))
    Place(name='Error', root=None, sure=True, shapes={})
    """
    possible = [steps for steps in plan.at if not steps or steps[0] in outer]
    if not possible or len(possible[0]) > 1:
        return None
    name = possible[0][0] if possible[0] else ""
    others = any(steps or any(code in outer and code != name for code in plan.codes) for steps in possible[1:])
    sure = plan.at_root or not others
    return Place(name, None if name else shape_of(outer, outer, plan, sure=sure), sure, {})


def shape_of(names: tuple[str, ...], outer: tuple[str, ...], plan: Plan, *, sure: bool) -> Shape | None:
    """The shape of an object with these names: of each field the place that counts for most. None where there is more to do.

    >>> from normalizer.declaration import Envelope
    >>> from normalizer.envelope import plan_of
    >>> names, plan = ("msg", "error_code", "code"), plan_of(Envelope(code=("code", "error_code"), message=("msg",)))
    >>> shape_of(names, names, plan, sure=True)
    Shape(code=('code',), fields=(('message', 'msg'),), kept=(), alone=False, status='', path='', rest=False, deep=(), mark='')
    """
    best: dict[str, tuple[int, str]] = {}
    alone = True
    several: list[str] = []
    for name in names:
        what, rank = plan.slots.get(name, ("", 0))
        if what == KEPT:
            several.append(name)
        elif what and what not in {*FIELDS, "status", "path"}:
            return None  # a wait, or a secret that the message may echo
        elif what in best and what not in FIELDS:
            return None
        elif what in best:
            alone, best[what] = False, min(best[what], (rank, name))
        elif what:
            best[what] = rank, name
    deep: dict[str, tuple[str, ...]] = {}
    for what, steps, foremost in plan.deep:
        if steps[0] in names or (not steps[0] and steps[1] in outer):
            if not steps[0]:
                return None
            alone = alone and what not in {*best, *deep}
            if what not in deep and (foremost or what not in best):
                deep[what] = steps
    flat = {what: name for what, (_, name) in best.items() if what not in deep}
    code = deep.pop("code", None) or ((flat["code"],) if "code" in flat else ())
    if not (sure or "code" in flat):
        return None
    mark = "" if "request_id" in {*flat, *deep} else plan.request_id_mark
    fields = tuple((what, name) for what, name in flat.items() if what in FIELDS - {"code"})
    own, path = flat.get("status", ""), flat.get("path", "")
    rest = bool(deep or path or mark)
    return Shape(code, fields, tuple(several), alone, own, path, rest, tuple(deep.items()), mark)
