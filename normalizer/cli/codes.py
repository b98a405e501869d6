"""The command `codes`: the rows of the tables, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.cli import output, usage
from normalizer.cli.command import EXIT_NOTHING, Command, Parser
from normalizer.cli.described import row_object
from normalizer.cli.table import print_table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables

_COLUMNS = ("provider", "code", "status", "when", "kind", "reason", "resource", "retry", "meaning")


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("provider", metavar="PROVIDER", nargs="?", help="slug or alias, any case; all providers if omitted")
    parser.add_argument("--kind", metavar="K", type=usage.kind, help="only rows of this kind, for example NotFound")
    parser.add_argument("--resource", metavar="R", type=usage.resource, help="only rows about this resource, for example bucket")
    parser.add_argument("--status", metavar="N", type=usage.status, help="only rows of this HTTP status")
    parser.add_argument("--json", action="store_true", help="the rows as a JSON list of objects")


def run(options: Namespace, tables: Tables) -> int:
    """Print the rows that fit."""
    asked = tables.slugs() if options.provider is None else [options.provider]
    found = list(_rows([usage.provider_of(tables, name) for name in asked], options))
    if options.json:
        output.write_json(output.as_json([row_object(row, owner) for owner, row in found]))
    elif found:
        print_table(_COLUMNS, [_cells(owner, row) for owner, row in found])
    else:
        output.complain("no row is like that; 'storage-errors codes' lists all")
    return 0 if found else EXIT_NOTHING


def _rows(providers: list[Provider], options: Namespace) -> Iterator[tuple[Provider, Row]]:
    for provider in providers:
        for row in provider.rows:
            asked = ((options.kind, row.kind), (options.resource, row.resource), (options.status, row.status))
            if all(wanted is None or wanted == value for wanted, value in asked):
                yield provider, row


def _cells(owner: Provider, row: Row) -> tuple[str, ...]:
    status = "" if row.status is None else str(row.status)
    return owner.slug, row.code, status, row.when, row.kind, row.reason or "", row.resource or "", row.retry, row.meaning


COMMAND = Command(
    "codes",
    "the rows of the tables",
    "The rows of one provider's table or of all, in the order of the tables. A provider that is like another\n"
    "(see 'storage-errors providers') lists only what differs.",
    """\
  storage-errors codes upyun --kind RateLimited
  storage-errors codes --kind NotFound --resource bucket --json
  storage-errors codes qingstor --status 400""",
    add_arguments,
    run,
)
