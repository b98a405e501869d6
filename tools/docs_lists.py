"""The pages that set all providers side by side: reasons and statuses, the matrix of kinds, the table of the README."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.kinds import Kind
from normalizer.row import STATUS_COLUMNS, read_lines
from normalizer.tables import FOLDER
from tools.docs_kinds import reason_meanings
from tools.docs_markdown import BLANK, anchor, code, link, page, section, table, text
from tools.docs_rows import all_providers, kind_link, listed_rows

if TYPE_CHECKING:
    from normalizer.provider import Provider
    from normalizer.tables import Tables

SHOWN: Final = 12
"""Codes in a cell of the matrix; the page of the provider has the rest."""

_REASONS = "The finer fact that a program may branch on. The list is closed for a release; a reason belongs to the kinds that it stands with."
_STATUSES = """\
What a status alone means, where neither a code nor a family answers and the provider declares no meaning of its own. A row with a condition is asked before the one without.
A status that is not here, like 418, is Unknown. A guess from the status never says `never`: it says `after_change`."""
_MATRIX = f"""\
The codes that each provider sends for each kind, at most {SHOWN} of them; "{BLANK}" is a blank: no code is known. Of a provider that is like another, its own codes and those that its own source confirms;
what else it inherits stands at the other."""


def reasons_page(tables: Tables) -> str:
    reasons = [(cells["reason"], kind_link(Kind(cells["kind"])), cells["retry"], text(cells["meaning"])) for cells in reason_meanings(tables)]
    statuses = [
        (
            cells["status"],
            code(cells["when"]),
            kind_link(Kind(cells["kind"])),
            cells["retry"],
            cells["alternatives"].replace(" ", ", "),
            text(cells["meaning"]),
        )
        for _, cells in read_lines(FOLDER / "statuses.csv", STATUS_COLUMNS)
    ]
    return page(
        ["# Reasons and statuses"],
        section("## Reasons", [_REASONS], table(("reason", "kind", "retry", "meaning"), reasons)),
        section("## Statuses", [_STATUSES], table(("status", "when", "kind", "retry, if not the kind's", "alternatives", "meaning"), statuses)),
    )


def matrix_page(tables: Tables) -> str:
    providers = all_providers(tables)
    headers = ("kind", *(link(provider.slug, _page_of(provider)) for provider in providers))
    rows = [(kind_link(kind), *(_cell(kind, provider) for provider in providers)) for kind in Kind]
    return page(["# Kinds and providers"], [_MATRIX], table(headers, rows, blanks=True))


def _page_of(provider: Provider) -> str:
    return f"providers/{provider.slug}.md"


def _cell(kind: Kind, provider: Provider) -> str:
    found = list(dict.fromkeys(row.code for row in listed_rows(provider) if row.kind is kind))
    shown = [code(each) for each in found[:SHOWN]]
    shown += [f"family {code(family.pattern)}" for family in provider.declaration.family if family.kind is kind and not found]
    cell = ", ".join(shown)
    more = len(found) - SHOWN
    if more > 0:
        cell += " " + link(f"… and {more} more", f"{_page_of(provider)}#{anchor(kind)}")
    return cell or BLANK


def readme_block(tables: Tables) -> str:
    """The table of providers for README.md."""
    rows = []
    for provider in all_providers(tables):
        kinds = {row.kind for row in listed_rows(provider)}
        read = max((source.read for source in provider.declaration.sources.values()), default="")
        name = text(provider.declaration.name)
        rows.append((link(code(provider.slug), f"docs/{_page_of(provider)}"), name, str(len(provider.rows)), str(len(kinds)), read))
    return "\n".join(table(("provider", "name", "rows", "kinds", "sources last read"), rows, blanks=True))
