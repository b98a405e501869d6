"""The summary of a table's answers as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from normalizer.kinds import Kind

if TYPE_CHECKING:
    from collections import Counter

    from normalizer.arrow.bulk.tally import Tally

_KINDS: Final = 8
_CODES: Final = 20
_PROBLEMS: Final = 5


def report(tally: Tally, seconds: float, resumed: int, parts: int) -> list[str]:
    """The lines of the summary: how many rows, how sure, what each provider said, which codes no table has, what could not be read."""
    good = sum(count for (_, kind), count in tally.kinds.items() if kind == Kind.NOT_AN_ERROR)
    lines = [f"rows        {tally.rows}: {tally.rows - tally.bad - good} with errors, {good} without, {tally.bad} bad"]
    if resumed:
        lines.append(f"went on     {resumed} of {parts} parts were done before")
    else:
        lines.append(f"took        {seconds:.1f} s, {tally.rows / max(seconds, 0.001):.0f} rows/s")
    if tally.rungs:
        answered = sum(tally.rungs.values())
        lines.append(
            "matched_by  " + ", ".join(f"{rung} {count} ({count * 10_000 // answered / 100:.2f}%)" for rung, count in tally.rungs.most_common())
        )
    lines += [f"{provider or 'no provider':<11} {_most(tally, provider)}" for provider in sorted({name for name, _ in tally.kinds})]
    lines += _codes(tally) + _problems(tally)
    return lines


def _most(tally: Tally, provider: str) -> str:
    kinds = sorted(((count, kind) for (name, kind), count in tally.kinds.items() if name == provider), key=lambda each: (-each[0], each[1]))
    shown = ", ".join(f"{kind} {count}" for count, kind in kinds[:_KINDS])
    rest = sum(count for count, _ in kinds[_KINDS:])
    return shown + (f", others {rest}" if rest else "")


def _codes(tally: Tally) -> list[str]:
    if not tally.codes:
        return []
    found = ["codes that are in no table, the most frequent first:"]
    for name, count in _ranked(tally.codes)[:_CODES]:
        provider, code = name
        status, file, row = tally.examples[provider, code]
        found.append(f"  {provider} {code}: {count}, for example with status {status or 'none'} in {file} row {row}")
    left = len(tally.codes) - _CODES
    if left > 0:
        found.append(f"  and {left} more; --summary FILE lists them")
    return found


def _problems(tally: Tally) -> list[str]:
    found = ["bad rows:"] if tally.problems else []
    for problem, count in _ranked(tally.problems)[:_PROBLEMS]:
        file, row = tally.first_bad[problem]
        found.append(f"  {problem}: {count}, the first in {file} row {row}")
    left = len(tally.problems) - _PROBLEMS
    return [*found, f"  and {left} other faults; the column problem has them"] if left > 0 else found


def _ranked(counts: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))
