"""The guides' examples: every fenced block of Python in docs/guides, the site's first page and the README, and in which environment it can run.

A block says what it needs beside the core in its fence: ```python extra=standards. Blocks of one guide run from top to bottom in
one namespace; one that holds `>>>` is a doctest, another is executed. Other fences say what they are (```sh, ```json) and are not run.
"""

from __future__ import annotations

import doctest
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from markdown_it import MarkdownIt  # comes with rich

GUIDES: Final = Path(__file__).parent.parent / "docs" / "guides"
PYTHON: Final = frozenset({"python", "pycon"})
GROUPS: Final = {"core": {"", "retry"}, "standards": {"standards"}, "engines": {"engines"}}
"""Which test group runs the blocks of which extra. Its environment holds the core's extras too."""


class Block(NamedTuple):
    """A fenced block; `line` is where its first line stands in the guide, from 1."""

    language: str
    extra: str
    code: str
    line: int


def blocks(markdown: str) -> list[Block]:
    """All code blocks, in their order; an indented one has no language."""
    found = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type in {"fence", "code_block"} and token.map:
            language, _, others = token.info.strip().partition(" ")
            extra = dict(word.partition("=")[::2] for word in others.split()).get("extra", "")
            found.append(Block(language, extra, token.content, token.map[0] + (2 if token.type == "fence" else 1)))
    return found


def guides() -> dict[str, list[Block]]:
    """The blocks of every guide by its file's name."""
    pages = [*sorted(GUIDES.glob("*.md")), GUIDES.parent / "index.md", GUIDES.parent.parent / "README.md"]
    return {path.name: blocks(path.read_text(encoding="utf-8")) for path in pages}


def guides_of(group: str) -> dict[str, list[Block]]:
    """What a group runs: of the guides that have a block for it, that group's blocks and the core's, which they build on."""
    extras = GROUPS[group] | GROUPS["core"]
    found = {name: [block for block in each if block.language in PYTHON] for name, each in guides().items()}
    mine = {name: each for name, each in found.items() if any(block.extra in GROUPS[group] for block in each)}
    return {name: [block for block in each if block.extra in extras] for name, each in mine.items()}


def run(name: str, todo: list[Block], *, waits: bool = False) -> None:
    """Run the blocks in one namespace. Raises what they raise; AssertionError, with the difference, for another output than shown.

    waits: engines do wait for their workers; else no example does.
    """
    namespace: dict[str, Any] = {"__name__": name}
    with nullcontext() if waits else patch("time.sleep"):  # a guide tells of waits; its reader waits, its test does not
        for block in todo:
            _run_block(name, block, namespace)


def _run_block(name: str, block: Block, namespace: dict[str, Any]) -> None:
    if ">>>" in block.code:
        test = doctest.DocTestParser().get_doctest(block.code, namespace, name, str(GUIDES / name), block.line - 1)
        said: list[str] = []
        outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(test, out=said.append, clear_globs=False)
        assert not outcome.failed, "".join(said)
        namespace.update(test.globs)
    else:
        exec(compile("\n" * (block.line - 1) + block.code, str(GUIDES / name), "exec"), namespace)  # noqa: S102  our own guide
