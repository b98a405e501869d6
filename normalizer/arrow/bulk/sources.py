"""The inputs of a job: names, globs and folders → files, each with its format, its packing and its identity."""

from __future__ import annotations

import glob
import io
import sys
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from normalizer.arrow.bulk.job import CSV, JSON_LINES, PARQUET, JobError, split_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable

STATE: Final = "_job"
"""The folder beside the parts of a job that says of which job they are."""

STANDARD_INPUT: Final = "-"
_MAGIC: Final = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_PARQUET_MAGIC: Final = b"PAR1"
_STEP: Final = 64 * 1024
"""Bytes asked for at once: what a damaged file loses before the damage."""


class Source(NamedTuple):
    """One input. `size` in bytes and `changed` in nanoseconds are its identity; both None for a stream, which can be read only once."""

    name: str
    format: str
    packing: str | None = None
    size: int | None = None
    changed: int | None = None

    @property
    def lasting(self) -> bool:
        """Can it be read again?"""
        return self.size is not None

    @property
    def plain(self) -> bool:
        """Can a part of it be read alone?"""
        return self.lasting and self.packing is None


class Stream:
    """The unpacked bytes of a source, from its beginning. `position` tells how many bytes of the file itself were read."""

    def __init__(self, source: Source, file: Any) -> None:
        """`file`: what `opened` gave."""
        self._below = pa.PythonFile(file, "r")
        self._file = pa.CompressedInputStream(self._below, source.packing) if source.packing else self._below
        self._place = file
        self._ahead = b""
        self.damage: str | None = None

    def give_back(self, data: bytes) -> None:
        """What was read is to be read again. Once, at the beginning."""
        self._ahead = data

    def read(self, size: int) -> bytes:
        """That many bytes, fewer only at the end, or where the file is damaged, which `damage` then says."""
        found = [self._ahead[:size]]
        self._ahead = self._ahead[size:]
        wanted = size - len(found[0])
        try:
            while wanted and self.damage is None and (data := self._file.read(min(wanted, _STEP))):
                found.append(data)
                wanted -= len(data)
        except OSError as error:
            self.damage = f"cannot be read from here on: {error.strerror or error}"
        return b"".join(found)

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far; of a pipe 0."""
        try:
            return int(self._place.tell())
        except (OSError, ValueError):
            return 0


def sources_of(names: Iterable[str], format_: str | None) -> list[Source]:
    """The files that are meant, in the order in which they are named, those of a glob or folder by name. Raises JobError."""
    found = [_source(name, format_) for name in _expanded(names)]
    if sum(source.name == STANDARD_INPUT for source in found) > 1:
        message = "standard input is named twice; it can be read only once"
        raise JobError(message)
    return found


def _expanded(names: Iterable[str]) -> list[str]:
    files: list[str] = []
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT:
            files.append(name)
        elif path.is_dir():
            inside = sorted(str(each) for each in path.rglob("*") if split_suffix(each.name)[0] and not _hidden(each, path) and _is_input(each))
            if not inside:
                message = f"the folder {name!r} has no file that ends in .parquet, .jsonl, .ndjson, .json or .csv, or one of these with .gz or .zst"
                raise JobError(message)
            files += inside
        elif glob.has_magic(name) and not path.exists():
            matched = sorted(each for each in glob.glob(name, recursive=True) if _is_input(Path(each)))  # noqa: PTH207  keeps the name as it was written
            if not matched:
                message = f"no file matches {name!r}"
                raise JobError(message)
            files += matched
        else:
            files.append(name)
    return files


def _is_input(path: Path) -> bool:
    """Is it a file, and none that a job has written?"""
    return path.is_file() and path.parent.name != STATE and not (path.parent / STATE).is_dir()


def _hidden(path: Path, folder: Path) -> bool:
    """Is it, or does it lie in, what begins with a dot or an underscore: what other programs leave beside their data?"""
    return any(part[0] in "._" for part in path.relative_to(folder).parts)


def _source(name: str, format_: str | None) -> Source:
    """The source of that name, told by its suffix and its first bytes. Raises JobError."""
    named, _ = split_suffix(name)
    if name == STANDARD_INPUT:
        start, size, changed = _peeked(), None, None
    else:
        try:
            path = Path(name)
            status = path.stat()
            if not S_ISREG(status.st_mode):
                return Source(name, format_ or named or JSON_LINES, split_suffix(name)[1])
            with path.open("rb") as file:
                start = file.read(_STEP)
        except (OSError, ValueError) as error:
            message = f"cannot read {name!r}: {getattr(error, 'strerror', None) or error}"
            raise JobError(message) from None
        size, changed = status.st_size, status.st_mtime_ns
    packing = next((each for magic, each in _MAGIC.items() if start.startswith(magic)), None)
    found = format_ or named or (PARQUET if start.startswith(_PARQUET_MAGIC) else None) or _guessed(start, packing)
    if found is None:
        message = f"cannot tell the format of {name!r}; say --input-format jsonl, csv or parquet"
        raise JobError(message)
    if found == PARQUET and size is None:
        message = "Parquet has its index at the end and cannot be read from a pipe; name a file"
        raise JobError(message)
    return Source(name, found, packing, size, changed)


def _guessed(start: bytes, packing: str | None) -> str | None:
    """The format of what begins so: JSON Lines where an object begins, CSV where a line with a comma does."""
    if packing:
        try:
            start = pa.CompressedInputStream(pa.BufferReader(start), packing).read(_STEP)
        except OSError:
            return None
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in {b"{", b""}:
        return JSON_LINES
    return CSV if b"," in text.partition(b"\n")[0] else None


def _peeked() -> bytes:
    return bytes(_standard_input().peek(4))


_wrapped: tuple[Any, Any] = (None, None)
"""A standard input that cannot be looked at before it is read, and what makes it so."""


def _standard_input() -> Any:
    """Standard input as bytes that can be looked at before they are read. Raises JobError where it is closed."""
    if sys.stdin is None:
        message = "standard input is closed; name a file instead"
        raise JobError(message)
    plain: Any = sys.stdin.buffer
    if hasattr(plain, "peek"):
        return plain
    global _wrapped  # noqa: PLW0603  what is read ahead must not be lost
    if _wrapped[0] is not plain:
        _wrapped = plain, io.BufferedReader(plain)
    return _wrapped[1]


def opened(source: Source) -> Any:
    """The file itself, as binary. Raises OSError."""
    return _standard_input() if source.name == STANDARD_INPUT else Path(source.name).open("rb")
