"""Is a pattern of a table one that always comes to an end soon? Texts from the wire are matched with it, and they may be hostile."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, Final

_parser: Any = import_module("re._parser")
"""Python's own reader of patterns; `sre_parse`, its public name, is deprecated since 3.11 without a successor."""

MOST_LONG: Final = 3
"""Repetitions without a near bound in one pattern: each multiplies the work by the length of the text."""

_NEAR: Final = 50
_SMALL: Final = 10
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT"})


def problem_of(pattern: str, most: int = MOST_LONG) -> str | None:
    r"""Why a table may not have this pattern, or None. More is refused than would have to be. `most`: long repetitions in it.

    >>> problem_of("[a-z]+(_[a-z]+)*"), problem_of("(?P<status>[45]\\d\\d)")
    (None, None)
    >>> problem_of("(")
    "'(' is no regular expression: missing ), unterminated subpattern at position 0"
    >>> problem_of("(a+)+")
    "'(a+)+' may take for ever: in a repetition, repeat no more than one part, and begin or end with a character that it has not; or write (?>...)"
    """
    try:
        re.compile(pattern, re.ASCII)
        tree = list(_parser.parse(pattern))
    except (re.error, RecursionError, OverflowError) as error:
        return f"{pattern[:80]!r} is no regular expression: {error}"
    if not all(_is_plain(body) for body in _repeated(tree)):
        return (
            f"{pattern[:80]!r} may take for ever: in a repetition, repeat no more than one part, "
            "and begin or end with a character that it has not; or write (?>...)"
        )
    if _long(tree) > most:
        return f"{pattern[:80]!r} has more than {most} repetitions without a bound; give them one, as in .{{0,20}}"
    return None


def _inside(item: Any) -> list[Any]:
    """The sequences inside a piece of a pattern."""
    name, value = str(item[0]), item[1]
    if name == "BRANCH":
        return list(value[1])
    if name == "GROUPREF_EXISTS":
        return [each for each in value[1:] if each is not None]
    if name in {"ASSERT", "ASSERT_NOT", "SUBPATTERN"} or name.endswith("_REPEAT"):
        return [value[-1]]
    return [value] if name == "ATOMIC_GROUP" else []


def _is_variable(item: Any) -> bool:
    return str(item[0]) in _REPEATS and item[1][0] != item[1][1]


def _repeated(sequence: Any) -> list[Any]:
    """The bodies of all repetitions that may go round often."""
    found = []
    for item in sequence:
        if str(item[0]) in _REPEATS and int(item[1][1]) >= _SMALL:
            found.append(item[1][2])
        for inner in _inside(item):
            found += _repeated(inner)
    return found


def _long(sequence: Any) -> int:
    """How many repetitions have no near bound."""
    mine = sum(str(item[0]) in _REPEATS and int(item[1][1]) - int(item[1][0]) >= _NEAR for item in sequence)
    return mine + sum(
        max(map(_long, inner), default=0) if str(item[0]) == "BRANCH" else sum(map(_long, inner)) for item in sequence if (inner := _inside(item))
    )


def _is_plain(body: Any) -> bool:
    """Can a text be cut into rounds of this body in one way only?"""
    flat = _flat(body)
    variable = [item for item in flat if _is_variable(item)]
    if any(str(item[0]) == "BRANCH" and not _is_decided(item) for item in flat):
        return False
    if not variable:
        return all(_is_plain(inner) for item in flat for inner in _inside(item) if str(item[0]) not in {"ATOMIC_GROUP", "POSSESSIVE_REPEAT"})
    if len(variable) > 1 or any(str(item[0]) not in {"LITERAL", "IN", "NOT_LITERAL"} for item in flat if item is not variable[0]):
        return False
    repeated = _flat(variable[0][1][2])
    return len(repeated) == 1 and any(str(end[0]) == "LITERAL" and not _may_be(repeated[0], end[1]) for end in (flat[0], flat[-1]))


def _flat(sequence: Any) -> list[Any]:
    """The pieces of a sequence, with those of its groups in their place."""
    found = []
    for item in sequence:
        found += _flat(item[1][-1]) if str(item[0]) == "SUBPATTERN" else [item]
    return found


def _is_decided(branch: Any) -> bool:
    """Does the first character tell which way is taken, and is no way longer than it has to be?"""
    firsts = [_flat(way)[:1] for way in branch[1][1]]
    letters = [first[0][1] for first in firsts if first and str(first[0][0]) == "LITERAL"]
    return len(set(letters)) == len(firsts) and all(not _inside(item) for way in branch[1][1] for item in _flat(way))


def _may_be(item: Any, character: int) -> bool:
    """May a piece that is one character be this one?"""
    name, value = str(item[0]), item[1]
    if name == "LITERAL":
        return bool(value == character)
    if name != "IN":
        return True
    for kind, given in value:
        if str(kind) == "LITERAL" and given == character:
            return True
        if str(kind) == "RANGE" and given[0] <= character <= given[1]:
            return True
        if str(kind) in {"NEGATE", "CATEGORY"} and not (str(kind) == "CATEGORY" and _is_punctuation(given, character)):
            return True
    return False


def _is_punctuation(category: Any, character: int) -> bool:
    """Digits and words have no punctuation in them."""
    return (
        str(category) in {"CATEGORY_DIGIT", "CATEGORY_WORD"} and character < ord("\x7f") and not (chr(character).isalnum() or chr(character) == "_")
    )
