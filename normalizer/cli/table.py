"""Tables and lists of fields: plain and aligned, or by rich where that is installed and a terminal looks on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from normalizer.cli.output import fitting, visible, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

Fields = list[tuple[str, str]]
"""Names and values, in the order in which they are shown."""

_GAP = "  "


def print_fields(fields: Fields) -> None:
    """Aligned lines of `name: value`."""
    cells = [(f"{visible(name)}:", visible(value)) for name, value in fields]
    console = _console()
    if console is not None:
        from rich.table import Table  # noqa: PLC0415  an optional extra

        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="cyan", no_wrap=True)
        grid.add_column(overflow="fold")
        _fill(grid, cells)
        console.print(grid)
        return
    widest = max(_width(name) for name, _ in cells)
    for name, value in cells:
        write_text(f"{_padded(name, widest)} {value}")


def print_table(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """A header and lines under it. Columns without any value are left out."""
    kept = [index for index in range(len(columns)) if any(line[index] for line in lines)]
    names = [columns[index] for index in kept]
    cells = [[visible(line[index]) for index in kept] for line in lines]
    console = _console()
    if console is not None:
        from rich.table import Table  # noqa: PLC0415  an optional extra

        table = Table(box=None, header_style="bold cyan", pad_edge=False)
        for name in names:
            table.add_column(name, overflow="fold")
        _fill(table, cells)
        console.print(table)
        return
    widths = [max(_width(cell) for cell in column) for column in zip(names, *cells, strict=True)]
    for line in (names, *cells):
        write_text(_GAP.join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _console() -> Any:
    """A console of rich, or None. Rich itself heeds NO_COLOR and terminals without colours."""
    if not (sys.stdout is not None and sys.stdout.isatty()):
        return None
    try:
        from rich.console import Console  # noqa: PLC0415  an optional extra
    except ImportError:
        return None
    return Console(file=sys.stdout, highlight=False)


def _fill(table: Any, lines: Sequence[Sequence[str]]) -> None:
    from rich.text import Text  # noqa: PLC0415  an optional extra

    for line in lines:
        table.add_row(*(Text(fitting(cell)) for cell in line))


def _width(text: str) -> int:
    """Cells of a terminal that `text` takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
