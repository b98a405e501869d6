"""The lists of reasons and statuses, and the README's table of providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.folders import FOLDER
from normalizer.kinds import Kind
from normalizer.row import STATUS_COLUMNS, read_lines
from tools.docs_facts import reason_meanings
from tools.docs_markdown import BLANK, code, link, page, section, table, text
from tools.docs_rows import all_providers, kind_link

if TYPE_CHECKING:
    from normalizer.tables import Tables

_REASONS = "The finer fact that a program may branch on. The list is closed for a release; a reason belongs to the kinds that it stands with."
_STATUSES = """\
What a status alone means, where neither a code nor a family answers and the provider declares no meaning of its own. A row with a condition is asked before the one without.
A status that is not here, like 418, is Unknown. A guess from the status never says `never`: it says `after_change`."""


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


def readme_block(tables: Tables) -> str:
    """The table of providers for README.md."""
    rows = []
    for provider in all_providers(tables):
        declaration = provider.declaration
        rows.append(
            (
                link(code(provider.slug), f"docs/providers/{provider.slug}.md"),
                text(declaration.name),
                text(", ".join(declaration.aliases)),
                str(len(provider.rows)),
                str(len(declaration.confirmed) or BLANK),
                text(declaration.like),
            )
        )
    return "\n".join(table(("provider", "name", "aliases", "rows", "confirmed", "like"), rows, blanks=True))
