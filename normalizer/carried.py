"""The function that travels to the workers of a cluster, and the tables that it finds there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalizer.responses import default_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from normalizer.tables import Tables


@dataclass(frozen=True)
class Mapper:
    """Batches of responses → batches of answers, in their order. Made by `normalizer.spark.mapper`."""

    asked: Mapping[str, Any]
    """What `normalize_batch` is told: the provider and the columns."""
    keep: tuple[str, ...]
    """Columns of the input that come before those of the answer."""
    prefix: str
    folders: tuple[str, ...]
    """Of a user's own tables, as absolute paths."""
    fingerprint: str
    """Of the tables where it was made."""

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The kept columns and the answers of each batch."""
        import pyarrow as pa  # noqa: PLC0415  only where rows are read

        from normalizer.arrow import SCHEMA, normalize_batch  # noqa: PLC0415  as above

        tables = tables_of(self.folders, self.fingerprint)
        names = [*self.keep, *(self.prefix + field.name for field in SCHEMA)]
        for batch in batches:
            answers = normalize_batch(batch, tables=tables, **self.asked)
            columns = [answers.column(field.name).cast(plain(field.type)) for field in SCHEMA]
            kept = [pa.chunked_array([batch.column(name)]) for name in self.keep]
            yield from pa.Table.from_arrays([*kept, *columns], names=names).to_batches()


def plain(answered: pa.DataType) -> pa.DataType:
    """A type without a dictionary, for engines that read none."""
    return getattr(answered, "value_type", answered)


def fingerprint_of(folders: tuple[str, ...]) -> str:
    """The version of our tables and a digest of the user's own: what must be equal on all machines, or they answer differently."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(each for each in Path(folder).glob("*") if each.suffix in {".toml", ".csv"}):
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)} ".encode() + data)
    return f"{default_tables().version} {digest.hexdigest() if folders else ''}".strip()


@lru_cache(maxsize=4)
def tables_of(folders: tuple[str, ...], fingerprint: str) -> Tables:
    """Our tables, or with the user's own beside them; loaded once in a process. Raises RuntimeError where they are others than those meant."""
    from normalizer.tables import Tables  # noqa: PLC0415  a driver that only imports stays cheap

    tables = Tables.load(*folders) if folders else default_tables()
    here = fingerprint_of(folders)
    if here != fingerprint:
        message = (
            f"the tables of this worker ({here}) are not those of the driver ({fingerprint}):"
            " give both the same version of storage-errors and the same folders of tables"
        )
        raise RuntimeError(message)
    return tables
