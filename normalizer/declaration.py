"""A provider's TOML file as typed values: what is particular about a vendor's wire, as data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from normalizer import conditions
from normalizer.errors import TableError, did_you_mean, suggestions
from normalizer.kinds import Effect, Kind, Resource, Retry
from normalizer.operations import OPERATIONS
from normalizer.row import member

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a body keeps things. `at`: paths of the object that holds the rest, first that has a code wins; "" is the root.

    All others are dotted paths below it, first non-empty wins; one that begins with a dot starts at the root. `path` is a "/bucket/key" path, `status` a body's own status,
    A step that is a number is a place in a list. `native`: what else a record keeps, `secret`: what must never come out.
    `retry_after`: seconds to wait. `request_id_mark`: words in the message after which the request id stands.
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
    retry_after: Names = ()
    native: Names = ()
    secret: Names = ()
    request_id_mark: str = ""


ANY_ENVELOPE: Final = Envelope(
    at=("Error", "error", ""),
    code=("Code", "code"),
    message=("Message", "message", "msg"),
    request_id=("RequestId", "requestId", "request_id"),
)
"""Where most services keep things; for a response of which nobody knows who sent it."""


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """The response headers that mean something. `location_*`: parameters in the query of a Location header.

    `body`: headers that carry the whole body in Base64 where a reply may have none, as to HEAD.
    """

    code: Names = ()
    message: Names = ()
    request_id: Names = ()
    region: Names = ()
    endpoint: Names = ()
    retry_after_ms: Names = ()
    native: Names = ()
    body: Names = ()
    location_code: Names = ()
    location_message: Names = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A batch reply. `reply`: the path whose presence shows one; `at`: the path of the failed items in it.

    Both are "" where the whole body is a list of items.
    `constant`: the code of items that carry none of their own (such an item may be a bare string: its key). `status`: an
    item's own HTTP status, which may have words after its digits. `path`: an item's "/bucket/key".
    """

    reply: str
    at: str
    code: Names = ()
    constant: str = ""
    success: Names = ()
    message: Names = ()
    key: Names = ()
    path: Names = ()
    status: Names = ()
    native: Names = ()


@dataclass(frozen=True, slots=True)
class Hosts:
    """The service's addresses. `names`: host names, with {bucket}, {account}, {region} or another word for what varies.

    `paths`: how the path of a URL is made, for example /v1/{account}/{bucket}/{key}; the first whose fixed steps fit counts.
    """

    names: Names = ()
    paths: Names = ("/{bucket}/{key}",)


@dataclass(frozen=True, slots=True)
class BodySign:
    """What a body of this provider looks like, and others' do not. `at`: where the object stands; `has`, `lacks`: its members.

    `values`: patterns that members must match whole. `starts`: a pattern of the body's beginning. `format`: xml or json, where
    that matters. `weight`: strong, fair, weak.
    """

    at: str = ""
    format: str = ""
    has: Names = ()
    lacks: Names = ()
    values: dict[str, str] = field(default_factory=dict)
    starts: str = ""
    weight: str = "strong"


@dataclass(frozen=True, slots=True)
class Detect:
    """How to know this provider.

    `headers`: that nobody else sends, each with a pattern of its value or ""; `hints`: such as few others send; `body`: signs
    in the body.
    """

    headers: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    body: tuple[BodySign, ...] = ()


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
    """Everything that a provider's TOML file says.

    `report_text`: batch replies may come as lines of text, "Name: value". `own_pages`: how HTML begins that the service itself writes, not a proxy before it. `status_is_code`: the HTTP status is
    the code where a response carries no other. `code_part`: a pattern whose first group is the code in a longer text.
    `multipart`: batch replies come as multipart/mixed with a response in each part. `operations`: S3's name of the operation by the vendor's own.
    """

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
    own_pages: Names = ()
    report_text: bool = False
    status_is_code: bool = False
    multipart: bool = False
    code_part: str = ""
    quirks: Names = ()
    hides: dict[Kind, tuple[Kind, ...]] = field(default_factory=dict)
    envelope: Envelope | None = None
    headers: HeaderNames | None = None
    hosts: Hosts | None = None
    detect: Detect | None = None
    operations: dict[str, str] = field(default_factory=dict)
    items: tuple[Items, ...] = ()
    family: tuple[Family, ...] = ()
    status: tuple[StatusMeaning, ...] = ()
    odd: tuple[Odd, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)


SOURCE_KINDS: Final = ("server", "documentation", "sdk", "observed")
WEIGHTS: Final = ("strong", "fair", "weak")
FORMATS: Final = ("", "xml", "json")
_TABLES: Final = {"envelope": Envelope, "headers": HeaderNames, "hosts": Hosts}
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
    if "detect" in table:
        table["detect"] = _detect(_dict(table, "detect", place), f"{place}: [detect]")
    table["operations"] = _operations(_dict(table, "operations", place), f"{place}: [operations]")
    built: Declaration = _build(Declaration, table, place)
    _check(built, place)
    return built


def _detect(table: dict[str, Any], place: str) -> Detect:
    signs = table.pop("body", [])
    if not isinstance(signs, list):
        raise TableError([f"{place}: write [[detect.body]], with two brackets"])
    bodies = tuple(_build(BodySign, sign, f"{place}: [[detect.body]] {number}") for number, sign in enumerate(signs, 1))
    for sign in bodies:
        if sign.weight not in WEIGHTS or sign.format not in FORMATS:
            raise TableError([f"{place}: weight is one of {', '.join(WEIGHTS)}, format one of {', '.join(FORMATS[1:])} or left out"])
    built: Detect = _build(Detect, table | {"body": bodies}, place)
    for pattern in (*built.headers.values(), *built.hints.values(), *(each for sign in bodies for each in (*sign.values.values(), sign.starts))):
        _compilable(pattern, place)
    return built


def _compilable(pattern: str, place: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise TableError([f"{place}: {pattern!r} is no regular expression: {error}"]) from error


def _operations(table: dict[str, Any], place: str) -> dict[str, str]:
    for name, operation in table.items():
        if operation not in OPERATIONS:
            raise TableError([f"{place} {name}: {operation!r} is no operation of S3{did_you_mean(suggestions(str(operation), OPERATIONS))}"])
    return table


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
    if type_.startswith("dict[str, str]") and not (isinstance(value, dict) and all(isinstance(each, str) for each in value.values())):
        raise TableError([f"{place}: must be a table of strings"])
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
    for pattern in (declaration.code_pattern, declaration.code_part, *(family.pattern for family in declaration.family)):
        _compilable(pattern, place)
    for meaning in declaration.status:
        try:
            conditions.parse(meaning.when, "")
        except conditions.ConditionError as error:
            raise TableError([f"{place}: [[status]] {meaning.status}: {error}"]) from error
