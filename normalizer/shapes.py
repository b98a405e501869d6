"""What an envelope's plan comes to for an object with these members: worked out once for each set of names that is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.envelope import KEPT, SECRET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalizer.envelope import Plan
    from normalizer.provider import Provider

MOST_PLACES: Final = 50
MOST_SHAPES: Final = 25
LONGEST: Final = 500
"""Characters of the names of an object. They come from the wire and must not fill the memory."""

FIELDS: Final = frozenset({"code", "message", "request_id", "bucket", "key", "region", "endpoint"})
"""The fields of a record that are texts and nothing more."""

Spot = str | int
"""Where a member is found: by its name in an object of JSON, by its number among the leaves in XML."""


class Shape(NamedTuple):
    """Which member fills which field. Members are told by their spots.

    `code`: the spot of the code, None where there is none. `kept`: members that the record keeps. `alone`: no field could be filled by
    a second member, so that an empty one is none. `rest`: what not all bodies have, if there is any of it.
    """

    code: Spot | None
    fields: tuple[tuple[str, Spot], ...]
    kept: tuple[tuple[str, Spot], ...]
    alone: bool
    rest: Rest | None


class Rest(NamedTuple):
    """What not all bodies have.

    `codes`: the steps to the code, where it may lie further down; the first that is there counts. `status`: name and spot of the
    body's own status. `path`: the spot of a path. `deep`: fields that lie further down, with the steps to them, and what must not
    lie there; `alone`: nothing else could fill one of them. `secrets`: the spots of what the texts may echo. `mark`: words in the
    message after which the request id stands, where it stands nowhere else.
    """

    codes: tuple[tuple[str, ...], ...] = ()
    status: tuple[str, Spot] | tuple[()] = ()
    path: Spot | None = None
    deep: tuple[tuple[str, tuple[str, ...]], ...] = ()
    alone: bool = True
    secrets: tuple[Spot, ...] = ()
    mark: str = ""


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


def shape_of(names: tuple[str, ...], outer: tuple[str, ...], plan: Plan, *, sure: bool, leaves: bool = False) -> Shape | None:
    """The shape of an object with these names: of each field the spot that counts for most. None where there is more to do.

    `leaves`: is it an element of XML, and the names those of its leaves?

    >>> from normalizer.declaration import Envelope
    >>> from normalizer.envelope import plan_of
    >>> names, plan = ("msg", "error_code", "code"), plan_of(Envelope(code=("code", "error_code"), message=("msg",)))
    >>> shape_of(names, names, plan, sure=True)
    Shape(code='code', fields=(('message', 'msg'),), kept=(), alone=False, rest=None)
    >>> shape_of(names, ("Error",), plan, sure=True, leaves=True)
    Shape(code=2, fields=(('message', 0),), kept=(), alone=False, rest=None)
    """
    best: dict[str, tuple[int, int]] = {}
    alone = True
    kept: list[tuple[str, Spot]] = []
    secrets: list[Spot] = []
    spots: Sequence[Spot] = range(len(names)) if leaves else names
    for at, name in enumerate(names):
        what, rank = plan.slots.get(name, ("", 0))
        if what == KEPT:
            kept.append((name, spots[at]))
        elif what == SECRET:
            secrets.append(spots[at])
        elif what and what not in {*FIELDS, "status", "path"}:
            return None  # a wait
        elif what in best and what not in FIELDS:
            return None
        elif what in best:
            alone, best[what] = False, min(best[what], (rank, at))
        elif what:
            best[what] = rank, at
    deep: dict[str, tuple[str, ...]] = {}
    codes: list[tuple[str, ...]] = []
    for what, steps, foremost in plan.deep:
        if steps[0] in names or (not steps[0] and steps[1] in outer):
            if not steps[0]:
                return None
            alone = alone and what not in {*best, *deep}
            if what not in deep and (foremost or what not in best):
                deep[what] = steps
            if what == "code" and (foremost or not (codes or "code" in best)):
                codes.append(steps)
    flat = {what: spots[at] for what, (_, at) in best.items() if what not in deep}
    if not (sure or "code" in flat):
        return None
    if codes and "code" in best:
        codes.append((names[best["code"][1]],))
    deep.pop("code", None)
    mark = "" if "request_id" in {*flat, *deep} else plan.request_id_mark
    fields = tuple((what, at) for what, at in flat.items() if what in FIELDS - {"code"})
    own = (names[best["status"][1]], flat["status"]) if "status" in flat else ()
    rest = Rest(tuple(codes), own, flat.get("path"), tuple(deep.items()), alone and not plan.request_id_mark, tuple(secrets), mark)
    plain = not (codes or own or "path" in flat or deep or secrets or mark)
    return Shape(flat.get("code"), fields, tuple(kept), alone, None if plain else rest)


def meet_place(outermost: tuple[str, ...] | str, provider: Provider) -> Place:
    """Where the error object is in bodies with these outermost names, remembered; batch replies have no such place.

    `outermost`: the names in an object of JSON, or the name of the root in XML.
    """
    outer = (outermost,) if isinstance(outermost, str) else outermost
    fits = sum(map(len, outer)) <= LONGEST and provider.replies.isdisjoint(outer)
    place = (place_of(outer, provider.plan) if fits else None) or Place("", None, sure=False, shapes={})
    if len(provider.places) >= MOST_PLACES:
        provider.places.clear()
    if fits:
        provider.places[outermost] = place
    return place


def meet_shape(names: tuple[str, ...], outermost: tuple[str, ...] | str, place: Place, provider: Provider) -> Shape | None:
    """The shape of objects with these names, remembered. None where a name comes twice. `outermost`: as in `meet_place`."""
    leaves = isinstance(outermost, str)
    outer = (outermost,) if isinstance(outermost, str) else outermost
    if sum(map(len, names)) > LONGEST:
        return None
    if len(place.shapes) >= MOST_SHAPES:
        place.shapes.clear()
    once = len(set(names)) == len(names)
    place.shapes[names] = shape = shape_of(names, outer, provider.plan, sure=place.sure, leaves=leaves) if once else None
    return shape
