"""What `classify` says of a code, remembered by the code as it came and what else it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.classify import classify
from normalizer.conditions import fold, holds
from normalizer.extract import LONG, Native
from normalizer.frozen import FrozenDict
from normalizer.wrap import template_of

if TYPE_CHECKING:
    from normalizer.conditions import Condition
    from normalizer.hints import Hints
    from normalizer.provider import Provider

MOST_CODES: Final = 1_000
LONGEST: Final = 500
"""Characters of a code. They come from the wire and must not fill the memory."""


class Asked(NamedTuple):
    """What else of a body the verdict on a code depends on: is its message one of these sentences, and which of the conditions hold?"""

    sentences: frozenset[str]
    conditions: tuple[Condition, ...]


Decision = tuple[dict[str, Any], Asked | None]
"""The fields of a record as far as they are known; and what is still to be asked before the verdict is among them."""

HANDED_IN: Final = frozenset({"header", "request", "method", "operation"})
"""Conditions on what only a caller can tell: they do not hold, for a response with a header that one asks for is left to the steps."""

KNOWN: Final = frozenset({"names", "no header"})
"""Conditions that depend on what a path names, which is known, or hold because no such header was handed in."""

NOT_PLAIN: Final = "not plain"


def addressed(path: object) -> tuple[str | None, str, str]:
    """What a "/bucket/key" path names, an object, a bucket, nothing, or that it is not plain; and the names.

    >>> addressed("/photos/1.jpg"), addressed("/photos"), addressed("/"), addressed(7)
    (('object', 'photos', '1.jpg'), ('bucket', 'photos', ''), (None, '', ''), ('not plain', '', ''))
    """
    if path == "":
        return None, "", ""
    if not is_plain(path):
        return NOT_PLAIN, "", ""
    bucket, _, key = path.lstrip("/").partition("/")  # type: ignore[attr-defined]
    return "object" if key else "bucket" if bucket else None, bucket, key


def is_plain(value: object) -> bool:
    """Is it a text with nothing to tidy: ASCII, no white space at its ends, no query?"""
    return type(value) is str and bool(value) and value.strip() == value and "?" not in value and value.isascii()


def is_number(value: object) -> bool:
    """Is it a whole number that stays one in a record?"""
    return type(value) is int and -LONG < value < LONG


def decide(
    key: tuple[Any, ...], raw: Any, sent: Any, names: str | None, hints: Hints, provider: Provider,
    own: tuple[str, int] | tuple[()] = (), *, foreign: bool = False,
) -> Decision | None:  # fmt: skip
    """What `classify` says of a code, the statuses and what a path names, of a page if it is `foreign`. `key`: all that there is of them.

    `own`: name and place of the body's own status, which the record keeps.
    None where one of them is not plain: a text or a number, three digits; or where another code of the body may count for more.
    """
    code = str(raw) if is_number(raw) else raw
    if code is None and provider.status_is_code and str(hints.status) in provider.codes:
        code = str(hints.status)
    status = str(sent) if type(sent) in {int, str} else ""
    three = len(status) == len("404") and status.isascii() and status.isdecimal() and status[0] != "0"
    if (code is not None and not is_plain(code)) or not (sent is None or three) or names is NOT_PLAIN:
        return None
    if provider.plan.listed_first and code not in provider.codes:
        return None
    template: dict[str, Any] = {}
    asked = None if code is None else _asked(code, provider)
    if asked is None:
        native = Native({} if code is None else {"code": code}, int(status) if three else None, None, foreign, names)
        verdict = classify(native, hints, provider)
        template = (verdict.template or template_of(verdict, provider)).copy()
    template["status"] = hints.status
    if own:
        template["native"] = FrozenDict({own[0]: status})
    if code is not None:
        template["code"] = code
    if len(code or "") <= LONGEST:
        _remember(key, (template, asked), provider)
    return template, asked


def answered(
    asked: Asked, what_came: tuple[Any, ...], values: dict[str, Any], node: Any, sent: Any, names: str | None, hints: Hints, provider: Provider
) -> dict[str, Any]:
    """The fields of the verdict, after what was still to be asked has been. `values`: those of the record, as far as they are known."""
    native = Native(values, None if sent is None else int(sent), node, False, names)  # noqa: FBT003
    message = values.get("message") if asked.sentences else None
    sentence = fold(message) if message else None
    key = what_came, sentence if sentence in asked.sentences else None, *(holds(each, native, hints) for each in asked.conditions)
    known = provider.decided.get(key)
    if known is None:
        verdict = classify(native, hints, provider)
        known = verdict.template or template_of(verdict, provider), None
        if len(values["code"]) <= LONGEST:
            _remember(key, known, provider)
    return known[0]


def _remember(key: tuple[Any, ...], decision: Decision, provider: Provider) -> None:
    if len(provider.decided) >= MOST_CODES:
        provider.decided.clear()
    provider.decided[key] = decision


def _asked(code: str, provider: Provider) -> Asked | None:
    """What else in a body the verdict on a code depends on, beside what its path names and as long as nothing else was handed in."""
    if provider.code_part and code not in provider.codes and (part := provider.code_part.fullmatch(code)):
        code = part[1]
    elder: Provider | None = provider
    while elder and code not in elder.codes:
        elder = elder.elder
    found = elder.codes[code] if elder else None
    if found is None:
        return None
    possible = [choice.conditions for choice in found.choices if not any(each.operand in HANDED_IN for each in choice.conditions)]
    open_ = dict.fromkeys(each for conditions in possible for each in conditions if each.operand not in KNOWN)
    return Asked(frozenset(found.sentences), tuple(open_)) if found.sentences or open_ else None
