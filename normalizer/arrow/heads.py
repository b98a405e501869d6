"""A column of headers, as far as it can be read at once: which rows it changes nothing for, and what it fills in for others."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.arrow.scalars import FALSE, all_false, numbers, scalar
from normalizer.envelope import KEPT
from normalizer.form import lineage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from normalizer.provider import Provider

FILLED: Final = ("request_id", "region", "endpoint")
"""Fields that a header fills where the body does not; nothing else of an answer depends on them."""

MOST: Final = 1_000
"""Headers of one response that are read at once."""

_PLAIN: Final = r"^[!#-&(->@-~](?:[ -!#->@-~]*[!#-&(->@-~])?$"
"""A value with nothing to strip or to cut."""


class _Role(IntEnum):
    """What a header is to a provider. Of code and message: it counts only where the body has none."""

    NOTHING = 0
    ODD = 1
    CODE = 2
    MESSAGE = 3
    FIRST_FILLED = 4


class Heads(NamedTuple):
    """What headers say, row by row. `odd`: these rows have to be asked one by one. `code`, `message`: these have one in a header."""

    odd: pa.Array
    code: pa.Array
    message: pa.Array
    fills: dict[str, pa.Array]


def read_heads(column: pa.Array, provider: pa.Array, providers: Sequence[Provider | None]) -> Heads:
    """What a column of headers says. `provider`: the number of each row's among `providers`."""
    rows = numbers(len(column))
    entries = _entries(column)
    if entries is None:
        nothing = all_false(len(column))
        return Heads(pc.is_valid(column), nothing, nothing, {})
    row, name, value = entries
    words = name.dictionary_encode()
    lower = [None if each is None else each.lower() for each in [*words.dictionary.to_pylist(), None]]
    which = pc.fill_null(words.indices, scalar(len(lower) - 1))
    cases = pc.add(pc.multiply(provider.take(row).cast(pa.int64()), scalar(len(lower))), which).dictionary_encode()
    roles = [_role(lower[number % len(lower)], providers[number // len(lower)]) for number in cases.dictionary.to_pylist()]
    if not any(roles):
        nothing = all_false(len(column))
        return Heads(nothing, nothing, nothing, {})
    role = pa.array(roles, pa.int8()).take(cases.indices)
    odd = [row.filter(pc.equal(role, scalar(int(_Role.ODD))))]
    fills: dict[str, pa.Array] = {}
    for number, field in enumerate(FILLED, _Role.FIRST_FILLED):
        if number in roles:
            mine = pc.equal(role, scalar(number))
            at, text = row.filter(mine), value.filter(mine)
            odd += [at.filter(pc.invert(pc.fill_null(pc.match_substring_regex(text, _PLAIN), FALSE))), _repeated(at)]
            fills[field] = text.take(pc.index_in(rows, at))
    code, message = (pc.is_in(rows, row.filter(pc.equal(role, scalar(int(each))))) for each in (_Role.CODE, _Role.MESSAGE))
    return Heads(pc.is_in(rows, pa.concat_arrays(odd)), code, message, fills)


def _entries(column: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array] | None:
    """Of each header the row, the name and the value; None for a column of another type."""
    kind = column.type
    if pa.types.is_struct(kind):
        return _of_struct(column)
    if pa.types.is_map(kind):
        kind = pa.list_(pa.struct([("key", kind.key_type), ("value", kind.item_type)]))
        column = column.cast(kind)
    if not pa.types.is_list(kind) or not pa.types.is_struct(kind.value_type) or kind.value_type.num_fields != len(("name", "value")):
        return None
    if any(not pa.types.is_string(kind.value_type.field(number).type) for number in range(2)):
        return None
    if (pc.max(pc.list_value_length(column)).as_py() or 0) > MOST:
        return None
    pairs = column.flatten()
    return pc.list_parent_indices(column).cast(pa.uint64()), pc.struct_field(pairs, [0]), pc.struct_field(pairs, [1])


def _of_struct(column: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array] | None:
    """The members of structs as headers; those that are null are none."""
    if not 0 < column.type.num_fields <= MOST or not all(pa.types.is_string(field.type) for field in column.type):
        return None
    members = [pc.struct_field(column, [number]) for number in range(column.type.num_fields)]
    rows = [pc.indices_nonzero(pc.is_valid(each)) for each in members]
    names = [pa.repeat(scalar(field.name), len(at)) for field, at in zip(column.type, rows, strict=True)]
    return pa.concat_arrays(rows), pa.concat_arrays(names), pa.concat_arrays([each.drop_null() for each in members])


def _repeated(rows: pa.Array) -> pa.Array:
    """The rows that come more than once."""
    if len(pc.unique(rows)) == len(rows):
        return rows.slice(0, 0)
    counted = pc.value_counts(rows)
    return pc.struct_field(counted, "values").filter(pc.greater(pc.struct_field(counted, "counts"), scalar(1)))


def _role(name: str | None, provider: Provider | None) -> int:
    if name is None:
        return _Role.ODD
    return _roles(provider).get(name, _Role.NOTHING) if provider else _Role.NOTHING


def _roles(provider: Provider) -> dict[str, int]:
    """What headers are to the provider, by lower-case name."""
    found: dict[str, int] | None = provider.remembered.get("heads")
    if found is None:
        found = {name: _of_slot(what) for name, (what, _, _) in provider.header_slots.items() if what != KEPT}
        asked: list[Any] = [row for each in lineage(provider) for row in each.rows]
        asked += [meaning for each in lineage(provider) for meaning in each.meanings]
        conditions = (condition for each in asked for condition in each.conditions)
        odd = [condition.name for condition in conditions if condition.operand in {"header", "no header"}]
        odd += ["retry-after", "retry-after-ms", *provider.headers.retry_after_ms, *provider.headers.body]
        found = provider.remembered["heads"] = found | {name.lower(): int(_Role.ODD) for name in odd}
    return found


def _of_slot(what: str) -> int:
    if what in FILLED:
        return _Role.FIRST_FILLED + FILLED.index(what)
    return {"code": _Role.CODE, "message": _Role.MESSAGE}.get(what, _Role.ODD)
