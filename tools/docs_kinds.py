"""The page of the kinds: what each means, what holds for it by default, and one native code of each provider."""

from __future__ import annotations

import builtins
from http import HTTPStatus
from typing import TYPE_CHECKING

from normalizer.exceptions import exception_from
from normalizer.kinds import ERRNO_BY_REASON, GRPC_BY_REASON, KIND_FACTS, Kind, MatchedBy, Resource
from normalizer.model import ErrorRecord
from normalizer.row import REASON_COLUMNS, STATUS_COLUMNS, read_lines
from normalizer.tables import FOLDER
from tools.docs_markdown import code, link, page, section, table, text
from tools.docs_rows import all_providers, errno_name, errno_of_kind, is_odd, listed_rows, when_cell

if TYPE_CHECKING:
    from normalizer.exceptions import StorageError
    from normalizer.provider import Provider
    from normalizer.row import Row
    from normalizer.tables import Tables

_INTRODUCTION = """\
One question decides a kind: what must change before this can succeed, and who changes it? The native code is evidence, the status is a hint, the message is no evidence.
The first of a kind's statuses is its canonical one. Retry and effect are defaults: a reason may have a retry of its own, a row may override both."""


def kinds_page(tables: Tables) -> str:
    providers = all_providers(tables)
    meanings = reason_meanings(tables)
    return page(["# Kinds"], [_INTRODUCTION], _contents(), *[_kind(kind, providers, meanings) for kind in Kind])


def reason_meanings(tables: Tables) -> list[dict[str, str]]:
    """The lines of reasons.csv, each retry filled in."""
    retries = tables.reasons()
    lines = [cells for _, cells in read_lines(FOLDER / "reasons.csv", REASON_COLUMNS)]
    return [cells | {"retry": retries[cells["reason"], Kind(cells["kind"])]} for cells in lines]


def _contents() -> list[str]:
    return [" · ".join(link(kind, "#" + kind.lower()) for kind in Kind)]


def _kind(kind: Kind, providers: list[Provider], meanings: list[dict[str, str]]) -> list[str]:
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
    reasons = [
        (
            cells["reason"], cells["retry"], errno_name(ERRNO_BY_REASON.get(cells["reason"])), GRPC_BY_REASON.get(cells["reason"], ""),
            text(cells["meaning"]),
        )
        for cells in meanings
        if cells["kind"] == kind
    ]  # fmt: skip
    examples = [example for provider in providers if (example := _example(kind, provider))]
    return section(
        f"## {kind}",
        [f"{facts.definition[0].upper()}{text(facts.definition[1:])}."],
        table(("", ""), [row for row in rows if row[1]]),
        table(("reason", "retry", "errno", "gRPC", "meaning"), reasons) if reasons else [],
        table(("provider", "code", "status", "when", "meaning"), examples) if examples else ["No provider has a code of this kind."],
    )


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


def _example(kind: Kind, provider: Provider) -> tuple[str, ...] | None:
    """The plainest row of the kind: without a condition, with the canonical or at least a natural status; else a family."""
    name = link(text(provider.slug), f"providers/{provider.slug}.md")
    rows = [row for row in listed_rows(provider) if row.kind is kind]
    if rows:
        row = min(rows, key=lambda row: _plainness(row, provider))
        return name, code(row.code), "" if row.status is None else str(row.status), when_cell(row), text(row.meaning)
    for family in provider.declaration.family:
        if family.kind is kind:
            return name, "family " + code(family.pattern), "", "", text(family.why)
    return None


def _plainness(row: Row, provider: Provider) -> tuple[bool, ...]:
    """Least for the plainest; a bucket or an object is what readers know best."""
    canonical = KIND_FACTS[row.kind].statuses[:1]
    common = row.resource in {Resource.BUCKET, Resource.OBJECT, None}
    return bool(row.when), is_odd(row, provider), not common, row.status not in canonical, row.status is None
