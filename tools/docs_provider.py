"""The page of one provider: where its facts come from, how sure the lower rungs are, and every row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from normalizer.kinds import KIND_FACTS, Kind
from normalizer.measure import precision
from tools.docs_markdown import BLANK, anchor, code, codes, link, page, section, table, text
from tools.docs_rows import confirmed_rows, default_retry, is_odd, kind_link, when_cell

if TYPE_CHECKING:
    from normalizer.provider import Provider
    from normalizer.row import Row

_UP = "../"


def provider_page(provider: Provider) -> str:
    declaration = provider.declaration
    odd = [row for row in provider.rows if is_odd(row, provider)]
    return page(
        [f"# {text(declaration.name)}"],
        _facts(provider),
        section("## How sure", _how_sure(provider, odd)),
        section("## Sources", _sources(provider)),
        section("## Quirks", [f"* {text(quirk)}" for quirk in declaration.quirks]),
        section("## Statuses with a meaning of their own", _statuses(provider)),
        section("## Families of codes", _families(provider)),
        section("## Kinds with a status that is not natural for them", _odd_pairs(provider, odd)),
        section("## Rows whose status surprises", _surprises(odd)),
        section("## All rows", *_rows_by_kind(provider)),
        section("## Confirmed codes", _confirmed(provider)),
    )


def _facts(provider: Provider) -> list[str]:
    declaration = provider.declaration
    elder = provider.elder
    facts = [
        ("slug", code(provider.slug)),
        ("aliases", codes(declaration.aliases)),
        ("documentation", text(declaration.documentation)),
        ("licence", text(declaration.license)),
        ("like", f"{link(text(elder.declaration.name), elder.slug + '.md')}: a code without a row here has its meaning" if elder else ""),
        ("rows", str(len(provider.rows))),
        ("rows with a documented status", str(sum(row.status is not None for row in provider.rows))),
        ("confirmed codes", str(len(declaration.confirmed)) if elder else ""),
    ]
    return table(("", ""), [fact for fact in facts if fact[1]])


def _how_sure(provider: Provider, odd: list[Row]) -> list[str]:
    measured = precision(provider)
    rungs = [
        (rung, str(each.right), str(each.asked), f"{each.share:.3f}" if each.asked else BLANK)
        for rung, each in measured.items()
        if each.asked or provider.elder or rung != "inherited"
    ]
    documented = sum(row.status is not None for row in provider.rows)
    natural = f"Of {documented} rows with a documented status, {documented - len(odd)} have one that is natural for their kind."
    return [
        "How often the lower rungs are right where a row is taken away; of an unlisted code a record carries the share as `confidence`.",
        "",
        *table(("rung", "right", "asked", "share"), rungs),
        "",
        natural if documented else "No row has a documented status.",
    ]


def _sources(provider: Provider) -> list[str]:
    sources = provider.declaration.sources.items()
    rows = [(text(name), text(source.title), text(source.where), source.read, source.kind) for name, source in sources]
    return table(("source", "title", "where", "read", "kind"), rows) if rows else []


def _statuses(provider: Provider) -> list[str]:
    rows = [
        (
            each.status, code(each.when), kind_link(each.kind, _UP), each.reason or "", each.resource or "", each.retry or "",
            ", ".join(each.alternatives), text(each.why),
        )
        for each in provider.declaration.status
    ]  # fmt: skip
    return table(("status", "when", "kind", "reason", "resource", "retry", "alternatives", "why"), rows) if rows else []


def _families(provider: Provider) -> list[str]:
    rows = [
        (
            code(each.pattern),
            kind_link(each.kind, _UP) if each.kind else "as the status says",
            each.reason or "",
            each.resource or ", ".join(f"{part}: {resource}" for part, resource in each.resources.items()),
            each.retry or "",
            text(each.why),
        )
        for each in provider.declaration.family
    ]
    return table(("pattern", "kind", "reason", "resource", "retry", "why"), rows) if rows else []


def _odd_pairs(provider: Provider, odd: list[Row]) -> list[str]:
    counts = Counter((row.status, row.kind) for row in odd)
    pairs = [(str(each.status), kind_link(each.kind, _UP), str(counts[each.status, each.kind]), text(each.why)) for each in provider.declaration.odd]
    return table(("status", "kind", "rows", "why"), pairs) if pairs else []


def _surprises(odd: list[Row]) -> list[str]:
    rows = [
        (code(row.code), str(row.status), when_cell(row), link(row.kind, "#" + anchor(row.kind)), text(row.meaning))
        for row in sorted(odd, key=lambda row: (row.status or 0, row.kind))
    ]
    return table(("code", "status", "when", "kind", "meaning"), rows) if rows else []


def _rows_by_kind(provider: Provider) -> list[list[str]]:
    blocks = []
    for kind in Kind:
        rows = [row for row in provider.rows if row.kind is kind]
        if rows:
            blocks.append(section(f"### {kind}", [f"{kind_link(kind, _UP)}: {KIND_FACTS[kind].definition}."], _full(rows, provider)))
    return blocks


def _full(rows: list[Row], provider: Provider) -> list[str]:
    headers = ("code", "status", "when", "reason", "resource", "retry", "effect", "meaning", "note", "source")
    return table(headers, [_cells(row, provider) for row in rows])


def _cells(row: Row, provider: Provider) -> tuple[str, ...]:
    return (
        code(row.code),
        "" if row.status is None else str(row.status),
        when_cell(row),
        row.reason or "",
        row.resource or "",
        "" if row.retry is default_retry(row, provider) else row.retry,
        "" if row.effect is KIND_FACTS[row.kind].effect else row.effect,
        text(row.meaning),
        text(row.note),
        text(", ".join(row.source)),
    )


def _confirmed(provider: Provider) -> list[str]:
    rows = confirmed_rows(provider)
    if not rows or provider.elder is None:
        return []
    elder = link(text(provider.elder.declaration.name), provider.elder.slug + ".md")
    listed = [
        (code(row.code), "" if row.status is None else str(row.status), when_cell(row), kind_link(row.kind, _UP), text(row.meaning)) for row in rows
    ]
    return [
        f"The provider's own source lists these codes with the meaning and status that they have at {elder}, so they have no rows here.",
        "",
        *table(("code", "status", "when", "kind", "meaning"), listed),
    ]
