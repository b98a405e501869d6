"""Aligned columns for a terminal, where Chinese characters are two cells wide."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def width(text: str) -> int:
    """The cells that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def cut(text: str, cells: int) -> str:
    """`text` on one line, without control characters, in at most so many cells; a cut shows as "…"."""
    line = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    if width(line) <= cells:
        return line
    while line and width(line) >= cells:
        line = line[:-1]
    return line + "…"


def aligned(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table with every column as wide as its widest cell; columns of numbers to the right."""
    listed = [list(row) for row in rows]
    sizes = [max(map(width, column)) for column in zip(headers, *listed, strict=True)]
    right = [not any(letter.isalpha() for cell in column for letter in cell) for column in zip(*listed, strict=True)] or [False for _ in headers]
    lines = []
    for row in (headers, *listed):
        cells = (
            " " * (size - width(cell)) + cell if to_right else cell + " " * (size - width(cell))
            for cell, size, to_right in zip(row, sizes, right, strict=True)
        )
        lines.append("  ".join(cells).rstrip())
    return lines
