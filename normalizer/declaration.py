"""A provider's TOML file as typed values: what is particular about a vendor's wire, as data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from normalizer import conditions
from normalizer.errors import TableError, did_you_mean, suggestions
from normalizer.kinds import Effect, Kind, Resource, Retry
from normalizer.row import member

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a body keeps things. `at`: paths of the object that holds the rest, first that has a code wins; "" is the root.

    All others are dotted paths below it, first non-empty wins; one that begins with a dot starts at the root. `path` is a "/bucket/key" path, `status` a body's own status,
    `native` what else a record keeps, `secret` what must never come out.
    """

    at: Names = ("",)
    code: Names = ()
    message: Names = ()
    request_id: Names = ()
    bucket: Names = ()
    key: Names = ()
    path: Names = ()
    region: Names = ()
    endpoint: Names = ()
    status: Names = ()
    native: Names = ()
    secret: Names = ()


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """The response headers that mean something. `location_*`: parameters in the query of a Location header."""

    code: Names = ()
    message: Names = ()
    request_id: Names = ()
    region: Names = ()
    retry_after_ms: Names = ()
    native: Names = ()
    location_code: Names = ()
    location_message: Names = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A batch reply. `reply`: the path whose presence shows one; `at`: the path of the failed items in it.

    `constant`: the code of items that carry none of their own (such an item may be a bare string: its key).
    """

    reply: str
    at: str
    code: Names = ()
    constant: str = ""
    success: Names = ()
    message: Names = ()
    key: Names = ()
    native: Names = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A structure of the provider's codes. A group `status` in the pattern is the status that an unlisted code stands for.

    A group `part` picks the resource from `resources`. Without `kind` the status decides.
    """

    pattern: str
    why: str
    kind: Kind | None = None
    reason: str | None = None
    resource: Resource | None = None
    retry: Retry | None = None
    resources: dict[str, Resource] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatusMeaning:
    """What a status means where no code helps. `when` as in a table, without `message` and `field`."""

    status: str
    kind: Kind
    why: str
    when: str = ""
    reason: str | None = None
    resource: Resource | None = None
    retry: Retry | None = None
    effect: Effect | None = None
    alternatives: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Odd:
    """A kind and a status that are not natural for each other, and why this provider sends them together."""

    status: int
    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were read. `kind`: server, documentation, sdk or observed. `read`: the day."""

    title: str
    where: str
    read: str
    kind: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything that a provider's TOML file says."""

    name: str
    documentation: str = ""
    license: str = ""
    aliases: Names = ()
    like: str = ""
    confirmed: Names = ()
    code_pattern: str = r"\S(.*\S)?"
    charset: str = ""
    lenient: bool = False
    success_codes: Names = ()
    text_lines: bool = False
    text_prefixes: Names = ()
    quirks: Names = ()
    hides: dict[Kind, tuple[Kind, ...]] = field(default_factory=dict)
    envelope: Envelope | None = None
    headers: HeaderNames | None = None
    items: tuple[Items, ...] = ()
    family: tuple[Family, ...] = ()
    status: tuple[StatusMeaning, ...] = ()
    odd: tuple[Odd, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)


SOURCE_KINDS: Final = ("server", "documentation", "sdk", "observed")
_TABLES: Final = {"envelope": Envelope, "headers": HeaderNames}
_LISTS: Final = {"items": Items, "family": Family, "status": StatusMeaning, "odd": Odd}
_ENUMS: Final[dict[str, type[StrEnum]]] = {"kind": Kind, "resource": Resource, "retry": Retry, "effect": Effect}


def read(path: Path) -> Declaration:
    """The declaration in a TOML file. Raises TableError that names the key and, for a misspelt one, the nearest."""
    place = f"{path.parent.name}/{path.name}:1"
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TableError([f"{place}: cannot be read: {error}"]) from error
    for name, cls in _TABLES.items():
        if name in table:
            table[name] = _build(cls, table[name], f"{place}: [{name}]")
    for name, listed in _LISTS.items():
        members = table.get(name, [])
        if not isinstance(members, list):
            raise TableError([f"{place}: write [[{name}]], with two brackets"])
        table[name] = tuple(_build(listed, each, f"{place}: [[{name}]] {number}") for number, each in enumerate(members, 1))
    table["sources"] = {key: _build(Source, value, f"{place}: [sources.{key}]") for key, value in _dict(table, "sources", place).items()}
    table["hides"] = {
        member(Kind, kind, f"{place}: hides"): tuple(member(Kind, other, f"{place}: hides") for other in others)
        for kind, others in _dict(table, "hides", place).items()
    }
    built: Declaration = _build(Declaration, table, place)
    _check(built, place)
    return built


def _dict(table: dict[str, Any], name: str, place: str) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise TableError([f"{place}: {name} must be a table"])
    return value


def _build(cls: Any, values: Any, place: str) -> Any:
    """An instance of one of the classes above from a TOML table, with every value checked against the field's type."""
    if not isinstance(values, dict):
        raise TableError([f"{place}: must be a table"])
    known = {each.name: each for each in fields(cls)}
    taken: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise TableError([f"{place}: unknown key {name!r}{did_you_mean(suggestions(name, known))}"])
        taken[name] = _value(name, str(known[name].type), value, f"{place}: {name}")
    try:
        return cls(**taken)
    except TypeError as error:
        raise TableError([f"{place}: {str(error).partition(') ')[2]}"]) from error


def _value(name: str, type_: str, value: Any, place: str) -> Any:
    if name == "kind" and type_ == "str":
        if value not in SOURCE_KINDS:
            raise TableError([f"{place}: {value!r} is none of {', '.join(SOURCE_KINDS)}"])
        return value
    if name in _ENUMS and isinstance(value, str):
        return member(_ENUMS[name], value, place)
    if name == "alternatives":
        return tuple(member(Kind, each, place) for each in value)
    if name == "resources":
        return {key: member(Resource, each, place) for key, each in value.items()}
    if type_ == "Names":
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise TableError([f"{place}: must be a list of strings"])
        return tuple(value)
    expected = {"str": str, "bool": bool, "int": int, "str | None": str}.get(type_)
    if expected and type(value) is not expected:
        raise TableError([f"{place}: {value!r} must be a {expected.__name__}"])
    return value


def _check(declaration: Declaration, place: str) -> None:
    """Refuse patterns and conditions that cannot be compiled."""
    for pattern in (declaration.code_pattern, *(family.pattern for family in declaration.family)):
        try:
            re.compile(pattern)
        except re.error as error:
            raise TableError([f"{place}: {pattern!r} is no regular expression: {error}"]) from error
    for meaning in declaration.status:
        try:
            conditions.parse(meaning.when, "")
        except conditions.ConditionError as error:
            raise TableError([f"{place}: [[status]] {meaning.status}: {error}"]) from error
