"""The command `normalize`: one response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.cli import output, usage
from normalizer.cli.answer import Answer, answers
from normalizer.cli.command import Command, Parser
from normalizer.cli.described import family_fields, record_fields, row_words
from normalizer.cli.response import read_body, split_dump
from normalizer.cli.table import print_fields
from normalizer.logline import Response

if TYPE_CHECKING:
    from argparse import Namespace

    from normalizer.provider import Provider
    from normalizer.rawheaders import Headers
    from normalizer.row import Row
    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("provider", metavar="PROVIDER", help="slug or alias, any case; auto to have it detected")
    parser.add_argument("body", metavar="BODY", nargs="?", help="the body, @FILE to read it from a file, - for standard input, as when omitted")
    parser.add_argument("--status", metavar="N", type=usage.status, help="the HTTP status")
    parser.add_argument(
        "--header", metavar="'K: V'", dest="headers", type=usage.header, action="append", default=[], help="a response header; may be repeated"
    )
    parser.add_argument(
        "--request-header",
        metavar="'K: V'",
        dest="request_headers",
        type=usage.header,
        action="append",
        default=[],
        help="a header of the request; may be repeated",
    )
    parser.add_argument("--method", metavar="M", help="the HTTP method")
    parser.add_argument("--operation", metavar="O", help="the operation, by S3's name, for example GetObject, or the provider's own")
    parser.add_argument("--url", metavar="U", help="the URL of the request")
    parser.add_argument("--all", action="store_true", help="every error of the response, for example the failed items of a batch")
    parser.add_argument("--json", action="store_true", help="the record as one JSON object; with --all a list")


def run(options: Namespace, tables: Tables) -> int:
    """Print the record of one response."""
    response = response_of(options)
    provider, evidence = usage.chosen(tables, options.provider, response)
    found = answers(provider, response, every=options.all, evidence=evidence)
    if options.json:
        objects = [each.record.model_dump_json() for each in found]
        output.write_json(f"[{','.join(objects)}]" if options.all else objects[0])
        return 0
    if not found:
        output.write_text("no error: the response shows a success")
    for number, answer in enumerate(found):
        if number:
            output.write_text("")
        print_fields([*record_fields(answer.record), *_why(answer, provider)])
    return 0


def response_of(options: Namespace) -> Response:
    """What was handed over; of a whole dump, status and headers too, but options win."""
    body = read_body(options.body)
    status, headers = options.status, options.headers
    if body is None and status is None and not headers:
        message = "there is nothing to normalize; give BODY, --status or --header, or pipe a response in"
        raise usage.UsageError(message)
    dump = split_dump(body) if body else None
    if dump:
        body = dump.body
        status = dump.status if status is None else status
        headers = _merged(dump.headers, headers)
    return Response(body, status, headers or None, options.method, options.operation, options.request_headers or None, options.url)


def _merged(dumped: Headers, given: Headers) -> Headers:
    names = {name.lower() for name, _ in given}
    return [*((name, value) for name, value in dumped if name.lower() not in names), *given]


def _why(answer: Answer, provider: Provider) -> list[tuple[str, str]]:
    if answer.row is not None:
        return row_words(answer.row, owner_of(answer.row, provider))
    return family_fields(answer.family) if answer.family else []


def owner_of(row: Row, provider: Provider) -> Provider:
    """The provider or elder in whose table a row stands."""
    owner = provider
    while row not in owner.rows and owner.elder is not None:
        owner = owner.elder
    return owner


COMMAND = Command(
    "normalize",
    "what one response means",
    "What one response means. The body may be all that `curl -i` prints: status and headers are then taken from it.",
    """\
  storage-errors normalize upyun '{"msg": "bucket not exist", "code": 40100012}' --status 401
  storage-errors normalize aws-s3 @answer.xml --status 404 --json
  curl -i https://bucket.s3.amazonaws.com/missing | storage-errors normalize aws-s3
  storage-errors normalize s3 --method HEAD --status 403 --header 'x-amz-request-id: 7'
  storage-errors normalize qingstor @reply.json --status 200 --all""",
    add_arguments,
    run,
)
