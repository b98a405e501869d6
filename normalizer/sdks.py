"""What is known of SDKs: where their exceptions and results keep an answer, and what those without an answer mean. Read from mappings/sdks."""

from __future__ import annotations

import errno
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.errors import TableError
from normalizer.folders import FOLDER
from normalizer.kinds import Effect, Fault, Kind, Resource, Retry
from normalizer.row import member, read_lines

if TYPE_CHECKING:
    from pathlib import Path

SDKS: Final = FOLDER / "sdks"
FAULT_COLUMNS: Final = (
    "module", "class", "text", "errno", "kind", "reason", "resource", "retry", "effect", "fault", "alternatives", "deeper", "meaning",
)  # fmt: skip
Paths = tuple[str, ...]
_VENDORED = re.compile(r"^.*\.(?:_vendor|vendored|_vendored)\.")


class Answers(NamedTuple):
    """Where an exception or a result of these classes keeps what came; a path after another is asked where the first leads nowhere.

    `response`: a response object of an HTTP library. `rebuilt`: for places in a body, where the SDK keeps what stood there; used
    where it keeps no bytes. `request`: text of method and URL. `header_prefix`: what it takes off the names of headers.
    `text`: a pattern that the exception's whole text has; its groups are paths that begin with ~. `escaped`: they have escapes.
    """

    classes: frozenset[str] = frozenset()
    text: re.Pattern[str] | None = None
    escaped: bool = False
    response: Paths = ()
    status: Paths = ()
    headers: Paths = ()
    header_prefix: str = ""
    headers_from: tuple[tuple[str, Paths], ...] = ()
    body: Paths = ()
    rebuilt: tuple[tuple[str, Paths], ...] = ()
    method: Paths = ()
    url: Paths = ()
    request: Paths = ()
    operation: Paths = ()


class Sdk(NamedTuple):
    """One SDK, or several that raise the same exceptions. `provider`: whose SDK it is, or s3-compatible, or auto.

    `detect`: other endpoints than the provider's may be behind it. `inner`: where its exceptions keep the one that they wrap.
    `service`: a pattern in the text of its exceptions whose group names a service; `services`: the provider of each.
    `note`: what a caller should know of it. `mark`: how the text of a builtin exception begins that it raises without leaving a frame.
    """

    slug: str
    name: str
    packages: Paths
    modules: Paths
    provider: str
    detect: bool = False
    inner: Paths = ()
    mark: re.Pattern[str] | None = None
    service: re.Pattern[str] | None = None
    services: tuple[tuple[str, str], ...] = ()
    note: str = ""
    answers: tuple[Answers, ...] = ()


class FaultRow(NamedTuple):
    """What an exception of a class means that holds no answer. `deeper`: the exception that it wraps tells more, where one does."""

    module: str
    text: re.Pattern[str] | None
    numbers: frozenset[int]
    kind: Kind
    reason: str | None
    resource: Resource | None
    retry: Retry | None
    effect: Effect | None
    fault: Fault | None
    fault_told: bool
    alternatives: tuple[Kind, ...]
    deeper: bool


def plain_module(name: object) -> str:
    """A module's name without that of the package that ships a copy of it.

    >>> plain_module("oci._vendor.requests.exceptions")
    'requests.exceptions'
    """
    return _VENDORED.sub("", name) if isinstance(name, str) else ""


def inside(module: str, package: str) -> bool:
    """Is that the package, or a module in it?

    >>> inside("obs.client", "obs"), inside("observer", "obs")
    (True, False)
    """
    return module == package or module.startswith(package + ".")


@cache
def sdks() -> tuple[Sdk, ...]:
    """All SDKs, by slug."""
    return tuple(_sdk(path) for path in sorted(SDKS.glob("*.toml")))


@cache
def sdk_of(module: str) -> Sdk | None:
    """The SDK that a module belongs to, or that ships a copy of an HTTP library with that module."""
    plain = plain_module(module)
    for name in (plain, module):
        found = [(len(package), sdk) for sdk in sdks() for package in sdk.modules if inside(name, package)]
        if found:
            return max(found, key=lambda pair: pair[0])[1]
    return None


@cache
def faults() -> dict[str, tuple[FaultRow, ...]]:
    """The rows of exceptions without an answer by the name of the class, those that ask for more first."""
    found: dict[str, list[FaultRow]] = {}
    for line, cells in read_lines(SDKS / "faults.csv", FAULT_COLUMNS):
        found.setdefault(cells["class"], []).append(_fault(cells, f"sdks/faults.csv:{line}"))
    return {name: tuple(sorted(rows, key=_plainness)) for name, rows in found.items()}


def _plainness(row: FaultRow) -> tuple[bool, bool, int]:
    return row.module == "builtins", not (row.text or row.numbers), -len(row.module)


def _fault(cells: dict[str, str], place: str) -> FaultRow:
    return FaultRow(
        module=cells["module"],
        text=re.compile(cells["text"]) if cells["text"] else None,
        numbers=frozenset(getattr(errno, name) for name in cells["errno"].split() if hasattr(errno, name)),
        kind=member(Kind, cells["kind"], place),
        reason=cells["reason"] or None,
        resource=member(Resource, cells["resource"], place) if cells["resource"] else None,
        retry=member(Retry, cells["retry"], place) if cells["retry"] else None,
        effect=member(Effect, cells["effect"], place) if cells["effect"] else None,
        fault=member(Fault, cells["fault"], place) if cells["fault"] not in {"", "none"} else None,
        fault_told=bool(cells["fault"]),
        alternatives=tuple(member(Kind, each, place) for each in cells["alternatives"].split()),
        deeper=cells["deeper"] == "yes",
    )


def _sdk(path: Path) -> Sdk:
    """What a file says. Raises TableError for a member that no SDK has."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Sdk(path.stem, **_typed(table, Sdk), answers=tuple(Answers(**_typed(each, Answers)) for each in table.get("answer", ())))
    except (TypeError, re.error) as error:
        raise TableError([f"sdks/{path.name}:1: {error}"]) from error


def _typed(table: dict[str, Any], kind: type[tuple[Any, ...]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name == "answer" and kind is Sdk:
            continue
        if name in {"text", "mark", "service"}:
            found[name] = re.compile(value)
        elif name == "classes":
            found[name] = frozenset(value)
        elif name == "services":
            found[name] = tuple(value.items())
        elif isinstance(value, dict):
            found[name] = tuple((place, tuple(paths)) for place, paths in value.items())
        else:
            found[name] = tuple(value) if isinstance(value, list) else value
    return found
