"""How often does a plain join with the exported table answer as `normalize` does? Counted on every case of the corpus, with SQL.

`make join`, or `python -m tools.join`. The join is given what a warehouse has: provider and code of each response, as `normalize` reads the code, which is
more than most logs hold. An answer is kind, reason, resource, retry and effect together.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer import MatchedBy, Tables
from normalizer.export import COLUMNS, flat_rows, write_csv
from tests.test_corpus import CORPUS, names, read

if TYPE_CHECKING:
    from collections.abc import Iterable

ANSWER: Final = ("kind", "reason", "resource", "retry", "effect")
JOIN: Final = """
    SELECT log.id, codes.exact, codes.kind, codes.reason, codes.resource, codes.retry, codes.effect
    FROM log LEFT JOIN codes ON codes.provider = log.provider AND codes.code = log.code AND codes."default" = 'true'
"""
"""At most one row for each response: where a code has several, the one that answers where nothing but the code is known."""


class Share(NamedTuple):
    """So many of so many."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right:>5,} of {self.of:>5,}  {self.right * 1000 // max(1, self.of) / 10:>5.1f} %"


def database(tables: Tables, log: Iterable[tuple[int, str, str | None]]) -> sqlite3.Connection:
    """The exported table and a log of (id, provider, code), in memory; the table as the CSV file has it."""

    text = io.StringIO()
    write_csv(text, list(flat_rows(tables)))
    text.seek(0)
    found = sqlite3.connect(":memory:")
    found.execute("CREATE TABLE codes (" + ", ".join(f'"{name}"' for name in COLUMNS) + ")")
    lines = csv.reader(text)
    next(lines)
    found.executemany(f"INSERT INTO codes VALUES ({', '.join('?' * len(COLUMNS))})", lines)  # noqa: S608  question marks
    found.execute("CREATE TABLE log (id INTEGER, provider TEXT, code TEXT)")
    found.executemany("INSERT INTO log VALUES (?, ?, ?)", log)
    return found


def measured(tables: Tables) -> dict[str, Share]:
    """What part of the corpus is answered as `normalize` answers it, by what the join knows of the code."""
    cases = [read(CORPUS / f"{name}.http") for name in names(".http")]
    records = [case.record() for case in cases]
    found = database(tables, [(number, record.provider, record.code) for number, record in enumerate(records)])
    counts: dict[str, list[int]] = {}
    for number, exact, *cells in found.execute(JOIN):
        record = records[number]
        same = exact is not None and [cell or None for cell in cells] == [_plain(getattr(record, name)) for name in ANSWER]
        for name in ("all cases", _sort_of(record.code, record.matched_by, exact)):
            right_and_all = counts.setdefault(name, [0, 0])
            right_and_all[0] += same
            right_and_all[1] += 1
    several = sum(len(case.errors()) > 1 for case in cases)
    counts["batches of several errors, of which a join sees one"] = [0, several]
    return {name: Share(*counts[name]) for name in sorted(counts, key=lambda name: (name != "all cases", -counts[name][1]))}


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _sort_of(code: str | None, matched_by: MatchedBy, exact: str | None) -> str:
    if code is None:
        return "no code: HEAD, a page, a status alone, a success"
    if exact is None:
        return f"a code without a row, answered by {matched_by}"
    return "a code with one row (exact)" if exact == "true" else "a code with several rows or a condition (default)"


def main() -> int:
    """Print the shares."""
    tables = Tables()
    rows = list(flat_rows(tables))
    codes = {(row.provider, row.code) for row in rows}
    print(f"the export: {len(rows):,} rows of {len(codes):,} pairs of provider and code, tables {tables.version}")
    print(f"exact on provider and code: {Share(sum(row.exact for row in rows), len(codes))} of the pairs\n")
    print("answered by the join as by normalize, of the cases of tests/corpus:")
    for name, share in measured(tables).items():
        print(f"{share}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
