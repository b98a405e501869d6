"""Flip every row's kind, status and resource in turn and print the changes that no test would notice.

A change is made as somebody would make it who wants the lints to be content: to a kind or status that is natural beside the other where there is one,
with reason, retry and effect as the new kind allows. No test is run: the checks that the tests consist of are called with the changed rows.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer import checks, declaration_checks
from normalizer.folders import FOLDER
from normalizer.kinds import KIND_FACTS, Kind, Resource
from normalizer.row import read_lines
from normalizer.tables import Tables
from tests.readings_agreement import DECISIONS, readings, rulings
from tests.readings_agreement import _key_of as key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from normalizer.kinds import Retry
    from normalizer.provider import Provider
    from normalizer.row import Row
    from tests.readings_agreement import Key

COLUMNS: Final = ("kind", "status", "resource")
DOCUMENTS: Final = Path(__file__).resolve().parent.parent / "tests" / "data" / "documents.csv"


class Mutant(NamedTuple):
    """A table with one cell of one row changed."""

    slug: str
    column: str
    before: Row
    after: Row
    rows: list[Row]

    def __str__(self) -> str:
        old, new = getattr(self.before, self.column), getattr(self.after, self.column)
        return f"mappings/{self.slug}.csv:{self.before.line}: {self.before.code}: {self.column} {old or 'empty'} -> {new or 'empty'}"


def mutants(provider: Provider) -> Iterator[Mutant]:
    """Three for each row of the provider."""
    rows = list(provider.rows)
    for number, row in enumerate(rows):
        for column, after in zip(COLUMNS, (_other_kind(row, provider), _other_status(row), _other_resource(row)), strict=True):
            yield Mutant(provider.slug, column, row, after, [*rows[:number], after, *rows[number + 1 :]])


def _other_kind(row: Row, provider: Provider) -> Row:
    """The next kind, first among those that are natural for the row's status."""
    kinds = list(Kind)
    at = kinds.index(row.kind)
    others = kinds[at + 1 :] + kinds[:at]
    kind = next((kind for kind in others if row.status and row.status in KIND_FACTS[kind].statuses), others[0])
    changed = row.but(kind=kind, reason=row.reason if (row.reason, kind) in provider.reasons else None)
    if row.retry is _default_retry(row, provider):
        changed = changed.but(retry=_default_retry(changed, provider))
    if row.effect is KIND_FACTS[row.kind].effect:
        changed = changed.but(effect=KIND_FACTS[kind].effect)
    return changed


def _default_retry(row: Row, provider: Provider) -> Retry:
    return provider.reasons[row.reason, row.kind] if row.reason else KIND_FACTS[row.kind].retry


def _other_status(row: Row) -> Row:
    """Another status that is natural for the kind, else none; where there was none, the kind's own."""
    natural = KIND_FACTS[row.kind].statuses
    if row.status is None:
        return row.but(status=natural[0] if natural else 400)
    return row.but(status=next((status for status in natural if status != row.status), None))


def _other_resource(row: Row) -> Row:
    """The next resource; after the last, and where there was none, the first."""
    resources = list(Resource)
    at = resources.index(row.resource) + 1 if row.resource else 0
    return row.but(resource=resources[at % len(resources)])


def misread(rows: list[Row], provider: Provider) -> Iterator[str]:
    """The rows that differ from their second reading, and from the ruling where there is one: the law of tests/laws/test_readings.py."""
    wanted = _wanted(provider.slug)
    for row in rows:
        key = key_of(provider.slug, row)
        if wanted.get(key) != f"{row.kind} {row.resource or ''}".strip():
            yield f"mappings/{provider.slug}.csv:{row.line}: {row.code}: the second reading says {wanted.get(key, 'nothing')}"


@cache
def _wanted(slug: str) -> dict[Key, str]:
    ruled = rulings(DECISIONS.read_text(encoding="utf-8"))
    return readings(slug) | {ruling.key: ruling.ruling for ruling in ruled if ruling.key.provider == slug}


def undocumented(rows: list[Row], provider: Provider) -> Iterator[str]:
    """The codes of the original documents that have no row: the law of tests/laws/test_counted.py."""
    known = {(row.code, status) for row in rows for status in ("", str(row.status or ""))}
    for code, status in _documented(provider.slug):
        if (code, status) not in known:
            yield f"mappings/{provider.slug}.csv:1: {code} {status} has no row"


@cache
def _documented(slug: str) -> list[tuple[str, str]]:
    return [(cells["code"], cells["status"]) for _, cells in read_lines(DOCUMENTS, ("provider", "code", "status")) if cells["provider"] == slug]


def lints(rows: list[Row], provider: Provider) -> Iterator[str]:
    """The problems that the lints of the tables find in the rows of a provider."""
    place = f"mappings/{provider.slug}.csv"
    yield from checks.keys(place, rows)
    yield from checks.overlaps(place, rows)
    yield from checks.texts(place, rows, provider.reasons)
    yield from checks.natural(place, rows, provider)
    yield from checks.copies(place, rows, provider)
    toml = declaration_checks.Placed(FOLDER / f"{provider.slug}.toml")
    yield from declaration_checks.unused_pairs(toml, checks.unnatural(rows, provider), provider.declaration)
    yield from declaration_checks.confirmed(toml, rows, provider)


CHECKS: Final[dict[str, Callable[[list[Row], Provider], Iterator[str]]]] = {"second reading": misread, "lints": lints, "documents": undocumented}


def noticed_by(mutant: Mutant, provider: Provider) -> tuple[str, ...]:
    """The names of the checks that complain about the mutant."""
    return tuple(name for name, check in CHECKS.items() if any(True for _ in check(mutant.rows, provider)))


def main() -> int:
    tables = Tables()
    counts: Counter[tuple[str, ...]] = Counter()
    for slug in tables.slugs():
        provider = tables.provider(slug)
        problems = [problem for check in CHECKS.values() for problem in check(list(provider.rows), provider)]
        if problems:
            print(*problems, "the tables have problems before anything is changed; mend them first: make check test", sep="\n", file=sys.stderr)
            return 2
        for mutant in mutants(provider):
            by = noticed_by(mutant, provider)
            counts[by] += 1
            if not by:
                print(mutant)
    print(f"{counts.total()} mutants of {counts.total() // len(COLUMNS)} rows")
    for by, count in counts.most_common():
        print(f"{count:>6} noticed by {' and '.join(by) or 'nothing'}")
    print(f"{counts[()]:>6} survived")
    return 1 if counts[()] else 0


if __name__ == "__main__":
    sys.exit(main())
