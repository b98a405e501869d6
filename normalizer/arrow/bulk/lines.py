"""Pieces of JSON Lines → rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pydantic_core import from_json

from normalizer.arrow.bulk.rows import PROVIDER, Rows, decoded, header_text, shortened, texts
from normalizer.logline import BadLine, Line, body_of, member, parse, response_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.arrow.bulk.job import Job

_PLAIN: Final = frozenset({str, type(None)})


def rows_of(data: bytes, first: int, job: Job) -> Iterator[Rows]:
    """The lines that are not blank; `first` is the number of the first."""
    numbered = [(number, line) for number, line in enumerate(data.split(b"\n"), first) if line and not line.isspace()]
    if numbered:
        yield _rows([number for number, _ in numbered], [line for _, line in numbered], job)


def _rows(numbers: list[int], lines: list[bytes], job: Job) -> Rows:
    problems: list[str | None] = [None] * len(lines)
    values: list[dict[str, Any]] = []
    for index, line in enumerate(lines):
        try:
            value = from_json(line)
            if type(value) is not dict:
                value = _parsed(numbers[index], line)
        except ValueError:
            try:
                value = _parsed(numbers[index], line)
            except BadLine as error:
                problems[index], value = str(error), {}
        values.append(value)
    fields = job.fields
    columns = {part: _members(values, name) for part, name in fields._asdict().items()}
    for index, known in enumerate(zip(columns["body"], columns["status"], columns["headers"], strict=True)):
        if problems[index] is None and known == (None, None, None):
            problems[index] = _why_none(values[index], job)
    parts = {"body": _bodies(columns["body"], problems, job), "status": _statuses(columns["status"])}
    for part in ("headers", "request_headers"):
        if any(value is not None for value in columns[part]):
            parts[part] = texts([_header(value) for value in columns[part]])
    for part in ("method", "url", "operation"):
        if any(value is not None for value in columns[part]):
            parts[part] = texts([_plain_text(value) for value in columns[part]])
    if job.provider_field is not None:
        parts[PROVIDER] = _providers(_members(values, job.provider_field), problems, job.provider_field)
    kept = [texts([_plain_text(value) for value in _members(values, name)]) for name in job.keep]
    return Rows(pa.table(parts), numbers, problems, kept)


def _parsed(number: int, line: bytes) -> dict[str, Any]:
    """What the line form of bulk reads of it. Raises BadLine."""
    return parse(Line(number, len(line), line, line))


def _members(values: list[dict[str, Any]], name: str) -> list[Any]:
    return [member(value, name) for value in values] if "." in name else [value.get(name) for value in values]


def _why_none(value: dict[str, Any], job: Job) -> str | None:
    try:
        response_of(value, job.fields, encoded=False)
    except BadLine as error:
        return str(error)
    return None


def _bodies(values: list[Any], problems: list[str | None], job: Job) -> pa.Array:
    """The bodies; one that is an object or a list is its JSON text."""
    plain: list[Any] = values
    if not set(map(type, values)) <= _PLAIN:
        plain = [_body(value, index, problems, job.fields.body) for index, value in enumerate(values)]
    if not job.encoded:
        return shortened(texts(plain))
    array = decoded([value if type(value) is str else None for value in values], problems, job.fields.body)
    whole = zip(values, plain, array.to_pylist(), strict=True)
    return shortened(pa.array([each if type(value) is str or text is None else text.encode() for value, text, each in whole], pa.binary()))


def _body(value: Any, index: int, problems: list[str | None], name: str) -> str | None:
    try:
        found = body_of(value, name, encoded=False)
    except BadLine as error:
        problems[index] = str(error)
        return None
    return json.dumps(found) if isinstance(found, dict) else found


def _statuses(values: list[Any]) -> pa.Array:
    """Numbers where all are, else their texts: which is a status, the reader of statuses says."""
    if set(map(type, values)) <= {int, type(None)}:
        try:
            return pa.array(values, pa.int64())
        except (OverflowError, pa.ArrowInvalid):
            pass
    return texts([_plain_text(value) for value in values])


def _header(value: Any) -> str | None:
    return header_text(value) if value is None or isinstance(value, (str, dict, list)) else None


def _plain_text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    return json.dumps(value, ensure_ascii=False)


def _providers(values: list[Any], problems: list[str | None], field: str) -> pa.Array:
    for index, value in enumerate(values):
        if type(value) is not str and problems[index] is None:
            problems[index] = f"has no text in {field!r}, which should name the provider"
    return texts([value if type(value) is str else None for value in values])
