"""What a response really says, from the corpus and from a plain reading of the bytes; and how much of it an answer holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from benchmarks.bodies import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.bodies import Body
    from benchmarks.peers.peer import Answer

FIELDS: Final = ("code", "message", "request_id")
MESSAGES: Final = ("message", "msg", "error")
"""Names of members and elements that hold a message, in any case, the first that is there."""


class Case(NamedTuple):
    """What the corpus says of a body, as it stands in its file."""

    origin: str
    truth: dict[str, str | None]


def case(body: Body) -> Case:
    """The corpus's word on a body as it stands there: code and request id where the response holds them, and the message in the bytes.

    A code that is nothing but the status is held only where a member of the body says it.
    """
    wanted = json.loads((CORPUS / f"{body.name}.json").read_text(encoding="utf-8"))
    expected, (data, headers) = wanted["expect"], body.variants[0]
    held = {value.strip() for _, value in _leaves(data)} | set(headers.values())
    code, request_id = expected["code"], expected["request_id"]
    return Case(
        wanted["origin"],
        {
            "code": code if code in held else None,
            "message": expected.get("message") or message_in(data),
            "request_id": request_id if request_id and request_id in " ".join([_text(data), *headers.values()]) else None,
        },
    )


def _text(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:1] == b"\0" else "utf-8", "replace")


def _leaves(data: bytes) -> list[tuple[str, str]]:
    """Names and texts of a body, as a plain parser finds them, the nearest to the root first; the whole of what is neither JSON nor XML."""
    try:
        return list(_members([json.loads(data)]))
    except ValueError:
        try:
            return [(each.tag.rpartition("}")[2], each.text or "") for each in ET.fromstring(data).iter()]  # noqa: S314  our own corpus
        except ET.ParseError:
            return [("", _text(data))]


def message_in(data: bytes) -> str | None:
    """The words of a body."""
    for wanted in MESSAGES:
        for name, value in _leaves(data):
            if name.lower() == wanted and value.strip():
                return value
    return None


def _members(level: list[Any]) -> Iterator[tuple[str, str]]:
    """Members with a text or a number, level by level."""
    while level:
        deeper: list[Any] = []
        for each in level:
            for name, value in each.items() if isinstance(each, dict) else enumerate(each):
                if isinstance(value, (dict, list)):
                    deeper.append(value)
                else:
                    yield str(name), str(value)
        level = deeper


def judged(given: Answer, truth: dict[str, str | None], data: bytes) -> dict[str, str]:
    """Of each field: yes, no (nothing given), other (something else), raw (the whole body unparsed), - (the response has none).

    A message may have words around it.
    """
    return {name: _judge(name, given.get(name), truth[name], _text(data)) for name in FIELDS}


def _judge(name: str, given: Any, true: str | None, body: str) -> str:
    if true is None:
        return "-"
    if given is None:
        return "no"
    said, wanted, whole = (" ".join(_as_text(each).split()) for each in (given, true, body))
    if said == wanted:
        return "yes"
    if whole in said and wanted in whole:
        return "raw"
    return "yes" if name == "message" and wanted in said else "other"


def _as_text(value: Any) -> str:
    return _text(value) if isinstance(value, bytes) else str(value)
