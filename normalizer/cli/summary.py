"""Counting what a bulk run found, and the bar that shows how far it is."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from normalizer.model import ErrorRecord


class Summary:
    """Counts by kind and by rung. Its size does not grow with the input."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.answered = self.good = self.bad = 0
        self.kinds: Counter[str] = Counter()
        self.rungs: Counter[str] = Counter()

    def add(self, records: Iterable[ErrorRecord]) -> None:
        """Count a line's errors."""
        self.answered += 1
        none = True
        for record in records:
            none = False
            self.kinds[record.kind] += 1
            self.rungs[record.matched_by] += 1
        self.good += none

    def lines(self) -> list[str]:
        """The summary as text."""
        found = [f"lines       {self.answered + self.bad}: {self.answered - self.good} with errors, {self.good} without, {self.bad} bad"]
        for name, counts in (("kind", self.kinds), ("matched_by", self.rungs)):
            if counts:
                found.append(f"{name:<11} {', '.join(f'{each} {count}' for each, count in counts.most_common())}")
        return found


def is_regular(file: BinaryIO) -> bool:
    """Is it a file on a disk, whose size is known, and no pipe or terminal?"""
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


@contextmanager
def progress(file: BinaryIO, *, wanted: bool) -> Iterator[Callable[[int], object]]:
    """A function that is told of bytes read. It moves a bar on a terminal where rich is installed, else does nothing."""
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield int
        return
    try:
        from rich.console import Console  # noqa: PLC0415  an optional extra
        from rich.progress import Progress  # noqa: PLC0415  an optional extra
    except ImportError:
        yield int
        return
    total = os.fstat(file.fileno()).st_size if is_regular(file) else None
    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda size: bar.advance(task, size)
