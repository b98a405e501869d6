"""The command `storage-errors`: normalize one response or many, and look things up in the tables."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from normalizer.cli import bulk, codes, compare, detect, explain, export, normalize, output, providers, translate
from normalizer.cli.command import EXIT_INTERRUPTED, EXIT_USAGE, PROG, command_parser, main_parser
from normalizer.cli.usage import UsageError, nearest
from normalizer.errors import TableError, did_you_mean
from normalizer.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalizer.cli.command import Command

COMMANDS: dict[str, Command] = {
    each.name: each
    for each in (
        normalize.COMMAND,
        translate.COMMAND,
        detect.COMMAND,
        explain.COMMAND,
        codes.COMMAND,
        providers.COMMAND,
        bulk.COMMAND,
        compare.COMMAND,
        export.COMMAND,
    )
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv`, by default the process's own, and return the exit status. Never raises for a wrong one."""
    try:
        status = _run(sys.argv[1:] if argv is None else list(argv))
    except BrokenPipeError:
        output.abandon()
        status = 0
    except KeyboardInterrupt:
        status = EXIT_INTERRUPTED
    except (UsageError, TableError) as error:
        output.complain(str(error))
        status = EXIT_USAGE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        output.complain(f"cannot go on: {place}{error.strerror or error}")
        status = EXIT_USAGE
    if status == EXIT_INTERRUPTED and argv is None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would end the process while it ends, with another status
    return status if output.finish() else EXIT_USAGE


def _run(argv: list[str]) -> int:
    """Parse and do. Help and version are answers of the parser, which leaves by SystemExit."""
    try:
        command, rest, folders = _command(argv)
        options = command_parser(command).parse(rest)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    folders += options.tables
    options.all_tables = folders
    return command.run(options, Tables.load(*folders) if folders else Tables())


def _command(argv: list[str]) -> tuple[Command, list[str], list[str]]:
    """The command that is named, what follows it, and the folders of tables named before it."""
    options, extra = main_parser(COMMANDS.values()).parse_known_args(argv)
    if extra:
        message = f"unknown option {extra[0][:80]!r} before the command; '{PROG} --help' lists all"
        raise UsageError(message)
    if options.command is None:
        message = f"a command is missing; one of {', '.join(COMMANDS)}; see '{PROG} --help'"
        raise UsageError(message)
    if options.command not in COMMANDS:
        guess = did_you_mean(nearest(options.command, COMMANDS)) or f"; one of {', '.join(COMMANDS)}"
        message = f"unknown command {options.command[:80]!r}{guess}"
        raise UsageError(message)
    return COMMANDS[options.command], options.rest, options.tables
