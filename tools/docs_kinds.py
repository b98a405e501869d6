"""The short page of all kinds: what must change, what each means, and the way to the page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.kinds import KIND_FACTS
from tools.docs_groups import GROUPS
from tools.docs_kind import senders
from tools.docs_markdown import code, link, page, section, text
from tools.docs_rows import all_providers, kind_link

if TYPE_CHECKING:
    from normalizer.kinds import Kind
    from normalizer.provider import Provider
    from normalizer.tables import Tables

_INTRODUCTION: Final = f"""\
One question decides a kind: what must change before this can succeed, and who changes it? The native code is evidence, the status is a hint, the message is no evidence.
Each kind has a page with its defaults, its reasons, and the codes that each provider sends for it; the rules at the borders are in {link("rules.md", "rules.md")},
who sends what in {link("matrix.md", "matrix.md")}. The first of a kind's statuses is its canonical one. Retry is the default: a reason may have one of its own, a row may override both."""


def kinds_page(tables: Tables) -> str:
    providers = all_providers(tables)
    blocks = [section(_heading(group.change), [_line(kind, providers) for kind in group.kinds]) for group in GROUPS]
    return page(["# Kinds"], [_INTRODUCTION], *blocks)


def _heading(change: str) -> str:
    return f"## {change[0].upper()}{change[1:]}"


def _line(kind: Kind, providers: list[Provider]) -> str:
    facts = KIND_FACTS[kind]
    statuses = ", ".join(map(str, facts.statuses)) or "no status"
    return f"* **{kind_link(kind)}**: {text(facts.definition)}. {statuses}; retry {code(facts.retry)}; {_senders(len(senders(kind, providers)))}."


def _senders(count: int) -> str:
    return f"{count} provider" if count == 1 else f"{count} providers"
