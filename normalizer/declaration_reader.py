"""A provider's TOML file → its declaration, or an error that names the place and the way out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from normalizer import conditions
from normalizer.declaration import (
    FORMATS,
    SOURCE_KINDS,
    WEIGHTS,
    BodySign,
    Declaration,
    Detect,
    Envelope,
    Family,
    HeaderNames,
    Hosts,
    Items,
    Odd,
    Source,
    StatusMeaning,
)
from normalizer.errors import TableError, did_you_mean, suggestions
from normalizer.kinds import Effect, Kind, Resource, Retry
from normalizer.operations import OPERATIONS
from normalizer.render_declaration import FORMS, Render
from normalizer.row import member

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

_TABLES: Final = {"envelope": Envelope, "headers": HeaderNames, "hosts": Hosts, "render": Render}
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
    """An instance of a declaration's classes from a TOML table, with every value checked against the field's type."""
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
    """Refuse patterns and conditions that cannot be compiled, and a form that nobody writes."""
    if declaration.render and declaration.render.form not in FORMS:
        raise TableError([f"{place}: [render]: form {declaration.render.form!r} is none of {', '.join(FORMS[1:])}"])
    rendered = declaration.render.codes if declaration.render else ""
    for pattern in (declaration.code_pattern, declaration.code_part, rendered, *(family.pattern for family in declaration.family)):
        _compilable(pattern, place)
    for meaning in declaration.status:
        try:
            conditions.parse(meaning.when, "")
        except conditions.ConditionError as error:
            raise TableError([f"{place}: [[status]] {meaning.status}: {error}"]) from error
