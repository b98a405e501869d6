"""The examples of the guides that need the standards' libraries."""

from __future__ import annotations

import pytest

from tests.guides import guides_of, run

GUIDES = guides_of("standards")


@pytest.mark.parametrize("name", GUIDES)
def test_examples_run(name: str) -> None:
    run(name, GUIDES[name])


def test_there_are_some() -> None:
    assert "observability.md" in GUIDES
