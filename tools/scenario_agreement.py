"""Double entry of the scenarios: how often a second reader, who did not see the tables, gave the same answer.

The second reading is tests/data/scenario_readings.csv. Where the two contradict each other, docs/decisions.md holds a ruling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.row import read_lines
from normalizer.scenarios import answers_of

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.tables import Tables

COLUMNS: Final = ("provider", "scenario", "status", "code")
RULING: Final = 6
"""Cells of a ruling's line: provider, scenario, first, second, ruling, why."""

Cell = tuple[str, str]
"""A provider and a scenario."""

Said = tuple[str, str]
"""A status and a code; "" where the reader says none."""


class Agreement(NamedTuple):
    """Of `both` cells that both readers answered, in how many no answer contradicts; the others, as rulings say them."""

    both: int
    agreed: int
    differing: dict[Cell, tuple[list[Said], list[Said]]]


def agreement(tables: Tables, root: Path) -> Agreement:
    """The first reading is the table, but for the cells on which there is a ruling: there it is what the ruling says that it was."""
    seconds: dict[Cell, list[Said]] = {}
    for _, cells in read_lines(root / "tests" / "data" / "scenario_readings.csv", COLUMNS):
        seconds.setdefault((cells["provider"], cells["scenario"]), []).append((cells["status"], cells["code"]))
    firsts: dict[Cell, list[Said]] = {}
    for slug in tables.slugs():
        for answer in answers_of(tables, slug):
            firsts.setdefault((slug, answer.scenario), []).append((str(answer.status or ""), answer.code or ""))
    firsts |= rulings(root)
    both = [cell for cell in firsts if cell in seconds]
    differing = {cell: (firsts[cell], seconds[cell]) for cell in both if not fits(firsts[cell], seconds[cell])}
    return Agreement(len(both), len(both) - len(differing), differing)


def fits(first: list[Said], second: list[Said]) -> bool:
    """Is there an answer of each that do not contradict? What one leaves open contradicts nothing."""
    return any(all(not one or not other or one == other for one, other in zip(a, b, strict=True)) for a in first for b in second)


def rulings(root: Path) -> dict[Cell, list[Said]]:
    """The first readings on which docs/decisions.md rules."""
    found: dict[Cell, list[Said]] = {}
    for line in (root / "docs" / "decisions.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == RULING and cells[2][:3].isdigit():
            status, _, code = cells[2].partition(" ")
            found.setdefault((cells[0], cells[1]), []).append((status, code))
    return found
