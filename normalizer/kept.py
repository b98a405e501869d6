"""What an SDK's exception or result kept of an answer, found where the SDK's declaration says."""

from __future__ import annotations

import json
import re
from http.client import responses
from typing import TYPE_CHECKING, Any

from normalizer.chain import is_builtin, words
from normalizer.hints import FIRST_FAILURE, lower_names, status_number, text
from normalizer.reach import reach
from normalizer.responses import Answer, answer_at_hand, is_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from normalizer.sdks import Answers, Paths, Sdk

_LEAST, _MOST = 100, 999
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"} | {mark: mark for mark in "\"'\\"}


def kept(thing: Any, sdk: Sdk) -> Answer | None:
    """The answer that an exception or a result of that SDK holds, or None where it holds none."""
    for answers in sdk.answers:
        if _is_of(thing, answers):
            answer = _answer(thing, answers)
            if answer:
                return answer
    return None


def _is_of(thing: Any, answers: Answers) -> bool:
    if not answers.classes:
        return True
    if isinstance(thing, BaseException) and is_builtin(thing):
        return type(thing).__name__ in answers.classes
    return any(cls.__name__ in answers.classes or f"{cls.__module__}.{cls.__qualname__}" in answers.classes for cls in type(thing).__mro__)


def _answer(thing: Any, answers: Answers) -> Answer | None:
    groups: Mapping[str, Any] = {}
    if answers.text:
        found = answers.text.fullmatch(words(thing))
        if not found:
            return None
        groups = {name: _unescaped(group) if answers.escaped else group for name, group in found.groupdict().items() if group is not None}

    def at(paths: Paths) -> Any:
        return next((value for path in paths if (value := _at(thing, path, groups)) is not None), None)

    base = answer_at_hand(response) if is_response(response := at(answers.response)) else Answer()
    status = next((number for path in answers.status if (number := _status(_at(thing, path, groups)))), None) or _status(base.status)
    if status is None:
        return None
    verb, _, target = str(at(answers.request) or "").partition(" ")
    method = text(at(answers.method)) or base.method or verb or None
    body = None if method == "HEAD" else at(answers.body)
    if method != "HEAD" and not body:
        body = base.body if body is None or base.body else body
        if body is None:
            body = _rebuilt(answers, at, status)
    return Answer(
        body if body and isinstance(body, (bytes, bytearray, str, dict)) else None, status, _headers(answers, at, base.headers), method, at(answers.url) or base.url or target or None,
        base.request_headers, text(at(answers.operation)),
    )  # fmt: skip


def _unescaped(group: str) -> str:
    r"""The text that a debug form escapes: \n, \", \u{e9}. Those that it does not know it leaves as they are."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16) % 0x110000) if escape[1] else _ESCAPES.get(escape[2], escape[0]), group)


def _at(thing: Any, path: str, groups: Mapping[str, Any]) -> Any:
    if not path:
        return thing
    if path[0] == "=":
        return path[1:]
    if path[0] == "~":
        return groups.get(path[1:])
    if not path.endswith("()"):
        return reach(thing, path)
    call = reach(thing, path[:-2])
    try:
        return call()
    except Exception:  # noqa: BLE001  anybody's method may fail in any way
        return None


def _status(value: Any) -> int | None:
    number = status_number(value)
    return number if number is not None and _LEAST <= number <= _MOST else None


def _headers(answers: Answers, at: Any, of_response: Any) -> Any:
    """The headers under their own names. Debug text of a mapping, as some libraries leave it, is read as JSON where it can be."""
    found = at(answers.headers)
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            found = None
    known = dict(lower_names(found if found is not None else of_response) or {})
    if answers.header_prefix:
        known = {answers.header_prefix + name: value for name, value in known.items()} | known
    told = {name: value for name, paths in answers.headers_from if (value := text(at(paths)))}
    return (told | known) or None


def _rebuilt(answers: Answers, at: Any, status: int) -> dict[str, Any] | None:
    """The body's members that were kept, at the places where they stood. None where the SDK made the code up from the status; so it does messages."""
    body: dict[str, Any] = {}
    made_up: tuple[Any, ...] = ("", "None", [], (), responses.get(status))
    for place, paths in answers.rebuilt:
        value = at(paths)
        if value is None or value in made_up:
            continue
        *steps, name = place.split(".")
        node = body
        for step in steps:
            node = node.setdefault(step, {})
        node[name] = dict(value) if isinstance(value, dict) else value
    if status >= FIRST_FAILURE and str(status) in _texts(body):
        return None
    return body or None


def _texts(body: dict[str, Any]) -> list[Any]:
    return [text for value in body.values() for text in (_texts(value) if isinstance(value, dict) else [value])]
