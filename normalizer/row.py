"""Lines of the mapping tables: rows, reasons and meanings of a status, read from CSV."""

from __future__ import annotations

import csv
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Final, TypeVar

from normalizer import conditions
from normalizer.errors import TableError, did_you_mean, suggestions
from normalizer.kinds import KIND_FACTS, Effect, Kind, Resource, Retry
from normalizer.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum
    from pathlib import Path

COLUMNS: Final = (
    "code", "status", "when", "kind", "reason", "resource", "retry", "effect", "meaning", "message", "note", "source",
)  # fmt: skip
REASON_COLUMNS: Final = ("reason", "kind", "retry", "meaning")
STATUS_COLUMNS: Final = ("status", "when", "kind", "retry", "alternatives", "meaning")


class Row(Values):
    """One line of a provider's table: one native code and what it means. Not the answer to a response: see `ErrorRecord`.

    `retry` and `effect` are filled in where the line leaves them to the defaults of kind and reason.
    """

    code: str
    status: int | None
    when: str
    kind: Kind
    reason: str | None
    resource: Resource | None
    retry: Retry
    effect: Effect
    meaning: str
    message: str
    note: str
    source: tuple[str, ...]
    line: int = 0

    @property
    def conditions(self) -> tuple[conditions.Condition, ...]:
        """The parsed `when`."""
        return conditions.parse(self.when, self.message)

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as the file writes it, in the order of `COLUMNS`, but with retry and effect filled in."""
        return (
            self.code, "" if self.status is None else str(self.status), self.when, self.kind, self.reason or "",
            self.resource or "", self.retry, self.effect, self.meaning, self.message, self.note, " ".join(self.source),
        )  # fmt: skip


T = TypeVar("T", bound="StrEnum")
Reasons = dict[tuple[str, Kind], Retry]
"""The default retry of each reason for each kind that may have it."""


Line = tuple[str, int, list[str]]
"""(folder/file, line number, cells): a line of a provider's table as it stands there, not looked at yet."""


def read_lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by column) of a CSV file. Raises TableError where header or number of cells is wrong."""
    for number, cells in _lines(path, columns):
        yield number, dict(zip(columns, cells, strict=True))


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError([f"{_place(path)}:{line}: cannot be read: {error}"]) from error
    except OSError as error:
        raise TableError([f"{_place(path)}:1: cannot be read: {error}"]) from error
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(reader, ())) != columns:
            raise TableError([f"{_place(path)}:1: the header must be {','.join(columns)}"])
        for cells in reader:
            if len(cells) != len(columns):
                raise TableError([f"{_place(path)}:{reader.line_num}: {len(cells)} cells instead of {len(columns)}; quote cells with commas"])
            yield reader.line_num, cells
    except csv.Error as error:
        raise TableError([f"{_place(path)}:{reader.line_num}: no CSV: {error}"]) from error


def read_reasons(path: Path) -> Reasons:
    """The reasons of `reasons.csv`. Raises TableError."""
    reasons: Reasons = {}
    file = _place(path)
    for line, cells in read_lines(path, REASON_COLUMNS):
        place = f"{file}:{line}: {cells['reason']}"
        kind = member(Kind, cells["kind"], place)
        reasons[cells["reason"], kind] = member(Retry, cells["retry"], place) if cells["retry"] else KIND_FACTS[kind].retry
    return reasons


def read_table(path: Path) -> dict[str, list[Line]]:
    """The lines of a provider's table by code. Raises TableError where they are no lines of such a table."""
    file = _place(path)
    found: dict[str, list[Line]] = {}
    for number, cells in _lines(path, COLUMNS):
        found.setdefault(cells[0], []).append((file, number, cells))
    return found


def read_rows(path: Path, reasons: Reasons) -> list[Row]:
    """The rows of a provider's table. Raises TableError with all lines that cannot be read."""
    file = _place(path)
    return rows_of(((file, number, cells) for number, cells in _lines(path, COLUMNS)), reasons)


def rows_of(lines: Iterable[Line], reasons: Reasons) -> list[Row]:
    """The rows that these lines are. Raises TableError with all that are none."""
    rows: list[Row] = []
    problems: list[str] = []
    for file, number, cells in lines:
        try:
            rows.append(_row(f"{file}:{number}: {cells[0]}", number, dict(zip(COLUMNS, cells, strict=True)), reasons))
        except TableError as error:
            problems += error.problems
    if problems:
        raise TableError(problems)
    return rows


def _row(place: str, line: int, cells: dict[str, str], reasons: Reasons) -> Row:
    kind = member(Kind, cells["kind"], place)
    resource = member(Resource, cells["resource"], place) if cells["resource"] else None
    reason = cells["reason"] or None
    if reason and (reason, kind) not in reasons:
        allowed = sorted(name for name, of in reasons if of is kind)
        raise TableError([f"{place}: {kind} has no reason {reason!r}; it may have {', '.join(allowed) or 'none'}"])
    default = reasons[reason, kind] if reason else KIND_FACTS[kind].retry
    if cells["when"]:
        try:
            conditions.parse(cells["when"], cells["message"])
        except conditions.ConditionError as error:
            raise TableError([f"{place}: when: {error}"]) from error
    status = cells["status"]
    if status and not is_status(status):
        raise TableError([f"{place}: status {status!r} is not three digits"])
    return Row(
        cells["code"],
        int(status) if status else None,
        cells["when"],
        kind,
        reason,
        resource,
        member(Retry, cells["retry"], place) if cells["retry"] else default,
        member(Effect, cells["effect"], place) if cells["effect"] else KIND_FACTS[kind].effect,
        cells["meaning"],
        cells["message"],
        cells["note"],
        tuple(cells["source"].split()),
        line,
    )


def is_status(text: str) -> bool:
    """Is it an HTTP status, three digits?"""
    return len(text) == 3 and text.isascii() and text.isdigit() and text[0] != "0"  # noqa: PLR2004  the three digits of a status


def member(enum: type[T], value: str, place: str) -> T:
    """The member of that value. Raises TableError with the nearest values."""
    found: T | None = _members(enum).get(value)
    if found is None:
        guess = did_you_mean(name for each in enum for name in suggestions(value, [each.value.lower()]) and [each.value])
        raise TableError([f"{place}: {value!r} is no {enum.__name__.lower()}{guess}"])
    return found


@cache
def _members(enum: type[T]) -> dict[str, T]:
    """The members by value: asked for in every line, and several times as fast as a call of the class."""
    return {each.value: each for each in enum}


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
