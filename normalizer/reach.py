"""Values inside objects of other people's libraries, reached by path, whatever these objects do when they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def reach(thing: Any, path: str) -> Any:
    """What lies at the end of a dotted path of attributes, members of mappings and places in lists; None where nothing does.

    Methods are not called. An attribute that fails when it is asked for is absent.

    >>> reach({"Error": {"Code": "NoSuchKey"}}, "Error.Code"), reach(ValueError("a", 7), "args.1"), reach("text", "nothing.there")
    ('NoSuchKey', 7, None)
    """
    for step in path.split("."):
        thing = _member(thing, step)
        if thing is None:
            return None
    return thing


def _member(thing: Any, name: str) -> Any:
    try:
        if isinstance(thing, Mapping) and (type(thing) is dict or name in thing):
            return thing.get(name)
        if name.isdecimal():
            return thing[int(name)]
        return getattr(thing, name, None)
    except Exception:  # noqa: BLE001  a property of anybody's class may fail in any way
        return None


def first(thing: Any, paths: Iterable[str]) -> Any:
    """What the first of `paths` leads to that leads to anything but None and "".

    >>> first({"hostId": "7"}, ("request_id", "hostId"))
    '7'
    """
    return next((found for path in paths if (found := reach(thing, path)) is not None and not (isinstance(found, str) and not found)), None)
