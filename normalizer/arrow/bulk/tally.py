"""Counts of what was answered: of one part, and of many parts together. Their size does not grow with the input."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.kinds import MatchedBy

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT_OF_A_PART: Final = 1_000
KEPT: Final = 20_000
_SHOWN: Final = 200
_UNLISTED: Final = pa.array([str(MatchedBy.FAMILY), str(MatchedBy.STATUS), str(MatchedBy.NOTHING)])


class Tally:
    """Rows by provider and kind, by rung, codes that are in no table, and rows that are no response.

    Of codes and problems only the most frequent are kept, `more` counts rows of the others; all else is exact.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows = self.bad = self.more = 0
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.rungs: Counter[str] = Counter()
        self.codes: Counter[tuple[str, str]] = Counter()
        self.examples: dict[tuple[str, str], list[Any]] = {}
        self.problems: Counter[str] = Counter()
        self.first_bad: dict[str, list[Any]] = {}

    def add(self, table: pa.Table, numbers: Any, file: str) -> None:
        """Count rows of answers. `numbers` says where each stands in the file."""
        bad = pc.is_valid(table.column("problem"))
        self.rows += table.num_rows
        found = pc.sum(bad).as_py() or 0
        if found:
            self.bad += found
            for problem, number in zip(_words(table.column("problem").filter(bad)), numbers.filter(bad).to_pylist(), strict=True):
                self.problems[problem] += 1
                self.first_bad.setdefault(problem, [file, number])
            good = pc.invert(bad)
            table, numbers = table.filter(good), numbers.filter(good)
        for provider, kind, count in _grouped(table, ["provider", "kind"]):
            self.kinds[provider or "", kind] += count
        for rung, count in _grouped(table, ["matched_by"]):
            self.rungs[rung] += count
        unlisted = pc.and_(pc.is_in(table.column("matched_by").cast(pa.string()), _UNLISTED), pc.is_valid(table.column("code")))
        if pc.any(unlisted).as_py():
            self._add_codes(table.filter(unlisted), numbers.filter(unlisted).to_pylist(), file)

    def _add_codes(self, table: pa.Table, numbers: list[int], file: str) -> None:
        for provider, code, status, number in zip(
            _words(table.column("provider")), _words(table.column("code")), table.column("status").to_pylist(), numbers, strict=True
        ):
            self.codes[provider, code] += 1
            self.examples.setdefault((provider, code), [status, file, number])

    def trim(self, kept: int) -> None:
        """Forget all but the most frequent codes and problems."""
        both: tuple[tuple[Counter[Any], dict[Any, Any]], ...] = ((self.codes, self.examples), (self.problems, self.first_bad))
        for counts, examples in both:
            for name, count in sorted(counts.items(), key=_rank)[kept:]:
                del counts[name], examples[name]
                self.more += count

    def merge(self, other: Tally) -> None:
        """Add the counts of a part that comes behind."""
        self.rows, self.bad, self.more = self.rows + other.rows, self.bad + other.bad, self.more + other.more
        for mine, more in ((self.kinds, other.kinds), (self.rungs, other.rungs), (self.codes, other.codes), (self.problems, other.problems)):
            mine.update(more)  # type: ignore[arg-type]
        self.examples = other.examples | self.examples
        self.first_bad = other.first_bad | self.first_bad
        if len(self.codes) > 2 * KEPT or len(self.problems) > 2 * KEPT:
            self.trim(KEPT)

    def as_json(self) -> dict[str, Any]:
        """The counts as a document."""
        by_provider: dict[str, dict[str, int]] = {}
        for (provider, kind), count in sorted(self.kinds.items(), key=_rank):
            by_provider.setdefault(provider, {})[kind] = count
        unknown = [
            {"provider": provider, "code": code, "rows": count, **dict(zip(("status", "file", "row"), self.examples[provider, code], strict=True))}
            for (provider, code), count in sorted(self.codes.items(), key=_rank)
        ]
        problems = [
            {"problem": problem, "rows": count, **dict(zip(("file", "row"), self.first_bad[problem], strict=True))}
            for problem, count in sorted(self.problems.items(), key=_rank)
        ]
        return {
            "rows": self.rows, "bad": self.bad, "kinds": by_provider, "matched_by": dict(sorted(self.rungs.items(), key=_rank)),
            "unlisted_codes": unknown, "problems": problems, "rows_of_rarer_codes_and_problems": self.more,
        }  # fmt: skip

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> Tally:
        """The tally that `as_json` gave."""
        tally = cls()
        tally.rows, tally.bad, tally.more = value["rows"], value["bad"], value["rows_of_rarer_codes_and_problems"]
        tally.kinds.update({(provider, kind): count for provider, kinds in value["kinds"].items() for kind, count in kinds.items()})
        tally.rungs.update(value["matched_by"])
        for each in value["unlisted_codes"]:
            tally.codes[each["provider"], each["code"]] = each["rows"]
            tally.examples[each["provider"], each["code"]] = [each["status"], each["file"], each["row"]]
        for each in value["problems"]:
            tally.problems[each["problem"]] = each["rows"]
            tally.first_bad[each["problem"]] = [each["file"], each["row"]]
        return tally


def total(parts: Iterable[dict[str, Any]]) -> Tally:
    """The counts of all parts, given in their order."""
    found = Tally()
    for part in parts:
        found.merge(Tally.of_json(part))
    return found


def _words(column: pa.ChunkedArray) -> list[str]:
    return [str(value or "")[:_SHOWN] for value in column.to_pylist()]


def _grouped(table: pa.Table, names: list[str]) -> list[tuple[Any, ...]]:
    plain = pa.table([table.column(name).cast(pa.string()) for name in names], names)
    found = plain.group_by(names, use_threads=False).aggregate([([], "count_all")])
    return [tuple(row[name] for name in (*names, "count_all")) for row in found.to_pylist()]


def _rank(item: tuple[Any, int]) -> tuple[int, Any]:
    return -item[1], item[0]
