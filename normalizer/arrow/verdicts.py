"""The verdicts of many rows: each is found out once, by the ladder of single responses, and shared by all rows that it depends on nothing else for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.arrow.scalars import scalar
from normalizer.arrow.schema import SCHEMA
from normalizer.classify import classify
from normalizer.extract import Native
from normalizer.hints import leading_status, read
from normalizer.wrap import template_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalizer.provider import Provider
    from normalizer.verdict import Candidates

COLUMNS: Final = (
    "provider",
    "kind",
    "reason",
    "resource",
    "retry",
    "effect",
    "fault",
    "matched_by",
    "confidence",
    "consistent",
    "code",
    "status",
    "problem",
)
"""The columns that a verdict, the code and the status fill; the others are of each row by itself."""

_STATUSES: Final = 1_000
_BY_MESSAGE: Final = -1
_NAMED: Final = (None, "bucket", "object")
_KNOWN: Final = frozenset({"names", "no header"})
"""What a path names is known; and no header is there that a condition asks for: such rows are asked one by one."""
_NOT_KNOWN: Final = frozenset({"header", "request", "method", "operation"})
_HINTS: Final = frozenset({"method", "operation", "request", "names"})
_MESSAGE: Final = frozenset({"message", "message^"})
_MEMBER: Final = frozenset({"field", "no"})


class Asked(NamedTuple):
    """What verdicts depend on, column by column. `code`, and `own`, the body's status: the text, and whether it came as a number.

    `members`: has the body a member that a condition of the provider's rows asks for? `hinted`: is a method, an operation, a
    URL or a request header known?
    """

    provider: pa.Array
    status: pa.Array
    code: tuple[pa.Array, pa.Array] | None
    own: tuple[pa.Array, pa.Array] | None
    names: pa.Array | None
    members: pa.Array
    hinted: pa.Array
    message: pa.Array | None


class Case(NamedTuple):
    """One row of `Asked` without the message."""

    provider: Provider
    status: int | None
    raw: str | int | None
    own: str | int | None
    names: str | None
    members: bool
    hinted: bool

    def code(self) -> str | None:
        """The code, of a provider whose statuses are codes also the status."""
        if self.raw is None and self.provider.status_is_code and str(self.status) in self.provider.codes:
            return str(self.status)
        return None if self.raw is None else str(self.raw)


class Verdicts:
    """A list of verdicts that grows: rows have the number of theirs."""

    def __init__(self) -> None:
        """An empty list."""
        self._values: list[tuple[Any, ...]] = []

    def add(self, values: Mapping[str, Any]) -> int:
        """Add one, and say its number. What `values` has not is None."""
        self._values.append(tuple(map(values.get, COLUMNS)))
        return len(self._values) - 1

    def of(self, asked: Asked, providers: Sequence[Provider | None]) -> pa.Array:
        """The number of each row's verdict; null where it depends on more than what is asked by."""
        cases, each = _cases(asked, providers)
        numbers = [self._by_code(case) if case else None for case in cases]
        found = pa.array([None if number == _BY_MESSAGE else number for number in numbers], pa.int32()).take(each)
        if _BY_MESSAGE in numbers:
            wanted = pa.array([number == _BY_MESSAGE for number in numbers], pa.bool_()).take(each)
            message = pa.nulls(len(each), pa.string()) if asked.message is None else asked.message
            found = pc.replace_with_mask(found, wanted, self._by_message(cases, each.filter(wanted), message.filter(wanted)))
        return found

    def _by_code(self, case: Case) -> int | None:
        code = case.code()
        if code == "":
            return None
        if case.hinted and depends_on_hints(code, {case.status, _own_status(case)}, case.provider):
            return None
        operands = _needs(code, case.provider)
        if not operands <= _MESSAGE | _MEMBER or (case.members and operands & _MEMBER):
            return None
        return _BY_MESSAGE if operands & _MESSAGE else self._classified(case, None)

    def _by_message(self, cases: Sequence[Case | None], each: pa.Array, message: pa.Array) -> pa.Array:
        """The verdicts of rows that depend on the message as well; of a row the case and the message."""
        words = message.dictionary_encode()
        known = [*words.dictionary.to_pylist(), None]
        key = pc.add(pc.multiply(each.cast(pa.int64()), scalar(len(known))), pc.fill_null(words.indices, scalar(len(known) - 1))).dictionary_encode()
        pairs = (divmod(number, len(known)) for number in key.dictionary.to_pylist())
        numbers = [self._classified(case, known[at]) if (case := cases[number]) else None for number, at in pairs]
        return pa.array(numbers, pa.int32()).take(key.indices)

    def _classified(self, case: Case, message: str | None) -> int:
        """The verdict on a body that has none of the members that conditions ask for."""
        code = case.code()
        fields = {what: text for what, text in (("code", code), ("message", message)) if text is not None}
        verdict = classify(Native(fields, _own_status(case), {}, names=case.names), read(case.status, None), case.provider)
        return self.add((verdict.template or template_of(verdict, case.provider)) | {"code": code, "status": case.status})

    def column(self, name: str, numbers: pa.Array) -> pa.Array:
        """One column of the rows that have the verdicts of these numbers."""
        at, kind = COLUMNS.index(name), SCHEMA.field(name).type
        values = [each[at] for each in self._values]
        return pa.array(values, kind).take(numbers)


