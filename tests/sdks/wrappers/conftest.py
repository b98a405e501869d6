"""s3fs, gcsfs and adlfs live in an environment of their own: `make test-sdks`. Where that is not, nothing here is looked at."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

import pytest

collect_ignore_glob = [] if find_spec("s3fs") and find_spec("gcsfs") else ["*"]
SLEEP = asyncio.sleep


@pytest.fixture(autouse=True)
def impatient_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """No client waits before it asks again."""

    async def at_once(_: float) -> None:
        await SLEEP(0)

    monkeypatch.setattr(asyncio, "sleep", at_once)
