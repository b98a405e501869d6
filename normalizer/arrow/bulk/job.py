"""What a job is: which files are answered, how their rows are read, and where the answers go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from normalizer.logline import Fields

MEBIBYTE: Final = 1024 * 1024
CHUNK_BYTES: Final = 8 * MEBIBYTE
ROWS_AT_ONCE: Final = 32_768
"""Rows of a chunk at most, so that a log of tiny rows keeps the bound too."""

PARQUET: Final = "parquet"
JSON_LINES: Final = "jsonl"
CSV: Final = "csv"
SUFFIXES: Final = {".parquet": PARQUET, ".pq": PARQUET, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".json": JSON_LINES, ".csv": CSV}
PACKINGS: Final = {".gz": "gzip", ".zst": "zstd"}


class JobError(ValueError):
    """The job cannot be done, or cannot go on, as it is; the message says what, where and the way out."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One run of bulk over files. Not the files themselves: nothing is opened until it is run.

    inputs: files, globs, folders, or "-" for standard input. output: a file, whose suffix says the format, or a folder, which ends
    in a slash. provider: slug, alias or "auto"; or provider_field: what names it in each row. fields: the columns or members that hold
    the parts of a response. encoded: a body that is text is base64. keep: columns of the input that pass through. chunk_bytes: how
    much of the input a worker has at once. tables: folders of tables beside ours.
    """

    inputs: tuple[str, ...]
    output: str
    provider: str | None = None
    provider_field: str | None = None
    fields: Fields = field(default_factory=Fields)
    encoded: bool = False
    keep: tuple[str, ...] = ()
    input_format: str | None = None
    output_format: str | None = None
    chunk_bytes: int = CHUNK_BYTES
    tables: tuple[str, ...] = ()

    @property
    def into_folder(self) -> bool:
        """Is the output a folder of parts?"""
        return self.output.endswith("/")


def split_suffix(name: str) -> tuple[str | None, str | None]:
    """The format and the packing that a name's suffixes say, each None where they say none.

    >>> split_suffix("log.jsonl.gz"), split_suffix("log.parquet"), split_suffix("log")
    (('jsonl', 'gzip'), ('parquet', None), (None, None))
    """
    lower = name.lower()
    packing = next((each for suffix, each in PACKINGS.items() if lower.endswith(suffix)), None)
    if packing:
        lower = lower.rpartition(".")[0]
    return next((each for suffix, each in SUFFIXES.items() if lower.endswith(suffix)), None), packing
