"""What `classify` says of a code, remembered by the code as it came and what else it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.classify import classify
from normalizer.conditions import fold, holds
from normalizer.extract import LONG, Native, new_tuple
from normalizer.flatxml import node_of
from normalizer.frozen import FrozenDict
from normalizer.hints import status_only
from normalizer.wrap import template_of

if TYPE_CHECKING:
    from normalizer.conditions import Condition
    from normalizer.flatxml import Leaves
    from normalizer.hints import Hints
    from normalizer.provider import Provider

MOST_CODES: Final = 500
MOST_ANSWERS: Final = 20
LONGEST: Final = 500
"""Characters of a code or a message. They come from the wire and must not fill the memory."""


class Asked(NamedTuple):
    """What else of a body the verdict on a code depends on.

    Is its message one of these `sentences`? Does it begin with one of these `beginnings`? Which of the `conditions` hold? `known`: the
    fields of the verdict by the answers to these, as far as met, and by a message where nothing else is asked.
    """

    sentences: frozenset[str]
    beginnings: tuple[str, ...]
    conditions: tuple[Condition, ...]
    known: dict[tuple[object, ...] | str | None, dict[str, Any]]


ALL: Final = Asked(frozenset(), (), (), {})
"""Everything is still to be asked, each time."""

Decision = tuple[dict[str, Any], Asked | None]
"""The fields of a record as far as they are known; and what is still to be asked before the verdict is among them."""

HANDED_IN: Final = frozenset({"header", "request", "method", "operation"})
"""Conditions on what only a caller can tell: they do not hold where nothing such was handed in."""

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
    key: tuple[Any, ...], raw: Any, sent: Any, names: str | None, status: int | None, provider: Provider,
    own: tuple[str, Any] | tuple[()] = (), *, foreign: bool = False, beside: bool = False,
) -> Decision | None:  # fmt: skip
    """What `classify` says of a code, the statuses and what a path names, of a page if it is `foreign`. `key`: all that there is of them.

    `own`: name and spot of the body's own status, which the record keeps. `beside`: came headers that a condition asks for?
    None where one of them is not plain: a text or a number, three digits; or where another code of the body may count for more.
    """
    hints = status_only(status)
    if hints is None:
        return None
    code = str(raw) if is_number(raw) else raw
    if code is None and provider.status_is_code and str(status) in provider.codes:
        code = str(status)
    told = str(sent) if type(sent) in {int, str} else ""
    three = len(told) == len("404") and told.isascii() and told.isdecimal() and told[0] != "0"
    if (code is not None and not is_plain(code)) or not (sent is None or three) or names is NOT_PLAIN:
        return None
    if provider.plan.listed_first and code not in provider.codes:
        return None
    template: dict[str, Any] = {}
    asked = ALL if beside else None if code is None else _asked(code, provider)
    if asked is None:
        native = Native({} if code is None else {"code": code}, int(told) if three else None, None, foreign, names)
        verdict = classify(native, hints, provider)
        template = (verdict.template or template_of(verdict, provider)).copy()
    template["status"] = status
    if own:
        template["native"] = FrozenDict({own[0]: told})
    if code is not None:
        template["code"] = code
    if len(code or "") <= LONGEST:
        _remember(key, (template, asked), provider)
    return template, asked


def answered(
    asked: Asked, values: dict[str, Any], source: dict[str, Any] | Leaves, sent: Any, names: str | None, hints: Hints, provider: Provider
) -> dict[str, Any]:
    """The fields of the verdict, after what was still to be asked has been. `values`: those of the record, as far as they are known."""
    if asked is ALL:
        verdict = classify(new_tuple(Native, (values, None if sent is None else int(sent), node_of(source), False, names)), hints, provider)
        return verdict.template or template_of(verdict, provider)
    sentences, beginnings, conditions, known = asked
    message = values.get("message")
    if not conditions and message in known:
        return known[message]
    sentence = begun = None
    if message is not None and (sentences or beginnings):
        folded = message if message in sentences else fold(message)
        sentence = folded if folded in sentences else None
        if beginnings and folded.startswith(beginnings):
            begun = tuple([each for each in beginnings if folded.startswith(each)])  # a list: a generator costs more than what it asks
    native = new_tuple(Native, (values, None if sent is None else int(sent), node_of(source), False, names))
    answers = (sentence, begun, *[holds(each, native, hints) for each in conditions])
    if answers not in known:
        verdict = classify(native, hints, provider)
        known[answers] = verdict.template or template_of(verdict, provider)
    if not conditions and len(known) < MOST_ANSWERS and len(message or "") <= LONGEST:
        known[message] = known[answers]  # most vendors have few messages for a code
    return known[answers]


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
    open_ = tuple(dict.fromkeys(each for conditions in possible for each in conditions if each.operand not in KNOWN))
    sentences = frozenset({*found.sentences, *(each.value or "" for each in open_ if each.operand == "message")})
    beginnings = tuple(each.value or "" for each in open_ if each.operand == "message^")
    others = tuple(each for each in open_ if each.operand not in {"message", "message^"})
    return Asked(sentences, beginnings, others, {}) if sentences or open_ else None
