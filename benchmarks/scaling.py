"""How the batch function grows with workers on one machine: in a pool of processes, and in Spark's local mode.

`python -m benchmarks.scaling build/log.parquet [--workers 1 2 4] [--rounds 3]`, with PySpark: .venv-engines has it. The log is one that
`python -m benchmarks.synthetic_log` writes, or any Parquet file with the columns provider, status and body.

Each contender runs in a process of its own, in every round all of them, in another order. Measured apart: the start until it can
take work, the first job (imports, tables, the JVM's warming up: one part of the log for each worker), then the whole log. What is
answered is thrown away. CPU is the time of the contender's processes together: it grows little when others use the machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq

from normalizer import normalize_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARTS: Final = 16
"""Files that the log is cut into: enough for an even load on four workers."""

BATCH: Final = 10_000
"""Rows that are answered at once, in all contenders: Spark's own number."""


class Timed(NamedTuple):
    """Seconds of one contender in one round; cpu: of all its processes, while the log was answered; peak: MB of its largest Python worker."""

    start: float
    first: float
    work: float
    cpu: float
    peak: float


def answer(path: str) -> int:
    """Answer one part of the log."""
    batches = pq.ParquetFile(path).iter_batches(batch_size=BATCH)
    return sum(normalize_batch(batch, provider_column="provider").num_rows for batch in batches)


@contextmanager
def pool(workers: int) -> Iterator[Callable[[list[str]], None]]:
    """A pool of fresh processes; a job is one file."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:

        def run(files: list[str]) -> None:
            list(processes.map(answer, files))

        yield run


@contextmanager
def spark(workers: int) -> Iterator[Callable[[list[str]], None]]:
    """Spark's local mode; a job is a partition of one file, and its answers come back into the JVM."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  only this contender has it

    from normalizer.spark import normalize_dataframe  # noqa: PLC0415  as above

    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.files.openCostInBytes": str(1 << 30),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    }
    builder = SparkSession.builder.master(f"local[{workers}]")
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")

    def run(files: list[str]) -> None:
        log = session.read.parquet(*files)
        normalize_dataframe(log, provider_column="provider").write.format("noop").mode("overwrite").save()

    yield run
    session.stop()


ENGINES: Final[dict[str, Any]] = {"pool": pool, "spark": spark}


def one(engine: str, workers: int, files: list[str]) -> Timed:
    """Measure one contender, in this process and its children."""
    begin = perf_counter()
    with ENGINES[engine](workers) as run:
        ready = perf_counter()
        run(files[:workers])
        warm, before = perf_counter(), cpu_seconds()
        run(files)
        return Timed(ready - begin, warm - ready, perf_counter() - warm, cpu_seconds() - before, peak_megabytes())


def cpu_seconds() -> float:
    """CPU time of all processes of this session, and of their children that have ended. Linux only, as the next two."""
    ticks = sum(int(each) for _, fields in processes() for each in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_megabytes() -> float:
    """The most memory that a Python process beside this one has held."""
    peaks = [0]
    for folder, _ in processes():
        with suppress(OSError):  # it has just ended
            if int(folder.name) != os.getpid() and b"python" in (folder / "cmdline").read_bytes().partition(b"\0")[0]:
                peaks += [int(line.split()[1]) for line in (folder / "status").read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM")]
    return max(peaks) / 1000


def processes() -> Iterator[tuple[Path, list[str]]]:
    """The processes of this session: their folders in /proc, and the fields of their stat from the state on."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == os.getsid(0):
            yield path.parent, fields


def measure(engine: str, workers: int, folder: Path) -> Timed:
    """The same in a fresh process with a session of its own."""
    command = [sys.executable, "-m", "benchmarks.scaling", str(folder), "--one", engine, "--workers", str(workers)]
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, start_new_session=True, check=False)  # noqa: S603  ourselves
    if done.returncode:
        sys.exit(f"{engine} with {workers} workers failed:\n{done.stderr[-2000:]}")
    return Timed(*json.loads(done.stdout.splitlines()[-1]))


def cut(log: Path, folder: Path) -> tuple[int, float]:
    """Write the log as PARTS files of one row group each. Gives its rows, and the bytes of a body in the mean."""
    table = pq.read_table(log, columns=["provider", "status", "body"])
    size = -(-table.num_rows // PARTS)
    for number in range(PARTS):
        pq.write_table(table.slice(number * size, size), folder / f"part-{number:02}.parquet", compression="zstd", row_group_size=size)
    return table.num_rows, pc.mean(pc.binary_length(table["body"])).as_py()


def main() -> int:
    """Measure all and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path, help="Parquet with the columns provider, status and body")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="how many at once (1 2 4)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--one", choices=ENGINES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one, asked.workers[0], sorted(map(str, asked.log.glob("*.parquet"))))))
        return 0
    contenders = [(engine, workers) for workers in asked.workers for engine in ENGINES]
    timed: dict[tuple[str, int], list[Timed]] = {each: [] for each in contenders}
    with tempfile.TemporaryDirectory() as folder:
        rows, size = cut(asked.log, Path(folder))
        print(f"{rows:,} rows of {asked.log.name}, {asked.log.stat().st_size / 1e6:.1f} MB, bodies of {size:.0f} bytes; {asked.rounds} rounds")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, Python {platform.python_version()}, {platform.machine()}")
        for number in range(asked.rounds):
            first = number % len(contenders)
            for each in contenders[first:] + contenders[:first]:
                timed[each].append(measure(*each, Path(folder)))
    show(timed, rows)
    return 0


def show(timed: dict[tuple[str, int], list[Timed]], rows: int) -> None:
    """A line for each contender: medians, and the least and the greatest ratio to one worker of the pool in the same round."""
    print(
        f"{'engine':<6} {'workers':>7} {'start s':>8} {'first s':>8} {'rows/s':>9} {'x one':>6} {'range':>11} {'CPU µs/row':>10} {'range':>11} {'peak MB':>8}"
    )
    alone = next(iter(timed.values()))
    for (engine, workers), rounds in timed.items():
        speedups = [base.work / each.work for base, each in zip(alone, rounds, strict=True)]
        cpu = [each.cpu / rows * 1e6 for each in rounds]
        print(
            f"{engine:<6} {workers:>7} {median(each.start for each in rounds):>8.1f} {median(each.first for each in rounds):>8.1f}"
            f" {rows / median(each.work for each in rounds):>9,.0f} {median(speedups):>6.2f} {min(speedups):>5.2f}-{max(speedups):<5.2f}"
            f" {median(cpu):>10.1f} {min(cpu):>5.1f}-{max(cpu):<5.1f} {max(each.peak for each in rounds):>8.0f}"
        )


if __name__ == "__main__":
    sys.exit(main())
