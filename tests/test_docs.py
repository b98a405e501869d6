"""The generated pages: they say what the tables say, and render as they were meant."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normalizer import Tables
from normalizer.row import COLUMNS
from tests.markdown import rendered
from tools import docs
from tools.docs_lists import readme_block
from tools.docs_markdown import BLANK, GENERATED, anchor, code, table, text
from tools.precision import ROOT

if TYPE_CHECKING:
    from pathlib import Path


TABLES = Tables()
PROVIDERS = [TABLES.provider(slug) for slug in TABLES.providers()]
LINE = (
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \\`|<>*_[]~&#!"), min_size=1, max_size=30)
    .map(str.split)
    .map(" ".join)
    .filter(bool)
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the pages are made from beside the tables, with current pages."""
    root: Path = tmp_path_factory.mktemp("root")
    shutil.copytree(ROOT / "docs", root / "docs")
    for folder in ("readings", "corpus", "data", "sdks"):
        shutil.copytree(ROOT / "tests" / folder, root / "tests" / folder)
    (root / "benchmarks").mkdir()
    shutil.copy(ROOT / "benchmarks" / "peers.csv", root / "benchmarks")
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
    stale_pages = ("providers/qingstor", "kinds/NotFound", "kinds/PermissionDenied", "matrix", "scenarios", "completeness", "precision")
    said = capsys.readouterr().out.splitlines()
    assert said == [f"docs/{page}.md: {stale}" for page in stale_pages]
    assert docs.main(["fix", *arguments]) == 0
    assert "another meaning" in (copy / "docs" / "providers" / "qingstor.md").read_text(encoding="utf-8")
    assert docs.main(["check", *arguments]) == 0


@pytest.mark.parametrize("folder", ["providers", "kinds"])
def test_a_page_of_no_provider_or_kind_is_stale_and_removed(copy: Path, folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    orphan, ours = copy / "docs" / folder / "gone.md", copy / "docs" / folder / "ours.md"
    orphan.write_text(GENERATED + "\n", encoding="utf-8")
    ours.write_text("written by hand\n", encoding="utf-8")
    assert docs.main(["check", "--root", str(copy)]) == 1
    assert f"docs/{folder}/gone.md: is stale" in capsys.readouterr().out
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
    lines = [cells[place : place + 6] for place in range(0, len(cells), 6)]
    assert lines[0] == ["provider", "name", "aliases", "rows", "confirmed", "like"]
    for provider, line in zip(PROVIDERS, lines[1:], strict=True):
        said = provider.declaration
        assert line[:3] == [provider.slug, said.name, ", ".join(said.aliases)]
        assert line[3:] == [str(len(provider.rows)), str(len(said.confirmed) or BLANK), said.like]


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


def test_a_readme_line_of_a_follower_names_its_elder(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text('name = "Acme"\nlike = "aws-s3"\naliases = ["acme-store"]\n', encoding="utf-8")
    assert f"| [`acme`](docs/providers/acme.md) | Acme | acme-store | 0 | {BLANK} | aws-s3 |" in readme_block(Tables.load(tmp_path))


def test_detection_is_among_the_pages(original: Path) -> None:
    page = docs.pages(TABLES, original)["docs/detection.md"]
    asked = next(line for line in page.splitlines() if line.startswith("| held out | any response |"))
    assert int(asked.split(" | ")[2]) > 0


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
