"""What `normalize_batch` says of rows, compared with what `normalize` says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyarrow as pa

from normalizer import UnknownProvider
from normalizer.arrow import SCHEMA, chunk, normalize_batch
from tests.strategies import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, Any]


def scalar(row: Row) -> Row:
    """The answer for one row, by the function for one."""
    row = dict(row)
    provider = row.pop("provider")
    if provider is not None:
        try:
            record = TABLES.normalize(provider, **row)
        except UnknownProvider as error:
            return {"provider": provider, "problem": str(error)}
        return {name: getattr(record, name, None) for name in SCHEMA.names}
    return {"provider": None, "problem": "no provider is named"}


def differences(rows: Sequence[Row], answers: pa.Table) -> list[str]:
    """What differs, row by row and column by column; where a row could not be asked about, problem and provider are compared."""
    assert answers.schema.equals(SCHEMA)
    assert answers.num_rows == len(rows)
    found = []
    for row, answer in zip(rows, answers.to_pylist(), strict=True):
        found += [f"{row}: {name} is {answer[name]!r}, not {value!r}" for name, value in scalar(row).items() if answer[name] != value]
    return found


def table_of(rows: Sequence[Row], **types: pa.DataType) -> pa.Table:
    """Rows as a table; a column for each of their names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = {"provider": pa.string(), "body": pa.binary(), "status": pa.int64(), "headers": pa.map_(pa.string(), pa.string())} | types
    return pa.table({name: pa.array([row.get(name) for row in rows], kinds.get(name, pa.string())) for name in names})


def agree(rows: Sequence[Row], **types: pa.DataType) -> int:
    """Does a batch of these rows say what `normalize` says of each? How many of them were answered by columns, not one by one?"""
    with patch.object(chunk, "FEWEST", 0), patch.object(chunk, "one_by_one", wraps=chunk.one_by_one) as asked:
        answers = normalize_batch(table_of(rows, **types), provider_column="provider", tables=TABLES)
    found = differences(rows, answers)
    assert not found, "\n".join(found[:5])
    return len(rows) - sum(len(call.args[1]) for call in asked.call_args_list)
