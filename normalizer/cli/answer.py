"""A record together with why it says what it says: the row that answered, or the family."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from normalizer.classify import classify
from normalizer.decode import MAX_BATCH_BYTES, MAX_BYTES, decode
from normalizer.extract import Native, extract
from normalizer.hints import NO_HINTS, Hints
from normalizer.hints import read as read_hints
from normalizer.items import extract_items
from normalizer.kinds import MatchedBy

if TYPE_CHECKING:
    from normalizer.cli.response import Response
    from normalizer.declaration import Family
    from normalizer.model import ErrorRecord
    from normalizer.provider import Provider, Verdict
    from normalizer.row import Row
    from normalizer.tables import Tables


class Answer(NamedTuple):
    """A record, and the row or the family behind it, where one of them answered."""

    record: ErrorRecord
    row: Row | None
    family: Family | None


def answers(tables: Tables, provider: Provider, response: Response, *, every: bool) -> list[Answer]:
    """The first error of a response, or every error, each with what answered."""
    arguments = response._asdict()
    records = tables.errors_in(provider.slug, **arguments) if every else [tables.normalize(provider.slug, **arguments)]
    rows = _rows(provider, response, MAX_BATCH_BYTES if every else MAX_BYTES)
    rows += [None] * (len(records) - len(rows))
    return [
        Answer(record, row, family_of(provider, record.code or "", Hints(record.status)) if record.matched_by is MatchedBy.FAMILY else None)
        for record, row in zip(records, rows, strict=False)  # a batch has rows for all its items, and `normalize` takes the first
    ]


def _rows(provider: Provider, response: Response, limit: int) -> list[Row | None]:
    """The row behind each error of a response, by the same steps; a record does not carry its row."""
    hints = read_hints(response.status, response.headers, response.method, response.operation, response.request_headers)
    decoded = decode(response.body, limit, hints, provider.charset, provider.lenient)
    items = extract_items(decoded, hints, provider)
    if items is not None:
        return [classify(item, hints._replace(status=None), provider).row for item in items]
    return [classify(extract(decoded, hints, provider), hints, provider).row]


def family_of(provider: Provider, code: str, hints: Hints = NO_HINTS) -> Family | None:
    """The declared structure that answers for a code without a row, or None."""
    for each in provider.families:
        alone = replace(provider, codes={}, elder=None, success=frozenset(), families=(each,))
        if classify(_native(code), hints, alone).matched_by is MatchedBy.FAMILY:
            return each.family
    return None


def verdict_on(provider: Provider, code: str) -> Verdict:
    """What the ladder says of a code alone."""
    return classify(_native(code), NO_HINTS, provider)


def _native(code: str) -> Native:
    return Native({"code": code})
