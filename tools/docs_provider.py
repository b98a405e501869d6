"""The page of one provider: what is peculiar and where its facts come from, then its wire, then every code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from normalizer.kinds import KIND_FACTS, Kind
from normalizer.measure import precision
from tools.docs_markdown import BLANK, anchor, code, codes, link, page, section, table, text
from tools.docs_rows import codes_of, confirmed_rows, default_retry, inherited_codes, is_odd, kind_link, when_cell
from tools.docs_wire import wire

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
        section("## Quirks", [f"* {text(quirk)}" for quirk in declaration.quirks]),
        section("## Sources", _sources(provider)),
        section("## Kinds with a status that is not natural for them", _odd_pairs(provider, odd)),
        section("## Rows whose status surprises", _surprises(odd)),
        section("## How sure", _how_sure(provider, odd)),
        section("## Statuses with a meaning of their own", _statuses(provider)),
        section("## Families of codes", _families(provider)),
        *wire(provider),
        section("## All codes", _contents(provider), *_codes_by_kind(provider)),
    )


def _facts(provider: Provider) -> list[str]:
    declaration = provider.declaration
    elder = provider.elder
    documented = sum(row.status is not None for row in provider.rows)
    facts = [
        ("slug", code(provider.slug)),
        ("aliases", codes(declaration.aliases)),
        ("like", f"{link(text(elder.declaration.name), elder.slug + '.md')}: a code without a row here has its meaning" if elder else ""),
        ("rows", f"{len(provider.rows)}, {documented} with a documented status"),
        ("confirmed codes", f"{len(declaration.confirmed)}, and {len(inherited_codes(provider))} more are inherited" if elder else ""),
        ("documentation", text(declaration.documentation)),
        ("licence", text(declaration.license)),
    ]
    return [f"* {what}: {fact}" for what, fact in facts if fact]


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
    return [f"* {code(name)}: {text(source.title)} ({source.kind}, read {source.read}), {text(source.where)}" for name, source in sources]


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
    pairs = [(each, counts[each.status, each.kind]) for each in provider.declaration.odd]
    return [f"* {each.status} for {kind_link(each.kind, _UP)}, {_rows(count)}: {text(each.why)}" for each, count in pairs]


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


def _surprises(odd: list[Row]) -> list[str]:
    rows = [
        (code(row.code), str(row.status), when_cell(row), link(row.kind, "#" + anchor(row.kind)), text(row.meaning))
        for row in sorted(odd, key=lambda row: (row.status or 0, row.kind))
    ]
    return table(("code", "status", "when", "kind", "meaning"), rows) if rows else []


def _contents(provider: Provider) -> list[str]:
    counts = [(kind, len(codes_of(kind, provider))) for kind in Kind]
    return [" · ".join(f"{link(kind, '#' + anchor(kind))} {count}" for kind, count in counts if count)]


def _codes_by_kind(provider: Provider) -> list[list[str]]:
    """A section for each kind, with the provider's own rows in full and those that it confirms."""
    blocks = []
    for kind in Kind:
        own = [row for row in provider.rows if row.kind is kind]
        confirmed = [row for row in confirmed_rows(provider) if row.kind is kind]
        if own or confirmed:
            about = [f"{kind_link(kind, _UP)}: {text(KIND_FACTS[kind].definition)}."]
            blocks.append(section(f"### {kind}", about, _full(own, provider), _confirmed(confirmed, provider)))
    return blocks


def _full(rows: list[Row], provider: Provider) -> list[str]:
    headers = ("code", "status", "when", "meaning", "reason", "resource", "retry", "effect", "note", "source")
    return table(headers, [_cells(row, provider) for row in rows]) if rows else []


def _cells(row: Row, provider: Provider) -> tuple[str, ...]:
    return (
        code(row.code),
        "" if row.status is None else str(row.status),
        when_cell(row),
        text(row.meaning),
        row.reason or "",
        row.resource or "",
        "" if row.retry is default_retry(row, provider) else row.retry,
        "" if row.effect is KIND_FACTS[row.kind].effect else row.effect,
        text(row.note),
        text(", ".join(row.source)),
    )


def _confirmed(rows: list[Row], provider: Provider) -> list[str]:
    """Rows of the elder that the provider's own source confirms, so that they are not copied."""
    if not rows or provider.elder is None:
        return []
    elder = link(text(provider.elder.declaration.name), f"{provider.elder.slug}.md#{anchor(rows[0].kind)}")
    listed = [(code(row.code), "" if row.status is None else str(row.status), when_cell(row), text(row.meaning)) for row in rows]
    return [f"As {elder}, confirmed by the provider's own source:", "", *table(("code", "status", "when", "meaning"), listed)]
