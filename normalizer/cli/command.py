"""What a command is, and the parsers of the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from normalizer import __version__
from normalizer.cli.usage import UsageError, nearest
from normalizer.errors import did_you_mean
from normalizer.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PROG: Final = "storage-errors"
EXIT_NOTHING: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130
_EXITS: Final = """\
exit status:
  0    fine; also when the reader of the output goes away
  1    nothing was found, or lines were bad (explain of an unknown code, codes without a row, bulk with bad lines)
  2    wrong usage: an unknown command, option or provider, a file that cannot be read or written, a broken table
  130  interrupted"""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError instead of leaving the process, and knows the nearest option."""

    def __init__(self, **settings: Any) -> None:
        """`settings`: see argparse."""
        self.flags: list[str] = []
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **settings)

    def add_argument(self, *names: Any, **settings: Any) -> argparse.Action:
        """See argparse."""
        action = super().add_argument(*names, **settings)
        self.flags += action.option_strings
        return action

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        explained = f"{message}; see '{self.prog} --help'"
        raise UsageError(explained)

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """The options of a command; an option may stand before, between and behind the other arguments."""
        options, extra = self.parse_known_intermixed_args(arguments)
        if extra:
            flag = next((each for each in extra if each.startswith("-")), None)
            if flag is None:
                self.error(f"too many arguments, beginning with {extra[0][:80]!r}; quote what has spaces")
            name = flag.partition("=")[0]
            self.error(f"unknown option {name[:80]!r}{did_you_mean(nearest(name, self.flags))}")
        return options


class Command(NamedTuple):
    """One command. `add` declares its arguments; `run` does it and returns the exit status."""

    name: str
    summary: str
    description: str
    examples: str
    add: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Tables], int]
    usage: str | None = None


def main_parser(commands: Iterable[Command]) -> Parser:
    """The parser of what stands before the command."""
    commands = list(commands)
    listed = "\n".join(f"  {each.name:<10} {each.summary}" for each in commands)
    examples = "\n".join(each.examples.splitlines()[0] for each in commands)
    parser = Parser(
        prog=PROG,
        usage=f"{PROG} [--help] [--version] [--tables FOLDER] COMMAND ...",
        description="The errors of object-storage vendors, in one language.\nWith the extra [cli] tables and a progress bar look nicer on a terminal.",
        epilog=f"commands:\n{listed}\n\nexamples:\n{examples}\n\n'{PROG} COMMAND --help' explains a command.\n\n{_EXITS}",
    )
    _add_globals(parser)
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def command_parser(command: Command) -> Parser:
    """The parser of what stands behind the command."""
    parser = Parser(
        prog=f"{PROG} {command.name}",
        usage=f"{PROG} {command.name} {command.usage}" if command.usage else None,
        description=command.description,
        epilog=f"examples:\n{command.examples}\n\n{_EXITS}",
    )
    command.add(parser)
    _add_globals(parser)
    return parser


def _add_globals(parser: Parser) -> None:
    parser.add_argument(
        "--tables",
        metavar="FOLDER",
        action="append",
        default=[],
        help="a folder with tables of your own, beside ours; may be repeated, the last wins",
    )
    parser.add_argument("--version", action="version", version=f"{PROG} {__version__}, tables {Tables().version}")
