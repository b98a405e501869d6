"""The providers of rows, by the names that the rows have for them: each name is looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from normalizer.errors import UnknownProvider
from normalizer.kinds import KIND_FACTS, Kind, MatchedBy
from normalizer.tables import is_auto

if TYPE_CHECKING:
    from normalizer.provider import Provider
    from normalizer.tables import Tables


class Owners:
    """Providers by number, for names that may be no provider's.

    `providers`: None for a name that is unknown or missing, and for "auto"; `problems`: of an unknown or missing one the answer.
    """

    def __init__(self, tables: Tables) -> None:
        """No name is known yet."""
        self._tables = tables
        self._numbers: dict[str | None, int] = {}
        self.names: list[str | None] = []
        self.providers: list[Provider | None] = []
        self.problems: list[dict[str, Any] | None] = []

    def number(self, name: str | None) -> int:
        """The number of a name, the same each time."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            provider, problem = self._found(name)
            self.names.append(name)
            self.providers.append(provider)
            self.problems.append(problem)
        return self._numbers[name]

    def _found(self, name: str | None) -> tuple[Provider | None, dict[str, Any] | None]:
        if name is None:
            return None, _unasked(None, "no provider is named")
        if is_auto(name):
            return None, None
        try:
            return self._tables.provider(name), None
        except UnknownProvider as error:
            return None, _unasked(name, str(error))


def _unasked(provider: str | None, problem: str) -> dict[str, Any]:
    """The answer for a row whose provider cannot be told."""
    facts = KIND_FACTS[Kind.UNKNOWN]
    return {
        "provider": provider, "kind": Kind.UNKNOWN, "retry": facts.retry, "effect": facts.effect, "fault": facts.fault,
        "matched_by": MatchedBy.NOTHING, "confidence": 0.0, "problem": problem,
    }  # fmt: skip
