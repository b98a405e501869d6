"""Lints of a provider's TOML file against its rows: what is declared is used, exists, and cannot take for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from normalizer.declaration import BodySign
from normalizer.declaration_values import PATTERNS
from normalizer.form import lineage
from normalizer.patterns import MOST_LONG, problem_of
from normalizer.toml_lines import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from normalizer.declaration import Declaration
    from normalizer.provider import Provider
    from normalizer.row import Row


class Placed(NamedTuple):
    """A TOML file that can say where its parts stand."""

    path: Path

    def at(self, section: str = "", number: int = 1, key: str = "") -> str:
        """`folder/file:line` of a key in the `number`-th section of that name."""
        text = self.path.read_text(encoding="utf-8") if self.path.is_file() else ""
        return f"{self.path.parent.name}/{self.path.name}:{line_of(text, section, number, key)}"


def patterns(toml: Placed, declaration: Declaration) -> Iterator[str]:
    """No pattern takes for ever on a text that was made to that end."""
    detect = declaration.detect
    parts: list[tuple[str, list[Any]]] = [
        ("", [declaration]),
        ("render", [declaration.render]),
        ("family", [*declaration.family]),
        ("detect", [detect]),
        ("detect.body", [*detect.body] if detect else []),
    ]
    for section, members in parts:
        for number, part in enumerate(members, 1):
            for name in sorted(key for cls, key in PATTERNS if type(part) is cls):
                value = getattr(part, name)
                most = MOST_LONG + (type(part) is BodySign and name == "starts")  # of a body no more than the beginning is matched
                for pattern in value.values() if isinstance(value, dict) else [value]:
                    if problem := problem_of(pattern, most):
                        yield f"{toml.at(section, number, name)}: {name}: {problem}"


def unused_sources(toml: Placed, rows: Iterable[Row], declaration: Declaration, also_cited: Iterable[str] = ()) -> Iterator[str]:
    """Each listed source is cited by a row or among those `also_cited`."""
    cited = {source for row in rows for source in row.source} | set(also_cited)
    for unused in sorted(set(declaration.sources) - cited) if cited else ():
        yield f"{toml.at(f'sources.{unused}')}: source {unused!r} is cited by no row; remove it"


def unused_pairs(toml: Placed, unnatural: Iterable[Row], declaration: Declaration) -> Iterator[str]:
    """Each pair that is declared odd is one of those `unnatural` rows."""
    used = {(row.status, row.kind) for row in unnatural}
    for number, odd in enumerate(declaration.odd, 1):
        if (odd.status, odd.kind) not in used:
            yield f"{toml.at('odd', number)}: [[odd]] {odd.status} {odd.kind} is natural or used by no row; remove it"


def confirmed(toml: Placed, rows: Iterable[Row], provider: Provider) -> Iterator[str]:
    """What is confirmed is a code of the elder, without a row of its own."""
    own = {row.code for row in rows}
    inherited = {row.code for row in provider.elder.rows} if provider.elder else set()
    for code in provider.declaration.confirmed:
        if code in own or code not in inherited:
            elder = provider.elder.slug if provider.elder else "the provider under like"
            yield f"{toml.at(key='confirmed')}: confirmed {code!r} must be a code of {elder} without a row here"


def declared(toml: Placed, declaration: Declaration, provider: Provider) -> Iterator[str]:
    """Families and statuses use reasons that exist; text prefixes, constants and general codes are codes of rows."""
    claims = [("family", number, each.kind, each.reason) for number, each in enumerate(declaration.family, 1)]
    claims += [("status", number, each.kind, each.reason) for number, each in enumerate(declaration.status, 1)]
    for section, number, kind, reason in claims:
        if reason and (kind is None or (reason, kind) not in provider.reasons):
            yield f"{toml.at(section, number, 'reason')}: {kind} has no reason {reason!r}; see reasons.csv"
    for prefix in declaration.text_prefixes:
        if prefix.rstrip(" (:") not in provider.codes:
            yield f"{toml.at(key='text_prefixes')}: text prefix {prefix!r} begins with no row's code; add the row"
    for key in ("general", "special") if declaration.render else ():
        for code in getattr(declaration.render, key):
            if not any(code == row.code for each in lineage(provider) for row in each.rows):
                yield f"{toml.at('render', key=key)}: [render]: {code!r} is no row's code; add the row or take it out"
    for number, items in enumerate(declaration.items, 1):
        if items.constant and items.constant not in provider.codes:
            yield f"{toml.at('items', number, 'constant')}: constant {items.constant!r} is no row's code; add the row"
