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
from typing import TYPE_CHECKING, Any, Final
from xml.parsers.expat import ExpatError

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from benchmarks.rounds import interleaved
from benchmarks.synthetic_log import write_log
from normalizer import Tables
from normalizer.arrow import SCHEMA, normalize_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


def _work(name: str, log: Path, out: Path, group: int) -> int:
    rows = pq.ParquetFile(log).read_row_group(group, use_threads=False)
    pq.write_table(CONTENDERS[name](rows), out / f"{name}-{group}.parquet", compression="zstd")
    return int(rows.num_rows)


def _run(pool: ProcessPoolExecutor, name: str, log: Path, groups: range) -> int:
    return sum(pool.map(partial(_work, name, log, log.parent), groups))


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
    parser.add_argument("--rounds", type=int, default=3, help="beside the first, which is not counted (3)")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes ({WORKERS})")
    parser.add_argument("--seed", type=int, default=2026, help="of the logs (2026)")
    parser.add_argument("--check", action="store_true", help="compare every row with `normalize`; measure nothing")
    asked = parser.parse_args()
    failed = False
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn"), initializer=_begin) as pool,
    ):
        for shuffled in (False, True):
            log = write_log(Path(folder) / "log.parquet", asked.rows, seed=asked.seed, shuffled=shuffled)
            words = "shuffled log" if shuffled else "log"
            groups = range(pq.ParquetFile(log).num_row_groups)
            if asked.check:
                failed |= _print_check(pool.map(partial(_compare, log), groups), words)
            else:
                runs: dict[str, Callable[[], object]] = {name: partial(_run, pool, name, log, groups) for name in CONTENDERS}
                _print_speed(interleaved(runs, asked.rounds), asked.rows, words)
    return int(failed)


def _print_check(results: Iterable[tuple[int, str]], words: str) -> bool:
    found = list(results)
    different = [text for _, text in found if text]
    print(
        f"{words}: {sum(rows for rows, _ in found):,} rows compared in {len(SCHEMA)} columns, {different[0] if different else 'no difference'}",
        flush=True,
    )
    return bool(different)


def _print_speed(seconds: dict[str, list[float]], rows: int, words: str) -> None:
    print(f"\n{words}, {rows:,} rows, {len(seconds['naive'])} rounds: rows a second (median), times the naive pool (median, range of the rounds)")
    for name, each in seconds.items():
        ratios = [naive / mine for naive, mine in zip(seconds["naive"], each, strict=True)]
        print(f"  {name:<16}{rows / median(each):>12,.0f}   {median(ratios):5.2f}   {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
