"""A comparison as CSV, for a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from normalizer.reports import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.comparison_model import Comparison, Gap

COLUMNS: Final = ("section", "scenario", "what", "kind", "resource", "reason", "a", "b", "taken_for", "read_by", "seen", "why")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(comparison: Comparison) -> str:
    """The lines: the scenarios as they are ranked, those without a difference, those not known, then what has no equivalent.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in line] for line in _lines(comparison))
    return out.getvalue()


def _lines(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    for finding in (*comparison.findings, *comparison.same, *comparison.unknown):
        kind = next((reply.kind for reply in finding.a), None)
        a, b = parts.replies(finding.a), parts.replies(finding.b)
        yield (
            finding.consequence,
            finding.scenario,
            finding.what,
            kind,
            None,
            None,
            a,
            b,
            finding.taken_for,
            finding.read_by,
            finding.seen,
            finding.why,
        )
    for gap in comparison.gone:
        yield _gap("gone", gap, parts.codes(gap.codes), parts.nearest(gap))
    for gap in comparison.new:
        yield _gap("new", gap, parts.nearest(gap), parts.codes(gap.codes))


def _gap(section: str, gap: Gap, a: str, b: str) -> tuple[object, ...]:
    return section, None, None, gap.kind, gap.resource, gap.reason, a, b, None, None, gap.seen, None


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
