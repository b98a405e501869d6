"""The command `export`: all tables as one flat file, for joins in a warehouse."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from normalizer import export
from normalizer.cli import output
from normalizer.cli.command import Command, Parser
from normalizer.cli.usage import UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="*.csv or *.parquet (needs the extra [arrow]); CSV to standard output if omitted"
    )


def run(options: Namespace, tables: Tables) -> int:
    """Write the file."""
    if options.output is None:
        text = StringIO()
        export.write_csv(text, list(export.flat_rows(tables)))
        output.byte_writer()(text.getvalue().encode())
        return 0
    try:
        number = export.write(options.output, tables)
    except (ValueError, ModuleNotFoundError) as error:
        raise UsageError(str(error)) from error
    output.remark(f"{number:,} rows of {len(tables.slugs())} providers in {options.output}")
    return 0


COMMAND = Command(
    "export",
    "all tables as one flat CSV or Parquet file, for joins in a warehouse",
    "Every row of every provider as it holds there, its own, confirmed and inherited ones, one line each, with the version of the\n"
    "tables. A join on provider and code answers as 'normalize' does only where the column 'exact' is true; where a code has several\n"
    "rows, 'default' marks the one that answers when nothing but the code is known. What a join cannot see (conditions, statuses,\n"
    "structures of codes, headers, pages, batches) is told in docs/guides/warehouse.md.",
    """\
  storage-errors export --output codes.parquet
  storage-errors export --output codes.csv""",
    add_arguments,
    run,
)
