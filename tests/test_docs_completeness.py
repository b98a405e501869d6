"""The page of completeness counts what it says that it counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from normalizer import Tables
from normalizer.declaration import SOURCE_KINDS
from tests.markdown import rendered
from tools.docs_completeness import ORIGINS, completeness_page, corpus_cases, rows_by_class
from tools.docs_markdown import BLANK
from tools.docs_rows import inherited_codes, listed_rows
from tools.precision import ROOT, precision_page

if TYPE_CHECKING:
    from pathlib import Path

TABLES = Tables()
PROVIDERS = [TABLES.provider(slug) for slug in TABLES.providers()]


def lines_of(page: str, heading: str) -> list[list[str]]:
    cells = rendered(page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0])
    width = cells.texts[1:].index(PROVIDERS[0].slug) + 1
    return [cells.texts[place : place + width] for place in range(0, len(cells.texts), width)]


def test_completeness_has_a_line_for_every_provider() -> None:
    page = completeness_page(TABLES, ROOT)
    for heading, headers in (("Codes", 6), ("Evidence", 6), ("How sure", 5), ("Corpus", 4)):
        lines = lines_of(page, heading)
        assert [line[0] for line in lines] == ["provider", *(provider.slug for provider in PROVIDERS)]
        assert {len(line) for line in lines} == {headers}
    for provider, line in zip(PROVIDERS, lines_of(page, "Codes")[1:], strict=True):
        elder = {row.code for row in provider.elder.rows} if provider.elder else set()
        inherited = elder - {row.code for row in provider.rows} - set(provider.declaration.confirmed)
        assert inherited_codes(provider) == inherited
        counts = (len(provider.rows), len(provider.declaration.confirmed), len(inherited), len({row.kind for row in listed_rows(provider)}))
        assert line[1:] == [str(count or BLANK) for count in (*counts, sum(row.status is not None for row in provider.rows))]
    for provider, line in zip(PROVIDERS, lines_of(page, "Evidence")[1:], strict=True):
        sources = provider.declaration.sources
        for each, cell in zip(SOURCE_KINDS, line[1:5], strict=True):
            assert cell == str(sum(any(sources[name].kind == each for name in row.source) for row in provider.rows) or BLANK)
        assert line[5] == max(source.read for source in sources.values())
        assert sum(rows_by_class(provider).values()) >= len(provider.rows)


def test_completeness_says_what_precision_says() -> None:
    cells = rendered(precision_page(TABLES, ROOT)).texts
    for line in lines_of(completeness_page(TABLES, ROOT), "How sure")[1:]:
        same, _, read = line[1].partition(" of ")
        assert not read or [line[0], read, same] in (cells[place : place + 3] for place in range(len(cells)))
        for rung, share in zip(("inherited", "family", "status"), line[2:], strict=True):
            place = next((place for place in range(len(cells)) if cells[place : place + 2] == [line[0], rung]), None)
            assert share == (BLANK if place is None else cells[place + 4]), (line[0], rung)


def test_corpus_cases_are_counted_by_origin(tmp_path: Path) -> None:
    assert corpus_cases("acme", tmp_path) == (0, 0, 0)
    folder = tmp_path / "tests" / "corpus" / "acme"
    folder.mkdir(parents=True)
    for number, origin in enumerate(("observed", "constructed", "observed")):
        (folder / f"{number}.json").write_text(json.dumps({"origin": origin}), encoding="utf-8")
    assert dict(zip(ORIGINS, corpus_cases("acme", tmp_path), strict=True)) == {"documented": 0, "observed": 2, "constructed": 1}
