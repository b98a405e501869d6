"""What is asked of the package for any bytes, and the laws that hold of every answer. Knows no fuzzer: a target is a function of bytes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import normalizer.tables
from normalizer import Effect, ErrorRecord, Kind, TableError, Tables, UnknownProvider
from normalizer.declaration_reader import read
from normalizer.decode import MAX_BYTES, decode
from normalizer.folders import FOLDER
from normalizer.hints import read as read_hints
from normalizer.judge import by_steps
from normalizer.kinds import REPEATING
from normalizer.quick import quick
from tools.fuzz_case import case_of

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER_OF_INPUTS: Final = "FUZZ_FOLDER"
"""The variable of the environment with the folder into which the target `tables` writes."""

TABLES: Final = Tables()
SLUGS: Final = TABLES.providers()
BETWEEN: Final = b"\n\x1e\n"
"""What stands between the TOML and the CSV file in an input of the target `tables`."""


class LawBroken(AssertionError):
    """An answer that may not be."""


def check(holds: object, law: str) -> None:
    """Complain where a law does not hold; assert statements may be switched off."""
    if not holds:
        raise LawBroken(law)


def normalize(data: bytes) -> None:
    """`normalize`: only UnknownProvider is raised, the record is sound, and the quick way answers as the steps do."""
    case = case_of(data, SLUGS)
    try:
        record = TABLES.normalize(case.provider, case.body, **case.arguments())
    except UnknownProvider:
        check(case.provider not in {*SLUGS, "auto"}, "a provider that is there is known")
        return
    _sound(record)
    if case.provider == "auto":
        check(record.detected_by, "what was detected is said")
        return
    provider, headers = TABLES.provider(case.provider), dict(case.headers or ())
    status = read_hints(case.status, None).status
    if type(case.body) is not bytes or (fast := quick(case.body, status, provider, headers)) is None:
        return
    hints = read_hints(status, headers)
    decoded = decode(case.body, MAX_BYTES, hints, provider.charset, provider.lenient)
    check(fast == by_steps(provider, case.body, decoded, hints), "a fast path answers exactly as the plain path does")


def errors_in(data: bytes) -> None:
    """`errors_in`: every record is sound, none is a success, there are no more than the body has room for, and `normalize` gives the first."""
    case = case_of(data, SLUGS)
    try:
        records = TABLES.errors_in(case.provider, case.body, **case.arguments())
    except UnknownProvider:
        check(case.provider not in {*SLUGS, "auto"}, "a provider that is there is known")
        return
    for record in records[:50]:
        _sound(record)
    check(all(record.kind is not Kind.NOT_AN_ERROR for record in records), "a success is no error")
    room = sum(map(len, (value for _, value in case.headers or ()))) + len(case.body)
    check(len(records) <= 1 + room, "no more errors than bytes")
    first = TABLES.normalize(case.provider, case.body, **case.arguments())
    if not (first.truncated or any(record.truncated for record in records)):
        check(first == records[0] if records else first.kind is Kind.NOT_AN_ERROR, "normalize gives the first of errors_in")


def detect(data: bytes) -> None:
    """`detect`: a known name, decided only for one that evidence speaks for most; and the same answer twice."""
    case = case_of(data, SLUGS)
    found = TABLES.detect(case.body, status=case.status, headers=case.headers, url=case.url)
    check(found.provider in {*SLUGS, "s3-compatible", "unknown"}, "the provider is a slug, s3-compatible or unknown")
    check(not found.decided or found.candidates[0].provider == found.provider, "the best candidate is the one that is decided on")
    check(sorted(found.candidates, key=lambda each: -each.points) == list(found.candidates), "the best come first")
    check(all(each.evidence and each.points > 0 for each in found.candidates), "there is evidence for each")
    check(found == TABLES.detect(case.body, status=case.status, headers=case.headers, url=case.url), "the same again")


@cache
def _ours(path: Path) -> Any:
    return read(path)


@cache
def inputs_folder() -> Path:
    """The folder for the broken files that the environment names; our own tables are read but once."""
    setattr(normalizer.tables, "read_declaration", lambda path: _ours(path) if path.parent == FOLDER else read(path))  # noqa: B010  not exported
    return Path(os.environ[FOLDER_OF_INPUTS])


def tables(data: bytes) -> None:
    """`Tables.load`: refused with file and line, or loaded; then nothing raises that is asked of them."""
    folder = inputs_folder()
    toml, _, csv = data.partition(BETWEEN)
    (folder / "acme.toml").write_bytes(toml)
    (folder / "acme.csv").write_bytes(csv)
    try:
        loaded = Tables.load(folder)
    except TableError as error:
        check(error.problems, "a refusal has a reason")
        for problem in error.problems:
            name, line, rest = (*problem.split(":", 2), "", "")[:3]
            check(
                name in {f"{folder.name}/acme.toml", f"{folder.name}/acme.csv"} and line.isdigit() and rest,
                f"each problem begins with file:line: {problem}",
            )
            check(1 <= int(line) <= data.count(b"\n") + data.count(b"\r") + 1, f"the line is there: {problem}")
        return
    for code in [row.code for row in loaded.rows("acme")[:5]] + ["x" * 70, "404"]:
        for body in ({"code": code, "message": code, "Error": {"Code": code}}, f"<Error><Code>{code}</Code></Error>", code):
            record = loaded.normalize("acme", body, status=404)
            _sound(record)
            loaded.errors_in("acme", body, status=503)
            loaded.translate(record, "acme")
    loaded.detect(b'{"code": "x"}', headers={"x-a": "b"}, url="https://a.b.example/c/d")
    loaded.translate(TABLES.normalize("upyun", status=404), "acme", method="HEAD")


def _sound(record: ErrorRecord) -> None:
    """A record serializes and comes back, has a text, and does not send anybody to repeat what was done."""
    written = record.model_dump_json()
    check(ErrorRecord.model_validate_json(written) == record, "a record is the same after JSON")
    check(str(record) and repr(record) and hash(record) is not None, "a record has a text and a hash")
    check(record.effect is not Effect.APPLIED or record.retry not in REPEATING, "applied never retries")
    check(record.kind in {Kind.NOT_AN_ERROR, Kind.NOT_MODIFIED} or str(record.to_exception()), "a failure has an exception with a text")


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {"normalize": normalize, "errors_in": errors_in, "detect": detect, "tables": tables}
