"""The page of one kind: what it means, what holds for it by default, and what each provider sends for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from normalizer.kinds import KIND_FACTS, Resource
from tools.docs_facts import definition, facts_table, reasons_table
from tools.docs_markdown import BLANK, anchor, code, link, page, section, table, text
from tools.docs_rows import codes_of, confirmed_rows, families_of, is_odd, listed_rows, when_cell

if TYPE_CHECKING:
    from normalizer.kinds import Kind
    from normalizer.provider import Provider
    from normalizer.row import Row

SHOWN: Final = 12
"""Rows of one provider on a kind's page; the provider's page has the rest."""
STATUSES_SHOWN: Final = 4

_ABOUT: Final = """\
Codes: the provider's own and those of the dialect it follows that its own source confirms. Statuses: the most frequent documented ones, with the number of rows.
Below, of each code: its status, the resource, the reason and the condition where it has one, and the meaning; the provider's page has notes and sources."""


def kind_page(kind: Kind, providers: list[Provider], meanings: list[dict[str, str]]) -> str:
    """`meanings`: the lines of reasons.csv."""
    sending = senders(kind, providers)
    return page(
        [f"# {kind}"],
        [definition(kind)],
        [f"{link('All kinds', '../kinds.md')} · {link('rules at the borders', '../rules.md')} · {link('matrix', '../matrix.md')}"],
        section("## By default", facts_table(kind)),
        section("## Reasons", reasons_table(kind, meanings)),
        section("## Who sends it", _overview(kind, sending)),
        *[_provider(kind, provider) for provider in sending],
    )


def senders(kind: Kind, providers: list[Provider]) -> list[Provider]:
    """The providers with a row, a confirmed code or a family of the kind."""
    return [provider for provider in providers if codes_of(kind, provider) or families_of(kind, provider)]


def _overview(kind: Kind, sending: list[Provider]) -> list[str]:
    if not sending:
        return ["No provider has a code of this kind."]
    rows = [
        (link(text(provider.slug), "#" + anchor(provider.slug)), str(len(codes_of(kind, provider))) or BLANK, _statuses(kind, provider))
        for provider in sending
    ]
    return [
        _ABOUT,
        "",
        *table(("provider", "codes", "statuses"), rows, blanks=True),
    ]


def _statuses(kind: Kind, provider: Provider) -> str:
    counts = Counter(row.status for row in listed_rows(provider) if row.kind is kind and row.status is not None)
    ordered = sorted(counts, key=lambda status: (-counts[status], status))
    said = ", ".join(f"{status} ({counts[status]})" for status in ordered[:STATUSES_SHOWN])
    return said + (" …" if len(ordered) > STATUSES_SHOWN else "") or BLANK


def _provider(kind: Kind, provider: Provider) -> list[str]:
    own = sorted((row for row in provider.rows if row.kind is kind), key=lambda row: _plainness(row, provider))
    there = f"../providers/{provider.slug}.md"
    more = len(own) - SHOWN
    return section(
        f"### {text(provider.slug)}",
        [link(text(provider.declaration.name), f"{there}#{anchor(kind)}" if codes_of(kind, provider) else there)],
        [_line(row) for row in own[:SHOWN]],
        [link(f"… and {more} more", f"{there}#{anchor(kind)}")] if more > 0 else [],
        _confirmed(kind, provider),
        [f"* family {code(family.pattern)}: {text(family.why)}" for family in families_of(kind, provider)],
    )


def _line(row: Row) -> str:
    """A row on one line, for a table of long codes and sentences is too wide for a phone."""
    facts = ("no status" if row.status is None else str(row.status), row.resource or "", row.reason or "", when_cell(row))
    return f"* {code(row.code)} {', '.join(filter(None, facts))}: {text(row.meaning)}"


def _confirmed(kind: Kind, provider: Provider) -> list[str]:
    """The confirmed codes on one line: what they mean stands at the elder."""
    found = list(dict.fromkeys(row.code for row in confirmed_rows(provider) if row.kind is kind))
    if not found or provider.elder is None:
        return []
    elder = link(text(provider.elder.declaration.name), "#" + anchor(provider.elder.slug))
    return [f"As {elder}: " + ", ".join(map(code, found)) + "."]


def _plainness(row: Row, provider: Provider) -> tuple[int, ...]:
    """Least for the plainest; a bucket or an object is what readers know best."""
    canonical = KIND_FACTS[row.kind].statuses[:1]
    remote = 0 if row.resource in {Resource.BUCKET, Resource.OBJECT} else 1 if row.resource is None else 2
    return bool(row.when), is_odd(row, provider), remote, row.status not in canonical, row.status is None
