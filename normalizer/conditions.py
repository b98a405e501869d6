"""The small grammar of the column `when`: conditions that tell the rows of one overloaded code apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.hints import text
from normalizer.scrub import body_text

if TYPE_CHECKING:
    from normalizer.extract import Native
    from normalizer.hints import Hints

OPERANDS: Final = ("field", "no", "no header", "header", "request", "method", "operation", "names", "message", "message^")
NAMEABLE: Final = ("account", "bucket", "object")
"""What a request can name at the finest."""

_ONE: Final = r"(?P<operand>field|header|request):(?P<name>[^=\s&]+)(?:=(?P<value>.*\S))?|no:(?P<absent>[^=\s&]+)|(?P<hint>method|operation|names):(?P<word>[A-Za-z]+)|message\^?"


class Condition(NamedTuple):
    """One condition: `operand` is one of `OPERANDS`; `value` None asks only for presence."""

    operand: str
    name: str = ""
    value: str | None = None


class ConditionError(ValueError):
    """The text is not in the grammar."""


def parse(when: str, message: str) -> tuple[Condition, ...]:
    """The conditions of a `when` cell; `message` is the same row's message cell. Raises ConditionError.

    >>> parse("field:Condition=If-None-Match & method:PUT", "")
    (Condition(operand='field', name='Condition', value='If-None-Match'), Condition(operand='method', name='', value='PUT'))
    """
    conditions: list[Condition] = []
    for part in when.split(" & ") if when else []:
        found = re.fullmatch(_ONE, part)  # compiled with the first condition that is read
        if found is None:
            problem = f"{part!r} is no condition; write field:Name, field:Name=value, no:Name, no:header:Name, header:Name, request:Name, method:HEAD, operation:GetObject, names:bucket, message or message^"
            raise ConditionError(problem)
        if found["absent"]:
            kind, colon, name = found["absent"].rpartition(":")
            conditions.append(Condition("no header", name.lower()) if colon and kind == "header" else Condition("no", found["absent"]))
        elif found["operand"]:
            name = found["name"].lower() if found["operand"] != "field" else found["name"]
            conditions.append(Condition(found["operand"], name, found["value"]))
        elif found["hint"]:
            if found["hint"] == "names" and found["word"] not in NAMEABLE:
                problem = f"{part!r} is none of {', '.join(f'names:{word}' for word in NAMEABLE)}"
                raise ConditionError(problem)
            conditions.append(Condition(found["hint"], "", found["word"]))
        elif not message.strip():
            problem = f"{part!r} compares with the row's message cell, which is empty"
            raise ConditionError(problem)
        else:
            conditions.append(Condition(part, "", fold(message)))
    return tuple(conditions)


def fold(text: str) -> str:
    """`text` with every run of white space as one space, ends stripped.

    >>> fold(" a   b")
    'a b'
    """
    return " ".join(text.split())


def hold(conditions: tuple[Condition, ...], native: Native | None, hints: Hints) -> bool:
    """Do all conditions hold? One on something that was not handed in does not."""
    for condition in conditions:  # noqa: SIM110  a generator costs more than the conditions
        if not holds(condition, native, hints):
            return False
    return True


def holds(condition: Condition, native: Native | None, hints: Hints) -> bool:
    """Does the condition hold?"""
    operand, name, value = condition
    given: Any
    if operand in _IN_BODY:
        given = native.node if native else None
        for step in name.split("."):
            given = given.get(step) if isinstance(given, dict) else None
        return _says(given, operand, value)
    if operand == "header":
        given = hints.header(name) if hints.headers else None
        return given is not None if value is None else given == value
    if operand == "no header":
        return hints.header(name) is None
    if operand in {"message", "message^"}:
        message = native.message if native else None
        folded = None if message is None else fold(message)
        return folded is not None and (folded == value if operand == "message" else folded.startswith(value or ""))
    if operand == "method":
        return hints.method == value
    if operand == "operation":
        return hints.operation == value
    if operand == "names":
        return ((native.names if native else None) or hints.names) == value
    return _says(text((hints.request_headers or {}).get(name)), operand, value)


_IN_BODY: Final = frozenset({"field", "no"})


def _says(given: Any, operand: str, value: str | None) -> bool:
    """Is that what was given: this value, or for None any at all, or, for "no", none?"""
    words = body_text(given)
    if value is None:
        there = words is not None or (isinstance(given, (dict, list)) and len(given) > 0)
        return there is (operand != "no")
    return words is not None and words.strip() == value


def can_both_hold(first: tuple[Condition, ...], second: tuple[Condition, ...]) -> bool:
    """Is there a response for which both hold? False only where they ask one thing to have two values.

    >>> can_both_hold(parse("method:GET", ""), parse("method:PUT", "")), can_both_hold(parse("field:A", ""), parse("field:B", ""))
    (False, True)
    """
    return not any(_contradict(one, other) for one in first for other in second)


def _contradict(one: Condition, other: Condition) -> bool:
    if one.operand.startswith("message") and other.operand.startswith("message"):
        a, b = one.value or "", other.value or ""
        if one.operand == other.operand == "message":
            return a != b
        if one.operand == other.operand:
            return not (a.startswith(b) or b.startswith(a))
        whole, start = (a, b) if one.operand == "message" else (b, a)
        return not whole.startswith(start)
    if {one.operand, other.operand} in ({"field", "no"}, {"header", "no header"}):
        return one.name == other.name
    same = (one.operand, one.name) == (other.operand, other.name)
    return same and one.value is not None and other.value is not None and one.value != other.value
