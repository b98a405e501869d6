"""Lints of the scenarios and of what providers answer in them. One function a law, one line a problem, `file:line` first."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from normalizer.errors import TableError
from normalizer.kinds import MatchedBy
from normalizer.operations import OPERATIONS
from normalizer.row import read_lines
from normalizer.scenarios import ANSWER_COLUMNS, COLUMNS, PROVOKED, read_answers, read_scenarios, scenarios_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from normalizer.provider import Provider
    from normalizer.scenarios import Answer, Scenario
    from normalizer.tables import Tables

_MAX_WHAT: Final = 100
_METHODS: Final = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})
_LISTED: Final = frozenset({MatchedBy.CODE, MatchedBy.INHERITED})


def problems_of_scenarios(folder: Path, tables: Tables) -> Iterator[str]:
    """Every problem of a folder's scenarios.csv and of the files in its folder scenarios. Raises TableError where one cannot be read."""
    listed = folder / "scenarios.csv"
    if listed.is_file():
        yield from scenarios(f"{folder.name}/scenarios.csv", listed)
    known = {each.slug: each for each in scenarios_of(tables)}
    for path in sorted((folder / "scenarios").glob("*.csv")):
        place = f"scenarios/{path.name}"
        if path.stem not in tables.slugs():
            yield f"{place}:1: {path.stem!r} is no provider; name the file by a provider's slug"
            continue
        yield from cells(place, path, ANSWER_COLUMNS)
        yield from answers(place, read_answers(path), known, tables.provider(path.stem))
        if path.read_bytes() != canonical_answers(path, list(known)):
            yield f"{place}:1: is not in canonical form; `make fix` rewrites it"


def scenarios(place: str, path: Path) -> Iterator[str]:
    """Slugs are unique, operations and methods exist, each line says what is done and what may come out."""
    yield from cells(place, path, COLUMNS)
    seen: dict[str, int] = {}
    for each in read_scenarios(path):
        where = f"{place}:{each.line}: {each.slug}"
        if each.slug in seen:
            yield f"{where}: stands in line {seen[each.slug]} already; remove one"
        seen.setdefault(each.slug, each.line)
        if each.operation not in OPERATIONS:
            yield f"{where}: operation {each.operation!r} is none of S3's"
        if each.method not in _METHODS:
            yield f"{where}: method {each.method!r} is none of {', '.join(sorted(_METHODS))}"
        if not 0 < len(each.what) <= _MAX_WHAT:
            yield f"{where}: what is done must have 1 to {_MAX_WHAT} characters, not {len(each.what)}"
        if not each.kinds:
            yield f"{where}: no kind may come out of it; name one at least"
        if any("=" not in header for header in each.request):
            yield f"{where}: request is not made of name=value, separated by spaces"
    if path.read_bytes() != _written(COLUMNS, (line for _, line in read_lines(path, COLUMNS))):
        yield f"{place}:1: is not in canonical form; `make fix` rewrites it"


def cells(place: str, path: Path, columns: tuple[str, ...]) -> Iterator[str]:
    """No cell has white space at its ends or a line break."""
    for line, row in read_lines(path, columns):
        for name, value in row.items():
            if value != value.strip() or "\n" in value or "\r" in value:
                yield f"{place}:{line}: {row['scenario']}: {name} {value!r} has white space at an end or a line break; remove it"


def answers(place: str, listed: list[Answer], known: dict[str, Scenario], provider: Provider) -> Iterator[str]:
    """Each answer is of a scenario, stands once, has a row, means what the scenario may mean, and has a source."""
    seen: dict[tuple[object, ...], int] = {}
    first: set[str] = set()
    for each in listed:
        where = f"{place}:{each.line}: {each.scenario}"
        key = (each.scenario, each.status, each.code, each.message)
        if key in seen:
            yield f"{where}: the same answer as line {seen[key]}; merge the lines"
        seen.setdefault(key, each.line)
        if each.scenario in first and not each.note:
            yield f"{where}: a further answer needs a note that says when it is sent"
        first.add(each.scenario)
        if each.scenario not in known:
            yield f"{where}: is no scenario of scenarios.csv; add it there, or mend the name"
        else:
            yield from meaning(where, each, known[each.scenario], provider)
        yield from sources(where, each, provider)


def meaning(where: str, answer: Answer, scenario: Scenario, provider: Provider) -> Iterator[str]:
    """The code is in the provider's table, with this status, and leads to a kind that the scenario may mean; or a note says why not."""
    verdict = verdict_of(answer, scenario, provider)
    if answer.code and verdict.matched_by not in _LISTED:
        yield f"{where}: code {answer.code!r} has no row in the table of {provider.slug}, nor is it inherited; add the row"
    elif answer.code and answer.status is not None and verdict.consistent is False and not answer.note:
        yield f"{where}: {answer.code} is not documented with HTTP {answer.status}; say in a note who sends it so"
    elif verdict.kind not in scenario.kinds and not answer.note:
        allowed = ", ".join(scenario.kinds)
        yield f"{where}: {answer.code or answer.status} means {verdict.kind}, which is none of {allowed}; say in a note why, or mend one of them"


def sources(where: str, answer: Answer, provider: Provider) -> Iterator[str]:
    """Each answer cites the declaration's sources, or a test that provokes it."""
    if not answer.source:
        yield f"{where}: cites no source; what no source tells is not known, and has no line"
    for source in answer.source:
        if source not in provider.declaration.sources and not source.startswith(PROVOKED):
            yield f"{where}: source {source!r} is not under [sources] in {provider.slug}.toml; add it there"


def cited_by_scenarios(folder: Path, slug: str) -> set[str]:
    """The sources that a provider's answers cite. Raises TableError."""
    path = folder / "scenarios" / f"{slug}.csv"
    return {source for answer in read_answers(path) for source in answer.source} if path.is_file() else set()


def canonical_answers(path: Path, order: list[str]) -> bytes:
    """The bytes that the file should have: in the order of the scenarios, several answers as the curator ordered them. Raises TableError."""
    place = {slug: number for number, slug in enumerate(order)}
    lines = [line for _, line in read_lines(path, ANSWER_COLUMNS)]
    return _written(ANSWER_COLUMNS, sorted(lines, key=lambda line: place.get(line["scenario"], len(place))))


def canonical_scenarios(path: Path) -> bytes:
    """The bytes that scenarios.csv should have; its order is the curator's. Raises TableError."""
    return _written(COLUMNS, (line for _, line in read_lines(path, COLUMNS)))


def _written(columns: tuple[str, ...], lines: Iterable[dict[str, str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([line[column] for column in columns] for line in lines)
    return out.getvalue().encode()


def problems_or_unreadable(folder: Path, tables: Tables) -> list[str]:
    """`problems_of_scenarios`, with what could not be read among them."""
    found: list[str] = []
    try:
        found.extend(problems_of_scenarios(folder, tables))
    except TableError as error:
        found += error.problems
    return found
