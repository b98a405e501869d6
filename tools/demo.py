"""Normalize real bodies of all providers into a table: documented and observed cases of tests/corpus."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer import normalize, providers
from tools.terminal import aligned, cut, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from normalizer import ErrorRecord

CORPUS: Final = Path(__file__).resolve().parent.parent / "tests" / "corpus"
EVIDENCE: Final = frozenset({"documented", "observed"})
CASES: Final = 4
"""Cases shown of a provider."""

HEADERS: Final = ("provider", "status", "body", "kind", "resource", "reason", "retry", "effect", "matched by")
BODY: Final = HEADERS.index("body")
NARROWEST, WIDEST = 24, 72


class Case(NamedTuple):
    """A response of the corpus and what is known of its request."""

    provider: str
    status: int | None
    headers: list[tuple[str, str]]
    body: bytes
    known: dict[str, Any]

    def record(self) -> ErrorRecord:
        asked = {name: self.known.get(name) for name in ("method", "url", "request_headers", "operation")}
        return normalize(self.provider, self.body, status=self.status, headers=self.headers, **asked)


def read_response(data: bytes) -> tuple[int | None, list[tuple[str, str]], bytes]:
    """Status, headers and body of an .http file; the status line is `HTTP/1.1 -` where the status is not known."""
    lines: list[str] = []
    while data:
        line, _, data = data.partition(b"\n")
        if not line.strip():
            break
        lines.append(line.decode("latin-1").rstrip("\r"))
    words = lines[0].split() if lines else []
    status = int(words[1]) if len(words) > 1 and words[1].isdecimal() else None
    headers = [(name.strip(), value.strip()) for name, colon, value in (line.partition(":") for line in lines[1:]) if colon]
    return status, headers, data


def cases_of(provider: str, corpus: Path) -> list[Case]:
    """The provider's documented and observed cases, by name. What cannot be read is left out: the corpus has tests of its own."""
    found = []
    for path in sorted((corpus / provider).glob("*.json")):
        try:
            known = json.loads(path.read_bytes())
            response = path.with_suffix(".http").read_bytes()
        except (OSError, ValueError):
            continue
        if isinstance(known, dict) and known.get("origin") in EVIDENCE:
            found.append(Case(provider, *read_response(response), known))
    return found


def chosen(cases: Iterable[Case]) -> list[tuple[Case, ErrorRecord]]:
    """A few cases, each of another kind as far as there are; those with a body first."""
    answered = [(case, case.record()) for case in sorted(cases, key=lambda case: not case.body.strip())]
    leading = {record.kind: number for number, (_, record) in reversed(list(enumerate(answered)))}
    repeats = [(leading[record.kind] != number, number) for number, (_, record) in enumerate(answered)]
    return [answered[number] for _, number in sorted(repeats)[:CASES]]


def lines_of(corpus: Path, columns: int) -> list[str]:
    """The lines of the table, the bodies cut so that it fits into so many columns, if it can."""
    rows = [_cells(case, record) for provider in providers() for case, record in chosen(cases_of(provider, corpus))]
    if not rows:
        return []
    others = sum(max(map(width, column)) for column in zip(HEADERS, *rows, strict=True)) - max(width(row[BODY]) for row in rows)
    room = min(max(columns - others - 2 * len(HEADERS), NARROWEST), WIDEST)
    return aligned(HEADERS, [tuple(cut(cell, room) if place == BODY else cell for place, cell in enumerate(row)) for row in rows])


def _cells(case: Case, record: ErrorRecord) -> tuple[str, ...]:
    # An XML declaration is the same everywhere and would take the room of what differs.
    text = re.sub(r"^\s*<\?xml[^>]*>", "", case.body.decode("utf-8-sig", "replace"))
    body = cut(text, WIDEST) or f"(none) {case.known.get('method') or ''}".strip()
    status = "-" if case.status is None else str(case.status)
    return (
        case.provider, status, body, record.kind, record.resource or "-", record.reason or "-", record.retry, record.effect, record.matched_by,
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder with <provider>/<case>.http and .json")
    options = parser.parse_args(arguments)
    lines = lines_of(options.corpus, shutil.get_terminal_size().columns)
    if not lines:
        print(f"{options.corpus.name}: no documented or observed case; --corpus takes a folder of <provider>/<case>.http and .json")
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
