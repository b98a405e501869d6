"""Lints of the tables: what must hold of a provider's files. One function a law, one line a problem, `file:line` first."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING

from normalizer import conditions
from normalizer.classify import by_status
from normalizer.declaration import Declaration
from normalizer.declaration_checks import Placed, confirmed, declared, patterns, unused_pairs, unused_sources
from normalizer.errors import TableError
from normalizer.hints import Hints
from normalizer.kinds import KIND_FACTS, REPEATING, Effect, Kind, Retry
from normalizer.row import COLUMNS, Row, read_lines, read_rows
from normalizer.scenario_checks import cited_by_scenarios, problems_or_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from normalizer.provider import Provider
    from normalizer.row import Reasons
    from normalizer.tables import Tables

_EAST_ASIAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")
MAX_MEANING = 120


def problems_of(folder: Path, tables: Tables) -> list[str]:
    """Every problem of the tables in a folder, as part of `tables`. Empty where there is none."""
    paths = [*folder.glob("*.toml"), *(path for path in folder.glob("*.csv") if path.stem not in {"reasons", "statuses", "scenarios"})]
    found = [f"{folder.name}/{path.name}:1: is no file; take it away, or put the table in its place" for path in paths if not path.is_file()]
    slugs = sorted({path.stem for path in paths if path.is_file()})
    if not slugs:
        found.append(f"{folder.name}:1: holds no table; a provider is <provider>.toml and <provider>.csv")
    if patterns_at_fault := endless(folder, tables):
        return found + patterns_at_fault
    for slug in slugs:
        try:
            found += aliases(folder, slug, tables)
            found += problems_of_provider(folder, slug, tables)
        except TableError as error:
            found += error.problems
    return list(dict.fromkeys(found + problems_or_unreadable(folder, tables)))


def endless(folder: Path, tables: Tables) -> list[str]:
    """Patterns that take for ever: looked for before any is used, be it by a follower, a scenario or another folder."""
    found: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        if is_own(folder, path.stem, tables):
            with suppress(TableError):  # said with the rest
                found += patterns(Placed(path), tables.declaration(path.stem))
    return found


def is_own(folder: Path, slug: str, tables: Tables) -> bool:
    """Is the provider's declaration that of this folder? A later folder's replaces it whole."""
    return tables.file(f"{slug}.toml") == folder / f"{slug}.toml"


def problems_of_provider(folder: Path, slug: str, tables: Tables) -> Iterator[str]:
    """Every problem of one provider's files in a folder. Raises TableError where they cannot be read at all."""
    place = f"{folder.name}/{slug}"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        yield f"{place}.toml:1: a slug is lower-case letters, digits and single hyphens"
    path = folder / f"{slug}.csv"
    declaration = tables.declaration(slug)
    toml = Placed(folder / f"{slug}.toml")
    own = is_own(folder, slug, tables)
    rows = read_rows(path, tables.reasons()) if path.is_file() else []
    if not rows and not declaration.like and not declaration.status:
        yield f"{place}.csv:1: has no row; a store without an error list is an alias of its dialect"
    provider = tables.provider(slug)
    csv_place = f"{place}.csv"
    yield from keys(csv_place, rows)
    yield from overlaps(csv_place, rows)
    yield from cells(csv_place, path)
    yield from texts(csv_place, rows, tables.reasons())
    yield from codes(csv_place, rows, declaration)
    yield from sources(csv_place, rows, declaration)
    yield from natural(csv_place, rows, provider, own=own)
    yield from copies(csv_place, rows, provider)
    if own:
        yield from unused_sources(toml, rows, declaration, cited_by_scenarios(folder, slug))
        yield from unused_pairs(toml, unnatural(rows, provider), declaration)
        yield from confirmed(toml, rows, provider)
        yield from declared(toml, declaration, provider)
    if path.is_file() and path.read_bytes() != canonical(rows, tables.reasons()):
        yield f"{csv_place}:1: is not in canonical form; `make fix` rewrites it"


def aliases(folder: Path, slug: str, tables: Tables) -> Iterator[str]:
    """No alias stands for two providers."""
    declared_here = tables.declaration(slug).aliases if is_own(folder, slug, tables) else ()
    owners = Counter(alias.lower() for each in tables.slugs() for alias in (each, *tables.declaration(each).aliases))
    for alias in declared_here:
        if owners[alias.lower()] > 1:
            place = Placed(folder / f"{slug}.toml").at(key="aliases")
            yield f"{place}: alias {alias!r} stands for two providers; remove one"


def sort_key(row: Row) -> tuple[object, ...]:
    """The one order of rows: numbers by value, then names; then status, condition and, where it counts, message."""
    number = re.fullmatch(r"-?\d{1,1000}", row.code)  # Python reads no number of more than 4,300 digits
    return (not number, int(row.code) if number else 0, row.code, row.status or 999, row.when, _compared(row))


def _compared(row: Row) -> str:
    return row.message if "message" in row.when else ""


def canonical(rows: Iterable[Row], reasons: Reasons) -> bytes:
    """The bytes that a table file of these rows has: fixed order, minimal quoting, defaults left out."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=sort_key):
        cells_ = dict(zip(COLUMNS, row.cells, strict=True))
        cells_["retry"] = "" if row.retry is _default_retry(row, reasons) else row.retry
        cells_["effect"] = "" if row.effect is KIND_FACTS[row.kind].effect else row.effect
        writer.writerow(cells_.values())
    return out.getvalue().encode()


def _default_retry(row: Row, reasons: Reasons) -> Retry:
    return reasons[row.reason, row.kind] if row.reason else KIND_FACTS[row.kind].retry


def keys(place: str, rows: Iterable[Row]) -> Iterator[str]:
    """Code, status and condition are the key."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = (row.code, row.status, row.conditions)
        if key in seen:
            yield f"{place}:{row.line}: {row.code}: the same code, status and condition as line {seen[key]}; merge the rows"
        seen.setdefault(key, row.line)


