"""What a provider can answer, each answer written and read back: what its reader will make of it is measured, not supposed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer.fidelity import Meaning, meaning_of
from normalizer.form import form_of, lineage
from normalizer.frozen import FrozenDict
from normalizer.hints import Hints
from normalizer.judge import first
from normalizer.kinds import KIND_FACTS, Kind, MatchedBy
from normalizer.render import Said, render, speaks_by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.provider import Provider
    from normalizer.render import Written
    from normalizer.row import Row

HEAD: Final = "HEAD"
"""The method whose responses have no body."""
_CODED: Final = frozenset({MatchedBy.CODE, MatchedBy.INHERITED})


class Answer(NamedTuple):
    """Something that a provider can say. Without a `row` it is a bare status.

    `says`: what the provider's reader makes of it. `general`: how good it is where no more is known than kind, reason and
    resource, 0 the best; None where it says more. `documented`: the provider's own sources have it. `rank`: its place in the
    tables. `native`: a bare status with which the provider says just that, for it has bodies without codes.
    """

    status: int
    says: Meaning
    row: Row | None = None
    general: int | None = None
    documented: bool = True
    rank: int = 0
    native: bool = False

    @property
    def code(self) -> str | None:
        """The provider's code."""
        return self.row.code if self.row else None


def said_of(row: Row, status: int | None = None) -> Said:
    """What there is to say of a row: its code, its constant or our words, and what its conditions ask for.

    >>> from normalizer import rows
    >>> said_of(next(row for row in rows("aws-s3") if row.when == "field:Condition=If-None-Match")).fields
    {'Condition': 'If-None-Match'}
    """
    asked = row.conditions
    return Said(
        status or row.status or KIND_FACTS[row.kind].statuses[0],
        row.code,
        row.message or row.meaning,
        fields=FrozenDict({name: value for operand, name, value in asked if operand == "field" and value}),
        response_headers=FrozenDict({name: value for operand, name, value in asked if operand == "header" and value}),
    )


def read_back(written: Written, provider: Provider, method: str | None = None) -> tuple[Meaning, str | None, MatchedBy]:
    """What the provider's own reader makes of a response: meaning, code, and the rung that answered."""
    headers = {name.lower(): value for name, value in written.headers.items()}
    record = first(provider, written.body or None, Hints(written.status, headers, method))
    return meaning_of(record), record.code, record.matched_by


def coded(provider: Provider, method: str | None = None) -> tuple[Answer, ...]:
    """The answers to a request of that method that have a code and are read back as what their rows say. Made once."""
    key = ("coded", method == HEAD)
    found = provider.remembered.get(key)
    if found is None:
        found = provider.remembered[key] = tuple(_coded(provider, method))
    return found


def _coded(provider: Provider, method: str | None) -> Iterator[Answer]:
    own = set(provider.codes)
    rows = [row for each in lineage(provider) for row in each.rows if each is provider or not _shadowed(row, provider, each)]
    general = _general(provider, rows)
    for rank, row in enumerate(rows):
        if not form_of(provider).codes.fullmatch(row.code) or (row.status is None and not KIND_FACTS[row.kind].statuses):
            continue
        said = said_of(row)._replace(body=method != HEAD)
        says, code, rung = read_back(render(said, provider), provider, method)
        if code == row.code and rung in _CODED and says == meaning_of(row):
            yield Answer(said.status, says, row, general.get((row.code, row.kind)), row.code in own, rank)


def _shadowed(row: Row, provider: Provider, elder: Provider) -> bool:
    """Has a younger provider rows of its own for the code?"""
    younger = list(lineage(provider))[: list(lineage(provider)).index(elder)]
    return any(row.code == each.code for provider_ in younger for each in provider_.rows)


def _general(provider: Provider, rows: list[Row]) -> dict[tuple[str, Kind], int]:
    """The place of each code of a kind among the general ones: declared, or, of kinds without a declared one, alone in what it says."""
    renders = [each.declaration.render for each in lineage(provider) if each.declaration.render]
    declared = [code for render in renders for code in render.general]
    special = {code for render in renders for code in render.special}
    listed = [(code, row.kind) for code in declared for row in rows if row.code == code]
    kinds = {kind for _, kind in listed}
    sharing = Counter(says[1:4] for says in {(row.code, *meaning_of(row)) for row in rows})
    alone = [(row.code, row.kind) for row in rows if row.kind not in kinds and sharing[row.kind, row.reason, row.resource] == 1]
    found = [*listed, *(each for each in alone if each[0] not in special)]
    return {each: place for place, each in reversed(list(enumerate(found)))}


def bare(provider: Provider, status: int, method: str | None = None) -> Answer:
    """The answer of a status alone."""
    key = ("bare", status, method)
    found = provider.remembered.get(key)
    if found is None:
        says, _, _ = read_back(render(Said(status, body=method != HEAD), provider), provider, method)
        own = any(each.own and each.status == str(status) and each.meaning.kind is says.kind for each in provider.meanings)
        native = own and speaks_by_status(provider)
        found = provider.remembered[key] = Answer(status, says, general=0 if native else None, native=native)
    return found
