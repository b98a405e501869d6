"""The values in a provider's TOML file: is each of the type and form that its key asks for?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from normalizer import conditions
from normalizer.declaration import SOURCE_KINDS, BodySign, Declaration, Detect, Envelope, Family, Hosts, StatusMeaning
from normalizer.errors import TableError, did_you_mean, suggestions
from normalizer.kinds import Effect, Kind, Resource, Retry
from normalizer.render_declaration import PLACES, Render
from normalizer.row import member

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

_ENUMS: Final[dict[str, type[StrEnum]]] = {"kind": Kind, "resource": Resource, "retry": Retry, "effect": Effect}
_PLAIN: Final = {"str": str, "bool": bool, "int": int, "str | None": str}
PATTERNS: Final = {
    (Declaration, "code_pattern"), (Declaration, "code_part"), (Family, "pattern"), (Render, "codes"), (Detect, "headers"), (Detect, "hints"),
    (BodySign, "values"), (BodySign, "starts"),
}  # fmt: skip
_PLACE = re.compile(r"\{(\w+)\}")
_STATUS = re.compile(r"[1-9]\d\d|[1-9]xx", re.ASCII)
_MOST_PLACES: Final = 3
"""Of what varies in a host's name: each multiplies the work by the length of the name."""


def build(cls: Any, values: Any, place: str) -> Any:
    """An instance of a declaration's classes from a TOML table, with every value checked. Raises TableError."""
    if not isinstance(values, dict):
        raise TableError([f"{place}: must be a table"])
    known = cls.__annotations__
    taken: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise TableError([f"{place}: unknown key {name!r}{did_you_mean(suggestions(name, known))}"])
        taken[name] = _value(name, known[name], value, f"{place}: {name}")
        _check(cls, name, taken[name], f"{place}: {name}")
    try:
        return cls(**taken)
    except TypeError as error:
        raise TableError([f"{place}: {str(error).partition(') ')[2]}"]) from error


def texts(value: Any, place: str) -> tuple[str, ...]:
    """A list of strings as a tuple. Raises TableError for anything else."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TableError([f"{place}: must be a list of strings"])
    return tuple(value)


def _value(name: str, type_: str, value: Any, place: str) -> Any:
    if name == "kind" and type_ == "str":
        if value not in SOURCE_KINDS:
            raise TableError([f"{place}: {value!r} is none of {', '.join(SOURCE_KINDS)}"])
        return value
    if name in _ENUMS:
        if not isinstance(value, str):
            raise TableError([f"{place}: {value!r} must be a str"])
        return member(_ENUMS[name], value, place)
    if name == "alternatives":
        return tuple(member(Kind, each, place) for each in texts(value, place))
    if type_.startswith("dict[str, "):
        if type_ == "dict[str, Source]":
            return value
        if not (isinstance(value, dict) and all(isinstance(each, str) for each in value.values())):
            raise TableError([f"{place}: must be a table of strings"])
        return {key: member(Resource, each, place) for key, each in value.items()} if name == "resources" else value
    if type_ == "Names":
        return texts(value, place)
    expected = _PLAIN.get(type_)
    if expected and type(value) is not expected:
        raise TableError([f"{place}: {value!r} must be a {expected.__name__}"])
    return value


def _check(cls: Any, name: str, value: Any, place: str) -> None:
    """What a key asks for beyond the type of its value. Raises TableError."""
    problem = next((found for found in _problems(cls, name, value) if found), None)
    if problem:
        raise TableError([f"{place}: {problem}"])


def _problems(cls: Any, name: str, value: Any) -> Iterable[str | None]:
    if (cls, name) in PATTERNS:
        yield from (_problem_of_pattern(each, name) for each in (value.values() if isinstance(value, dict) else [value]))
    elif (cls, name) == (Envelope, "at") and not value:
        yield 'must name a place at least; "" is the root'
    elif (cls, name) == (Hosts, "names"):
        yield from (_problem_of_host(each) for each in value)
    elif (cls, name) == (StatusMeaning, "status") and not _STATUS.fullmatch(value):
        yield f"{value!r} is neither three digits nor like 5xx"
    elif (cls, name) == (StatusMeaning, "when"):
        yield _problem_of_when(value)
    elif cls is Render and name in {"members", "headers", "page"}:
        written = [*value.values()] if isinstance(value, dict) else [value]
        unknown = [each for text in written for each in _PLACE.findall(text) if each not in PLACES]
        yield from (
            f"{{{each}}} is none of {', '.join(f'{{{known}}}' for known in PLACES)}{did_you_mean(suggestions(each, PLACES))}" for each in unknown
        )
        if name == "members":
            yield from (f"{path!r} lies inside {outer!r}, which is a text" for path in value for outer in value if path.startswith(f"{outer}."))


def _problem_of_pattern(pattern: str, name: str) -> str | None:
    """Those that take for ever are found by the checks of `Tables.load`: ours were seen to be none."""
    try:
        groups = re.compile(pattern).groups
    except (re.error, RecursionError, OverflowError) as error:
        return f"{pattern[:80]!r} is no regular expression: {error}"
    return f"{pattern!r} has no group; the first one is the code" if name == "code_part" and pattern and not groups else None


def _problem_of_host(name: str) -> str | None:
    places = _PLACE.findall(name)
    if len(places) > _MOST_PLACES or len(set(places)) < len(places) or "}{" in name:
        return f"{name!r} has a place twice, two side by side or more than {_MOST_PLACES}"
    return None


def _problem_of_when(when: str) -> str | None:
    try:
        conditions.parse(when, "")
    except conditions.ConditionError as error:
        return str(error)
    return None
