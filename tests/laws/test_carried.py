"""The function that travels to workers says what `normalize_batch` says, however the rows are cut into batches."""

from __future__ import annotations

import pickle
from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.arrow import SCHEMA, normalize_batch
from normalizer.carried import plain
from normalizer.spark import mapper
from tests.strategies import SLUGS, real_bodies

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = st.sampled_from([*SLUGS, "nobody", None])
RESPONSES = st.tuples(
    NAMES, st.none() | st.binary(max_size=9) | st.sampled_from([real.body for real in real_bodies()]), st.none() | st.integers(0, 999)
)
CUTS = st.lists(st.integers(0, 12), max_size=4)


def log_of(responses: Sequence[tuple[str | None, bytes | None, int | None]]) -> pa.Table:
    vendors, bodies, statuses = zip(*responses, strict=True) if responses else ((), (), ())
    types = {"line": pa.int64(), "vendor": pa.string(), "body": pa.binary(), "status": pa.int64()}
    return pa.table([range(len(responses)), vendors, bodies, statuses], schema=pa.schema(types))


@settings(max_examples=40)
@given(st.lists(RESPONSES, max_size=12), CUTS)
def test_batches_of_any_size(responses: Sequence[tuple[str | None, bytes | None, int | None]], cuts: list[int]) -> None:
    log = log_of(responses)
    edges = [0, *sorted(min(cut, len(responses)) for cut in cuts), len(responses)]
    batches = [batch for start, end in pairwise(edges) for batch in log.slice(start, end - start).combine_chunks().to_batches()]
    run = pickle.loads(pickle.dumps(mapper(provider_column="vendor", keep=["line"], prefix="its_")))  # noqa: S301  our own bytes
    found = [row for batch in run(iter(batches)) for row in batch.to_pylist()]
    wanted = normalize_batch(log, provider_column="vendor").to_pylist()
    assert found == [{"line": line} | {f"its_{name}": value for name, value in row.items()} for line, row in enumerate(wanted)]


@given(st.lists(RESPONSES, min_size=1, max_size=3))
def test_no_dictionary_leaves(responses: Sequence[tuple[str | None, bytes | None, int | None]]) -> None:
    [batch] = log_of(responses).to_batches()
    [answer] = mapper(provider_column="vendor")([batch])
    assert answer.schema.types == [plain(each) for each in SCHEMA.types]
    assert not any(pa.types.is_dictionary(each) for each in answer.schema.types)
