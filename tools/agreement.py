"""Double entry: how often two readers who worked apart gave a row the same kind and resource.

The second reading is tests/readings/<provider>.csv. The first is the table itself, but for the rows on which docs/decisions.md has a ruling: there
it is what the ruling says that it was.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.conditions import fold
from normalizer.errors import TableError
from normalizer.kinds import Kind, Resource
from normalizer.row import member, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from normalizer.provider import Provider
    from normalizer.row import Row

READING_COLUMNS: Final = ("code", "status", "when", "message", "kind", "resource")
RULING_COLUMNS: Final = ("provider", "code", "status", "when", "first", "second", "ruling", "why")


class Key(NamedTuple):
    """What tells the rows of a table apart. The message counts only where the condition compares with it."""

    code: str
    status: str
    when: str
    message: str


class Judgement(NamedTuple):
    """What a reader said of a row."""

    kind: Kind
    resource: Resource | None


Pair = tuple[Judgement, Judgement]


class Agreement(NamedTuple):
    """Of `rows` read twice, how many got the same kind and how many the same resource; `kappa` is Cohen's, of the kinds."""

    rows: int
    kinds: int
    resources: int
    kappa: float | None


def agreement(pairs: list[Pair]) -> Agreement:
    """How far the readings of these rows agree. `kappa` is None where chance alone would make them agree on everything."""
    rows = len(pairs)
    kinds = sum(first.kind is second.kind for first, second in pairs)
    resources = sum(first.resource is second.resource for first, second in pairs)
    firsts, seconds = Counter(first.kind for first, _ in pairs), Counter(second.kind for _, second in pairs)
    chance = sum(firsts[kind] * seconds[kind] for kind in firsts)
    kappa = (kinds * rows - chance) / (rows * rows - chance) if rows * rows != chance else None
    return Agreement(rows, kinds, resources, kappa)


def pairs_of(provider: Provider, root: Path) -> tuple[list[Pair], list[str]]:
    """Both readings of every row that has two, and the codes of the second reading that the tables answer by no row or family.

    Empty where the provider has no second reading. Raises TableError where a ruling fits no line of it.
    """
    path = root / "tests" / "readings" / f"{provider.slug}.csv"
    if not path.is_file():
        return [], []
    seconds = _second_readings(path)
    firsts = _first_readings(provider, seconds, root / "docs" / "decisions.md")
    pairs = [(firsts[key], second) for key, second in seconds.items() if key in firsts]
    return pairs, [key.code for key in seconds if key not in firsts]


def _second_readings(path: Path) -> dict[Key, Judgement]:
    found = {}
    for line, cells in read_lines(path, READING_COLUMNS):
        place = f"{path.parent.name}/{path.name}:{line}: {cells['code']}"
        found[Key(cells["code"], cells["status"], cells["when"], cells["message"])] = _judgement(cells["kind"], cells["resource"], place)
    return found


def _first_readings(provider: Provider, keys: Iterable[Key], decisions: Path) -> dict[Key, Judgement]:
    elder = provider.elder.rows if provider.elder else ()
    rows = (*(row for row in elder if row.code in provider.declaration.confirmed), *provider.rows)
    by_key = {_key_of(row): Judgement(row.kind, row.resource) for row in rows}
    found = {}
    for key in keys:
        judged = by_key.get(key) or _template(key.code, provider)
        if judged:
            found[key] = judged
    for line, ruling, first in _rulings(decisions, provider.slug):
        fitting = [key for key in found if (key.code, key.status) == ruling[:2] and _same_when(key, ruling[2])]
        if not fitting:
            place = f"{decisions.parent.name}/{decisions.name}:{line}"
            problem = f"{place}: {' '.join(ruling).strip()}: fits no row of {provider.slug} that was read twice; mend its code, status or when"
            raise TableError([problem])
        found.update(dict.fromkeys(fitting, first))
    return found


def _key_of(row: Row) -> Key:
    return Key(row.code, "" if row.status is None else str(row.status), row.when, row.message if "message" in row.when else "")


def _template(code: str, provider: Provider) -> Judgement | None:
    """What a family says of a code with digits left open, as a documentation writes them: 503xx001. The least digits stand for all."""
    for pattern, family in provider.families:
        if "x" in code and family.kind and pattern.fullmatch(code.replace("x", "0")):
            return Judgement(family.kind, family.resource)
    return None


def _same_when(key: Key, ruling: str) -> bool:
    return fold(ruling) in {fold(key.when), fold(f"{key.when}: {key.message}")}


def _rulings(decisions: Path, slug: str) -> list[tuple[int, tuple[str, str, str], Judgement]]:
    """(line, (code, status, when), first reading) of every ruling on the provider, the newest first, so that the oldest decides."""
    if not decisions.is_file():
        return []
    found = []
    for line, text in enumerate(decisions.read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", text.strip())[1:-1]]
        if len(cells) == len(RULING_COLUMNS) and cells[0] == slug:
            kind, _, resource = cells[4].partition(" ")
            found.append((line, (cells[1], cells[2], cells[3]), _judgement(kind, resource, f"{decisions.parent.name}/{decisions.name}:{line}")))
    return found[::-1]


def _judgement(kind: str, resource: str, place: str) -> Judgement:
    return Judgement(member(Kind, kind, place), member(Resource, resource, place) if resource else None)
