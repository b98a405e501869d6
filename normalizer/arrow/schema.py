"""The columns of an answer, and the table of many records."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

_WORD: Final = pa.dictionary(pa.int32(), pa.string())
"""A text of few different values."""

SCHEMA: Final = pa.schema(
    {
        "provider": _WORD,
        "kind": _WORD,
        "reason": _WORD,
        "resource": _WORD,
        "retry": _WORD,
        "retry_after": pa.float64(),
        "effect": _WORD,
        "fault": _WORD,
        "matched_by": _WORD,
        "confidence": pa.float64(),
        "consistent": pa.bool_(),
        "code": _WORD,
        "status": pa.int32(),
        "message": pa.string(),
        "request_id": pa.string(),
        "bucket": pa.string(),
        "key": pa.string(),
        "region": pa.string(),
        "endpoint": pa.string(),
        "problem": _WORD,
    }
)
"""The columns of `normalize_batch`: fields of an ErrorRecord, and `problem`, why a row could not be asked about at all."""

VERSION: Final = b"storage_errors.tables_version"
"""The key of the schema's metadata under which an answer names the tables that gave it."""


def schema_of(version: str) -> pa.Schema:
    """SCHEMA, with the version of the tables in its metadata."""
    return SCHEMA.with_metadata({VERSION: version.encode()})
