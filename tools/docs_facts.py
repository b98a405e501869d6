"""What holds for a kind by default, as the pages of the kinds say it."""

from __future__ import annotations

import builtins
from http import HTTPStatus
from typing import TYPE_CHECKING

from normalizer.exceptions import exception_from
from normalizer.folders import FOLDER
from normalizer.kinds import ERRNO_BY_REASON, GRPC_BY_REASON, KIND_FACTS, Kind, MatchedBy, Resource
from normalizer.model import ErrorRecord
from normalizer.row import REASON_COLUMNS, STATUS_COLUMNS, read_lines
from tools.docs_markdown import table, text
from tools.docs_rows import errno_name, errno_of_kind

if TYPE_CHECKING:
    from normalizer.exceptions import StorageError
    from normalizer.tables import Tables


def definition(kind: Kind) -> str:
    """The definition as a sentence."""
    said = KIND_FACTS[kind].definition
    return f"{said[0].upper()}{text(said[1:])}."


def facts_table(kind: Kind) -> list[str]:
    facts = KIND_FACTS[kind]
    rows = [
        ("natural statuses", ", ".join(f"{status}{_phrase(status)}" for status in facts.statuses) or "none"),
        ("other statuses that alone mean it", ", ".join(_statuses_alone(kind))),
        ("retry", facts.retry),
        ("effect", facts.effect),
        ("fault", facts.fault or "none"),
        ("errno", errno_of_kind(kind)),
        ("gRPC", facts.grpc),
        ("exception", exception_cell(kind)),
    ]
    return table(("", ""), [row for row in rows if row[1]])


def reasons_table(kind: Kind, meanings: list[dict[str, str]]) -> list[str]:
    """`meanings` as `reason_meanings` gives them."""
    rows = [
        (
            cells["reason"], cells["retry"], errno_name(ERRNO_BY_REASON.get(cells["reason"])), GRPC_BY_REASON.get(cells["reason"], ""),
            text(cells["meaning"]),
        )
        for cells in meanings
        if cells["kind"] == kind
    ]  # fmt: skip
    return table(("reason", "retry", "errno", "gRPC", "meaning"), rows) if rows else []


def reason_meanings(tables: Tables) -> list[dict[str, str]]:
    """The lines of reasons.csv, each retry filled in."""
    retries = tables.reasons()
    lines = [cells for _, cells in read_lines(FOLDER / "reasons.csv", REASON_COLUMNS)]
    return [cells | {"retry": retries[cells["reason"], Kind(cells["kind"])]} for cells in lines]


def _statuses_alone(kind: Kind) -> list[str]:
    """The statuses, in statuses.csv, that mean the kind to everybody but are none of its own."""
    own = {str(status) for status in KIND_FACTS[kind].statuses}
    lines = [cells for _, cells in read_lines(FOLDER / "statuses.csv", STATUS_COLUMNS)]
    return [cells["status"] for cells in lines if cells["kind"] == kind and not cells["when"] and cells["status"] not in own]


def _phrase(status: int) -> str:
    """The registered phrase of a status, in brackets."""
    return f" ({HTTPStatus(status).phrase})" if status in HTTPStatus.__members__.values() else ""


def exception_cell(kind: Kind) -> str:
    """The exception class, and the builtin exceptions that it is too, for all resources or for some."""
    try:
        classes = {resource: type(_exception(kind, resource)) for resource in (None, *Resource)}
    except ValueError:
        return "none"
    ours = next(cls for cls in classes[Resource.ACCOUNT].__mro__ if cls.__name__ == kind)
    always = _builtins(ours)
    sometimes = {resource: _builtins(cls) for resource, cls in classes.items() if _builtins(cls) != always}
    said = f"`{ours.__name__}`" + "".join(f", a `{name}` too" for name in always)
    if sometimes:
        names = next(iter(sometimes.values()))
        about = ", ".join(sorted(resource for resource in sometimes if resource))
        said += f"; of {about} or nothing named a `{names[0]}` too"
    return said


def _exception(kind: Kind, resource: Resource | None) -> StorageError:
    facts = KIND_FACTS[kind]
    values = {"provider": "", "kind": kind, "resource": resource, "retry": facts.retry, "effect": facts.effect, "tables_version": ""}
    return exception_from(ErrorRecord.model_validate({**values, "matched_by": MatchedBy.CODE, "confidence": 1.0}))


def _builtins(cls: type[BaseException]) -> tuple[str, ...]:
    """The builtin exceptions below OSError that a class is."""
    return tuple(
        base.__name__ for base in cls.__mro__ if vars(builtins).get(base.__name__) is base and issubclass(base, OSError) and base is not OSError
    )
