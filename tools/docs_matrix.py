"""The page that sets providers against kinds: how many codes each sends for each, with the way to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tools.docs_groups import bundles
from tools.docs_markdown import BLANK, anchor, link, page, section, table, text
from tools.docs_rows import all_providers, codes_of, families_of

if TYPE_CHECKING:
    from normalizer.kinds import Kind
    from normalizer.provider import Provider
    from normalizer.tables import Tables
    from tools.docs_groups import Group

NARROW: Final = 3
"""Kinds beside which a phone still shows the provider; beyond, its name stands at the right end too."""

_ABOUT: Final = f"""\
How many codes each provider sends for each kind; a number leads to them, a kind to its page. Of a provider that follows the dialect of another, its own codes and those that its own source confirms are counted;
what else it inherits stands at the other. Wide tables name the provider at both ends. `fam.`: no code is listed, but a declared family of codes has the kind. "{BLANK}" is a blank: none is known."""


def matrix_page(tables: Tables) -> str:
    providers = all_providers(tables)
    return page(["# Providers and kinds"], [_ABOUT], *[_bundle(groups, providers) for groups in bundles()])


def _bundle(groups: list[Group], providers: list[Provider]) -> list[str]:
    title = "; ".join(group.change for group in groups)
    kinds = [kind for group in groups for kind in group.kinds]
    headers = ("provider", *(link(breakable(kind), f"kinds/{kind}.md") for kind in kinds), "provider")
    rows = [(_name(provider), *(_cell(kind, provider) for kind in kinds), _name(provider)) for provider in providers]
    kept = len(headers) if len(kinds) > NARROW else -1
    return section(f"## {title[0].upper()}{title[1:]}", table(headers[:kept], [row[:kept] for row in rows], blanks=True))


def breakable(kind: Kind) -> str:
    """The kind's name, which a narrow column may break between its words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "<wbr>", kind)


def _name(provider: Provider) -> str:
    return link(text(provider.slug), _page_of(provider))


def _page_of(provider: Provider) -> str:
    return f"providers/{provider.slug}.md"


def _cell(kind: Kind, provider: Provider) -> str:
    if found := codes_of(kind, provider):
        return link(str(len(found)), f"{_page_of(provider)}#{anchor(kind)}")
    return link("fam.", f"{_page_of(provider)}#families-of-codes") if families_of(kind, provider) else BLANK
