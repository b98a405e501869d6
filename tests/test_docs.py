"""The generated pages: they say what the tables say, and render as they were meant."""

from __future__ import annotations

import errno
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # comes with rich

from normalizer import Kind, Tables, normalize
from normalizer.kinds import KIND_FACTS
from normalizer.row import COLUMNS
from tools import docs
from tools.docs_kinds import exception_cell, kinds_page
from tools.docs_lists import SHOWN, matrix_page
from tools.docs_markdown import BLANK, GENERATED, anchor, code, table, text
from tools.docs_provider import provider_page
from tools.docs_rows import PLATFORM_ERRNO, is_odd, listed_rows
from tools.precision import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.provider import Provider

TABLES = Tables()
PROVIDERS = [TABLES.provider(slug) for slug in TABLES.providers()]
LINE = (
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \\`|<>*_[]~&#!"), min_size=1, max_size=30)
    .map(str.split)
    .map(" ".join)
    .filter(bool)
)


class Cells(HTMLParser):
    """The text of every table cell, and all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"td", "th"}:
            self.texts.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


def rendered(markdown: str) -> Cells:
    return Cells(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the pages are made from beside the tables, with current pages."""
    root: Path = tmp_path_factory.mktemp("root")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(ROOT / "tests" / "readings", root / "tests" / "readings")
    (root / "README.md").write_text(f"# A name\n\n{docs.BEGIN}\nold\n{docs.END}\n\nThe end.\n", encoding="utf-8")
    assert docs.main(["fix", "--root", str(root)]) == 0
    return root


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return shutil.copytree(original, tmp_path / "copy")


def test_pages_and_readme_are_current() -> None:
    files, problems = docs.expected(TABLES, ROOT)
    assert not problems
    assert not docs.stale(files), 'run "make docs"'


def test_check_is_silent_where_fix_was_run(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main(["check", "--root", str(copy)]) == 0
    assert docs.main(["fix", "--root", str(copy)]) == 0
    assert not capsys.readouterr().out


def test_a_changed_row_makes_the_pages_stale(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "tables"
    changed.mkdir()
    row = "bucket_not_exists,404,,PermissionDenied,,bucket,,,another meaning,,a note because the status is odd,error-code-page\n"
    (changed / "qingstor.csv").write_text(",".join(COLUMNS) + "\n" + row, encoding="utf-8")
    arguments = ["--root", str(copy), "--tables", str(changed)]
    assert docs.main(["check", *arguments]) == 1
    stale = 'is stale; run "make docs"'
    said = capsys.readouterr().out.splitlines()
    assert said == [f"docs/{page}: {stale}" for page in ("providers/qingstor.md", "kinds.md", "matrix.md", "precision.md")]
    assert docs.main(["fix", *arguments]) == 0
    assert "another meaning" in (copy / "docs" / "providers" / "qingstor.md").read_text(encoding="utf-8")
    assert docs.main(["check", *arguments]) == 0


def test_a_page_of_no_provider_is_stale_and_removed(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orphan, ours = copy / "docs" / "providers" / "gone.md", copy / "docs" / "providers" / "ours.md"
    orphan.write_text(GENERATED + "\n", encoding="utf-8")
    ours.write_text("written by hand\n", encoding="utf-8")
    assert docs.main(["check", "--root", str(copy)]) == 1
    assert "docs/providers/gone.md: is stale" in capsys.readouterr().out
    docs.main(["fix", "--root", str(copy)])
    assert not orphan.exists()
    assert ours.exists()


@pytest.mark.parametrize(
    "readme",
    ["no marks", docs.BEGIN, f"{docs.END}\n{docs.BEGIN}", f"{docs.BEGIN}\n{docs.BEGIN}\n{docs.END}", f"{docs.BEGIN}\n{docs.END}\n{docs.END}"],
)
def test_a_readme_without_a_pair_of_marks_is_an_error(copy: Path, readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "README.md").write_text(readme, encoding="utf-8")
    for task in ("check", "fix"):
        assert docs.main([task, "--root", str(copy)]) == 1
        assert "add them where the table of providers shall stand" in capsys.readouterr().out
    assert (copy / "README.md").read_text(encoding="utf-8") == readme


def test_readme_keeps_what_stands_around_the_table(copy: Path) -> None:
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# A name\n")
    assert readme.endswith("The end.\n")
    assert "\nold\n" not in readme
    cells = rendered(readme).texts
    for provider in PROVIDERS:
        place = cells.index(provider.slug)
        dates = [source.read for source in provider.declaration.sources.values()]
        assert cells[place + 1 : place + 3] == [provider.declaration.name, str(len(provider.rows))]
        assert cells[place + 4] == max(dates)


def test_a_broken_table_is_said_and_nothing_written(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "tables"
    broken.mkdir()
    (broken / "qingstor.csv").write_text("code\n", encoding="utf-8")
    assert docs.main(["fix", "--root", str(copy), "--tables", str(broken)]) == 1
    assert capsys.readouterr().out.startswith("tables/qingstor.csv:1: the header must be")


def test_every_page_says_that_it_is_generated() -> None:
    for path, content in docs.pages(TABLES, ROOT).items():
        assert content.startswith(GENERATED + "\n\n# "), path
        assert content.endswith("\n")
        assert not content.endswith("\n\n")


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_a_page_has_every_row_once_in_full_and_surprises_first(provider: Provider) -> None:
    page = provider_page(provider)
    head, found, full = page.partition("\n## All rows\n")
    assert found
    cells = rendered(full.partition("\n## Confirmed codes\n")[0]).texts
    for meaning in {row.meaning for row in provider.rows}:
        assert cells.count(meaning) >= sum(row.meaning == meaning for row in provider.rows), meaning
    surprises = head.partition("\n## Rows whose status surprises\n")[2]
    odd = [row for row in provider.rows if is_odd(row, provider)]
    listed = [line for line in surprises.splitlines() if line.startswith("| `")]
    assert len(listed) == len(odd)
    assert bool(odd) == bool(provider.declaration.odd)


def test_kinds_page_has_every_kind_and_an_example_of_each_provider_that_has_one() -> None:
    sections = dict(zip(*[iter(re.split(r"^## (\w+)$", kinds_page(TABLES), flags=re.MULTILINE)[1:])] * 2, strict=True))
    assert list(sections) == list(Kind)
    for kind, section in sections.items():
        assert KIND_FACTS[Kind(kind)].definition[1:20] in section
        for provider in PROVIDERS:
            known = any(row.kind == kind for row in listed_rows(provider)) or any(family.kind == kind for family in provider.declaration.family)
            assert section.count(f"(providers/{provider.slug}.md)") == known, (kind, provider.slug)


def test_the_example_of_a_kind_has_its_kind() -> None:
    example_of_s3 = re.search(r"aws-s3\.md\) \| `(\w+)` \| 404 ", kinds_page(TABLES))
    assert example_of_s3
    assert normalize("aws-s3", {"Error": {"Code": example_of_s3[1]}}, status=404).kind is Kind.NOT_FOUND


def test_exceptions_are_named_with_the_builtins_that_they_are() -> None:
    assert exception_cell(Kind.NOT_FOUND) == "`NotFound`; of bucket, object, version or nothing named a `FileNotFoundError` too"
    assert exception_cell(Kind.TIMEOUT) == "`Timeout`, a `TimeoutError` too"
    assert exception_cell(Kind.INTERNAL) == "`Internal`"
    assert exception_cell(Kind.NOT_MODIFIED) == "none"


@pytest.mark.parametrize(("kind", "name"), PLATFORM_ERRNO.items())
def test_errno_names_that_not_every_platform_has(kind: Kind, name: str) -> None:
    assert KIND_FACTS[kind].errno == getattr(errno, name, errno.EIO)


def test_matrix_has_a_cell_for_every_kind_and_provider() -> None:
    cells = rendered(matrix_page(TABLES)).texts
    width = 1 + len(PROVIDERS)
    assert len(cells) == width * (1 + len(Kind))
    for number, kind in enumerate(Kind, 1):
        line = cells[number * width : (number + 1) * width]
        assert line[0] == kind
        for provider, cell in zip(PROVIDERS, line[1:], strict=True):
            known = {row.code for row in listed_rows(provider) if row.kind is kind}
            if len(known) > SHOWN:
                assert cell.endswith(f"… and {len(known) - SHOWN} more")
                assert f"(providers/{provider.slug}.md#{anchor(kind)})" in matrix_page(TABLES)
            elif known:
                assert set(cell.split(", ")) == known
            else:
                assert cell == BLANK or cell.startswith("family ")


def test_links_lead_to_headings_that_exist(original: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in (original / "docs").rglob("*.md")}
    generated = {path: content for path, content in pages.items() if content.startswith(GENERATED)}
    assert generated
    for path, content in generated.items():
        for target in set(re.findall(r"\]\(([^)\s]+)\)", content)):
            file, _, fragment = target.partition("#")
            goal = (path.parent / file).resolve() if file else path
            assert goal in pages, f"{path.name}: {target}"
            headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", pages[goal], flags=re.MULTILINE)}
            assert not fragment or fragment in headings, f"{path.name}: {target}"


@given(LINE, LINE)
@example("a|b", "`a`")
@example("\\|", "a\\")
@example("``", "&amp;")
@example("<script>", "*a* _b_ ~c~ [d](e) ![f](g)")
def test_cells_show_what_was_put_in(first: str, second: str) -> None:
    found = rendered("\n".join(table(("one", "two"), [(text(first), text(second)), (code(first), code(second))])))
    assert found.texts == ["one", "two", first, second, first, second]
    assert found.tags == {"table", "thead", "tbody", "tr", "th", "td", "code"}


def test_an_underscore_in_a_word_stays_as_it_is() -> None:
    assert text("https://a.example/error_code_1") == "https://a.example/error_code_1"


def test_empty_columns_are_left_out_unless_blanks_are_wanted() -> None:
    assert table(("a", "b"), [("1", ""), ("2", "")]) == ["| a |", "|---|", "| 1 |", "| 2 |"]
    assert table(("a", "b"), [("1", "")], blanks=True) == ["| a | b |", "|---|---|", "| 1 |  |"]
