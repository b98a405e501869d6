"""How sure the tables are, provider by provider: the lower rungs, the statuses, and the two readings of every row."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.errors import TableError
from normalizer.kinds import MatchedBy
from normalizer.measure import precision
from normalizer.tables import Tables
from tools.agreement import agreement, pairs_of
from tools.docs_markdown import BLANK, page, section, table, text
from tools.docs_rows import all_providers, is_odd
from tools.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalizer.provider import Provider
    from tools.agreement import Agreement, Pair

ROOT: Final = Path(__file__).resolve().parent.parent
WIDTH: Final = 100


class Part(NamedTuple):
    """One table of the report and what it shows."""

    title: str
    about: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    remarks: list[str]


def report(tables: Tables, root: Path) -> list[Part]:
    """Everything that this command prints. `root` has tests/readings and docs/decisions.md. Raises TableError."""
    providers = all_providers(tables)
    parts = [_rungs(providers), _consistent(providers), _double_entry(providers, root)]
    return [part for part in parts if part.rows]


def _share(right: int, asked: int) -> str:
    return f"{right * 1000 // asked / 1000:.3f}" if asked else BLANK


def _rungs(providers: list[Provider]) -> Part:
    rows: list[tuple[str, ...]] = []
    for provider in providers:
        for rung, measured in precision(provider).items():
            if rung is not MatchedBy.INHERITED or provider.elder:
                rows.append((provider.slug, rung, str(measured.right), str(measured.asked), _share(measured.right, measured.asked)))
    about = (
        "Each row is taken away, and the rung answers for its code and status alone: `right` of the `asked` rows that the rung could answer had the kind that it said; "
        "a family that tells no kind but a resource is right where the resource is. `inherited` counts the codes that the provider and the one it is like both document. "
        "Records carry the share as `confidence`."
    )
    return Part("The lower rungs", about, ("provider", "rung", "right", "asked", "share"), rows, [])


def _consistent(providers: list[Provider]) -> Part:
    rows, totals = [], [0, 0, 0]
    for provider in providers:
        documented = sum(row.status is not None for row in provider.rows)
        counts = (len(provider.rows), documented, documented - sum(is_odd(row, provider) for row in provider.rows))
        rows.append((provider.slug, *map(str, counts), _share(counts[2], documented)))
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
    rows.append(("all", *map(str, totals), _share(totals[2], totals[1])))
    about = (
        "How many rows have a documented status at all, and of how many of these the status is natural for the kind. "
        "The others are declared and explained, pair by pair, on the provider's page."
    )
    return Part("Consistent with HTTP status", about, ("provider", "rows", "with a status", "natural", "share"), rows, [])


def _double_entry(providers: list[Provider], root: Path) -> Part:
    rows: list[tuple[str, ...]] = []
    remarks: list[str] = []
    pooled: list[Pair] = []
    for provider in providers:
        pairs, left_out = pairs_of(provider, root)
        if pairs:
            rows.append(_agreement_row(provider.slug, agreement(pairs)))
        remarks += [f"Not compared: {provider.slug} {code}, of which the tables leave the kind open." for code in left_out]
        pooled += pairs
    if rows:
        rows.append(_agreement_row("all", agreement(pooled)))
    about = (
        "Two readers judged every row without seeing each other's rulings; confirmed codes of a follower and families with a kind were read too. "
        "The columns count the rows on whose kind and on whose resource they agreed; kappa is Cohen's, of the kinds. Where they differed, docs/decisions.md rules."
    )
    return Part("The two readings", about, ("provider", "rows", "same kind", "share", "same resource", "share", "kappa"), rows, remarks)


def _agreement_row(name: str, found: Agreement) -> tuple[str, ...]:
    kappa = BLANK if found.kappa is None else f"{found.kappa:.3f}"
    return (
        name, str(found.rows), str(found.kinds), _share(found.kinds, found.rows), str(found.resources), _share(found.resources, found.rows), kappa,
    )  # fmt: skip


def precision_page(tables: Tables, root: Path = ROOT) -> str:
    """docs/precision.md."""
    parts = (
        section(f"## {part.title}", [_prose(part.about)], table(part.headers, part.rows, blanks=True), [_prose(each) for each in part.remarks])
        for part in report(tables, root)
    )
    return page(["# How sure the tables are"], ["`make precision` prints these figures."], *parts)


def _prose(sentence: str) -> str:
    """Our own sentences, in which backticks mark code."""
    return "`".join(part if number % 2 else text(part) for number, part in enumerate(sentence.split("`")))


def printed(tables: Tables, root: Path = ROOT) -> str:
    """The report for a terminal."""
    blocks: list[str] = []
    for part in report(tables, root):
        blocks += [part.title, *wrap(part.about.replace("`", ""), WIDTH), "", *_apart(part.headers, part.rows), *part.remarks, ""]
    return "\n".join(blocks).rstrip("\n") + "\n"


def _apart(headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Aligned lines, each provider named once."""
    return aligned(headers, [("" if number and row[0] == rows[number - 1][0] else row[0], *row[1:]) for number, row in enumerate(rows)])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdown", action="store_true", help="print docs/precision.md")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder with tests/readings and docs/decisions.md")
    options = parser.parse_args(arguments)
    make = precision_page if options.markdown else printed
    try:
        print(make(Tables(), options.root), end="")
    except TableError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
