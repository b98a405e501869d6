"""Rows, families and records as fields for people and as objects for JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from normalizer.model import ErrorRecord

if TYPE_CHECKING:
    from normalizer.cli.table import Fields
    from normalizer.declaration import Declaration, Family, Source
    from normalizer.provider import Provider
    from normalizer.row import Row


def row_object(row: Row, owner: Provider) -> dict[str, Any]:
    """A row as JSON shows it; `owner` is the provider in whose table it stands. What is absent is None."""
    return {
        "code": row.code,
        "effect": row.effect,
        "kind": row.kind,
        "meaning": row.meaning or None,
        "message": row.message or None,
        "note": row.note or None,
        "provider": owner.slug,
        "reason": row.reason,
        "resource": row.resource,
        "retry": row.retry,
        "sources": [source_object(name, owner.declaration) for name in row.source],
        "status": row.status,
        "when": row.when or None,
    }


def source_object(name: str, declaration: Declaration) -> dict[str, str | None]:
    """A source by its id."""
    source = declaration.sources.get(name)
    return {
        "id": name,
        "kind": source.kind if source else None,
        "read": source.read if source else None,
        "title": source.title if source else None,
        "where": source.where if source else None,
    }


def row_fields(row: Row, owner: Provider) -> Fields:
    """A row as people read it."""
    cells = (
        ("code", row.code),
        ("status", "" if row.status is None else str(row.status)),
        ("when", row.when),
        ("kind", row.kind),
        ("reason", row.reason or ""),
        ("resource", row.resource or ""),
        ("retry", row.retry),
        ("effect", row.effect),
    )
    return [cell for cell in cells if cell[1]] + row_words(row, owner, message=True)


def row_words(row: Row, owner: Provider, *, message: bool = False) -> Fields:
    """What a row says in words: meaning, message if asked for, note and sources."""
    cells = [("meaning", row.meaning), ("message", row.message if message else ""), ("note", row.note)]
    return [cell for cell in cells if cell[1]] + [("source", _source_text(name, owner.declaration.sources)) for name in row.source]


def _source_text(name: str, sources: dict[str, Source]) -> str:
    source = sources.get(name)
    return f"{source.title} ({source.where})" if source else name


def family_fields(family: Family) -> Fields:
    """A family as people read it."""
    return [("family", family.pattern), ("why", family.why)]


def record_fields(record: ErrorRecord) -> Fields:
    """What a record holds, without what is None or empty."""
    fields: Fields = []
    for name in ErrorRecord.model_fields:
        value = getattr(record, name)
        if name == "native":
            fields += [(f"native.{member}", _text(each)) for member, each in value.items()]
        elif value is not None and value not in ((), "") and (name != "truncated" or value):
            fields.append((name, _text(value)))
    return fields


def _text(value: Any) -> str:
    """A value as JSON writes it, but a string bare and strings in a row by commas."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
