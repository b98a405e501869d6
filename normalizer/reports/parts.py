"""What every form of a comparison says in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.consequences import Consequence
from normalizer.gaps import Nearness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from normalizer.comparison_model import Codes, Comparison, Finding, Gap, Log, Reply

HARMFUL: Final = (
    Consequence.SILENT_SUCCESS,
    Consequence.ENDLESS_RETRY,
    Consequence.LOST_RETRY,
    Consequence.NEW_FAILURE,
    Consequence.WRONG_BRANCH,
    Consequence.OTHER_CODE,
)
"""The consequences that are findings, the worst first."""

BASIS: Final = (
    "A program is read as two: one goes by the status, one by the code and, where it does not know the code, by the status. What is not known is not "
    "compared; no finding is no promise. Answers marked as seen were provoked on a server or observed; the others rest on what the vendor's lists, "
    "guides or code say. The tables name the source of each."
)


def title(comparison: Comparison) -> str:
    """The comparison's headline."""
    return f"From {comparison.a_name} to {comparison.b_name}: what errors will do"


def summary(comparison: Comparison) -> str:
    """How many scenarios were compared, and what came out."""
    wrong = sum(comparison.counts[each] for each in HARMFUL[:-1])
    compared = sum(comparison.counts.values()) - comparison.counts[Consequence.UNKNOWN]
    return (
        f"{compared} of {sum(comparison.counts.values())} scenarios could be compared. In {wrong} a program that knows {comparison.a} goes wrong at "
        f"{comparison.b}, in {comparison.counts[Consequence.OTHER_CODE]} only a comparison with the very code or status fails, "
        f"in {comparison.counts[Consequence.NONE]} nothing changes."
    )


def log_line(log: Log) -> str:
    """What the log held."""
    rest = [
        f"{count} {name}"
        for count, name in ((log.successes, "successes"), (log.others, "of other providers"), (log.unreadable, "not readable"))
        if count
    ]
    beside = f"; beside them {', '.join(rest)}" if rest else ""
    return f"The log has {log.lines} lines with {log.errors} errors{beside}."


def groups(findings: Iterable[Finding]) -> Iterator[tuple[Consequence, list[Finding]]]:
    """The findings of each consequence that has any, the worst first."""
    listed = list(findings)
    for consequence in HARMFUL:
        if found := [each for each in listed if each.consequence is consequence]:
            yield consequence, found


def replies(listed: Iterable[Reply]) -> str:
    """All answers of a provider in a row; the usual one first."""
    return ", or ".join(f"{reply.native}{_marks(reply)}" for reply in listed) or "not known"


def _marks(reply: Reply) -> str:
    marks = [word for word, is_so in (("succeeds", reply.succeeds), ("seen", reply.shown)) if is_so]
    return f" ({', '.join(marks)})" if marks else ""


def codes(listed: Codes, most: int | None = None) -> str:
    """Codes in a row, each once, with the status where two entries differ in it; how many more there are beyond `most`."""
    names = list(dict.fromkeys(each.native for each in listed))
    shown = names if most is None else names[:most]
    return ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(names) > len(shown) else "")


def nearest(gap: Gap, most: int = 4) -> str:
    """What the other provider has instead, or how little it has."""
    if gap.nearness is Nearness.NOTHING:
        return "nothing of this kind"
    if gap.nearness is Nearness.RESOURCE:
        return f"for another reason: {codes(gap.nearest, most)}"
    number = len({each.native for each in gap.nearest})
    about = f"none of {gap.resource}" if gap.resource else "all of something in particular"
    return f"{number} of this kind, {about}" if number > most else f"of this kind, {about}: {codes(gap.nearest)}"


def seen(count: int) -> str:
    """How often the log has something; nothing for never."""
    return f"{count} in the log" if count else ""


def visible(text: str) -> str:
    r"""`text` with everything escaped that is no printable character: what a log holds must not steer a terminal.

    >>> print(visible("a\n\x1b[31mb"))
    a\n\x1b[31mb
    """
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
