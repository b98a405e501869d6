"""The targets of `make fuzz` hold for the corpus and for all that was found; and they would complain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from normalizer import Effect, Retry, TableError, Tables
from normalizer.declaration_reader import read
from normalizer.detection import Detection
from tools import fuzz, fuzz_targets
from tools.fuzz_case import TEXT, VIEW, bytes_of, case_of
from tools.fuzz_targets import BETWEEN, SLUGS, TABLES, TARGETS, LawBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

FUZZED = Path(__file__).parent / "fuzzed"


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The target `tables` has our own files read but once, for the whole process."""
    monkeypatch.setattr("normalizer.folders.read_declaration", read)
    monkeypatch.setenv(fuzz_targets.FOLDER_OF_INPUTS, str(tmp_path))
    fuzz_targets.inputs_folder.cache_clear()
    yield
    fuzz_targets.inputs_folder.cache_clear()


@pytest.mark.parametrize("name", ["normalize", "errors_in", "detect"])
def test_the_laws_hold_for_the_seeds(name: str) -> None:
    """Real bodies, with and without their headers, as bytes, text and view."""
    for number, seed in enumerate(fuzz.seeds(name)[::3]):
        TARGETS[name](bytes([seed[0], seed[1] | (0, TEXT, VIEW)[number % 3]]) + seed[2:])


def test_tables_that_are_whole_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeds of the target `tables` are no refusals but tables that answer."""
    answered: list[object] = []
    really = TABLES.normalize

    def counted(*args: Any, **options: Any) -> object:
        answered.append(args)
        return really(*args, **options)

    monkeypatch.setattr(TABLES, "normalize", counted)
    seeds = fuzz.seeds("tables")[::3]
    for seed in seeds:
        TARGETS["tables"](seed)
    assert len(seeds) > 2
    assert len(answered) > len(seeds) / 2


@pytest.mark.parametrize("path", sorted(FUZZED.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_any_bytes_are_a_case() -> None:
    for data in (b"", b"!", b"!\x00", b"!\xff\n\n", b"~\x3fHTTP/1.1 " + b"9" * 5_000, bytes(range(256))):
        assert case_of(data, SLUGS).provider
        for name in ("normalize", "errors_in", "detect"):
            TARGETS[name](data)


def broken(name: str, answer: Any, monkeypatch: pytest.MonkeyPatch, data: bytes = b"!\x01HTTP/1.1 404 x\n\n{}") -> None:
    monkeypatch.setattr(TABLES, name, lambda *_, **__: answer)
    with pytest.raises(LawBroken):
        TARGETS[name](data)


def test_a_wrong_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    record = TABLES.normalize("upyun", status=404)
    broken("normalize", record.model_copy(update={"effect": Effect.APPLIED, "retry": Retry.ONCE}), monkeypatch)
    broken("errors_in", [record] * 5, monkeypatch)
    broken("errors_in", [record] * 500, monkeypatch)
    broken("errors_in", [TABLES.normalize("upyun", status=200)], monkeypatch)
    broken("detect", Detection("nobody", decided=False), monkeypatch)


def test_a_quick_answer_that_differs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    record = TABLES.normalize("upyun", status=404)
    monkeypatch.setattr(fuzz_targets, "quick", lambda *_: record)
    with pytest.raises(LawBroken, match="fast path"):
        TARGETS["normalize"](bytes_of("jss", b'HTTP/1.1 404 -\n\n{"code": "NoSuchKey"}', SLUGS))


def test_a_refusal_without_a_line_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TableError(["something is wrong"])

    monkeypatch.setattr(Tables, "load", refuse)
    with pytest.raises(LawBroken, match="file:line"):
        TARGETS["tables"](b"name = 1" + BETWEEN)
