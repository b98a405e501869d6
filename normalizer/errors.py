"""What the package itself can raise for a wrong call or a broken table. The exceptions of the kinds are in `exceptions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnknownProvider(LookupError):
    """No provider has that slug or alias. The message names the nearest ones."""

    def __init__(self, name: object, known: Iterable[str]) -> None:
        """`known`: slugs and aliases."""
        self.name = name if isinstance(name, str) else type(name).__name__
        self.suggestions = suggestions(self.name, known)
        super().__init__(f"unknown provider {self.name[:80]!r}{did_you_mean(self.suggestions)}; providers() lists all")

    def __reduce__(self) -> tuple[type[UnknownProvider], tuple[str, tuple[str, ...]]]:
        return UnknownProvider, (self.name, self.suggestions)


class TableError(ValueError):
    """A mapping table is broken; each message names file, line, value and the way out. Only `Tables.load` raises it."""

    def __init__(self, problems: Iterable[str]) -> None:
        """`problems`: one line each, beginning with `file:line:`."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[TableError], tuple[tuple[str, ...]]]:
        return TableError, (self.problems,)


def suggestions(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of `known` that look like `name`."""
    from difflib import get_close_matches  # noqa: PLC0415  most names are known, and a plain import of the package stays cheap

    folded = {each.lower(): each for each in sorted(known, reverse=True)}
    return tuple(folded[each] for each in get_close_matches(name.strip().lower()[:80], folded, n=3, cutoff=0.6))


def did_you_mean(names: Iterable[str]) -> str:
    """`; did you mean 'a' or 'b'?`, or nothing where there is no guess."""
    quoted = [repr(name) for name in names]
    return f"; did you mean {' or '.join(quoted)}?" if quoted else ""
