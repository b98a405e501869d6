"""What a worker does: a chunk of the input → a part of the output, and the counts of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from normalizer.arrow.batch import normalize_batch
from normalizer.arrow.bulk import cells, groups, lines
from normalizer.arrow.bulk.job import CSV, JobError
from normalizer.arrow.bulk.parts import Form, Writer, replaced
from normalizer.arrow.bulk.rows import PARTS, PROVIDER, Rows, unreadable
from normalizer.arrow.bulk.tally import KEPT_OF_A_PART, Tally
from normalizer.arrow.schema import SCHEMA
from normalizer.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.arrow.bulk.groups import Stripe
    from normalizer.arrow.bulk.job import Job
    from normalizer.arrow.bulk.sources import Source

_FILE: Final = pa.dictionary(pa.int32(), pa.string())


class Chunk(NamedTuple):
    """A part's worth of input. Text is at a place in a plain file or handed over as `data`; `problem` is a row that could not be read."""

    number: int
    source: Source
    first: int
    rows: int
    weight: int
    start: int = 0
    size: int = 0
    data: bytes | None = None
    columns: tuple[str, ...] = ()
    stripe: Stripe | None = None
    asked: dict[str, str] | None = None
    problem: str | None = None

    @property
    def key(self) -> list[Any]:
        """What it is of the input: equal for the same chunk in another run."""
        return [self.source.name, self.first, self.rows, self.start, self.size]


class Worker:
    """Answers chunks, one after the other."""

    def __init__(self, job: Job, form: Form, kept: pa.Schema) -> None:
        """`kept`: the kept columns as the output has them."""
        self._job, self._form, self._kept = job, form, kept
        self._tables = Tables(*map(Path, job.tables))
        self._schema = output_schema(kept)

    def answer(self, chunk: Chunk, path: Path) -> dict[str, Any]:
        """Write the part, and return its counts. Raises OSError where it cannot be written."""
        tally = Tally()
        with replaced(path) as rough, Writer(rough, self._form, self._schema, self._job.chunk_bytes, headed=self._job.into_folder) as writer:
            for rows in self._rows(chunk):
                numbers = pa.array(rows.numbers, pa.int64())
                answers = self._answers(rows)
                tally.add(answers, numbers, chunk.source.name)
                writer.write(self._output(chunk.source.name, numbers, answers, rows.kept))
        tally.trim(KEPT_OF_A_PART)
        return tally.as_json()

    def _rows(self, chunk: Chunk) -> Iterator[Rows]:
        if chunk.problem is not None:
            return iter([unreadable(chunk.first, chunk.problem, self._job.provider_field, len(self._job.keep))])
        if chunk.stripe is not None:
            return groups.rows_of(chunk.source.name, chunk.stripe, chunk.asked or {}, self._job)
        data = chunk.data if chunk.data is not None else _at(chunk)
        if chunk.source.format == CSV:
            return cells.rows_of(data, chunk.first, chunk.rows, chunk.columns, self._job)
        return lines.rows_of(data, chunk.first, self._job)

    def _answers(self, rows: Rows) -> pa.Table:
        ask = {part: part if part in rows.parts.column_names else None for part in PARTS}
        named = {"provider_column": PROVIDER} if self._job.provider_field is not None else {}
        answers = normalize_batch(rows.parts, None if named else self._job.provider, tables=self._tables, **named, **ask)
        if not any(rows.problems):
            return answers
        told = zip(rows.problems, answers.column("problem").to_pylist(), strict=True)
        at = answers.schema.get_field_index("problem")
        return answers.set_column(at, answers.schema.field(at), pa.array([mine or other for mine, other in told], answers.schema.field(at).type))

    def _output(self, file: str, numbers: pa.Array, answers: pa.Table, kept: list[pa.Array]) -> pa.Table:
        files = pa.DictionaryArray.from_arrays(pa.array([0] * len(numbers), pa.int32()), pa.array([file], pa.string()))
        return pa.table(
            [files, numbers, *answers.columns, *(each.cast(field.type) for each, field in zip(kept, self._kept, strict=True))], schema=self._schema
        )


def output_schema(kept: pa.Schema) -> pa.Schema:
    """The columns of the output: where a row came from, its answer, and what was kept of it."""
    return pa.schema([pa.field("file", _FILE), pa.field("row", pa.int64()), *SCHEMA, *kept])


def kept_names(names: tuple[str, ...]) -> list[str]:
    """What the kept columns are called in the output: `input_…` where an answer's column has the name. Raises JobError for two of one name.

    >>> kept_names(("id", "status"))
    ['id', 'input_status']
    """
    taken = {"file", "row", *SCHEMA.names}
    found = [f"input_{name}" if name in taken else name for name in names]
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        message = f"--keep has two columns that would be called {twice!r}"
        raise JobError(message)
    return found


def _at(chunk: Chunk) -> bytes:
    with Path(chunk.source.name).open("rb") as file:
        file.seek(chunk.start)
        return file.read(chunk.size)
