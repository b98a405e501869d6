"""The answers for one chunk of rows: what can be said of many at once, the rest row by row, and all of it put in the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.arrow.columns import is_text, part_values, statuses
from normalizer.arrow.forms import TEXTS
from normalizer.arrow.heads import Heads, read_heads
from normalizer.arrow.plain import Answers, Rows, answers_in
from normalizer.arrow.scalars import NOTHING, TRUE, all_false, all_true, numbers, scalar
from normalizer.arrow.schema import SCHEMA, schema_of
from normalizer.arrow.tokens import LONGEST
from normalizer.arrow.verdicts import COLUMNS, Verdicts, depends_on_hints
from normalizer.hints import read
from normalizer.judge import first

if TYPE_CHECKING:
    from normalizer.arrow.owners import Owners
    from normalizer.tables import Tables

_ARGUMENTS: Final = ("body", "status", "headers", "method", "operation", "request_headers", "url")
_BESIDES: Final = frozenset(_ARGUMENTS) - {"body", "status"}
_ALONE: Final = (*TEXTS, "retry_after")
"""The columns that are of each row by itself."""

FEWEST: Final = 250
"""Rows that are worked on at once; fewer are asked one by one, which is faster."""

MOST_SAME: Final = 10_000


class Asking(NamedTuple):
    """What is the same for all rows. `provider`: of all of them, or None where a column names it."""

    tables: Tables
    owners: Owners
    provider: str | None


def answered(chunk: pa.RecordBatch, asking: Asking) -> pa.RecordBatch:
    """The answers for a chunk, whose columns have the names of the parts and of the provider."""
    parts = dict(zip(chunk.schema.names, chunk.columns, strict=True))
    count, bodies = chunk.num_rows, parts.get("body")
    provider = _numbered(parts.pop("provider", None), asking, count)
    status = statuses(parts["status"]) if "status" in parts else pa.nulls(count, pa.int32())
    heads = _heads(parts, provider, asking)
    plain = all_false(count) if count < FEWEST else pc.invert(heads.odd) if heads else all_true(count)
    rows = Rows(plain, provider, status, _hinted(parts, count), heads)
    verdicts = Verdicts()
    verdict = _without_body(bodies, rows._replace(plain=_but(plain, heads, "code", "message")), asking, verdicts)
    found = (
        answers_in(_short(bodies), rows, asking.owners.providers, verdicts) if count >= FEWEST and bodies is not None and is_text(bodies.type) else []
    )
    verdict, place = _in_order(found, verdict)
    single = pc.is_null(verdict)
    left = pc.indices_nonzero(single)
    alone: dict[str, list[Any]] = {}
    if len(left):
        numbers, alone = one_by_one({name: values.take(left) for name, values in parts.items()}, provider.take(left), asking, verdicts)
        verdict = pc.replace_with_mask(verdict, single, pa.array(numbers, pa.int32()))
        behind = sum(len(each.verdict) for each in found)
        place = pc.replace_with_mask(place, single, _numbers(behind, len(left)))
    columns = {name: verdicts.column(name, verdict) for name in COLUMNS}
    columns |= {
        name: _gathered([each.texts.get(name, len(each.verdict)) for each in found], alone.get(name, len(left)), place, name) for name in _ALONE
    }
    for name, text in (heads.fills if heads else {}).items():
        columns[name] = pc.coalesce(columns[name], pc.if_else(single, NOTHING, text))
    return pa.record_batch([columns[name] for name in SCHEMA.names], schema=schema_of(asking.tables.version))


def _numbered(names: pa.Array | None, asking: Asking, rows: int) -> pa.Array:
    """The number of each row's provider among the owners."""
    if names is None:
        return pa.repeat(scalar(asking.owners.number(asking.provider)), rows)
    words = names.dictionary_encode()
    numbers = pa.array([asking.owners.number(name) for name in [*words.dictionary.to_pylist(), None]], pa.int32())
    return numbers.take(pc.fill_null(words.indices, scalar(len(words.dictionary))))


def _hinted(parts: dict[str, pa.Array], rows: int) -> pa.Array:
    """Of which rows is a method, an operation, a URL or a request header known?"""
    hinted = all_false(rows)
    for name in _BESIDES & set(parts):
        if name != "headers" and parts[name].null_count < rows:
            hinted = pc.or_(hinted, pc.is_valid(parts[name]))
    return hinted


def _heads(parts: dict[str, pa.Array], provider: pa.Array, asking: Asking) -> Heads | None:
    headers = parts.get("headers")
    return None if headers is None or headers.null_count == len(provider) else read_heads(headers, provider, asking.owners.providers)


def _but(plain: pa.Array, heads: Heads | None, *fields: str) -> pa.Array:
    """The rows of which no header has one of these fields."""
    for field in fields if heads else ():
        plain = pc.and_(plain, pc.invert(getattr(heads, field)))
    return plain


