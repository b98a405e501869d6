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


@dataclass_transform(frozen_default=True, field_specifiers=(fresh,))
class Values:
    """A class of named values: its annotations are their names and types, in the order of the arguments; what it assigns is their default.

    Equal where type and values are; of a class that says `eq=False` only the same object is. A default must be a value that never
    changes. Raises TypeError as any call does whose arguments do not fit, AttributeError where a value is assigned afterwards.

    >>> class Point(Values):
    ...     x: int
    ...     y: int = 0
    >>> Point(3).but(y=4)
    Point(x=3, y=4)
    >>> Point(3) == Point(x=3, y=0)
    True
    """

    _names: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _fresh: ClassVar[dict[str, Callable[[], Any]]] = {}

    def __init_subclass__(cls, *, frozen: bool = True, eq: bool = True) -> None:
        cls._names = tuple(cls.__annotations__)
        assigned = {name: cls.__dict__[name] for name in cls._names if name in cls.__dict__}
        cls._fresh = {name: value.factory for name, value in assigned.items() if type(value) is _Fresh}
        cls._defaults = {name: value for name, value in assigned.items() if name not in cls._fresh}
        for name in assigned:
            delattr(cls, name)  # Python finds the object's own value faster where the class has none
        if not frozen:
            cls.__setattr__ = object.__setattr__  # type: ignore[method-assign, assignment]
        if not eq:
            cls.__eq__, cls.__hash__ = object.__eq__, object.__hash__  # type: ignore[method-assign]

    def __init__(self, *values: Any, **named: Any) -> None:
        """By position, by name, or both."""
        names = self._names
        given = self.__dict__
        if len(values) > len(names):
            message = f"{type(self).__name__}() takes {len(names)} positional arguments but {len(values)} were given"
            raise TypeError(message)
        given.update(zip(names, values, strict=False))
        if len(values) == len(names) and not named:
            return
        for name in named:
            if name in given or name not in names:
                message = f"{type(self).__name__}() got {'multiple values for' if name in given else 'an unexpected keyword'} argument {name!r}"
                raise TypeError(message)
        given.update(self._defaults | given | named)
        for name, factory in self._fresh.items():
            if name not in given:
                given[name] = factory()
        missing = [repr(name) for name in names if name not in given]
        if missing:
            listed = " and ".join(missing) if len(missing) < 3 else f"{', '.join(missing[:-1])}, and {missing[-1]}"  # noqa: PLR2004  as Python says it
            message = f"{type(self).__name__}() missing {len(missing)} required positional argument{'s' * (len(missing) > 1)}: {listed}"
            raise TypeError(message)

    def but(self, **changes: Any) -> Self:
        """The same with some values changed."""
        return type(self)(**{name: self.__dict__[name] for name in self._names} | changes)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={self.__dict__[name]!r}' for name in self._names)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        message = f"cannot assign to {name!r}: a {type(self).__name__} does not change; make another one with but()"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        message = f"cannot delete {name!r}: a {type(self).__name__} does not change"
        raise AttributeError(message)

    def _values(self) -> tuple[Any, ...]:
        return tuple([self.__dict__[name] for name in self._names])
