"""A comparison as plain text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from normalizer.consequences import MEANINGS, TITLES
from normalizer.reports import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from normalizer.comparison_model import Comparison, Finding, Gap, KindLine

WIDTH: Final = 100


def text_of(comparison: Comparison) -> str:
    """The whole comparison, lines at most `WIDTH` wide where words allow it; ends in a line feed."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield parts.title(comparison)
    yield ""
    yield from _wrapped(parts.summary(comparison))
    if comparison.log:
        yield from _wrapped(parts.log_line(comparison.log))
    yield from _wrapped(parts.BASIS)
    for consequence, findings in parts.groups(comparison.findings):
        yield from _heading(f"{TITLES[consequence]}: {MEANINGS[consequence]}")
        for finding in findings:
            yield from _finding(finding, comparison)
    yield from _rest("No difference", comparison.same)
    yield from _rest("Not known", comparison.unknown)
    yield from _gaps(f"What {comparison.b} has no code for", comparison.gone)
    yield from _gaps(f"What {comparison.a} had no code for", comparison.new)
    yield from _heading("Kind by kind")
    for line in comparison.kinds:
        yield from _kind(line, comparison)
    if comparison.log and comparison.log.unlisted:
        yield from _heading(f"Codes in the log that the table of {comparison.a} has not")
        for each in comparison.log.unlisted:
            yield f"  {each.seen:>7}  {parts.visible(each.code)} ({each.status or 'no status'}), read as {each.kind}"
    yield ""
    yield f"Tables {comparison.tables_version}."


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "-" * min(len(text), WIDTH)


def _finding(finding: Finding, comparison: Comparison) -> Iterator[str]:
    seen = parts.seen(finding.seen)
    yield f"  * {finding.what}{f'  [{seen}]' if seen else ''}"
    widest = max(len(comparison.a), len(comparison.b))
    for slug, replies in ((comparison.a, finding.a), (comparison.b, finding.b)):
        yield from _wrapped(f"{slug:<{widest}}  {parts.replies(replies)}", "      ", "      " + " " * (widest + 2))
    yield from _wrapped(finding.why, "      ")
    for slug, replies in ((comparison.a, finding.a), (comparison.b, finding.b)):
        for reply in replies:
            if reply.note:
                yield from _wrapped(f"{slug}, {reply.native}: {reply.note}", "      - ", "        ")


def _rest(title: str, findings: Iterable[Finding]) -> Iterator[str]:
    names = [finding.what for finding in findings]
    if names:
        yield from _heading(f"{title}: {len(names)} scenarios")
        yield from _wrapped("; ".join(names) + ".", "  ")


def _gaps(title: str, gaps: tuple[Gap, ...]) -> Iterator[str]:
    if gaps:
        yield from _heading(f"{title}: {len(gaps)} meanings")
    for gap in gaps:
        seen = parts.seen(gap.seen)
        yield f"  * {gap.means}{f'  [{seen}]' if seen else ''}"
        yield from _wrapped(f"said as {parts.codes(gap.codes, 12)}; nearest: {parts.nearest(gap)}", "      ")


def _kind(line: KindLine, comparison: Comparison) -> Iterator[str]:
    seen = parts.seen(line.seen)
    yield f"  {line.kind}{f'  [{seen}]' if seen else ''}"
    widest = max(len(comparison.a), len(comparison.b))
    for slug, listed in ((comparison.a, line.a), (comparison.b, line.b)):
        yield from _wrapped(f"{slug:<{widest}}  {parts.codes(listed) or '-'}", "    ", "    " + " " * (widest + 2))


def _wrapped(text: str, indent: str = "", further: str | None = None) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent if further is None else further, break_long_words=False, break_on_hyphens=False
    )