def _short(bodies: pa.Array) -> pa.Array:
    """The bodies as bytes, null for those that are too long to be taken apart."""
    large = pa.types.is_large_string(bodies.type) or pa.types.is_large_binary(bodies.type)
    bodies = bodies.cast(pa.large_binary() if large else pa.binary())
    length = pc.binary_length(bodies)
    if (pc.max(length).as_py() or 0) > LONGEST:
        bodies = pc.if_else(pc.less_equal(length, scalar(LONGEST)), bodies, NOTHING)
    return bodies.cast(pa.binary())


def _without_body(bodies: pa.Array | None, rows: Rows, asking: Asking, verdicts: Verdicts) -> pa.Array:
    """The verdict of rows without a body, by provider and status; null for all others, but for those whose provider is unknown."""
    owners = asking.owners
    unknown = pa.array([None if problem is None else verdicts.add(problem) for problem in owners.problems], pa.int32()).take(rows.provider)
    empty = all_true(len(rows.plain)) if bodies is None else pc.is_null(bodies)
    if bodies is not None and is_text(bodies.type):
        empty = pc.or_(empty, pc.fill_null(pc.equal(pc.binary_length(bodies), scalar(0)), TRUE))
    asked = pc.and_(pc.and_(empty, rows.plain), pc.is_null(unknown))
    if not asked.true_count:
        return unknown
    both = pc.add(pc.multiply(rows.provider, scalar(1_000)), pc.fill_null(rows.status, scalar(0)))
    key = pc.if_else(asked, pc.add(pc.multiply(both, scalar(2)), rows.hinted.cast(pa.int32())), NOTHING).dictionary_encode()
    numbers: list[int | None] = []
    for number in key.dictionary.to_pylist():
        rest, hinted = divmod(number, 2)
        owner, told = divmod(rest, 1_000)
        known = owners.providers[owner]
        if known is None or (hinted and depends_on_hints(str(told) if known.status_is_code else None, {told or None}, known)):
            numbers.append(None)
        else:
            numbers.append(verdicts.add(first(known, None, read(told or None, None)).__dict__))
    return pc.coalesce(unknown, pa.array(numbers, pa.int32()).take(key.indices))


def _in_order(found: list[Answers], verdict: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The verdict of each row of the chunk, and where its texts are among those that were found, null for nowhere."""
    place, behind = pa.nulls(len(verdict), pa.int32()), 0
    for each in found:
        count = len(each.verdict)
        place = pc.replace_with_mask(place, each.asked, _numbers(behind, count))
        verdict = pc.coalesce(verdict, pc.replace_with_mask(pa.nulls(len(verdict), pa.int32()), each.asked, each.verdict))
        behind += count
    return verdict, place


def _numbers(start: int, count: int) -> pa.Array:
    return pc.add(numbers(count).cast(pa.int64()), scalar(start)).cast(pa.int32())


def one_by_one(parts: dict[str, pa.Array], provider: pa.Array, asking: Asking, verdicts: Verdicts) -> tuple[list[int], dict[str, list[Any]]]:
    """The verdicts and the texts of rows that are asked about one by one; what came before is remembered, as a proxy's page is."""
    nothing = [None] * len(provider)
    columns = [part_values(parts[name], name) if name in parts else nothing for name in _ARGUMENTS]
    names = asking.owners.names
    known: dict[Any, tuple[int, tuple[Any, ...]]] = {}
    numbers: list[int] = []
    texts: list[tuple[Any, ...]] = []
    simple = not _BESIDES & set(parts)
    for owner, row in zip(provider.to_pylist(), zip(*columns, strict=True), strict=True):
        key = (owner, row[0], row[1]) if simple and isinstance(row[0], (bytes, str)) and not isinstance(row[1], (list, dict)) else None
        told = known.get(key) if key else None
        if told is None:
            values = asking.tables.first(names[owner], *row).__dict__
            told = verdicts.add(values), tuple(map(values.get, _ALONE))
            if key and len(known) < MOST_SAME:
                known[key] = told
        numbers.append(told[0])
        texts.append(told[1])
    return numbers, dict(zip(_ALONE, map(list, zip(*texts, strict=True)), strict=True))


def _gathered(found: list[pa.Array | int], alone: list[Any] | int, place: pa.Array, name: str) -> pa.Array:
    """A column in the order of the rows, from what was found for many rows and for single ones; a number stands for so many nulls."""
    kind = SCHEMA.field(name).type
    arrays = [pa.nulls(each, kind) if isinstance(each, int) else each for each in found]
    arrays.append(pa.nulls(alone, kind) if isinstance(alone, int) else pa.array(alone, kind))
    if all(each.null_count == len(each) for each in arrays):
        return pa.nulls(len(place), kind)
    return pa.concat_arrays(arrays).take(place)
