"""Values of types that no argument and no member of a body is meant to have, and types that answer nothing."""

from __future__ import annotations

import enum
import math
from typing import Any, NoReturn

from hypothesis import strategies as st

from normalizer.frozen import FrozenDict
from tests.strategies import ALL_HEADERS, scalars, trees


class Raising:
    """An object of which nothing can be asked."""

    def _fail(self, *_args: object) -> NoReturn:
        message = "this object answers nothing"
        raise RuntimeError(message)

    __str__ = __index__ = __int__ = __float__ = __bool__ = __len__ = __iter__ = __getitem__ = __eq__ = __contains__ = _fail
    items = keys = get = lower = strip = property(_fail)
    __hash__ = object.__hash__


class RaisingText(str):
    """A str that fails where it is made plain."""

    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError(super().__str__())


class RaisingNumber(int):
    """An int that fails where it is printed or compared."""

    def _fail(self) -> NoReturn:
        message = "no number"
        raise RuntimeError(message)

    __str__ = __int__ = __index__ = _fail


class TextEnum(str, enum.Enum):  # noqa: UP042  the old form, whose str() is not its value
    """A member that is its text but does not print so."""

    HEAD = "HEAD"


class RaisingMapping(dict[str, Any]):
    """A dict whose members cannot be listed."""

    def _fail(self) -> NoReturn:
        message = "no items"
        raise RuntimeError(message)

    items = keys = values = __iter__ = _fail


_nested: list[Any] = []
_nested.append(_nested)

odd_values: list[Any] = [
    Raising(), RaisingText("404"), RaisingNumber(404), TextEnum.HEAD, RaisingMapping(a=1), _nested, {"a": _nested}, None, b"", b"404", bytearray(b"x"),
    memoryview(b"x"), math.nan, math.inf, 404.0, 404.5, -1, 0, True, 10**5000, "", "404", "abc", "\ud800", object(), object, len, [], [[]], [("a",)],
    [("Retry-After", "1", 2)], [1, 2], ("a", "b"), {1: 2}, {None: None}, {"Retry-After": Raising()}, {"Location": RaisingText("x")}, {"Date": _nested},
    [("Retry-After", "Sat, 21 Nov 2026 10:00:30 GMT \ud800")], {"Retry-After": "1e999"}, {"Retry-After": 10**5000}, {b"Retry-After": b"\xff"}, {"a"},
    FrozenDict(), [("Content-Type", "text/xml; charset=\ud800")], range(3), 1j, ..., NotImplemented,
]  # fmt: skip
"""Values of every type that an argument is not meant to have, and the hardest of those that it is."""


def odd_value(number: int) -> Any:
    return odd_values[number]


odd_any = st.integers(0, len(odd_values) - 1).map(odd_value)
"""One of `odd_values`; by its number, because some of them cannot be printed."""

odd_arguments = (
    odd_any
    | scalars
    | st.builds(lambda: iter([("Date", "x"), ("a",)]))
    | st.lists(st.tuples(st.sampled_from(ALL_HEADERS), scalars), max_size=4)
    | trees
)
"""One argument of a call, of any type."""
