"""The guides: every block of Python in them runs and says what it shows. Blocks with an extra run in the group that has it."""

from __future__ import annotations

import pytest

from tests.guides import GROUPS, PYTHON, Block, blocks, guides, guides_of, run

CORE = guides_of("core")


@pytest.mark.parametrize("name", CORE)
def test_examples_run(name: str) -> None:
    run(name, CORE[name])


@pytest.mark.parametrize("name", guides())
def test_every_block_says_what_it_is_and_is_run_somewhere(name: str) -> None:
    known = set().union(*GROUPS.values())
    for block in guides()[name]:
        place = f"docs/guides/{name}:{block.line}"
        assert block.language, f"{place}: a code block without a language; fence it with ``` and name one"
        assert block.language in PYTHON or not block.extra, f"{place}: only blocks of Python have an extra"
        assert block.extra in known, f"{place}: no test group runs extra={block.extra}; add it to GROUPS in tests/guides.py"


def test_there_are_guides() -> None:
    assert {"retries.md", "observability.md"} <= set(CORE)


def test_blocks_are_found() -> None:
    guide = "# A\n\n```python\na = 1\n```\n\n* item\n\n  ```python extra=standards\n  b = 2\n  ```\n\npara\n\n    indented\n\n```sh\nls\n```\n"
    found = [
        Block("python", "", "a = 1\n", 4),
        Block("python", "standards", "b = 2\n", 10),
        Block("", "", "indented\n", 15),
        Block("sh", "", "ls\n", 18),
    ]
    assert blocks(guide) == found


@pytest.mark.parametrize("code", ["assert a == 2", ">>> a\n2\n", "1 / 0", ">>> 1 / 0\n0\n"])
def test_an_example_that_is_wrong_fails(code: str) -> None:
    with pytest.raises((AssertionError, ZeroDivisionError)):
        run("made-up.md", [Block("python", "", "a = 1\n", 1), Block("python", "", code, 5)])


def test_blocks_share_their_names() -> None:
    run("made-up.md", [Block("python", "", ">>> a = 1\n", 1), Block("python", "", "b = a + 1\n", 4), Block("python", "", ">>> b\n2\n", 7)])
