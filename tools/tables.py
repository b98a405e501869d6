"""Check the mapping tables, or rewrite them in canonical form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.checks import canonical, problems_of
from normalizer.errors import TableError
from normalizer.folders import FOLDER
from normalizer.row import read_rows
from normalizer.scenario_checks import canonical_answers, canonical_scenarios
from normalizer.scenarios import scenarios_of
from normalizer.tables import Tables
from tools.tables_lists import canonical_reasons, canonical_statuses, reason_problems, status_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def problems(folder: Path, tables: Tables) -> list[str]:
    """Every problem of the tables in a folder; of the shared lists only where the folder has them. Raises nothing."""
    found = _collected(lambda: problems_of(folder, tables))
    if (folder / "reasons.csv").exists():
        found += _collected(lambda: reason_problems(folder))
    if (folder / "statuses.csv").exists():
        found += _collected(lambda: status_problems(folder))
    return list(dict.fromkeys(found))


def _collected(lint: Callable[[], Iterable[str]]) -> list[str]:
    found: list[str] = []
    try:
        found.extend(lint())
    except TableError as error:
        found += error.problems
    return found


def rewrite(folder: Path, tables: Tables) -> tuple[list[str], list[str]]:
    """Give every table of the folder its canonical form: the names of files that changed, and why others could not be read."""
    changed: list[str] = []
    unread: list[str] = []
    for path in (*sorted(folder.glob("*.csv")), *sorted((folder / "scenarios").glob("*.csv"))):
        try:
            new = _canonical(path, tables)
        except TableError as error:
            unread += error.problems
            continue
        if new != path.read_bytes():
            path.write_bytes(new)
            changed.append(path.relative_to(folder.parent).as_posix())
    return changed, unread


def _canonical(path: Path, tables: Tables) -> bytes:
    if path.name == "reasons.csv":
        return canonical_reasons(path)
    if path.name == "statuses.csv":
        return canonical_statuses(path)
    if path.name == "scenarios.csv":
        return canonical_scenarios(path)
    if path.parent.name == "scenarios":
        return canonical_answers(path, [each.slug for each in scenarios_of(tables)])
    return canonical(read_rows(path, tables.reasons()), tables.reasons())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("check", "fix"), help="check: print every problem; fix: rewrite in canonical form")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the tables, if not the repository's own")
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    tables = Tables() if folder == FOLDER else Tables(folder)
    if options.task == "check":
        found = problems(folder, tables)
    else:
        changed, found = rewrite(folder, tables)
        for name in changed:
            print(f"{name}: rewritten")
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
