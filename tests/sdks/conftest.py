"""The SDKs live in an environment of their own: `make test-sdks`. Where that is not, nothing here is looked at."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.sdks.stage import Stage, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

collect_ignore_glob = [] if find_spec("oss2") and find_spec("b2sdk") else ["test_*.py"]


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    with standing() as built:
        yield built


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No client waits before it asks again."""
    monkeypatch.setattr(time, "sleep", lambda _: None)
