"""The command `providers`: what the tables cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from normalizer.cli import output
from normalizer.cli.command import Command, Parser
from normalizer.cli.table import print_table

if TYPE_CHECKING:
    from argparse import Namespace

    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("--json", action="store_true", help="a JSON list of objects")


def run(options: Namespace, tables: Tables) -> int:
    """Print the providers."""
    found = [_object(slug, tables) for slug in tables.slugs()]
    if options.json:
        output.write_json(output.as_json(found))
    else:
        lines = [
            (each["slug"], each["name"], ", ".join(each["aliases"]), str(each["rows"]), each["like"] or "", each["documentation"] or "")
            for each in found
        ]
        print_table(("slug", "name", "aliases", "rows", "like", "documentation"), lines)
    return 0


def _object(slug: str, tables: Tables) -> dict[str, Any]:
    provider = tables.provider(slug)
    declaration = provider.declaration
    return {
        "aliases": list(declaration.aliases),
        "documentation": declaration.documentation or None,
        "like": declaration.like or None,
        "name": declaration.name,
        "rows": len(provider.rows),
        "slug": slug,
    }


COMMAND = Command(
    "providers",
    "slugs, names and aliases of the providers, and how many rows they have",
    "The providers: slug, name, aliases, number of rows, the provider that one is like, documentation.",
    """\
  storage-errors providers
  storage-errors providers --json""",
    add_arguments,
    run,
)
