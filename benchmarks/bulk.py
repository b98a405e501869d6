"""Speed on a log of many rows: Parquet in, Parquet out, a pool of processes. `make bench-bulk`, or `python -m benchmarks.bulk [--rows N] [--check]`.

Contenders: what one writes without this package (json.loads or xmltodict, a pydantic model, a look-up of the code); `normalize` on each
row; `normalize_batch`. All read the same row groups and write what they found. The pool is started once and the same for all.
`--check` compares instead: `normalize_batch` with `normalize` on every row and in every column.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.parsers.expat import ExpatError

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from benchmarks.synthetic_log import write_log
from normalizer import Tables
from normalizer.arrow import SCHEMA, normalize_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WORKERS: Final = 2
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "code": ("Code", "code"),
    "message": ("Message", "message", "msg"),
    "request_id": ("RequestId", "request_id", "id"),
}


class Plain(BaseModel):
    """What one writes without this package."""

    provider: str
    status: int | None = None
    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    kind: str = "Unknown"
    retry: str | None = None


@cache
def _tables() -> Tables:
    return Tables()


@cache
def _meanings(provider: str) -> dict[str, tuple[str, str]]:
    return {row.code: (row.kind, row.retry) for row in _tables().provider(provider).documented()}


def _parsed(body: bytes) -> Any:
    import xmltodict  # noqa: PLC0415  of the extra that only this contender needs

    try:
        tree: Any = json.loads(body) if body[:1] == b"{" else xmltodict.parse(body)
    except (ValueError, ExpatError):
        return {}
    inner = tree.get("Error") or tree.get("error") or tree
    if isinstance(inner, dict) and isinstance(inner.get("errors"), list):
        inner = inner | {"code": inner["errors"][0].get("reason")}
    return inner


def naive(rows: pa.Table) -> pa.Table:
    """json.loads or xmltodict, a model, and a look-up."""
    found = []
    for provider, status, body in zip(*(rows[name].to_pylist() for name in ("provider", "status", "body")), strict=True):
        node = _parsed(body)
        values = {}
        if isinstance(node, dict):
            for field, names in _NAMES.items():
                value = next((node[name] for name in names if node.get(name) is not None), None)
                if value is not None:
                    values[field] = str(value)
        meaning = _meanings(provider).get(values.get("code", ""))
        if meaning:
            values |= {"kind": meaning[0], "retry": meaning[1]}
        found.append(Plain(provider=provider, status=status, **values))
    return pa.table({name: pa.array([getattr(each, name) for each in found]) for name in Plain.model_fields})


def scalar(rows: pa.Table) -> pa.Table:
    """`normalize` on each row."""
    first = _tables().first
    columns = (rows[name].to_pylist() for name in ("provider", "body", "status"))
    found = [first(provider, body, status, None, None, None, None).__dict__ for provider, body, status in zip(*columns, strict=True)]
    return pa.Table.from_arrays([pa.array([each.get(field.name) for each in found], field.type) for field in SCHEMA], schema=SCHEMA)


def batch(rows: pa.Table) -> pa.Table:
    """`normalize_batch`."""
    return normalize_batch(rows, provider_column="provider", tables=_tables())


CONTENDERS: Final = {"naive": naive, "normalize": scalar, "normalize_batch": batch}


class Spent(NamedTuple):
    """What a run took: seconds by the clock, and seconds of processors, which a busy machine changes little."""

    clock: float
    processors: float


def _work(name: str, log: Path, group: int) -> float:
    begin = process_time()
    rows = pq.ParquetFile(log).read_row_group(group, use_threads=False)
    pq.write_table(CONTENDERS[name](rows), log.with_name(f"{name}-{group}.parquet"), compression="zstd")
    return process_time() - begin


def _run(pool: ProcessPoolExecutor, name: str, log: Path) -> Spent:
    begin = perf_counter()
    processors = sum(pool.map(partial(_work, name, log), range(pq.ParquetFile(log).num_row_groups)))
    return Spent(perf_counter() - begin, processors)


def _compare(log: Path, group: int) -> tuple[int, str]:
    """The rows of a group, and the first one of them that differs."""
    rows = pq.ParquetFile(log).read_row_group(group, use_threads=False)
    one, other = batch(rows), scalar(rows)
    for name in SCHEMA.names:
        if not _decoded(one[name]).equals(_decoded(other[name])):
            ours, theirs = one[name].to_pylist(), other[name].to_pylist()
            at = next(at for at, (mine, its) in enumerate(zip(ours, theirs, strict=True)) if mine != its)
            return rows.num_rows, f"{name} is {ours[at]!r}, not {theirs[at]!r}, for {rows.slice(at, 1).to_pylist()[0]}"
    return rows.num_rows, ""


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _begin() -> None:
    pa.set_cpu_count(1)
    for slug in ("aws-s3", "upyun"):
        _tables().normalize(slug, b"{}", status=400)


def main() -> int:
    """Write the logs, measure or compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of each log (1,000,000)")
    parser.add_argument("--rounds", type=int, default=3, help="in each of which every contender runs once (3)")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes ({WORKERS})")
    parser.add_argument("--seed", type=int, default=2026, help="of the logs (2026)")
    parser.add_argument("--only", nargs="+", choices=tuple(CONTENDERS), default=tuple(CONTENDERS), help="these contenders, the first the measure")
    parser.add_argument("--check", action="store_true", help="compare every row with `normalize`; measure nothing")
    asked = parser.parse_args()
    failed = False
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn"), initializer=_begin) as pool,
    ):
        for shuffled in (False, True):
            log = write_log(Path(folder) / "log.parquet", asked.rows, seed=asked.seed, shuffled=shuffled)
            words = f"{'shuffled log' if shuffled else 'log'}, {asked.rows:,} rows"
            if asked.check:
                failed |= _print_check(pool.map(partial(_compare, log), range(pq.ParquetFile(log).num_row_groups)), words)
            else:
                _print_speed([_round(pool, log, asked.only, number) for number in range(asked.rounds)], asked.rows, words)
    return int(failed)


def _round(pool: ProcessPoolExecutor, log: Path, names: Sequence[str], number: int) -> dict[str, Spent]:
    """One run of each contender, in an order that changes from round to round."""
    first = number % len(names)
    runs = {name: _run(pool, name, log) for name in (*names[first:], *names[:first])}
    return {name: runs[name] for name in names}


def _print_check(results: Iterable[tuple[int, str]], words: str) -> bool:
    found = list(results)
    different = [text for _, text in found if text]
    print(
        f"{words}: {sum(rows for rows, _ in found):,} compared in {len(SCHEMA)} columns, {different[0] if different else 'no difference'}", flush=True
    )
    return bool(different)


def _print_speed(rounds: list[dict[str, Spent]], rows: int, words: str) -> None:
    measure = next(iter(rounds[0]))
    print(f"\n{words}, {len(rounds)} rounds: median, and range of the rounds")
    print(f"{'':<18}{'rows a second':>14}{f'times {measure}':>26}{f'times {measure}, by processor time':>42}")
    for name in rounds[0]:
        ratios = [[of[measure][at] / of[name][at] for of in rounds] for at in range(2)]
        told = [f"{median(each):6.2f} ({min(each):.2f} to {max(each):.2f})" for each in ratios]
        print(f"  {name:<16}{rows / median(of[name].clock for of in rounds):>14,.0f}{told[0]:>26}{told[1]:>42}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
