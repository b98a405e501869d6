"""The command `compare`: what a program that knows one provider's errors gets wrong at another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.cli import output, usage
from normalizer.cli.command import Command, Parser
from normalizer.cli.response import open_file, standard_input
from normalizer.comparison import compare
from normalizer.observed import MAX_LINE

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from normalizer.comparison_model import Comparison
    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("a", metavar="A", help="the provider that the program was written for: slug or alias, any case")
    parser.add_argument("b", metavar="B", help="the provider that it is to move to")
    parser.add_argument(
        "--observed", metavar="LOG", help="a log of A's errors as JSON Lines, - for standard input: responses as for 'bulk', or records"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write, instead of standard output")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--html", action="store_const", dest="form", const="html", help="one HTML page; needs jinja2: pip install 'storage-errors[report]'"
    )
    forms.add_argument("--markdown", action="store_const", dest="form", const="markdown", help="Markdown")
    forms.add_argument("--csv", action="store_const", dest="form", const="csv", help="CSV, for a spreadsheet")
    forms.add_argument("--json", action="store_const", dest="form", const="json", help="everything as one JSON object")
    parser.set_defaults(form="text")


def run(options: Namespace, tables: Tables) -> int:
    """Print the comparison."""
    mine, theirs = (usage.provider_of(tables, name).slug for name in (options.a, options.b))
    comparison = compare(mine, theirs, observed=None if options.observed is None else _log(options.observed), tables=tables)
    text = _in_form(comparison, options.form)
    if options.output not in {None, "-"}:
        _write(options.output, text)
    elif options.form == "text":
        output.write_text(text.removesuffix("\n"))
    else:
        output.write_json(text.removesuffix("\n"))
    return 0


def _log(name: str) -> Iterator[bytes]:
    """The lines of a file or of standard input, in pieces of a bounded size. Raises UsageError."""
    with standard_input() if name == "-" else open_file(name) as file:
        try:
            while line := file.readline(MAX_LINE):
                yield line
        except OSError as error:
            message = f"cannot read {name!r}: {error.strerror or error}"
            raise usage.UsageError(message) from None


def _in_form(comparison: Comparison, form: str) -> str:
    """The comparison in one form. Raises UsageError where an extra is missing for it."""
    if form == "json":
        return output.as_json(comparison.model_dump(mode="json")) + "\n"
    try:
        return str(getattr(comparison, f"to_{form}")())
    except ImportError as error:
        raise usage.UsageError(str(error)) from None


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_bytes(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        message = f"cannot write {name!r}: {getattr(error, 'strerror', None) or error}"
        raise usage.UsageError(message) from None


COMMAND = Command(
    "compare",
    "what a program for one provider gets wrong at another",
    """\
Compares two providers for a migration. First the scenarios: what both answer in the same situation, and what a program that
checks the statuses or codes of A would get wrong at B, the worst first: silent success, endless retry, lost retry, new failure,
wrong branch, then only another code. Then what one of them has codes for and the other has not. Then all codes, kind by kind.
With a log of A's errors, what the log shows most comes first among its equals.""",
    """\
  storage-errors compare upyun aws-s3
  storage-errors compare aws-s3 azure-blob --observed responses.jsonl --json
  storage-errors compare gcs minio --markdown --output plan.md
  storage-errors compare gcs minio --html --output plan.html""",
    add_arguments,
    run,
)
