"""What each SDK keeps of an answer, measured: an answer in which each part is another is played, and looked for in what is read of the exception."""

from __future__ import annotations

import csv
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer import ErrorRecord, from_exception, from_result
from normalizer.chain import links, owner
from normalizer.kept import kept
from normalizer.sdks import sdk_of, sdks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.sdks.stage import Played

MEASURED: Final = Path(__file__).parent / "kept.csv"
PARTS: Final = ("status", "code", "message", "request_id", "headers", "body")
WAIT: Final = 7.0


class Measured(NamedTuple):
    """One line: yes or no for each part; - where the answer has none."""

    sdk: str
    version: str
    answer: str
    status: str
    code: str
    message: str
    request_id: str
    headers: str
    body: str


def measured(sdk: str, answer: str, thing: object, played: Played, sent: dict[str, str | None]) -> Measured:
    """The line of an SDK that was played `played`, and raised or returned `thing`."""
    record = from_exception(thing) if isinstance(thing, BaseException) else from_result(thing)
    parts = {name: "-" if value is None else _word(getattr(record, name) == value) for name, value in sent.items()}
    held = "-" if not played.body or answer != "GET" else _word(_holds(thing, played.body))
    status, headers = _word(record.status == played.status), _word(record.retry_after == WAIT)
    package = next(each for each in sdks() if each.slug == sdk).packages[0]
    return Measured(sdk, version(package), answer, status, parts["code"], parts["message"], parts["request_id"], headers, held)


def _word(yes: object) -> str:
    return "yes" if yes else "no"


def _holds(thing: object, body: bytes) -> bool:
    """Are the bytes, or their text, read from it?"""
    for part in _parts(thing):
        sdk = owner(part) if isinstance(part, BaseException) else sdk_of(type(part).__module__)
        answer = kept(part, sdk) if sdk else None
        if answer:
            return answer.body in {body, body.decode("utf-8", "replace")} if isinstance(answer.body, (bytes, str)) else False
    return False


def _parts(thing: object) -> Iterable[object]:
    if isinstance(thing, BaseException):
        return links(thing)
    return thing if isinstance(thing, tuple) else (thing,)


def table() -> list[Measured]:
    """The lines of the file."""
    with MEASURED.open(encoding="utf-8", newline="") as lines:
        return [Measured(**row) for row in csv.DictReader(lines)]


def write(lines: Iterable[Measured]) -> None:
    """Put these lines in place of those of the same SDKs."""
    fresh = list(lines)
    names = {line.sdk for line in fresh}
    rest = [line for line in table() if line.sdk not in names] if MEASURED.exists() else []
    with MEASURED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Measured._fields)
        writer.writerows(sorted([*rest, *fresh]))
    assert ErrorRecord.model_fields.keys() >= {"status", "code", "message", "request_id"}
