"""What every reader gives: rows to be asked about, where each stands in its file, and why one cannot be asked about."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.decode import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTS: Final = ("body", "status", "headers", "method", "url", "operation", "request_headers")
PROVIDER: Final = "provider"
HEADERS: Final = frozenset({"headers", "request_headers"})


class Rows(NamedTuple):
    """A table of responses, its columns named as the arguments of `normalize`.

    And beside it, for each row: its number in the file from 1, why it is no response or None, and the kept columns of the input.
    """

    parts: pa.Table
    numbers: Sequence[int]
    problems: Sequence[str | None]
    kept: list[pa.Array]


def unreadable(number: int, problem: str, provider_field: str | None, kept: int) -> Rows:
    """One row that could not be read."""
    parts = {"body": pa.nulls(1, pa.string())} | ({} if provider_field is None else {PROVIDER: pa.nulls(1, pa.string())})
    return Rows(pa.table(parts), [number], [problem], [pa.nulls(1)] * kept)


def texts(values: Sequence[str | None]) -> pa.Array:
    """The texts as an array; what has no UTF-8 becomes question marks, as `normalize` reads it."""
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([None if value is None else value.encode("utf-8", "replace").decode() for value in values], pa.string())


def header_text(value: Any) -> str | None:
    """Headers as text: JSON, or as it came."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


def shortened(bodies: pa.Array) -> pa.Array:
    """Bodies without what `normalize` would not read of them, so that no row is larger than it need be."""
    kind = bodies.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        cut = pc.utf8_slice_codeunits
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        cut = pc.binary_slice
    else:
        return bodies
    longest = pc.max(pc.binary_length(bodies)).as_py()
    return cut(bodies, 0, MAX_BYTES + 1) if longest is not None and longest > MAX_BYTES else bodies


def decoded(values: Sequence[Any], problems: list[str | None], name: str) -> pa.Array:
    """The bytes of texts in base64. What is none gets a problem."""
    found: list[bytes | None] = []
    for index, value in enumerate(values):
        try:
            found.append(None if value is None else base64.b64decode("".join(_text(value).split()), validate=True))
        except ValueError as error:
            found.append(None)
            problems[index] = f"{name!r} is no base64: {error}"
    return pa.array(found, pa.binary())


def _text(value: Any) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
