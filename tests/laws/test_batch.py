"""`normalize_batch` says of each row what `normalize` says of it: "one language", whether one response is asked about or millions."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.synthetic_log import chunks
from normalizer.arrow import chunk, normalize_batch
from tests.batches import Row, agree, differences
from tests.mutant import mutants
from tests.strategies import ALL_HEADERS, CORPUS, DIALECTS, SLUGS, TABLES, bodies, real_bodies, statuses

if TYPE_CHECKING:
    from pathlib import Path

STATUSES = (None, 200, 400, 403, 404, 409, 503)
TURNS = 150
SHARE = 0.15
"""Of all mutants; where fewer are answered at once the comparison proves nothing."""


def case_of(path: Path) -> Row:
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return {name: told.get(name) for name in ("method", "url", "operation")}


def corpus_rows() -> list[Row]:
    cases = {(path.parent.name, path.stem): case_of(path) for path in CORPUS.glob("*/*.http")}
    return [
        {"provider": real.provider, "body": real.body, "status": real.status, "headers": real.headers} | cases[real.provider, real.name]
        for real in real_bodies()
    ]


def test_corpus_with_all_hints() -> None:
    """Every case of the corpus, with everything that came with it."""
    agree(corpus_rows())


def test_corpus_with_some_hints() -> None:
    """Every case of the corpus, body and status alone, and with a status of its own."""
    plain = [{"provider": real.provider, "body": real.body, "status": real.status} for real in real_bodies()]
    agree(plain)
    for status in (None, 404):
        agree([row | {"status": status} for row in plain])
    agree([row | {"provider": slug} for row in plain for slug in DIALECTS[:: len(DIALECTS) // 5]])


def test_mutants() -> None:
    """Mutants of real bodies, enough of which are answered at once."""
    dice, taken = random.Random(2026), 0  # noqa: S311  no secret
    for slug in DIALECTS:
        made = mutants(slug, dice)
        rows = [{"provider": slug, "body": next(made), "status": dice.choice(STATUSES)} for _ in range(TURNS)]
        taken += agree(rows)
    assert taken > TURNS * len(DIALECTS) * SHARE


hints = st.fixed_dictionaries(
    {},
    optional={
        "headers": st.none() | st.lists(st.tuples(st.sampled_from(ALL_HEADERS), st.text(st.characters(codec="ascii"), max_size=12)), max_size=3),
        "method": st.none() | st.sampled_from(["GET", "HEAD", "PUT", "x"]),
        "operation": st.none() | st.sampled_from(["GetObject", "HeadBucket", "nonsense"]),
        "url": st.none() | st.sampled_from(["https://b.s3.amazonaws.com/k", "https://s3.amazonaws.com/b", "/b/k", "?"]),
    },
)
texts_and_bytes = bodies.filter(lambda body: body is None or isinstance(body, bytes))
names = st.sampled_from([*SLUGS, "oss", " S3 ", "auto", "nobody", ""]) | st.none()


any_rows = st.builds(
    lambda provider, body, status, more: {"provider": provider, "body": body, "status": status} | more,
    names,
    texts_and_bytes,
    st.none() | statuses,
    hints,
)


@given(st.lists(any_rows, min_size=1, max_size=6))
def test_any_rows(rows: list[Row]) -> None:
    """Bodies of every sort, with hints of every sort, under providers that may not exist."""
    agree([{"provider": None, "body": None, "status": None} | row for row in rows])


@given(st.lists(st.sampled_from(real_bodies()), min_size=1, max_size=20), st.integers(0, 5), st.integers(1, 7))
def test_slices_and_chunks(reals: list[Any], start: int, size: int) -> None:
    """However a table is cut into chunks and slices, and whatever the types of its columns."""
    rows = [{"provider": real.provider, "body": real.body, "status": real.status} for real in reals]
    table = pa.table(
        {
            name: pa.array([row[name] for row in rows], kind)
            for name, kind in (("provider", pa.string()), ("body", pa.binary()), ("status", pa.int16()))
        }
    )
    cut = pa.concat_tables([table.slice(at, size) for at in range(0, len(rows), size)]).slice(start)
    for fewest in (0, chunk.FEWEST):
        with patch.object(chunk, "FEWEST", fewest):
            assert not differences(rows[start:], normalize_batch(cut, provider_column="provider", tables=TABLES))


def test_synthetic_log() -> None:
    """The log that is measured, plain and shuffled."""
    for shuffled in (False, True):
        for rows in chunks(1_500, seed=1, shuffled=shuffled):
            assert not differences(rows.to_pylist(), normalize_batch(rows, provider_column="provider", tables=TABLES))
