"""A comparison as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from normalizer.consequences import MEANINGS, TITLES
from normalizer.reports import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from normalizer.comparison_model import Comparison, Finding, Gap

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>~&|#]")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def markdown_of(comparison: Comparison) -> str:
    """The whole comparison; nothing in it is taken for markup or HTML. Ends in a line feed."""
    return "\n\n".join(_blocks(comparison)) + "\n"


def _blocks(comparison: Comparison) -> Iterator[str]:
    a, b = comparison.a, comparison.b
    yield f"# {_text(parts.title(comparison))}"
    yield _text(parts.summary(comparison))
    if comparison.log:
        yield _text(parts.log_line(comparison.log))
    yield _text(parts.BASIS)
    for consequence, findings in parts.groups(comparison.findings):
        yield f"## {TITLES[consequence]}"
        yield _text(f"{MEANINGS[consequence][0].upper()}{MEANINGS[consequence][1:]}.")
        yield _table(("scenario", a, b, "what happens", "in the log"), map(_finding, findings))
    for title, rest in (("No difference", comparison.same), ("Not known", comparison.unknown)):
        if rest:
            yield f"## {title}"
            yield "\n".join(f"* {_text(finding.what)}" for finding in rest)
    for title, gaps in ((f"What {b} has no code for", comparison.gone), (f"What {a} had no code for", comparison.new)):
        if gaps:
            yield f"## {_text(title)}"
            yield _table(("meaning", "said as", "nearest", "in the log"), map(_gap, gaps))
    yield "## Kind by kind"
    yield _table(
        ("kind", a, b, "in the log"), [(str(line.kind), parts.codes(line.a), parts.codes(line.b), str(line.seen or "")) for line in comparison.kinds]
    )
    if comparison.log and comparison.log.unlisted:
        yield "## Codes in the log that are in no table"
        yield _table(
            ("code", "status", "read as", "in the log"),
            [(each.code, str(each.status or ""), str(each.kind), str(each.seen)) for each in comparison.log.unlisted],
        )
    yield f"Tables {comparison.tables_version}."


def _finding(finding: Finding) -> tuple[str, ...]:
    return finding.what, parts.replies(finding.a), parts.replies(finding.b), finding.why, str(finding.seen or "")


def _gap(gap: Gap) -> tuple[str, ...]:
    return gap.means, parts.codes(gap.codes, 12), parts.nearest(gap), str(gap.seen or "")


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table without the columns that have no entry."""
    listed = list(rows)
    kept = [place for place in range(len(headers)) if any(row[place] for row in listed)]
    lines = [_line(headers[place] for place in kept), "|" + "---|" * len(kept)]
    return "\n".join(lines + [_line(row[place] for place in kept) for row in listed])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_text(cell) for cell in cells)} |"


def _text(value: str) -> str:
    """`value` as plain text on one line."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), parts.visible(" ".join(value.split())))