def _own_status(case: Case) -> int | None:
    return None if case.own is None else leading_status(str(case.own))


def _rows_of(code: str | None, provider: Provider) -> Candidates | None:
    """The rows that are asked for a code: the provider's own, else those of the nearest elder that has any."""
    if code is None:
        return None
    stripped = code if code in provider.codes else code.strip()
    if provider.code_part and stripped not in provider.codes and (part := provider.code_part.fullmatch(stripped)):
        stripped = part[1]
    elder: Provider | None = provider
    while elder and stripped not in elder.codes:
        elder = elder.elder
    return elder.codes[stripped] if elder else None


def _needs(code: str | None, provider: Provider) -> frozenset[str]:
    """The operands of conditions on which the verdict on a code depends, where nothing is known that a condition on hints asks for."""
    found = _rows_of(code, provider)
    if found is None:
        return frozenset()
    asked = ({each.operand for each in choice.conditions} for choice in found.choices)
    return frozenset().union(*(operands - _KNOWN for operands in asked if not operands & _NOT_KNOWN), {"message"} if found.sentences else ())


def depends_on_hints(code: str | None, statuses: set[int | None], provider: Provider) -> bool:
    """Does a condition of the code's rows, or of the meanings of the statuses, ask for what `_HINTS` has?"""
    found = _rows_of(code, provider)
    asked = [choice.conditions for choice in found.choices] if found else []
    for status in statuses - {None}:
        digits = str(status)
        asked += [meaning.conditions for meaning in provider.meanings if meaning.status in {digits, digits[0] + "xx"}]
    return any(condition.operand in _HINTS for conditions in asked for condition in conditions)


def _cases(asked: Asked, providers: Sequence[Provider | None]) -> tuple[list[Case | None], pa.Array]:
    """The different cases among the rows, None where the provider is not known; and the number of each row's."""
    key, codes = _joined(pc.add(pc.multiply(asked.provider.cast(pa.int64()), scalar(_STATUSES)), pc.fill_null(asked.status, scalar(0))), asked.code)
    key, owns = _joined(key, asked.own)
    for flag in (asked.members, asked.hinted):
        key = pc.add(pc.multiply(key, scalar(2)), flag.cast(pa.int64()))
    if asked.names is not None:
        key = pc.add(
            pc.multiply(key, scalar(len(_NAMED))), pc.add(pc.fill_null(pc.index_in(asked.names, pa.array(_NAMED[1:])), scalar(-1)), scalar(1))
        )
    groups = key.dictionary_encode()
    cases: list[Case | None] = []
    for number in groups.dictionary.to_pylist():
        rest, names = divmod(number, len(_NAMED)) if asked.names is not None else (number, 0)
        rest, hinted = divmod(rest, 2)
        rest, members = divmod(rest, 2)
        rest, own = divmod(rest, len(owns))
        rest, code = divmod(rest, len(codes))
        owner, status = divmod(rest, _STATUSES)
        provider = providers[owner]
        cases.append(Case(provider, status or None, codes[code], owns[own], _NAMED[names], bool(members), bool(hinted)) if provider else None)
    return cases, groups.indices


def _joined(key: pa.Array, value: tuple[pa.Array, pa.Array] | None) -> tuple[pa.Array, list[str | int | None]]:
    """The key with a value in it, and the values by the number that the key has for them."""
    if value is None:
        return key, [None]
    text, is_number = value
    words = text.dictionary_encode()
    known = words.dictionary.to_pylist()
    values = [None, *known, *(int(word) if word.removeprefix("-").isdecimal() else None for word in known)]
    number = pc.add(pc.fill_null(words.indices, scalar(-1)), pc.if_else(is_number, scalar(len(known) + 1), scalar(1)))
    return pc.add(pc.multiply(key, scalar(len(values))), number), values
