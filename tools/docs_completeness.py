"""The page that says how complete each provider's table is, and on what it rests: one line a provider in each table."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from normalizer.declaration import SOURCE_KINDS
from normalizer.kinds import Kind, MatchedBy
from normalizer.measure import precision
from tools.agreement import agreement, pairs_of
from tools.docs_markdown import BLANK, link, page, section, table, text
from tools.docs_rows import all_providers, inherited_codes, listed_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from normalizer.measure import Precision
    from normalizer.provider import Provider
    from normalizer.tables import Tables

ORIGINS: Final = ("documented", "observed", "constructed")
RUNGS: Final = (MatchedBy.INHERITED, MatchedBy.FAMILY, MatchedBy.STATUS)

_ABOUT: Final = "What is known of each provider, how it is known, and how far it was checked. What is not known, or is peculiar, stands under *Quirks* on the provider's page."
_CODES: Final = f"""\
`rows`: the provider's own; a code may have several. `confirmed`: codes of the dialect it follows that its own source lists with the same meaning and status. `inherited`: further codes of that dialect, answered
with less confidence. `kinds`: how many of the {len(Kind)} have a row or a confirmed code. `status`: how many of its own rows have a documented status."""
_EVIDENCE: Final = """\
How many of the provider's own rows rest on a source of each class: the server's code, the vendor's documentation, an SDK's code, or a response that somebody observed. A row that cites several counts for each.
Confirmed codes are not counted. `last read`: when the youngest source was read."""
_SURE: Final = """\
`two readings`: on how many of the codes that were read twice both readers chose the same kind. The others: how often a lower rung of the ladder is right where a row is taken away, as records carry it in `confidence`;
all figures stand in [precision.md](precision.md)."""
_CORPUS: Final = "Byte-exact cases in tests/corpus, by where they come from: a vendor's documentation, the wire, or written for a test."


def completeness_page(tables: Tables, root: Path) -> str:
    """`root` has tests/readings, tests/corpus and docs/decisions.md. Raises TableError."""
    providers = all_providers(tables)
    return page(
        ["# How complete the tables are"],
        [_ABOUT],
        section("## Codes", [_CODES], _table(("rows", "confirmed", "inherited", "kinds", "status"), providers, map(_codes, providers))),
        section("## Evidence", [_EVIDENCE], _table((*SOURCE_KINDS, "last read"), providers, map(_evidence, providers))),
        section("## How sure", [_SURE], _table(("two readings", *RUNGS), providers, [_sure(provider, root) for provider in providers])),
        section("## Corpus", [_CORPUS], _table(ORIGINS, providers, [corpus_cases(provider.slug, root) for provider in providers])),
    )


def _table(headers: tuple[str, ...], providers: list[Provider], cells: Iterable[tuple[object, ...]]) -> list[str]:
    rows = [(link(text(each.slug), f"providers/{each.slug}.md"), *map(_shown, values)) for each, values in zip(providers, cells, strict=True)]
    return table(("provider", *headers), rows, blanks=True)


def _shown(value: object) -> str:
    return str(value or BLANK)


def _codes(provider: Provider) -> tuple[object, ...]:
    documented = sum(row.status is not None for row in provider.rows)
    kinds = {row.kind for row in listed_rows(provider)}
    return len(provider.rows), len(provider.declaration.confirmed), len(inherited_codes(provider)), len(kinds), documented


def _evidence(provider: Provider) -> tuple[object, ...]:
    classes = rows_by_class(provider)
    read = max((source.read for source in provider.declaration.sources.values()), default="")
    return *(classes[each] for each in SOURCE_KINDS), read


def rows_by_class(provider: Provider) -> Counter[str]:
    """How many rows cite a source of each class; a row that cites two sources of one class counts once."""
    sources = provider.declaration.sources
    return Counter(each for row in provider.rows for each in {sources[name].kind for name in row.source if name in sources})


def _sure(provider: Provider, root: Path) -> tuple[object, ...]:
    pairs, _ = pairs_of(provider, root)
    same = agreement(pairs).kinds
    measured = precision(provider)
    return f"{same} of {len(pairs)}" if pairs else "", *(_share(measured[rung]) for rung in RUNGS)


def _share(measured: Precision) -> str:
    return f"{measured.share:.3f}" if measured.asked else ""


def corpus_cases(slug: str, root: Path) -> tuple[int, ...]:
    """How many cases of each origin there are."""
    paths = (root / "tests" / "corpus" / slug).glob("*.json")
    origins = Counter(json.loads(path.read_text(encoding="utf-8"))["origin"] for path in paths)
    return tuple(origins[origin] for origin in ORIGINS)
