"""Records of exceptions that hold no answer of a provider: no connection, no time, no credentials, a call that was not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from normalizer.chain import is_builtin, raised_in, words
from normalizer.extract import Native
from normalizer.frozen import FrozenDict, clean
from normalizer.hints import Hints
from normalizer.kinds import KIND_FACTS, MatchedBy
from normalizer.scrub import cut_query
from normalizer.sdks import FaultRow, faults, inside, plain_module
from normalizer.textbody import MAX_TEXT
from normalizer.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider

Meant = tuple[BaseException, FaultRow]
_BUILTIN: Final = "builtins"


def meaning(chain: Iterable[BaseException]) -> Meant | None:
    """The exception that tells most, and its row: the foremost that does not point behind itself, else the foremost that does."""
    known = [(link, row) for link in chain if (row := _row(link))]
    return next((pair for pair in known if not pair[1].deeper), known[0] if known else None)


def _row(link: BaseException) -> FaultRow | None:
    for cls in type(link).__mro__:
        for row in faults().get(cls.__name__, ()):
            if _of_module(row, cls, link) and (not row.numbers or getattr(link, "errno", None) in row.numbers) and _says(row, link):
                return row
    return None


def _of_module(row: FaultRow, cls: type, link: BaseException) -> bool:
    """Is the class one of the row's module; or is it builtin, and was raised there?"""
    if inside(plain_module(cls.__module__), row.module) or inside(cls.__module__, row.module):
        return True
    return cls is type(link) and is_builtin(link) and row.module != _BUILTIN and inside(raised_in(link), row.module)


def _says(row: FaultRow, link: BaseException) -> bool:
    return row.text is None or row.text.match(words(link)) is not None


def unanswered(exc: BaseException, meant: Meant | None, provider: Provider, evidence: tuple[str, ...]) -> ErrorRecord:
    """The record of an exception without an answer; Unknown where no row tells what it means."""
    link, row = meant or (exc, None)
    verdict = provider.unknown
    if row:
        facts = KIND_FACTS[row.kind]
        retry = row.retry or (provider.reasons.get((row.reason, row.kind)) if row.reason else None) or facts.retry
        fault = row.fault if row.fault_told else facts.fault
        verdict = verdict.but(
            kind=row.kind, reason=row.reason, resource=row.resource, retry=retry, effect=row.effect or facts.effect, fault=fault,
            matched_by=MatchedBy.NOTHING, confidence=0.0, alternatives=row.alternatives,
        )  # fmt: skip
    fields: dict[str, Any] = {"native": FrozenDict({"exception": f"{type(link).__module__}.{type(link).__qualname__}"})}
    if message := cut_query(clean(words(link)[:MAX_TEXT])).strip():
        fields["message"] = message
    return wrap(Native(fields), verdict, Hints(detected_by=evidence), provider)
