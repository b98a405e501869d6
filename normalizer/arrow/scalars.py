"""Single values for Arrow's functions. A plain Python value does as well, but without NumPy each one costs a vain search for it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

TRUE: Final = pa.array([True])[0]
FALSE: Final = pa.array([False])[0]
EMPTY: Final = pa.array([""])[0]
NOTHING: Final = pa.nulls(1)[0]


@lru_cache(maxsize=1_000)
def scalar(value: int | str | bytes) -> Any:
    """The value as Arrow has it; a number has 64 bits."""
    return pa.array([value])[0]


def all_true(count: int) -> pa.Array:
    """So many times True."""
    return pa.repeat(TRUE, count)


def all_false(count: int) -> pa.Array:
    """So many times False."""
    return pa.repeat(FALSE, count)


def numbers(count: int) -> pa.Array:
    """The numbers from 0 to below `count`."""
    return pc.indices_nonzero(pa.repeat(TRUE, count))
