"""Lints and the canonical form of the two lists that all providers share: reasons.csv and statuses.csv."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from normalizer.conditions import ConditionError, parse
from normalizer.errors import TableError
from normalizer.kinds import KIND_FACTS, Kind, Retry
from normalizer.row import REASON_COLUMNS, STATUS_COLUMNS, member, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Lines = list[tuple[int, dict[str, str]]]

REQUIRED: Final = frozenset({*range(100, 300), *range(500, 600), *(status for facts in KIND_FACTS.values() for status in facts.statuses)})
"""The statuses that must have a meaning: whole classes where the class says enough, and what is natural for a kind. Other 3xx and 4xx are Unknown."""


def reason_problems(folder: Path) -> Iterator[str]:
    """What is wrong with reasons.csv. Raises TableError where the file cannot be read."""
    place, lines = _read(folder / "reasons.csv", REASON_COLUMNS)
    yield from _unique(place, lines, ("reason", "kind"))
    yield from _together(place, lines)
    for line, cells in lines:
        where = f"{place}:{line}: {cells['reason']}"
        yield from _members(where, cells)
        if not cells["meaning"]:
            yield f"{where}: has no meaning; say in one line what the reason adds to the kind"
    yield from _form(folder / "reasons.csv", place, canonical_reasons)


def status_problems(folder: Path) -> Iterator[str]:
    """What is wrong with statuses.csv. Raises TableError where the file cannot be read."""
    place, lines = _read(folder / "statuses.csv", STATUS_COLUMNS)
    yield from _unique(place, lines, ("status", "when"))
    for line, cells in lines:
        where = f"{place}:{line}: {cells['status']}"
        yield from _members(where, cells)
        if not _is_status(cells["status"]):
            yield f"{where}: is no status; write three digits or a class, as in 5xx"
        if not cells["meaning"]:
            yield f"{where}: has no meaning; say in one line what the status tells"
        try:
            parse(cells["when"], "")
        except ConditionError as error:
            yield f"{where}: when: {error}"
    known = {cells["status"] for _, cells in lines if not cells["when"]}
    missing = sorted(status for status in REQUIRED if not {str(status), f"{status // 100}xx"} & known)
    if missing:
        yield f"{place}:1: no line without a condition for {', '.join(map(str, missing))}; add one for each, or for the class"
    yield from _form(folder / "statuses.csv", place, canonical_statuses)


def _is_status(text: str) -> bool:
    digits = text.removesuffix("xx") if len(text) == 3 else ""  # noqa: PLR2004  three digits, or a class as in 5xx
    return digits.isascii() and digits.isdecimal() and "1" <= digits[0] <= "5"


def _read(path: Path, columns: tuple[str, ...]) -> tuple[str, Lines]:
    return f"{path.parent.name}/{path.name}", list(read_lines(path, columns))


def _unique(place: str, lines: Lines, columns: tuple[str, ...]) -> Iterator[str]:
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        key = tuple(cells[column] for column in columns)
        if key in seen:
            yield f"{place}:{line}: {' '.join(key).strip()}: stands in line {seen[key]} already; remove one"
        seen.setdefault(key, line)


def _together(place: str, lines: Lines) -> Iterator[str]:
    """The reasons of a kind stand together, in an order that the curator chose."""
    blocks = [(kind, next(iter(group))[0]) for kind, group in groupby(lines, key=lambda each: each[1]["kind"])]
    for number, (kind, line) in enumerate(blocks):
        if kind in {earlier for earlier, _ in blocks[:number]}:
            yield f"{place}:{line}: {kind}: its other reasons stand further up; `make fix` moves them together"


def _members(where: str, cells: dict[str, str]) -> Iterator[str]:
    """Kind, retry and alternatives are members; a retry differs from the kind's."""
    try:
        kind = member(Kind, cells["kind"], where)
        retry = member(Retry, cells["retry"], where) if cells["retry"] else None
        for other in cells.get("alternatives", "").split():
            member(Kind, other, where)
    except TableError as error:
        yield from error.problems
        return
    if retry is KIND_FACTS[kind].retry:
        yield f"{where}: retry {retry} is the default of {kind}; `make fix` leaves it out"


def _form(path: Path, place: str, canonical: Callable[[Path], bytes]) -> Iterator[str]:
    if path.read_bytes() != canonical(path):
        yield f"{place}:1: is not in canonical form; `make fix` rewrites it"


def canonical_reasons(path: Path) -> bytes:
    """The bytes that the file should have: the reasons of a kind together, defaults left out. Raises TableError."""
    lines = [_without_default(cells) for _, cells in read_lines(path, REASON_COLUMNS)]
    kinds = list(dict.fromkeys(cells["kind"] for cells in lines))
    return _written(REASON_COLUMNS, sorted(lines, key=lambda cells: kinds.index(cells["kind"])))


def canonical_statuses(path: Path) -> bytes:
    """The bytes that the file should have: by status, classes last, conditions first, as they are asked. Raises TableError."""
    lines = [_without_default(cells) for _, cells in read_lines(path, STATUS_COLUMNS)]
    return _written(STATUS_COLUMNS, sorted(lines, key=lambda cells: (cells["status"], not cells["when"], cells["when"])))


def _without_default(cells: dict[str, str]) -> dict[str, str]:
    kind = cells["kind"]
    default = KIND_FACTS[Kind(kind)].retry if kind in set(Kind) else None
    return cells | ({"retry": ""} if cells["retry"] == default else {})


def _written(columns: tuple[str, ...], lines: Iterable[dict[str, str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cells[column] for column in columns] for cells in lines)
    return out.getvalue().encode()
