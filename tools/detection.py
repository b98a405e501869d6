"""How well the provider of a response is detected, on cases of the corpus that no sign was written from.

The cases that somebody documented or observed are split once, by the hash of their names: one half may be looked at by who writes signs, the other is
only counted. Body alone: neither headers nor status nor URL are handed over.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.cli.response import split_dump
from normalizer.tables import Tables
from tools.docs_markdown import page, section, table
from tools.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalizer.cli.response import Dump

CORPUS: Final = Path(__file__).resolve().parent.parent / "tests" / "corpus"
UNDECIDED: Final = frozenset({"s3-compatible", "unknown"})


class Case(NamedTuple):
    """A response, who sent it, and whether it may be looked at by who writes signs."""

    provider: str
    name: str
    dump: Dump
    url: str | None
    open: bool


class Count(NamedTuple):
    """Of `asked` cases so many were decided rightly, wrongly, or not at all."""

    asked: int
    right: int
    wrong: int

    @property
    def share(self) -> str:
        """How many were decided rightly, rounded down."""
        return f"{self.right * 1000 // self.asked / 1000:.3f}" if self.asked else ""


def cases(folder: Path = CORPUS) -> list[Case]:
    """The documented and observed cases."""
    found = []
    for path in sorted(folder.glob("*/*.http")):
        said = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        dump = split_dump(path.read_bytes())
        if dump and said["origin"] != "constructed":
            name = f"{path.parent.name}/{path.stem}"
            found.append(Case(path.parent.name, name, dump, said.get("url"), hashlib.sha256(name.encode()).digest()[0] % 2 == 0))
    return found


def has_own_header(case: Case, tables: Tables) -> bool:
    """Does the response carry a header that its provider declares as its own?"""
    declared = tables.declaration(case.provider).detect
    own = {name.lower() for name in declared.headers} if declared else set()
    return any(name.lower() in own and name.lower() != "server" for name, _ in case.dump.headers)


def whole(case: Case, tables: Tables) -> str:
    return tables.detect(case.dump.body, status=case.dump.status, headers=case.dump.headers).provider


def body_alone(case: Case, tables: Tables) -> str:
    return tables.detect(case.dump.body).provider


def count(answers: Iterable[tuple[str, str]]) -> Count:
    """Count pairs of the true provider and the one detected."""
    listed = list(answers)
    right = sum(true == found for true, found in listed)
    return Count(len(listed), right, sum(true != found and found not in UNDECIDED for true, found in listed))


def report(tables: Tables, folder: Path = CORPUS) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Rows of the counts, and of the confusion table of the held-out half."""
    rows: list[tuple[str, ...]] = []
    confused = Counter[tuple[str, str, str]]()
    listed = cases(folder)
    for title, chosen in (("held out", [case for case in listed if not case.open]), ("open", [case for case in listed if case.open])):
        asked = {
            "with a header of the vendor's own": [(case, whole) for case in chosen if has_own_header(case, tables)],
            "any response": [(case, whole) for case in chosen],
            "body alone": [(case, body_alone) for case in chosen if case.dump.body.strip()],
        }
        for what, pairs in asked.items():
            answers = [(case.provider, detect(case, tables)) for case, detect in pairs]
            found = count(answers)
            rows.append((title, what, str(found.asked), str(found.right), found.share, str(found.wrong)))
            if title == "held out" and what != "with a header of the vendor's own":
                confused.update((what, true, given) for true, given in answers if true != given)
    return rows, [(*key, str(number)) for key, number in sorted(confused.items())]


HEADERS: Final = ("cases", "what is handed over", "asked", "right", "share", "wrong")
CONFUSED: Final = ("what is handed over", "sent by", "said to be", "cases")


def detection_page(tables: Tables, folder: Path = CORPUS) -> str:
    """docs/detection.md."""
    rows, confused = report(tables, folder)
    about = "Who sent a response, detected on the documented and observed cases of the corpus. The halves were split once, by the hash of each case's name; signs may be written from the open half only. `make detection` prints these figures."
    return page(
        ["# How well a provider is detected"],
        [about],
        section("## Counts", table(HEADERS, rows, blanks=True)),
        section("## What was not decided rightly, of the held-out half", table(CONFUSED, confused)),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", action="store_true", help="list the open cases that are not decided rightly, with what speaks for whom")
    options = parser.parse_args(arguments)
    tables = Tables()
    rows, confused = report(tables)
    print("\n".join(aligned(HEADERS, rows)))
    print()
    print("\n".join(aligned(CONFUSED, confused)))
    if options.open:
        for case in cases():
            if case.open and (body_alone(case, tables) != case.provider or whole(case, tables) != case.provider):
                print(case.name, whole(case, tables), body_alone(case, tables), tables.detect(case.dump.body, headers=case.dump.headers).candidates)
    return 0


if __name__ == "__main__":
    sys.exit(main())
