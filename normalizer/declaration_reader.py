"""A provider's TOML file → its declaration, or an error that names the place and the way out."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from normalizer.declaration import (
    FORMATS,
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
from normalizer.declaration_values import build, texts
from normalizer.errors import TableError, did_you_mean, suggestions
from normalizer.kinds import Kind
from normalizer.operations import OPERATIONS
from normalizer.render_declaration import FORMS, Render
from normalizer.row import member

if TYPE_CHECKING:
    from pathlib import Path

_TABLES: Final = {"envelope": Envelope, "headers": HeaderNames, "hosts": Hosts, "render": Render}
_LISTS: Final = {"items": Items, "family": Family, "status": StatusMeaning, "odd": Odd}


def read(path: Path) -> Declaration:
    """The declaration in a TOML file. Raises TableError that names line and key and, for a misspelt one, the nearest."""
    place, text = f"{path.parent.name}/{path.name}", ""
    try:
        data = path.read_bytes()
        text = data.decode().replace("\r\n", "\n")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError([f"{place}:{line}: cannot be read: {error}"]) from error
    except (OSError, ValueError, RecursionError) as error:  # a number of too many digits is a plain ValueError
        from normalizer.toml_lines import of_complaint  # noqa: PLC0415  only a broken table pays for it

        raise TableError([f"{place}:{of_complaint(str(error), text)}: cannot be read: {error}"]) from error
    try:
        return _declaration(table, f"{place}:1")
    except TableError as error:
        from normalizer.toml_lines import located  # noqa: PLC0415  as above

        raise TableError([located(problem, text) for problem in error.problems]) from error


def _declaration(table: dict[str, Any], place: str) -> Declaration:
    for name, cls in _TABLES.items():
        if name in table:
            table[name] = build(cls, table[name], f"{place}: [{name}]")
    for name, listed in _LISTS.items():
        members = table.get(name, [])
        if not isinstance(members, list):
            raise TableError([f"{place}: {name}: write [[{name}]], with two brackets"])
        table[name] = tuple(build(listed, each, f"{place}: [[{name}]] {number}") for number, each in enumerate(members, 1))
    table["sources"] = {key: build(Source, value, f"{place}: [sources.{key}]") for key, value in _dict(table, "sources", place).items()}
    table["hides"] = dict(_hides(kind, others, f"{place}: [hides]: {kind}") for kind, others in _dict(table, "hides", place).items())
    if "detect" in table:
        table["detect"] = _detect(_dict(table, "detect", place), place)
    table["operations"] = _operations(_dict(table, "operations", place), f"{place}: [operations]")
    built: Declaration = build(Declaration, table, place)
    if built.render and built.render.form not in FORMS:
        raise TableError([f"{place}: [render]: form: {built.render.form!r} is none of {', '.join(FORMS[1:])}"])
    return built


def _hides(kind: str, others: Any, place: str) -> tuple[Kind, tuple[Kind, ...]]:
    return member(Kind, kind, place), tuple(member(Kind, other, place) for other in texts(others, place))


def _detect(table: dict[str, Any], place: str) -> Detect:
    signs = table.pop("body", [])
    if not isinstance(signs, list):
        raise TableError([f"{place}: [detect]: body: write [[detect.body]], with two brackets"])
    bodies = tuple(build(BodySign, sign, f"{place}: [[detect.body]] {number}") for number, sign in enumerate(signs, 1))
    for number, sign in enumerate(bodies, 1):
        if sign.weight not in WEIGHTS or sign.format not in FORMATS:
            said = f"weight is one of {', '.join(WEIGHTS)}, format one of {', '.join(FORMATS[1:])} or left out"
            raise TableError([f"{place}: [[detect.body]] {number}: {said}"])
    built: Detect = build(Detect, table | {"body": bodies}, f"{place}: [detect]")
    return built


def _operations(table: dict[str, Any], place: str) -> dict[str, str]:
    for name, operation in table.items():
        if not isinstance(operation, str) or operation not in OPERATIONS:
            raise TableError([f"{place}: {name}: {operation!r} is no operation of S3{did_you_mean(suggestions(str(operation), OPERATIONS))}"])
    return table


def _dict(table: dict[str, Any], name: str, place: str) -> dict[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise TableError([f"{place}: {name}: must be a table"])
    return value