def overlaps(place: str, rows: list[Row]) -> Iterator[str]:
    """Two conditions of one code and status must not both fit one response, unless both give the same answer."""
    groups: dict[tuple[str, int | None], list[Row]] = {}
    for row in rows:
        if row.when:
            groups.setdefault((row.code, row.status), []).append(row)
    for group in groups.values():
        for number, row in enumerate(group):
            for other in group[:number]:
                differ = _answer(row) != _answer(other)
                if differ and row.conditions != other.conditions and conditions.can_both_hold(row.conditions, other.conditions):
                    yield f"{place}:{row.line}: {row.code}: {row.when!r} and line {other.line} can both hold; make one exclude the other"


def _answer(row: Row) -> tuple[object, ...]:
    return row.kind, row.reason, row.resource, row.retry, row.effect


def cells(place: str, path: Path) -> Iterator[str]:
    """No cell has white space at its ends or a line break."""
    for line, row in read_lines(path, COLUMNS) if path.is_file() else ():
        for name, value in row.items():
            if value != value.strip() or "\n" in value or "\r" in value:
                yield f"{place}:{line}: {row['code']}: {name} {value!r} has white space at an end or a line break; remove it"


def texts(place: str, rows: Iterable[Row], reasons: Reasons) -> Iterator[str]:
    """Meanings are short, English, and there; overrides have a note; applied never goes with a repetition."""
    for row in rows:
        if not row.meaning or len(row.meaning) > MAX_MEANING:
            yield f"{place}:{row.line}: {row.code}: the meaning must have 1 to {MAX_MEANING} characters, not {len(row.meaning)}"
        if _EAST_ASIAN.search(row.meaning + row.note):
            yield f"{place}:{row.line}: {row.code}: meaning and note are English, in our own words"
        if row.effect is not KIND_FACTS[row.kind].effect and not row.note:
            yield f"{place}:{row.line}: {row.code}: effect {row.effect} is not the default of {row.kind} and needs a note"
        if row.retry is not _default_retry(row, reasons) and not row.note:
            yield f"{place}:{row.line}: {row.code}: retry {row.retry} is not the default of {row.kind} and needs a note"
        if row.effect is Effect.APPLIED and row.retry in REPEATING:
            yield f"{place}:{row.line}: {row.code}: effect applied with retry {row.retry} would do the operation twice; change one"


def codes(place: str, rows: Iterable[Row], declaration: Declaration) -> Iterator[str]:
    """Each code has the declared form."""
    for row in rows:
        if not re.fullmatch(declaration.code_pattern, row.code):
            yield f"{place}:{row.line}: {row.code}: does not match code_pattern {declaration.code_pattern!r}; mend one of them"


def sources(place: str, rows: Iterable[Row], declaration: Declaration) -> Iterator[str]:
    """Each row cites sources that the declaration lists."""
    for row in rows:
        if not row.source:
            yield f"{place}:{row.line}: {row.code}: cites no source"
        for source in row.source:
            if source not in declaration.sources:
                yield f"{place}:{row.line}: {row.code}: source {source!r} is not under [sources] in the TOML file; add it there"


def natural(place: str, rows: Iterable[Row], provider: Provider, *, own: bool = True) -> Iterator[str]:
    """Each pair of kind and status is natural or declared odd.

    Overrides of a provider whose declaration is not in the same folder (not `own`) explain themselves in a note.
    """
    odd = {(each.status, each.kind) for each in provider.declaration.odd}
    for row in unnatural(rows, provider):
        if not own and not row.note and (row.status, row.kind) not in odd:
            yield f"{place}:{row.line}: {row.code}: {row.kind} with HTTP {row.status} needs a note"
        elif own and (row.status, row.kind) not in odd:
            yield f"{place}:{row.line}: {row.code}: {row.kind} with HTTP {row.status} needs an [[odd]] entry with the reason, or another kind"


def unnatural(rows: Iterable[Row], provider: Provider) -> list[Row]:
    """The rows with a status that is not natural for their kind."""
    return [row for row in rows if row.status is not None and not is_natural(row.kind, row.status, provider)]


def is_natural(kind: Kind, status: int, provider: Provider) -> bool:
    """Is the status one of the kind's own, or one that alone would mean the kind, to everybody?"""
    if status in KIND_FACTS[kind].statuses:
        return True
    everybody = provider.but(declaration=Declaration(provider.slug), elder=None, measured={}, status_verdicts={}, family_verdicts={})
    return by_status(status, Hints(status), everybody).kind is kind


def copies(place: str, rows: list[Row], provider: Provider) -> Iterator[str]:
    """The rows of a code differ from those inherited in more than meaning, note and source."""
    if provider.elder is None:
        return
    own, inherited = _by_code(rows), _by_code(provider.elder.rows)
    for code, mine in own.items():
        if _substance(mine) == _substance(row for row in inherited.get(code, []) if not row.when):
            yield f"{place}:{mine[0].line}: {code}: equals the inherited rows; list it under confirmed in the TOML file instead"


def _by_code(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    return found


def _substance(rows: Iterable[Row]) -> set[tuple[object, ...]]:
    return {(row.status, row.when, row.kind, row.reason, row.resource, row.retry, row.effect) for row in rows}
