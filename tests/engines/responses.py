"""Responses as rows, from the corpus and from mutants of it, and what the scalar function says of each."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from normalizer import UnknownProvider, normalize
from normalizer.arrow import SCHEMA
from tests.mutant import mutants
from tests.strategies import SLUGS, real_bodies

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS: Final = Path(__file__).parent.parent / "corpus"
MUTANTS: Final = 6_000
STATUSES: Final = (None, 200, 301, 304, 400, 401, 403, 404, 409, 412, 416, 429, 500, 503, 999)

_HEADERS: Final = pa.map_(pa.string(), pa.string())
ROWS: Final = pa.schema(
    {
        "line": pa.int64(),
        "vendor": pa.string(),
        "body": pa.binary(),
        "status": pa.int32(),
        "headers": _HEADERS,
        "method": pa.string(),
        "url": pa.string(),
        "operation": pa.string(),
        "request_headers": _HEADERS,
    }
)

Row = dict[str, Any]


def row(line: int, vendor: str | None, body: bytes | None = None, status: int | None = None, **others: Any) -> Row:
    """A response as a row of ROWS."""
    return dict.fromkeys(ROWS.names) | {"line": line, "vendor": vendor, "body": body, "status": status} | others


@cache
def corpus_rows() -> list[Row]:
    """Every case of the corpus, with all that is known of its request. Of a header that comes twice the last."""
    found = []
    for line, real in enumerate(real_bodies()):
        case = json.loads((CORPUS / real.provider / f"{real.name}.json").read_text(encoding="utf-8"))
        sent = case.get("request_headers")
        facts = {name: case.get(name) for name in ("method", "url", "operation")}
        found.append(row(line, real.provider, real.body, real.status, headers=dict(real.headers), request_headers=sent and dict(sent), **facts))
    return found


@cache
def mutant_rows(number: int = MUTANTS, seed: int = 2026) -> list[Row]:
    """Mutants of real bodies, every provider in turn, with any status."""
    dice = random.Random(seed)  # noqa: S311  no secret
    made = {slug: mutants(slug, dice) for slug in SLUGS}
    return [row(line, slug := SLUGS[line % len(SLUGS)], next(made[slug]), dice.choice(STATUSES)) for line in range(number)]


def table(rows: Iterable[Row]) -> pa.Table:
    """The rows as Arrow."""
    return pa.Table.from_pylist(list(rows), ROWS)


def scalar(response: Row) -> Row:
    """The answer of `normalize` in the columns of SCHEMA, after the row's line."""
    parts = {name: response[name] for name in ("status", "headers", "method", "url", "operation", "request_headers")}
    try:
        record = normalize(response["vendor"], response["body"], **parts)
    except UnknownProvider as error:
        said = str(error) if response["vendor"] is not None else "no provider is named"
        unknown = {"provider": response["vendor"], "kind": "Unknown", "retry": "unknown", "effect": "unknown", "matched_by": "nothing"}
        return {"line": response["line"]} | dict.fromkeys(SCHEMA.names) | unknown | {"confidence": 0.0, "problem": said}
    return {"line": response["line"]} | {name: getattr(record, name, None) for name in SCHEMA.names}


def assert_same(found: pa.Table, rows: Iterable[Row]) -> None:
    """As many answers as rows, each the one of the scalar function in every column."""
    wanted = sorted((scalar(each) for each in rows), key=lambda each: int(each["line"]))
    answers = sorted(found.to_pylist(), key=lambda each: int(each["line"]))
    assert [each["line"] for each in answers] == [each["line"] for each in wanted]
    for mine, theirs in zip(answers, wanted, strict=True):
        assert list(mine) == list(theirs)
        differ = {name: (mine[name], theirs[name]) for name in theirs if mine[name] != theirs[name]}
        assert not differ, f"line {mine['line']}: {differ}"
