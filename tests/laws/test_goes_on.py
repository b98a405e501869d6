"""A run that ends early, wherever, loses nothing and doubles nothing: the same job goes on with what is done."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer.arrow.bulk import Job, run
from tests.bulk_logs import rows, write

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = (
    "normalizer.arrow.bulk.answer.normalize_batch",
    "normalizer.arrow.bulk.parts.os.fsync",
    "normalizer.arrow.bulk.state.write_json",
    "normalizer.arrow.bulk.drive.join",
    "normalizer.arrow.bulk.state.State.remove",
    "pathlib.Path.replace",
    "pathlib.Path.unlink",
)
"""Where it may end: before and behind all that is written, renamed and removed."""


class Ended(BaseException):
    """The end of a process; nothing catches it to go on."""


def ending(real: Callable[..., Any], count: int, *, before: bool) -> Callable[..., Any]:
    left = count

    def act(*args: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0 and before:
            raise Ended
        found = real(*args, **named)
        if left < 0:
            raise Ended
        return found

    return act


def real_of(place: str) -> Callable[..., Any]:
    patcher = mock.patch(place)
    return patcher.get_original()[0]  # type: ignore[no-any-return]


@settings(max_examples=10)
@given(
    st.sampled_from(["out.parquet", "out.csv.gz", "out.jsonl", "out/"]),
    st.sampled_from([".parquet", ".jsonl", ".csv.zst"]),
    st.lists(st.tuples(st.sampled_from(PLACES), st.integers(0, 9), st.booleans()), min_size=1, max_size=4),
)
def test_an_ended_run_goes_on(target: str, name: str, ends: list[tuple[str, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder, f"log{name}"), rows(60), 10)
        calm, ended = (Job(inputs=(str(source),), output=f"{folder}/{kind}-{target}", provider_field="provider", chunk_bytes=1_024) for kind in "ab")
        expected = run(calm)
        for place, count, before in ends:
            with mock.patch(place, ending(real_of(place), count, before=before)):
                try:
                    run(ended)
                except Ended:
                    continue
        outcome = run(ended)
        assert outcome.tally.as_json() == expected.tally.as_json()
        assert contents(ended) == contents(calm)
        assert not list(Path(folder).glob("*.parts"))


def contents(job: Job) -> dict[str, bytes]:
    output = Path(job.output)
    return {path.name: path.read_bytes() for path in output.glob("*part-*")} if job.into_folder else {"": output.read_bytes()}
