"""Write the generated pages from the tables, or say which of them are stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from normalizer.errors import TableError
from normalizer.kinds import Kind
from normalizer.tables import Tables
from tools.detection import detection_page
from tools.docs_completeness import completeness_page
from tools.docs_facts import reason_meanings
from tools.docs_kind import kind_page
from tools.docs_kinds import kinds_page
from tools.docs_lists import readme_block, reasons_page
from tools.docs_markdown import GENERATED
from tools.docs_matrix import matrix_page
from tools.docs_peers import peers_page
from tools.docs_provider import provider_page
from tools.docs_rows import all_providers
from tools.docs_scenarios import scenarios_page
from tools.docs_sdks import sdks_page
from tools.precision import ROOT, precision_page

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGIN: Final = "<!-- providers: begin -->"
END: Final = "<!-- providers: end -->"
FOLDERS: Final = ("providers", "kinds")
"""The folders below docs/ that hold nothing but generated pages."""


class NoMarksError(ValueError):
    """README.md has no place for the table of providers."""

    def __init__(self) -> None:
        super().__init__(f"README.md: has no lines {BEGIN} and {END}, in this order and once each; add them where the table of providers shall stand")


def pages(tables: Tables, root: Path) -> dict[str, str]:
    """The text of every generated page by its path below `root`."""
    providers, meanings = all_providers(tables), reason_meanings(tables)
    made = {f"docs/providers/{provider.slug}.md": provider_page(provider) for provider in providers}
    made |= {f"docs/kinds/{kind}.md": kind_page(kind, providers, meanings) for kind in Kind}
    made["docs/kinds.md"] = kinds_page(tables)
    made["docs/reasons.md"] = reasons_page(tables)
    made["docs/matrix.md"] = matrix_page(tables)
    made["docs/scenarios.md"] = scenarios_page(tables, root)
    made["docs/completeness.md"] = completeness_page(tables, root)
    made["docs/precision.md"] = precision_page(tables, root)
    made["docs/sdks.md"] = sdks_page(root)
    made["docs/peers.md"] = peers_page(root)
    made["docs/detection.md"] = detection_page(tables, root / "tests" / "corpus")
    return made


def with_providers(readme: str, tables: Tables) -> str:
    """`readme` with the present table of providers between its marks. Raises NoMarksError."""
    before, found, rest = readme.partition(BEGIN)
    old, closed, after = rest.partition(END)
    if not found or not closed or BEGIN in old + after or END in before + after:
        raise NoMarksError
    return f"{before}{BEGIN}\n\n{readme_block(tables)}\n\n{END}{after}"


def expected(tables: Tables, root: Path) -> tuple[dict[Path, str | None], list[str]]:
    """What each generated file has to hold, None for one that has to go, and what hinders."""
    files: dict[Path, str | None] = {root / path: content for path, content in pages(tables, root).items()}
    listed = [path for folder in FOLDERS for path in sorted((root / "docs" / folder).glob("*.md"))]
    files.update(dict.fromkeys(orphan for orphan in listed if orphan not in files))
    readme = root / "README.md"
    try:
        files[readme] = with_providers(_read(readme) or "", tables)
    except NoMarksError as error:
        return files, [str(error)]
    return files, []


def _read(path: Path) -> str | None:
    return path.read_bytes().decode(errors="replace") if path.is_file() else None


def stale(files: dict[Path, str | None]) -> list[Path]:
    """The files that do not hold what they have to."""
    return [path for path, content in files.items() if _read(path) != content]


def write(path: Path, content: str | None) -> str:
    """Make the file hold `content`; what was done."""
    if content is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
        return "written"
    if GENERATED not in (_read(path) or ""):
        return "is the page of no provider or kind, but not generated either: move or remove it"
    path.unlink()
    return "removed: the page of no provider or kind"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("fix", "check"), help="fix: write the pages; check: compare them")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder with docs, README.md, tests/readings and tests/corpus")
    parser.add_argument("--tables", type=Path, action="append", default=[], metavar="FOLDER", help="tables to read beside the repository's own")
    options = parser.parse_args(arguments)
    try:
        files, problems = expected(Tables.load(*options.tables), options.root)
    except TableError as error:
        print(error)
        return 1
    for path in stale(files):
        name = path.relative_to(options.root).as_posix()
        if options.task == "fix":
            print(f"{name}: {write(path, files[path])}")
        else:
            problems.append(f'{name}: is stale; run "make docs"')
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
