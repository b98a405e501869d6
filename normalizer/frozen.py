"""Immutable, hashable, JSON-safe copies of what a provider sent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final, NoReturn

MAX_DEPTH: Final = 8
MAX_ITEMS: Final = 256
MAX_TREE: Final = 100_000
MAX_TREE_DEPTH: Final = 32


class FrozenDict(dict[str, Any]):
    """A dict of frozen values that can be hashed and pickled and not changed. Not ordered for equality.

    >>> FrozenDict(Region="eu-west-1")["Region"]
    'eu-west-1'
    >>> hash(FrozenDict(a=1)) == hash(FrozenDict(a=1))
    True
    """

    __slots__ = ()

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        message = "a record's native data cannot be changed; make a dict() of it first"
        raise TypeError(message)

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        return FrozenDict, (dict(self),)


EMPTY: Final = FrozenDict()


def freeze(value: object, depth: int = 0) -> Any:
    """A JSON-safe immutable copy: mappings become `FrozenDict`, sequences tuples, anything odd a string.

    Below `MAX_DEPTH` levels and past `MAX_ITEMS` members a container is cut. NaN and infinities, which JSON has not,
    become strings.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(str.__str__(value))
    if isinstance(value, int):  # by their classes: a subclass may have methods that raise
        number = int.__int__(value)
        return number if -(2**63) <= number < 2**63 else f"{number:x}"
    if isinstance(value, float):
        return float.__float__(value) if math.isfinite(value) else float.__repr__(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if depth >= MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        members = list(value.items())[:MAX_ITEMS]
        return FrozenDict({name: freeze(member, depth + 1) for key, member in members if (name := _name(key)) is not None})
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(freeze(member, depth + 1) for member in list(value)[:MAX_ITEMS])
    return None


def _name(key: object) -> str | None:
    """The name of a member: a str, or a number or None as JSON would write it; what else a mapping may have is no name."""
    if isinstance(key, str):
        return clean(str.__str__(key))
    if key is not None and type(key) not in {bool, int, float}:
        return None
    import json  # noqa: PLC0415  few mappings have such names

    return json.dumps(key)


def clean(text: str) -> str:
    """`text` without lone surrogates, which pass as str and then fail to serialize."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def plain(body: Mapping[Any, Any]) -> dict[Any, Any] | None:
    """An already parsed body as plain dicts and lists, cut to `MAX_TREE` members; None where the mapping cannot be read.

    >>> from collections import OrderedDict
    >>> plain(OrderedDict(Error=OrderedDict(Code="NoSuchKey")))
    {'Error': {'Code': 'NoSuchKey'}}
    """
    left = [MAX_TREE]
    try:
        found = _plain(body, left, 0)
    except Exception:  # noqa: BLE001  a mapping of the caller's may fail in any way, and nothing may be raised
        return None
    return found if isinstance(found, dict) else None


def _plain(value: Any, left: list[int], depth: int) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth > MAX_TREE_DEPTH:
        return None
    if isinstance(value, Mapping):
        return {name: _plain(member, left, depth + 1) for name, member in islice(value.items(), max(left[0], 0))}
    if isinstance(value, (list, tuple)):
        return [_plain(member, left, depth + 1) for member in value[: max(left[0], 0)]]
    return value
