"""A run that is killed, whenever and however often, loses nothing and doubles nothing: the same command goes on with it."""

from __future__ import annotations

import json
import os
import resource
import signal
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.bulk.watched import Seen, kill_all, session, watched, workers_of
from tests.bulk_logs import read, rows, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 50_000
MOST = 1_000_000
KILLS = 4
INTERRUPTED = 130


def thrown(seed: int) -> Random:
    return Random(seed)  # noqa: S311  no secret


def command(source: Path, output: str, *more: str) -> list[str]:
    return ["--provider-field", "provider", str(source), "--output", output, "--keep", "id", "--chunk-size", "1", "--workers", "2", "--table", *more]


def parts_of(output: Path) -> int:
    """How many parts are done, or 1000 where they are being joined."""
    folder = output if output.is_dir() else output.with_name(f"{output.name}.parts")
    try:
        if any(folder.glob(f".{output.name}.*.tmp")):
            return 1000
        return len(list((folder / "_job").glob("part-*.json")))
    except FileNotFoundError:  # it went away while it was looked at: the run is over
        return 1000


def killing(dice: Random, output: Path, parts: int, kill: Callable[[int], None]) -> Callable[[int], bool]:
    """Kills when so many parts are done, by the dice, and a little later; of one part at once."""
    wanted = min(dice.randint(0, parts + 1), parts)
    wait = dice.randint(0, 15) if parts > 1 else 0

    def act(leader: int) -> bool:
        nonlocal wait
        if parts_of(output) < wanted:
            return False
        wait -= 1
        if wait >= 0:
            return False
        kill(leader)
        return True

    return act


def bytes_of(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(output.glob("part-*"))} if output.is_dir() else {"": output.read_bytes()}


@pytest.mark.parametrize(
    ("seed", "name", "target"),
    [
        (1, "log.jsonl", "out.parquet"),
        (2, "log.parquet", "out/"),
        (3, "log.csv.gz", "out.csv.zst"),
        (4, "log.jsonl.zst", "out.jsonl"),
        (5, "log.csv", "out/"),
    ],
)
def test_a_killed_run_goes_on(tmp_path: Path, seed: int, name: str, target: str) -> None:
    dice = thrown(seed)
    source = write(tmp_path / name, rows(COUNT), 5_000)
    calm, output = tmp_path / f"calm-{target}", tmp_path / target
    for path in (calm, output):
        if target.endswith("/"):
            path.mkdir()
    summaries = [tmp_path / "calm.json", tmp_path / "killed.json"]
    assert watched(*command(source, str(calm), "--summary", str(summaries[0]))).status == 0
    parts = len(list(calm.glob("part-*"))) if calm.is_dir() else 7
    killed = []
    for _ in range(KILLS):
        seen = watched(*command(source, str(output), "--summary", str(summaries[1])), act=killing(dice, output, parts, kill_all))
        killed.append(seen.status == -signal.SIGKILL)
        assert seen.status in {0, -signal.SIGKILL}
        assert "Traceback" not in seen.said
    last = watched(*command(source, str(output), "--summary", str(summaries[1])))
    assert last.status == 0, last.said
    assert any(killed)
    assert bytes_of(output) == bytes_of(calm)
    assert json.loads(summaries[1].read_text(encoding="utf-8")) == json.loads(summaries[0].read_text(encoding="utf-8"))
    found = read(output)
    assert [row["id"] for row in found] == [str(number) for number in range(COUNT)]
    assert not list(tmp_path.rglob("*.tmp"))


def kill_one(leader: int) -> None:
    os.kill(workers_of(leader)[0], signal.SIGKILL)


def interrupt(leader: int) -> None:
    os.killpg(leader, signal.SIGINT)


def interrupt_twice(leader: int) -> None:
    os.kill(leader, signal.SIGINT)
    time.sleep(0.02)
    os.kill(leader, signal.SIGINT)


@pytest.mark.parametrize(
    ("kill", "status", "said"),
    [
        (kill_one, 2, "a worker process was ended from outside"),
        (interrupt, INTERRUPTED, "interrupted; what is done is kept"),
        (interrupt_twice, INTERRUPTED, "interrupted; what is done is kept"),
    ],
)
def test_what_ends_a_run_early_is_said_and_it_goes_on(tmp_path: Path, kill: Callable[[int], None], status: int, said: str) -> None:
    count = COUNT
    output = tmp_path / "out.parquet"
    while True:
        source = write(tmp_path / "log.jsonl", rows(count))
        seen = watched(*command(source, str(output)), act=killing(thrown(0), output, 1, kill))
        if seen.status != 0 or count > MOST:
            break
        output.unlink()  # it was over before it was ended: a fast machine needs more to do
        count *= 2
    assert (seen.status, "Traceback" in seen.said) == (status, False), seen.said
    assert said in seen.said
    assert seen.said.count("\n") == 1
    after = watched(*command(source, str(output)))
    assert after.status == 0
    assert "parts were done before" in after.said
    assert [row["id"] for row in read(output)] == [str(number) for number in range(count)]


def test_no_worker_outlives_the_run(tmp_path: Path) -> None:
    source = write(tmp_path / "log.jsonl", rows(COUNT))
    output = tmp_path / "out.parquet"
    leader = 0

    def kill(found: int) -> None:
        nonlocal leader
        leader = found
        assert workers_of(leader)
        os.kill(leader, signal.SIGKILL)

    assert watched(*command(source, str(output)), act=killing(thrown(0), output, 1, kill)).status == -signal.SIGKILL
    for _ in range(200):
        if not session(leader):
            break
        signal.sigtimedwait([], 0.05)
    assert session(leader) == []


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_file_that_cannot_grow_is_said_and_it_goes_on(tmp_path: Path) -> None:
    source = write(tmp_path / "log.jsonl", rows(COUNT))
    output = tmp_path / "out.jsonl"
    seen = watched(*command(source, str(output)), before=small_files)
    assert (seen.status, "Traceback" in seen.said) == (2, False), seen.said
    assert "File too large; what is done is kept, and the same command goes on with it" in seen.said
    assert watched(*command(source, str(output))).status == 0
    assert [row["id"] for row in read(output)] == [str(number) for number in range(COUNT)]


def test_standard_input_cannot_be_gone_on_with(tmp_path: Path) -> None:
    source = write(tmp_path / "log.csv.gz", rows(COUNT))
    output = tmp_path / "out.parquet"
    argv = [
        "--provider-field",
        "provider",
        "--input-format",
        "csv",
        "-",
        "--output",
        str(output),
        "--keep",
        "id",
        "--chunk-size",
        "1",
        "--workers",
        "2",
    ]
    seen = watched(*argv, stdin=source, act=killing(thrown(0), output, 1, interrupt))
    assert seen.status == INTERRUPTED
    assert "standard input cannot be read again: begin anew with --restart" in seen.said
    again: Seen = watched(*argv, stdin=source)
    assert (again.status, "read from a pipe, which cannot be read again; --restart throws away" in again.said) == (2, True)
    assert watched(*argv, "--restart", stdin=source).status == 0
    assert [row["id"] for row in read(output)] == [str(number) for number in range(COUNT)]
