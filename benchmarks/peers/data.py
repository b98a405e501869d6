"""The data file of `make peers`, of which docs/peers.md is made."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.peers.measure import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE: Final = Path(__file__).resolve().parent.parent / "peers.csv"


def read(file: Path = FILE) -> list[Line]:
    """The lines, in the order of the file; none where there is no file."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return [Line(**row) for row in csv.DictReader(lines)]


def write(lines: Iterable[Line], file: Path = FILE) -> None:
    """Replace the file, sorted by client and body."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(Line._fields)
        writer.writerows(sorted(lines))
