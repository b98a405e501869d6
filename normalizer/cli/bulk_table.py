"""The table form of the command `bulk`: files of any format and size in, a row for each response out, in several processes."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from normalizer.cli import output, usage
from normalizer.cli.bulk_report import report
from normalizer.cli.command import EXIT_INTERRUPTED, EXIT_NOTHING, EXIT_USAGE
from normalizer.cli.response import standard_input_is_terminal
from normalizer.logline import Fields
from normalizer.tables import is_auto

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from normalizer.arrow.bulk.watch import Told, Watch
    from normalizer.cli.command import Parser
    from normalizer.tables import Tables

_OTHERS: Final = (".parquet", ".pq", ".csv", ".gz", ".zst")
_ONLY_HERE: Final = ("keep", "input_format", "output_format", "workers", "chunk_size", "restart", "summary")
_MEBIBYTE: Final = 1024 * 1024
_LARGEST_CHUNK: Final = 1024


def add_arguments(parser: Parser) -> None:
    """The arguments that only the table form has."""
    group = parser.add_argument_group("as a table")
    group.add_argument("--table", action="store_true", help="a row for each response, also from JSON Lines to JSON Lines")
    group.add_argument("--keep", metavar="COLUMN,...", help="columns or members of the input that the output has too")
    group.add_argument("--input-format", choices=("parquet", "jsonl", "csv"), help="where the name of the input does not tell it")
    group.add_argument("--output-format", choices=("parquet", "jsonl", "csv"), help="of the parts in a folder; parquet if not given")
    group.add_argument("--workers", metavar="N", type=_number, help="processes that answer; as many as there are cores if not given")
    group.add_argument("--chunk-size", metavar="MIB", type=_number, help="mebibytes of the input that a worker has at once, 8 if not given")
    group.add_argument("--restart", action="store_true", help="throw away what an earlier run has done, instead of going on with it")
    group.add_argument("--summary", metavar="FILE", help="write the summary as JSON, too")


def _number(value: str) -> int:
    if not value.isdecimal() or not 0 < int(value[:9]) <= _LARGEST_CHUNK:
        raise ValueError
    return int(value)


_number.__name__ = f"number from 1 to {_LARGEST_CHUNK}"


def is_wanted(options: Namespace, inputs: list[str]) -> bool:
    """Does what is asked for need the table form? Raises UsageError for an option of it without need."""
    target = options.output or ""
    folder = target.endswith("/") or (target not in {"", "-"} and Path(target).is_dir())
    other = target.lower().endswith(_OTHERS) or any(name.lower().endswith(_OTHERS) or _is_pattern(name) for name in inputs)
    many = target and (len(inputs) > 1 or any(Path(name).is_dir() for name in inputs))
    if options.table or folder or other or many or options.input_format in {"csv", "parquet"}:
        return True
    for name in _ONLY_HERE:
        if getattr(options, name):
            message = f"--{name.replace('_', '-')} is for tables, and JSON Lines to JSON Lines go line by line; say --table as well"
            raise usage.UsageError(message)
    return False


def _is_pattern(name: str) -> bool:
    return any(each in name for each in "*?[") and not Path(name).exists()


def run(options: Namespace, tables: Tables, provider: str | None, inputs: list[str]) -> int:
    """Do the job, or go on with it; the summary goes to standard error."""
    try:
        from normalizer.arrow import bulk  # noqa: PLC0415  an optional extra
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        message = "files other than JSON Lines, and tables, need pyarrow; `pip install 'storage-errors[arrow]'` brings it"
        raise usage.UsageError(message) from None
    if options.output in {None, "-"}:
        message = "name --output FILE, which ends in .parquet, .csv or .jsonl, or --output FOLDER/; a table does not go to standard output"
        raise usage.UsageError(message)
    if not inputs and standard_input_is_terminal():
        message = "there is no input; name files or pipe one in"
        raise usage.UsageError(message)
    job = bulk.Job(
        inputs=tuple(inputs or ["-"]),
        output=_named(options.output),
        provider=provider if provider is None or is_auto(provider) else usage.provider_of(tables, provider).slug,
        provider_field=options.provider_field,
        fields=Fields(*(getattr(options, f"{name}_field") for name in Fields._fields)),
        encoded=options.base64,
        keep=tuple(dict.fromkeys(name for name in (options.keep or "").split(",") if name)),
        input_format=options.input_format,
        output_format=options.output_format,
        chunk_bytes=(options.chunk_size or 8) * _MEBIBYTE,
        tables=tuple(options.all_tables),
    )
    began = time.monotonic()
    workers = options.workers or _cores()
    try:
        with _watching(wanted=not options.quiet) as watch:
            outcome = bulk.run(job, workers=workers, restart=options.restart, watch=watch)
    except bulk.JobError as error:
        raise usage.UsageError(str(error)) from None
    except KeyboardInterrupt:
        output.complain(f"interrupted; {_way_on(job.inputs)}")
        return EXIT_INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        reason = os.strerror(error.errno) if error.errno else str(error)
        output.complain(f"cannot go on: {place}{reason}; {_way_on(job.inputs)}")
        return EXIT_USAGE
    if options.summary is not None:
        _write_summary(options.summary, outcome.tally.as_json())
    if not options.quiet:
        for line in report(outcome.tally, time.monotonic() - began, outcome.resumed, outcome.parts):
            output.remark(line)
    return EXIT_NOTHING if outcome.tally.bad else 0


def _named(name: str) -> str:
    """The name of the output; that of a folder ends in a slash."""
    return f"{name.rstrip('/')}/" if name.endswith("/") or Path(name).is_dir() else name


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _way_on(inputs: tuple[str, ...]) -> str:
    if "-" in inputs:
        return "standard input cannot be read again: begin anew with --restart"
    return "what is done is kept, and the same command goes on with it"


def _write_summary(name: str, summary: dict[str, Any]) -> None:
    try:
        Path(name).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        message = f"cannot write the summary {name!r}: {getattr(error, 'strerror', None) or error}; the answers are written"
        raise usage.UsageError(message) from None


@contextmanager
def _watching(*, wanted: bool) -> Iterator[Watch]:
    """What makes a bar on a terminal where rich is installed, else what does nothing."""
    from normalizer.arrow.bulk.watch import unwatched  # noqa: PLC0415  an optional extra

    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield unwatched
        return
    try:
        from rich.console import Console  # noqa: PLC0415  an optional extra
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415  an optional extra
    except ImportError:
        yield unwatched
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rows]:,} rows"),
        TextColumn("{task.fields[speed]:,.0f} rows/s"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:

        def watch(total: int) -> Told:
            task = bar.add_task("answering", total=total or None, rows=0, speed=0.0)
            began, rows, before = time.monotonic(), 0, 0

            def told(what: str, weight: int, count: int) -> None:
                nonlocal rows, before
                rows += count
                before += count if what == "done" else 0
                speed = (rows - before) / max(time.monotonic() - began, 0.001)
                bar.update(task, advance=weight, rows=rows, speed=speed, description="joining" if what == "joining" else "answering")

            return told

        yield watch
