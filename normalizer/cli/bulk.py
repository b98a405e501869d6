"""The command `bulk`: JSON Lines in, JSON Lines out, line by line; all else goes to its table form."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalizer.cli import bulk_table, output, usage
from normalizer.cli.command import EXIT_NOTHING, Command, Parser
from normalizer.cli.response import open_file, standard_input, standard_input_is_terminal
from normalizer.cli.summary import Summary, is_regular, progress
from normalizer.logline import BadLine, Fields, Line, lines_of, member, parse, response_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from normalizer.tables import Tables


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("operands", metavar="PROVIDER INPUT", nargs="*", help="slug or alias; files, globs, folders, - or nothing for standard input")
    parser.add_argument("--provider-field", metavar="F", help="the member that names each line's provider, instead of PROVIDER")
    parser.add_argument("--output", metavar="FILE", help="where to write, instead of standard output")
    parser.add_argument("--base64", action="store_true", help="a body that is a string is base64")
    parser.add_argument("--quiet", action="store_true", help="no summary and no progress bar")
    for name in Fields._fields:
        parser.add_argument(
            f"--{name.replace('_', '-')}-field",
            metavar="F",
            default=name,
            help=f"the member or column that holds it, {name!r} if not given; a dot leads into an object",
        )
    bulk_table.add_arguments(parser)


def run(options: Namespace, tables: Tables) -> int:
    """Answer every line; the summary goes to standard error."""
    provider, inputs = _operands(options)
    if bulk_table.is_wanted(options, inputs):
        return bulk_table.run(options, tables, provider, inputs)
    name = _single(inputs, provider)
    slug = usage.provider_of(tables, provider).slug if provider is not None else None
    summary = Summary()
    with ExitStack() as stack:
        source = stack.enter_context(_source(name))
        write, flush = _target(options.output, source, stack)
        shown = not options.quiet and (options.output not in {None, "-"} or not (sys.stdout and sys.stdout.isatty()))
        told = stack.enter_context(progress(source, wanted=shown))
        live = not is_regular(source)
        answer = _answerer(options, tables, slug, summary)
        for line in lines_of(source):
            write(output.to_bytes(answer(line)))
            if live:  # who follows a log sees each answer at once
                flush()
            told(line.size)
        flush()
    if not options.quiet:
        for text in summary.lines():
            output.remark(text)
    return EXIT_NOTHING if summary.bad else 0


def _answerer(options: Namespace, tables: Tables, slug: str | None, summary: Summary) -> Callable[[Line], str]:
    """What makes the output line of an input line, and counts it."""
    fields = Fields(*(getattr(options, f"{name}_field") for name in Fields._fields))

    def answer(line: Line) -> str:
        try:
            value = parse(line)
            provider = slug or _provider_of(value, options.provider_field, tables)
            response = response_of(value, fields, encoded=options.base64)
        except (BadLine, usage.UsageError) as error:
            summary.bad += 1
            return _compact({"line": line.number, "error": str(error), "input": line.shown})
        records = tables.errors_in(provider, **response._asdict())
        summary.add(records)
        listed = ",".join(record.model_dump_json() for record in records)
        return f'{{"line":{line.number},"provider":{_compact(provider)},"errors":[{listed}]}}'

    return answer


def _provider_of(value: dict[str, Any], field: str, tables: Tables) -> str:
    name = member(value, field)
    if not isinstance(name, str):
        message = f"has no text in {field!r}, which should name the provider"
        raise BadLine(message)
    return usage.provider_of(tables, name).slug


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _operands(options: Namespace) -> tuple[str | None, list[str]]:
    """The provider and the inputs that are named. Raises UsageError."""
    operands = list(options.operands)
    provider = None
    if options.provider_field is None:
        if not operands:
            message = "name a PROVIDER, or with --provider-field the member of each line that does"
            raise usage.UsageError(message)
        provider = operands.pop(0)
    return provider, operands


def _single(inputs: list[str], provider: str | None) -> str | None:
    """The one input. Raises UsageError."""
    if len(inputs) > 1:
        message = f"too many arguments: {inputs[1][:80]!r}" + ("; with --provider-field give no PROVIDER" if provider is None else "")
        raise usage.UsageError(message)
    return inputs[0] if inputs else None


def _source(name: str | None) -> AbstractContextManager[BinaryIO]:
    if name is None and standard_input_is_terminal():
        message = "there is no input; name a file of JSON Lines or pipe one in"
        raise usage.UsageError(message)
    return nullcontext(standard_input()) if name in {None, "-"} else open_file(str(name))


def _target(name: str | None, source: BinaryIO, stack: ExitStack) -> tuple[Callable[[bytes], object], Callable[[], object]]:
    """What writes the output, and what sends on what was written. Raises UsageError, also where the output is the input."""
    if name in {None, "-"}:
        return output.byte_writer(), output.flush
    path = Path(str(name))
    if is_regular(source) and path.exists() and os.path.samestat(path.stat(), os.fstat(source.fileno())):
        message = f"{name!r} is the input too; write to another file"
        raise usage.UsageError(message)
    try:
        file = stack.enter_context(path.open("wb"))
    except (OSError, ValueError) as error:
        message = f"cannot write {name!r}: {getattr(error, 'strerror', None) or error}"
        raise usage.UsageError(message) from None
    return file.write, file.flush


COMMAND = Command(
    "bulk",
    "many responses: JSON Lines, Parquet or CSV in, their errors out",
    """\
One file or stream of plain JSON Lines to plain JSON Lines is answered line by line, with every error of each response. Parquet,
CSV, .gz, .zst, a folder, a glob or several files on either side, or --table, make it a table: a row for each response, its first error.

Line by line: each line holds an object with a response: body (text, an object or a list), status, headers (an object,
pairs or a header block as text). Written is a line for each that is not blank:
  {"line": n, "provider": slug, "errors": [record, ...]}     an empty list is a success
  {"line": n, "error": why, "input": text}                   a line that cannot be read; the text is cut at 2000 characters

As a table: the columns file and row (the line of JSON Lines, the record of CSV, the row of Parquet, from 1), then provider, kind,
reason, resource, retry and so on, problem (why a row could not be read), then those of --keep. Rows are in the order of the inputs.
A run that was killed goes on with the same command; of standard input it cannot. Until all is done the parts of FILE are in FILE.parts.
Memory, at most: 160 MiB + 3 chunks for each worker, and for each worker 160 MiB + 30 chunks; of Parquet also its largest page.

A summary goes to standard error: rows by kind and by rung (matched_by), as a table also by provider, with the codes that are in no table.""",
    """\
  storage-errors bulk upyun responses.jsonl --output errors.jsonl
  storage-errors bulk --provider-field vendor responses.jsonl
  tail -f responses.jsonl | storage-errors bulk aws-s3 --body-field response.text --status-field response.code
  storage-errors bulk qingstor --base64 --quiet < responses.jsonl
  storage-errors bulk --provider-field vendor responses.jsonl --output errors.parquet
  storage-errors bulk aws-s3 'logs/*.jsonl' --keep vendor,status --output errors/""",
    add_arguments,
    run,
    "[PROVIDER | --provider-field F] [INPUT ...] [--output FILE | FOLDER/]\n"
    "                           [--NAME-field F ...] [--base64] [--quiet] [--tables FOLDER]\n"
    "                           [--table] [--keep COLUMN,...] [--workers N] [--chunk-size MIB] [--restart] [--summary FILE]",
)
