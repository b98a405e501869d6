"""No client, no network, no clock, no state: many at once get the answers that each would get alone."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from normalizer import StorageError, Tables, canonical_errors, normalize
from tests.laws.many_at_once import answers, threads
from tests.strategies import SLUGS, real_bodies

if TYPE_CHECKING:
    from tests.laws.many_at_once import Call

ROOT = Path(__file__).resolve().parent.parent.parent
CALLS: list[Call] = [
    (real.provider, real.body, real.status, [list(pair) for pair in real.headers]) for real in real_bodies() if len(real.body) < 2_000
][::30]
"""Some of the corpus, of many providers."""

BOUNDS = {"MOST_CODES", "MOST_PLACES", "MOST_SHAPES", "MOST_REMEMBERED", "MOST_SPELLINGS"}
"""Of what is remembered, wherever they stand."""

CROWD: list[Call] = [("upyun", b'{"msg": "x", "code": %d, "m%d": {"a": 1}}' % (40499000 + number, number), 404, []) for number in range(150)]
"""Unlisted codes under names that were never met."""


def asked(way: str) -> list[list[str]]:
    """The answers of a process in which nothing was asked before."""
    text = json.dumps([(provider, base64.b64encode(body).decode(), status, headers) for provider, body, status, headers in CALLS])
    command = [sys.executable, "-W", "error", "-m", "tests.laws.many_at_once", way]
    done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def alone() -> list[str]:
    return answers(Tables(), CALLS)


def test_something_is_asked() -> None:
    assert len(CALLS) > 15
    assert len({call[0] for call in CALLS}) > len(SLUGS) / 3


@pytest.mark.parametrize("way", ["threads", "tasks"])
def test_the_first_call_ever(way: str, alone: list[str]) -> None:
    """No state: threads and tasks whose calls are the first get the answers of one that asks alone."""
    found = asked(way)
    assert len(found) >= 8
    assert all(each == alone for each in found)


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_processes(way: str) -> None:
    """No state: nothing that a pool's processes inherit, or do not, changes an answer; records come back whole."""
    wanted = [normalize(provider, body, status=status).model_dump_json() for provider, body, status, _ in CALLS]
    assert asked(way) == [wanted, wanted]


def test_caches_that_are_always_full(monkeypatch: pytest.MonkeyPatch, alone: list[str]) -> None:
    """No state: what others forget in the middle of a call changes no answer."""
    bounds = [(key, name) for key in sys.modules if key.startswith("normalizer.") for name in BOUNDS if name in vars(sys.modules[key])]
    assert {name for _, name in bounds} == BOUNDS
    for key, name in bounds:
        monkeypatch.setattr(sys.modules[key], name, 1)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        tables = Tables()
        for calls, wanted in ((CALLS, alone), (CROWD, answers(Tables(), CROWD))):
            assert all(each == wanted for each in threads(calls, tables))
    finally:
        sys.setswitchinterval(before)


class Forgetful(dict[Any, Any]):
    """What another thread does at the worst of moments: it empties a cache between a look whether something is there and the look at it."""

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        self.clear()
        return found


def test_a_cache_that_is_emptied_in_the_middle(alone: list[str]) -> None:
    """No state: no answer depends on that what was remembered is still there."""
    tables = Tables()
    for slug in SLUGS:
        provider = tables.provider(slug)
        for name in ("places", "decided", "family_verdicts", "inherited_verdicts", "status_verdicts", "remembered"):
            setattr(provider, name, Forgetful())
    assert answers(tables, CALLS) == answers(tables, CALLS) == alone
    assert answers(tables, CROWD) == answers(Tables(), CROWD)


class ClientError(Exception):
    """What botocore raises, as far as it is looked at."""

    __module__ = "botocore.exceptions"

    def __init__(self, status: int) -> None:
        super().__init__("words")
        self.response = {"Error": {"Code": ""}, "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {"x-amz-request-id": f"R{status}"}}}


def test_coroutines_that_fail_at_once() -> None:
    """No state: of many coroutines that fail at once, in blocks and as decorated functions, each gets its own exception."""

    @canonical_errors("aws-s3", filename="decorated")
    async def decorated(status: int) -> None:
        await asyncio.sleep(0)
        raise ClientError(status)

    async def in_a_block(status: int) -> None:
        async with canonical_errors("aws-s3", filename="block"):
            await asyncio.sleep(0)
            raise ClientError(status)

    async def all_of_them() -> list[BaseException | None]:
        calls = [function(status) for status in (404, 403, 503, 429, 500, 412) * 20 for function in (decorated, in_a_block)]
        return await asyncio.gather(*calls, return_exceptions=True)

    for number, error in enumerate(asyncio.run(all_of_them())):
        status = (404, 403, 503, 429, 500, 412)[number // 2 % 6]
        assert isinstance(error, StorageError)
        assert (error.error.status, error.error.request_id, error.filename) == (status, f"R{status}", "block" if number % 2 else "decorated")
        assert error.error.kind == normalize("aws-s3", status=status).kind
