"""Classes of named values that do not change: what `dataclasses` makes, without what it costs a program that starts.

It imports `inspect` and compiles code for every class: for the classes that an answer needs that took as long as a sixth of importing pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable


class _Fresh:
    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def fresh(*, factory: Callable[[], Any]) -> Any:
    """A default that is made anew for each object: for what it remembers."""
    return _Fresh(factory)


class _Slotted(type):
    """Gives a class a slot for each annotation: an object's own value is found as fast as can be."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], *, frozen: bool = True, eq: bool = True, lazy: bool = False) -> Any:
        names = tuple(space.get("__annotations__", ())) if bases else ()
        assigned = {each: space.pop(each) for each in names if each in space}
        space["__slots__"] = (*names, "__dict__") if lazy else names
        space["_names"] = names
        space["_fresh"] = {each: value.factory for each, value in assigned.items() if type(value) is _Fresh}
        space["_defaults"] = {each: value for each, value in assigned.items() if type(value) is not _Fresh}
        if not frozen:
            space["__setattr__"] = object.__setattr__
        if not eq:
            space["__eq__"], space["__hash__"] = object.__eq__, object.__hash__
        return super().__new__(cls, name, bases, space)


@dataclass_transform(frozen_default=True, field_specifiers=(fresh,))
class Values(metaclass=_Slotted):
    """A class of named values: its annotations are their names and types, in the order of the arguments; what it assigns is their default.

    Equal where type and values are; of a class that says `eq=False` only the same object is. `lazy=True`: it has cached properties. A
    default must be a value that never changes. Raises TypeError as any call does whose arguments do not fit, AttributeError where a
    value is assigned afterwards.

    >>> class Point(Values):
    ...     x: int
    ...     y: int = 0
    >>> Point(3).but(y=4)
    Point(x=3, y=4)
    >>> Point(3) == Point(x=3, y=0)
    True
    """

    if TYPE_CHECKING:
        _names: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, Any]]
        _fresh: ClassVar[dict[str, Callable[[], Any]]]

    def __init__(self, *values: Any, **named: Any) -> None:
        """By position, by name, or both."""
        names = self._names
        if len(values) == len(names) and not named:
            for name, value in zip(names, values, strict=True):
                _set(self, name, value)
            return
        if len(values) > len(names):
            message = f"{type(self).__name__}() takes {len(names)} positional arguments but {len(values)} were given"
            raise TypeError(message)
        given = dict(zip(names, values, strict=False))
        for name in named:
            if name in given or name not in names:
                message = f"{type(self).__name__}() got {'multiple values for' if name in given else 'an unexpected keyword'} argument {name!r}"
                raise TypeError(message)
        given = self._defaults | given | named
        for name, factory in self._fresh.items():
            if name not in given:
                given[name] = factory()
        missing = [repr(name) for name in names if name not in given]
        if missing:
            listed = " and ".join(missing) if len(missing) < 3 else f"{', '.join(missing[:-1])}, and {missing[-1]}"  # noqa: PLR2004  as Python says it
            message = f"{type(self).__name__}() missing {len(missing)} required positional argument{'s' * (len(missing) > 1)}: {listed}"
            raise TypeError(message)
        for name, value in given.items():
            _set(self, name, value)

    def but(self, **changes: Any) -> Self:
        """The same with some values changed."""
        return type(self)(**{name: getattr(self, name) for name in self._names} | changes)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._names)})"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), self._values()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = f"cannot assign to {name!r}: a {type(self).__name__} does not change; make another one with but()"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        message = f"cannot delete {name!r}: a {type(self).__name__} does not change"
        raise AttributeError(message)

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._names])


_set = object.__setattr__
