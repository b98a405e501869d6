"""The command `translate`: one response as another provider would have sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.cli import output, usage
from normalizer.cli.command import Command, Parser
from normalizer.cli.normalize import response_of
from normalizer.cli.table import print_fields

if TYPE_CHECKING:
    from argparse import Namespace

    from normalizer import NativeResponse
    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("source", metavar="SOURCE", help="the provider that sent it: slug or alias, any case; auto to have it detected")
    parser.add_argument("target", metavar="TARGET", help="the provider whose client will read it: slug or alias, any case")
    parser.add_argument("body", metavar="BODY", nargs="?", help="the body, @FILE to read it from a file, - for standard input, as when omitted")
    parser.add_argument("--status", metavar="N", type=usage.status, help="the HTTP status")
    parser.add_argument(
        "--header", metavar="'K: V'", dest="headers", type=usage.header, action="append", default=[], help="a response header; may be repeated"
    )
    parser.add_argument("--method", metavar="M", help="the HTTP method; what answers a HEAD has no body")
    parser.add_argument("--url", metavar="U", help="the URL of the request")
    parser.add_argument("--request-id", metavar="ID", help="the request id to write, instead of the source's own")
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")
    parser.set_defaults(operation=None, request_headers=[])


def run(options: Namespace, tables: Tables) -> int:
    """Print the response, and how near it comes."""
    response = response_of(options)
    target = usage.provider_of(tables, options.target).slug
    usage.chosen(tables, options.source, response)  # says what was meant
    hints = {"status": response.status, "headers": response.headers, "method": response.method, "url": response.url}
    record = tables.normalize(options.source, response.body, **hints)
    found = tables.translate(record, target, method=options.method, request_id=options.request_id)
    if options.json:
        output.write_json(output.as_json(found._asdict() | {"body": found.body.decode(), "headers": dict(found.headers)}))
    else:
        print_fields(fields_of(found))
        if found.body:
            output.write_text("")
            output.write_text("\n".join(output.visible(line) for line in found.body.decode().splitlines()))
    return 0


def fields_of(found: NativeResponse) -> list[tuple[str, str]]:
    """The response as people read it, without its body."""
    cells = [("provider", found.provider), ("status", str(found.status)), ("code", found.code or ""), *found.headers.items()]
    return [cell for cell in (*cells, ("fidelity", found.fidelity), ("why", found.why)) if cell[1]]


COMMAND = Command(
    "translate",
    "one response as another provider would have sent it",
    """\
The nearest error of another provider, in that one's own form. The body may be all that `curl -i` prints: status and headers are then
taken from it. Fidelity is exact, narrower (the same kind, and more than the source said), broader (the same kind, and less) or status
(no code of that kind is there). Exits with 0 whatever the fidelity: there is always an answer.""",
    """\
  storage-errors translate upyun aws-s3 '{"msg": "bucket not exist", "code": 40100012}' --status 401
  storage-errors translate azure-blob s3 --method HEAD --status 404 --header 'x-ms-error-code: BlobNotFound'
  curl -i https://storage.example.com/b/k | storage-errors translate gcs aws-s3 - --json""",
    add_arguments,
    run,
)
