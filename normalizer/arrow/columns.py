"""The columns of the input, by their names and types, as what `normalize` takes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.arrow.scalars import NOTHING, scalar
from normalizer.errors import did_you_mean, suggestions
from normalizer.hints import read
from normalizer.rawheaders import split_headers

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXTS: Final = (
    pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view,
    pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
)  # fmt: skip


_STATUS_LINE: Final = re.compile(r"\s*(?:HTTP/[^\r\n]*\r?\n)?")


class Names(NamedTuple):
    """The columns that hold the parts of a response. One that is named by default and missing counts as absent."""

    body: str | None = "body"
    status: str | None = "status"
    headers: str | None = "headers"
    method: str | None = "method"
    url: str | None = "url"
    operation: str | None = "operation"
    request_headers: str | None = "request_headers"


def parts_of(data: pa.Table, names: Names) -> dict[str, pa.ChunkedArray]:
    """The column of each part that the table has. Raises KeyError for a named column that is not there, TypeError for a body of no text."""
    found: dict[str, pa.ChunkedArray] = {}
    for part, name in names._asdict().items():
        if name is None or (name == part and name not in data.column_names):
            continue
        values = plainly(column(data, name))
        if part == "body" and not (is_text(values.type) or pa.types.is_struct(values.type) or pa.types.is_null(values.type)):
            message = f"column {name!r} is {values.type}; a body is binary, string or a struct"
            raise TypeError(message)
        found[part] = values
    if not {"body", "status", "headers"} & set(found):
        have = ", ".join(data.column_names[:20]) or "none"
        message = f"no column named body, status or headers among {have}; name yours: normalize_batch(…, body='payload')"
        raise KeyError(message)
    return found


def column(data: pa.Table, name: str) -> pa.ChunkedArray:
    """The column of that name. Raises KeyError with the nearest names."""
    if data.column_names.count(name) != 1:
        fault = "several columns are" if name in data.column_names else "no column is"
        message = f"{fault} named {name!r}{did_you_mean(suggestions(name, data.column_names))}"
        raise KeyError(message)
    return data.column(name)


def plainly(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same values, neither as a dictionary nor as views, of which rows cannot be taken."""
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_string_view(values.type) or pa.types.is_binary_view(values.type):
        values = values.cast(pa.large_string() if pa.types.is_string_view(values.type) else pa.large_binary())
    return values


def is_text(kind: pa.DataType) -> bool:
    """Is it a type of text or of bytes?"""
    return any(fits(kind) for fits in _TEXTS)


def statuses(values: pa.Array) -> pa.Array:
    """HTTP statuses as `normalize` reads them, null for one that is none."""
    if pa.types.is_integer(values.type):
        values = values.cast(pa.int64(), safe=False)  # what is too large for it becomes negative
        wide = pc.and_(pc.greater_equal(values, scalar(100)), pc.less_equal(values, scalar(999)))
        return pc.if_else(wide, values, NOTHING).cast(pa.int32())
    return pa.array([read(value, None).status for value in values.to_pylist()], pa.int32())


def part_values(values: pa.Array, part: str) -> list[Any]:
    """The values of a part as `normalize` takes them."""
    plain = values.to_pylist()
    return [_headers(value) for value in plain] if part in {"headers", "request_headers"} else plain


def _headers(value: Any) -> Any:
    """Headers as `normalize` takes them: of a map the pairs, of a struct its members that are set, of a text the JSON or the header lines in it."""
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if each is not None}
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return split_headers(_STATUS_LINE.sub("", value, count=1).encode("latin-1", "replace"))[0] or None
    return _pairs(value) if isinstance(value, list) else value


def _pairs(value: Iterable[Any]) -> list[Any]:
    return [tuple(each.values()) if isinstance(each, dict) else each for each in value if each is not None]
