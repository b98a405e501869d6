"""Scenarios: canonical situations, and what each provider answers in them. Data of `mappings/scenarios.csv` and `mappings/scenarios/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from normalizer.classify import classify
from normalizer.errors import TableError
from normalizer.extract import Native
from normalizer.hints import read as read_hints
from normalizer.kinds import Kind
from normalizer.row import is_status, member, read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.provider import Provider
    from normalizer.tables import Tables
    from normalizer.verdict import Verdict

COLUMNS: Final = ("scenario", "what", "operation", "method", "request", "kinds")
ANSWER_COLUMNS: Final = ("scenario", "status", "code", "message", "note", "source")
SUCCESSES: Final = range(200, 300)
PROVOKED: Final = "test:"
"""How a source begins that is no source of the TOML file but a test that provokes the answer."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation that every object store can come into: what is done, as which operation. Not what a provider answers: see `Answer`.

    `operation`: S3's name of it. `request`: the request headers that matter, each `name=value`. `kinds`: what may rightly come
    out of it; NotAnError where a store may just do it.
    """

    slug: str
    what: str
    operation: str
    method: str
    request: tuple[str, ...]
    kinds: tuple[Kind, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one provider answers in one scenario. A provider may have several, the usual one first.

    `status` None: the sources give a code without one. `message`: the wire constant, where only it tells the code's meaning.
    """

    scenario: str
    status: int | None
    code: str
    message: str
    note: str
    source: tuple[str, ...]
    line: int = 0

    @property
    def succeeds(self) -> bool:
        """Does the provider do what was asked?"""
        return self.status in SUCCESSES and not self.code


def scenarios_of(tables: Tables) -> list[Scenario]:
    """All scenarios, in the order in which they are shown. Raises TableError.

    >>> from normalizer import Tables
    >>> scenarios_of(Tables())[0].slug
    'get-missing-object'
    """
    path = tables.file("scenarios.csv")
    return read_scenarios(path) if path else []


def answers_of(tables: Tables, slug: str) -> list[Answer]:
    """What the provider of that slug answers, as far as sources tell; what is not listed is not known. Raises TableError."""
    path = tables.file(f"scenarios/{slug}.csv")
    return read_answers(path) if path else []


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a file. Raises TableError with all lines that cannot be read."""
    found: list[Scenario] = []
    problems: list[str] = []
    for line, cells in read_lines(path, COLUMNS):
        place = f"{path.parent.name}/{path.name}:{line}: {cells['scenario']}"
        try:
            kinds = tuple(member(Kind, name, place) for name in cells["kinds"].split())
        except TableError as error:
            problems += error.problems
            continue
        found.append(Scenario(cells["scenario"], cells["what"], cells["operation"], cells["method"], tuple(cells["request"].split()), kinds, line))
    if problems:
        raise TableError(problems)
    return found


def read_answers(path: Path) -> list[Answer]:
    """The answers of one provider's file. Raises TableError with all lines that cannot be read."""
    found: list[Answer] = []
    problems: list[str] = []
    for line, cells in read_lines(path, ANSWER_COLUMNS):
        status = cells["status"]
        if status and not is_status(status):
            problems.append(f"{path.parent.name}/{path.name}:{line}: {cells['scenario']}: status {status!r} is not three digits")
        elif not status and not cells["code"]:
            problems.append(f"{path.parent.name}/{path.name}:{line}: {cells['scenario']}: has neither status nor code; what is not known has no line")
        else:
            number = int(status) if status else None
            found.append(Answer(cells["scenario"], number, cells["code"], cells["message"], cells["note"], tuple(cells["source"].split()), line))
    if problems:
        raise TableError(problems)
    return found


def is_shown(answer: Answer, provider: Provider) -> bool:
    """Was the answer provoked by a test or observed, rather than read in a list, a guide or code?"""
    observed = {name for name, source in provider.declaration.sources.items() if source.kind == "observed"}
    return any(source.startswith(PROVOKED) or source in observed for source in answer.source)


def verdict_of(answer: Answer, scenario: Scenario, provider: Provider) -> Verdict:
    """What the tables say of an answer, the context of its scenario known."""
    return judge(provider, scenario, answer.status, answer.code, answer.message)


def judge(provider: Provider, scenario: Scenario, status: int | None, code: str = "", message: str = "") -> Verdict:
    """What a provider's tables make of a status and a code in a scenario; of the status alone where there is no code.

    >>> from normalizer import Tables
    >>> tables = Tables()
    >>> str(judge(tables.provider("upyun"), scenarios_of(tables)[0], 401, "40100012").kind)
    'NotFound'
    """
    pairs = [header.partition("=")[::2] for header in scenario.request]
    hints = read_hints(status, None, scenario.method, scenario.operation, pairs or None, None, provider)
    fields = {name: value for name, value in (("code", code), ("message", message)) if value}
    named = "bucket" if scenario.operation.endswith(("Bucket", "ListObjectsV2")) else "object"
    return classify(Native(fields, node={}, names=named), hints._replace(names=named), provider)
