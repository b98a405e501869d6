"""The command `detect`: which provider sent a response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.cli import output, usage
from normalizer.cli.command import EXIT_NOTHING, Command, Parser
from normalizer.cli.normalize import response_of
from normalizer.cli.table import print_table

if TYPE_CHECKING:
    from argparse import Namespace

    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("body", metavar="BODY", nargs="?", help="the body, @FILE to read it from a file, - for standard input, as when omitted")
    parser.add_argument("--status", metavar="N", type=usage.status, help="the HTTP status")
    parser.add_argument(
        "--header", metavar="'K: V'", dest="headers", type=usage.header, action="append", default=[], help="a response header; may be repeated"
    )
    parser.add_argument("--url", metavar="U", help="the URL of the request")
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")
    parser.set_defaults(method=None, operation=None, request_headers=[])


def run(options: Namespace, tables: Tables) -> int:
    """Print who sent a response, and why one thinks so."""
    response = response_of(options)
    found = tables.detect(response.body, status=response.status, headers=response.headers, url=response.url)
    if options.json:
        output.write_json(output.as_json(found._asdict() | {"candidates": [each._asdict() for each in found.candidates]}))
    else:
        output.write_text(f"{found.provider}{'' if found.decided else ' (nothing decides)'}")
        lines = [(each.provider, str(each.points), words) for each in found.candidates for words in each.evidence]
        if lines:
            output.write_text("")
            print_table(("provider", "points", "evidence"), lines)
    return 0 if found.decided else EXIT_NOTHING


COMMAND = Command(
    "detect",
    "which provider sent a response, and what speaks for it",
    """\
Looks for the signs that the providers' tables declare: headers, host names, members of the body, forms of ids.
Prints the provider, or s3-compatible for XML of S3's form, or unknown; then the evidence. Points are weights, no probabilities.""",
    """\
  curl -is https://storage.example.com/b/k | storage-errors detect
  storage-errors detect --header 'x-oss-request-id: 5C3D9175B6FC201293AD4890' --status 404
  storage-errors detect @body.xml --url https://b.s3.eu-west-1.amazonaws.com/k --json""",
    add_arguments,
    run,
)
