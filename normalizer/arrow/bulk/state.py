"""The state of a job on the disk: which parts are done, of which job, and that no other run writes them."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Self

import pyarrow as pa

from normalizer import __version__
from normalizer.arrow.bulk.job import JobError
from normalizer.arrow.bulk.parts import ROUGH, write_json
from normalizer.arrow.bulk.sources import STATE

try:
    import fcntl
except ImportError:  # Windows: two runs of one job at a time are not noticed there
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from normalizer.arrow.bulk.answer import Chunk
    from normalizer.arrow.bulk.job import Job
    from normalizer.arrow.bulk.parts import Form
    from normalizer.arrow.bulk.sources import Source

LAYOUT: Final = 1
_RESTART: Final = "--restart throws away what is done, or name another --output"


def identity(job: Job, form: Form, sources: Sequence[Source], version: str) -> dict[str, Any]:
    """All that the answers depend on, with the names of the options that say it."""
    return {
        "layout": LAYOUT,
        "program": f"storage-errors {__version__}, tables {version}, pyarrow {pa.__version__}",
        "--tables": [[folder, _digest(Path(folder))] for folder in job.tables],
        "PROVIDER": job.provider,
        "--provider-field": job.provider_field,
        "--NAME-field": list(job.fields),
        "--base64": job.encoded,
        "--keep": list(job.keep),
        "--chunk-size": f"{job.chunk_bytes // 1024} KiB",
        "--output-format": list(form),
        "inputs": [[source.name, source.format, source.size, source.changed] for source in sources],
    }


def _digest(folder: Path) -> str:
    found = sha256()
    for path in sorted(folder.glob("*.*")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


class State:
    """The folder of a job. As a context it holds the job's lock."""

    def __init__(self, job: Job, form: Form) -> None:
        """Nothing is written yet."""
        self._output = Path(job.output)
        self.parts = self._output if job.into_folder else self._output.with_name(f"{self._output.name}.parts")
        self._own = self.parts / STATE
        self._manifest = self._own / "job.json"
        self._form = form
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> Self:
        """Hold the lock. Raises JobError where another run does, OSError where nothing can be written."""
        if not self.parts.parent.is_dir():
            message = f"cannot write {str(self._output)!r}: there is no folder {str(self.parts.parent)!r}"
            raise JobError(message)
        if self.parts.exists() and not self._own.exists() and (not self.parts.is_dir() or any(self.parts.iterdir())):
            message = f"{str(self.parts)!r} is there already and holds no job of bulk; name another --output, or remove it"
            raise JobError(message)
        self._own.mkdir(parents=True, exist_ok=True)
        self._lock = (self._own / "lock").open("wb")
        if fcntl is not None:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._lock.close()
                message = f"another run is writing {str(self._output)!r}; wait until it has ended"
                raise JobError(message) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the lock; a folder in which nothing was done is not left behind."""
        if self._lock is not None:
            self._lock.close()
        if not self._manifest.exists() and self._own.exists():
            shutil.rmtree(self._own)
            if not any(self.parts.iterdir()):
                self.parts.rmdir()

    def begin(self, wanted: dict[str, Any], *, lasting: bool, restart: bool) -> bool:
        """Is there something to go on with? Raises JobError where it is of another job, or of an input that is gone."""
        known = self._known()
        for rough in (*self.parts.glob(ROUGH), *self._own.glob(ROUGH)):
            rough.unlink()
        if known is not None and not restart:
            if known != wanted:
                message = f"{str(self._output)!r} holds what another run has done: {_difference(known, wanted)}; {_RESTART}"
                raise JobError(message)
            if not lasting:
                message = f"{str(self._output)!r} holds a part of what was read from a pipe, which cannot be read again; {_RESTART}"
                raise JobError(message)
            return any(self.done_parts())
        if known is not None:
            self._forget()
        write_json(self._manifest, wanted)
        return False

    def _known(self) -> dict[str, Any] | None:
        try:
            found = json.loads(self._manifest.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            message = f"{str(self._manifest)!r} cannot be read; {_RESTART}"
            raise JobError(message) from None
        return found if isinstance(found, dict) else None

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.parts / f"part-{number:06d}{self._form.suffix}"

    def _counts(self, number: int) -> Path:
        return self._own / f"part-{number:06d}.json"

    def is_done(self, chunk: Chunk) -> bool:
        """Is the part of this very chunk there? Raises JobError where it is of another one."""
        path = self._counts(chunk.number)
        if not path.exists():
            return False
        if json.loads(path.read_text(encoding="utf-8"))["chunk"] != chunk.key:
            message = f"{str(path)!r} is of other rows than are read now: an input has changed; {_RESTART}"
            raise JobError(message)
        return self.part(chunk.number).exists()

    def finish(self, chunk: Chunk, counts: dict[str, Any]) -> None:
        """The part is there: from now on it counts as done."""
        write_json(self._counts(chunk.number), {"chunk": chunk.key, "counts": counts})

    def done_parts(self) -> Iterator[Path]:
        """The counts of the parts that are done, in their order."""
        return iter(sorted(self._own.glob("part-*.json")))

    def counts(self) -> Iterator[dict[str, Any]]:
        """The counts of the parts, in their order."""
        for path in self.done_parts():
            yield json.loads(path.read_text(encoding="utf-8"))["counts"]

    def _forget(self) -> None:
        """Remove what the job has written, and nothing else; of which job it was at last, so that it may be interrupted."""
        for path in (*self._own.glob("part-*.json"), *self.parts.glob("part-*")):
            path.unlink()
        self._manifest.unlink(missing_ok=True)

    def remove(self) -> None:
        """Leave nothing of the parts: they have been joined."""
        self._forget()
        (self._own / "lock").unlink()
        self._own.rmdir()
        self.parts.rmdir()


def _difference(known: dict[str, Any], wanted: dict[str, Any]) -> str:
    """What differs first, in the words of the command line."""
    name = next(name for name in {**wanted, **known} if known.get(name) != wanted.get(name))
    before, now = known.get(name), wanted.get(name)
    if name != "inputs":
        return f"{name} was {_said(before)}, now it is {_said(now)}"
    for old, new in zip(before or [], now or [], strict=False):
        if old[0] == new[0] and old != new:
            return f"the input {old[0]!r} has changed since"
    return f"the inputs were {_said([each[0] for each in before or []])}, now they are {_said([each[0] for each in now or []])}"


def _said(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:200]!r}" if value not in (None, [], False, True) else {True: "given"}.get(value is True, "not given")
