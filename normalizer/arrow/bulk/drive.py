"""A job, done: its chunks answered by several processes, what is done already left alone, the parts joined."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from normalizer.arrow.bulk.answer import Chunk, Worker, output_schema
from normalizer.arrow.bulk.job import PARQUET, Job, JobError, split_suffix
from normalizer.arrow.bulk.parts import Form, join
from normalizer.arrow.bulk.plan import chunks, kept_schema
from normalizer.arrow.bulk.pool import in_processes
from normalizer.arrow.bulk.sources import Source, sources_of
from normalizer.arrow.bulk.state import State, identity
from normalizer.arrow.bulk.tally import Tally, total
from normalizer.arrow.bulk.watch import Told, Watch, unwatched
from normalizer.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa


class Outcome(NamedTuple):
    """What a run has done. `resumed`: parts that an earlier run had done."""

    tally: Tally
    parts: int
    resumed: int


def form_of(job: Job) -> Form:
    """The form of the output. Raises JobError for a suffix that says none."""
    found, packing = split_suffix(job.output.rstrip("/"))
    if job.into_folder:
        return Form(job.output_format or PARQUET)
    found = job.output_format or found
    if found is None or (found == PARQUET and packing):
        message = f"{job.output!r}: end --output in .parquet, .csv or .jsonl, the last two also with .gz or .zst, or in / for a folder of parts"
        raise JobError(message)
    return Form(found, packing)


def run(job: Job, *, workers: int = 1, restart: bool = False, watch: Watch = unwatched) -> Outcome:
    r"""Do the job, or go on with it where an earlier run left it.

    workers: processes beside this one; 1 does all in this one. restart: throw away what was done. watch: see Watch. Memory is bounded,
    see docs/guides/bulk.md. Rows are in the order of the inputs.

    Raises JobError where the job cannot be done as it is, OSError where something cannot be read or written. What was done stays,
    also after a KeyboardInterrupt.

    >>> import tempfile
    >>> from pathlib import Path
    >>> log = Path(tempfile.mkdtemp(), "log.csv")
    >>> _ = log.write_text('status,body\n404,"{""code"": ""object_not_exists""}"\n', encoding="utf-8")
    >>> outcome = run(Job(inputs=(str(log),), output=f"{log}.parquet", provider="qingstor"))
    >>> outcome.tally.rows, dict(outcome.tally.kinds)
    (1, {('qingstor', 'NotFound'): 1})
    """
    form = form_of(job)
    sources = sources_of(job.inputs, job.input_format)
    for source in sources:
        if source.lasting and Path(job.output).exists() and Path(source.name).samefile(job.output):
            message = f"{job.output!r} is an input too; write to another file"
            raise JobError(message)
    kept = kept_schema(job, sources, form)
    version = Tables(*map(Path, job.tables)).version
    with State(job, form) as state:
        state.begin(identity(job, form, sources, version), lasting=all(source.lasting for source in sources), restart=restart)
        tell = watch(sum(source.size or 0 for source in sources))
        count, resumed = _answer_all(job, form, kept, sources, state, workers, tell)
        _unchanged(sources)
        tally = total(state.counts())
        if not job.into_folder:
            parts = [state.part(number) for number in range(count)]
            join(parts, Path(job.output), form, output_schema(kept), job.chunk_bytes, lambda _: tell("joining", 0, 0))
            state.remove()
    return Outcome(tally, count, resumed)


def _answer_all(job: Job, form: Form, kept: pa.Schema, sources: Sequence[Source], state: State, workers: int, tell: Told) -> tuple[int, int]:
    """How many chunks there are, and how many of them were done before."""
    seen = resumed = 0

    def left() -> Iterator[Chunk]:
        nonlocal seen, resumed
        for chunk in chunks(job, sources):
            seen += 1
            if state.is_done(chunk):
                resumed += 1
                tell("done", chunk.weight, chunk.rows)
            else:
                yield chunk

    def finish(chunk: Chunk, counts: dict[str, Any]) -> None:
        state.finish(chunk, counts)
        tell("answered", chunk.weight, chunk.rows)

    todo = left()
    first = list(islice(todo, 2 if workers > 1 else 0))
    if len(first) < 2:  # noqa: PLR2004  one chunk needs no other process
        worker = Worker(job, form, kept)
        for chunk in chain(first, todo):
            finish(chunk, worker.answer(chunk, state.part(chunk.number)))
    else:
        in_processes(chain(first, todo), (job, form, kept), state.part, finish, workers)
    return seen, resumed


def _unchanged(sources: Sequence[Source]) -> None:
    """Raises JobError where an input has changed while it was read."""
    for source in sources:
        if source.lasting:
            status = Path(source.name).stat()
            if (status.st_size, status.st_mtime_ns) != (source.size, source.changed):
                message = f"{source.name!r} has changed while it was read; begin anew with --restart, on a file that nobody writes"
                raise JobError(message)
