"""The command in a process of its own and its session, looked at from outside while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = [sys.executable, "-m", "normalizer", "bulk"]
MEBIBYTE = 1024 * 1024
_STEP = 0.01
_LONGEST = 120


class Seen(NamedTuple):
    """How it ended, what it said, and the highest resident memory of each of its processes, in bytes."""

    status: int
    said: str
    peaks: dict[int, int]

    @property
    def peak(self) -> int:
        """What all processes together took at most: no less than it was, as their peaks need not fall together."""
        return sum(self.peaks.values())


def watched(*argv: str, act: Callable[[int], bool] | None = None, stdin: Path | None = None, before: Callable[[], None] | None = None) -> Seen:
    """Run bulk with these arguments. `act` is called with the session's id again and again until it returns True; it may kill."""
    peaks: dict[int, int] = {}
    source = stdin.open("rb") if stdin else subprocess.DEVNULL
    child = subprocess.Popen(
        [*COMMAND, *argv],
        stdin=source,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=before,  # noqa: PLW1509  one thread
    )
    assert child.stderr
    os.set_blocking(child.stderr.fileno(), False)
    said, began = b"", time.monotonic()
    while child.poll() is None:
        assert time.monotonic() < began + _LONGEST, "it does not end"
        for process in session(child.pid):
            peaks[process] = max(peaks.get(process, 0), peak_of(process))
        said += child.stderr.read() or b""
        if act is not None and act(child.pid):
            act = None
        time.sleep(_STEP)
    said += child.stderr.read() or b""
    child.stderr.close()
    if stdin:
        source.close()  # type: ignore[union-attr]
    return Seen(child.returncode, said.decode(), peaks)


def session(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != b"Z":
            found.append(int(path.parent.name))
    return found


def peak_of(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def kill_all(leader: int) -> None:
    """SIGKILL to all processes of the session at once."""
    os.killpg(leader, signal.SIGKILL)


def workers_of(leader: int) -> list[int]:
    """The processes of a run that answer."""
    found = []
    for process in session(leader):
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in words:
            found.append(process)
    return found
