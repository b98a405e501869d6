"""The soak says of memory that grows that it grows, of a cache above its bound that it is; and it asks what it says it asks."""

from __future__ import annotations

import mmap
import random
from itertools import islice, repeat
from typing import TYPE_CHECKING

import pytest

from benchmarks import soak
from normalizer import Tables, oddbody

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not soak.STATM.exists(), reason="resident memory is read from /proc, which only Linux has")


def test_memory_that_grows_is_found(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "TIMES", 2)
    kept: list[mmap.mmap] = []

    def leak() -> None:
        kept.append(mmap.mmap(-1, 16_384))  # no allocator can take these pages from what it has already
        kept[-1].write(b"x" * 16_384)

    assert not soak.is_flat(soak.run(repeat(leak), 2_000), "a leak")
    assert "NOT FLAT" in capsys.readouterr().out
    assert soak.is_flat(soak.run(repeat(lambda: None), 2_000), "nothing")
    assert "flat (flat is" in capsys.readouterr().out


def test_an_early_end_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    assert not soak.is_flat(soak.run(iter([stop]), 100), "calls")
    assert "stopped after 0 calls" in capsys.readouterr().out


@pytest.mark.parametrize("calls", [soak.mixed, soak.hostile])
def test_calls_are_made_without_end(calls: Callable[..., object]) -> None:
    tables = Tables()
    for call in islice(calls(tables, random.Random(1)), 500):  # type: ignore[call-overload]  # noqa: S311  no secret
        call()
    assert all(entries <= bound for _, entries, bound in soak.caches(tables))


def test_a_cache_above_its_bound_is_found() -> None:
    tables = Tables()
    provider = tables.provider("upyun")
    provider.family_verdicts.update({(str(number), None, None): None for number in range(2_000)})
    above = [name for name, entries, bound in soak.caches(tables) if entries > bound]
    assert above == ["codes of families"]


def test_a_charset_without_end_is_no_charset_of_pythons() -> None:
    """Python remembers each name that it was ever asked for."""
    assert oddbody._CHARSETS.fullmatch("gb18030")  # noqa: SLF001  the names that get as far as Python
    for name in ("gbk1", "gb123456", "gbzzzz", "cp99999", "euc-xx", "koi8-z", "iso-8859-99", "utf-81"):
        assert not oddbody._CHARSETS.fullmatch(name)  # noqa: SLF001
