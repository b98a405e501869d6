"""The answers for plain bodies of many providers, column by column: what `quick` says of each, and nothing where it says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.arrow.forms import TEXTS, Places, is_number, places_of
from normalizer.arrow.scalars import EMPTY, FALSE, NOTHING, TRUE, all_false, scalar
from normalizer.arrow.tokens import JSON, NUMBERED, XML, json_tree, take_json, take_xml, xml_tree
from normalizer.arrow.verdicts import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from normalizer.arrow.heads import Heads
    from normalizer.arrow.tokens import Tokens
    from normalizer.arrow.verdicts import Verdicts
    from normalizer.provider import Provider

_FORMATS: Final = ((XML, take_xml, xml_tree), (JSON, take_json, json_tree))
_NOWHERE: Final = Places(None, None, None, (None,) * len(TEXTS), alone=True, mark="", asked_for=False)


class Answers(NamedTuple):
    """The answers for some rows of a batch. `verdict`: of each the number of its verdict, null where it has to be asked by itself.

    `coded`: the code in the body, where one has any.
    """

    asked: pa.Array
    verdict: pa.Array
    texts: dict[str, pa.Array]
    coded: pa.Array | None


class Rows(NamedTuple):
    """Rows of a batch. `plain`: which may be read at once: their headers do no more than what `heads` says. `hinted`: as in `Asked`.

    `provider`: the number of each row's among the providers; `status`: as `hints.status` has it.
    """

    plain: pa.Array
    provider: pa.Array
    status: pa.Array
    hinted: pa.Array
    heads: Heads | None


def answers_in(bodies: pa.Array, rows: Rows, providers: Sequence[Provider | None], verdicts: Verdicts) -> list[Answers]:
    """What can be said of rows at once, by their bodies as bytes, null for one that is not to be taken apart."""
    found = []
    for pattern, tokens_of, tree_of in _FORMATS:
        asked = pc.fill_null(pc.and_(rows.plain, pc.match_substring_regex(bodies, pattern)), FALSE)
        if asked.true_count:
            chosen = [column.filter(asked) for column in (rows.provider, rows.status, rows.hinted)]
            answers = _answers(asked, tokens_of(bodies.filter(asked)), tree_of, providers, chosen, verdicts)
            found.append(_with_heads(answers, rows.heads) if rows.heads else answers)
    return found


def _with_heads(answers: Answers, heads: Heads) -> Answers:
    """The answers without those of rows whose header has a code or a message that the body has not."""
    verdict = answers.verdict
    for header, own in ((heads.code, answers.coded), (heads.message, answers.texts.get("message"))):
        headed = header.filter(answers.asked)
        if headed.true_count:
            verdict = pc.if_else(headed if own is None else pc.and_(headed, pc.is_null(own)), NOTHING, verdict)
    return answers._replace(verdict=verdict)


def _answers(
    asked: pa.Array, tokens: Tokens, tree_of: Callable[[bytes], dict[str, Any] | None], providers: Sequence[Provider | None],
    known: Sequence[pa.Array], verdicts: Verdicts,
) -> Answers:  # fmt: skip
    provider, status, hinted = known
    forms = tokens.form.dictionary.to_pylist()
    both = pc.add(pc.multiply(provider.cast(pa.int64()), scalar(len(forms))), tokens.form.indices).dictionary_encode()
    cases = [divmod(number, len(forms)) for number in both.dictionary.to_pylist()]
    told = [places_of(forms[form], tree_of, owner) if (owner := providers[number]) else None for number, form in cases]
    places = [each or _NOWHERE for each in told]
    pieces = _Pieces(tokens, both.indices)
    good = pieces.of_case([each is not None for each in told])
    texts: dict[str, pa.Array] = {}
    for number, what in enumerate(TEXTS):
        value = pieces.values([each.texts[number] for each in places])
        if value is not None:
            text, fine = _tidy(value[0], pieces.of_case([each.alone for each in places]))
            texts[what], good = text, pc.and_(good, fine)
    for mark in {each.mark for each in places if each.mark and "message" in texts}:
        found, fine = _marked(texts["message"], mark)
        found = pc.if_else(pieces.of_case([each.mark == mark for each in places]), found, NOTHING)
        texts["request_id"], good = _first(texts.get("request_id"), found), pc.and_(good, fine)
    path, names = pieces.texts([each.path for each in places]), None
    if path is not None:
        good = pc.and_(good, _has_not(path, "?"))
        bucket, key, names = _named(path)
        texts |= {"bucket": _first(texts.get("bucket"), bucket), "key": _first(texts.get("key"), key)}
    code, own = pieces.values([each.code for each in places]), pieces.values([each.own for each in places])
    members = pieces.of_case([each.asked_for for each in places])
    verdict = verdicts.of(Asked(provider, status, code, own, names, members, hinted, texts.get("message")), providers)
    return Answers(asked, pc.if_else(good, verdict, NOTHING), texts, code and code[0])


def _tidy(text: pa.Array, alone: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Texts with null for an empty one, and which of them are what a record has: no query to be cut, and none empty that another might fill."""
    fine = _has_not(text, "?")
    empty = pc.fill_null(pc.equal(text, EMPTY), FALSE)
    if empty.true_count:
        fine = pc.and_(fine, pc.or_(alone, pc.invert(empty)))
        text = pc.if_else(empty, NOTHING, text)
    return text, fine


def _has_not(text: pa.Array, mark: str) -> pa.Array:
    return pc.fill_null(pc.invert(pc.match_substring(text, mark)), TRUE)


def _first(one: pa.Array | None, other: pa.Array) -> pa.Array:
    return other if one is None else pc.coalesce(one, other)


def _marked(message: pa.Array, mark: str) -> tuple[pa.Array, pa.Array]:
    """The request ids behind the first mark in messages, and of which messages one can be sure that it was the first."""
    found = pc.extract_regex(message, rf"(?s)^(?P<before>.*?){re.escape(mark)}\s*(?P<id>[A-Za-z0-9_.:+/=-]{{1,200}})")
    return pc.struct_field(found, "id"), _has_not(pc.struct_field(found, "before"), mark)


def _named(path: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """The bucket and the key of paths, null for an empty one, and what they name, as `quick.named_by` has it."""
    found = pc.extract_regex(path, r"(?s)^/*(?P<bucket>[^/]*)/?(?P<key>.*)$")
    bucket, key = (pc.if_else(pc.equal(text, EMPTY), NOTHING, text) for text in (pc.struct_field(found, "bucket"), pc.struct_field(found, "key")))
    return bucket, key, pc.if_else(pc.is_valid(key), scalar("object"), pc.if_else(pc.is_valid(bucket), scalar("bucket"), NOTHING))


class _Pieces:
    """The pieces of bodies by the places that each case of provider and form has them at."""

    def __init__(self, tokens: Tokens, case: pa.Array) -> None:
        self._tokens, self._case = tokens, case
        self._first = pc.multiply(tokens.starts, scalar(2))

    def of_case(self, values: list[bool]) -> pa.Array:
        """What holds of each body, by what holds of its case."""
        return pa.array(values, pa.bool_()).take(self._case)

    def texts(self, places: list[int | None]) -> pa.Array | None:
        """The text at a place of each body; None if no body has that place."""
        if not any(place is not None and not is_number(place) for place in places):
            return None
        number = pa.array([None if is_number(place) else place for place in places], pa.int32()).take(self._case)
        return self._tokens.pieces.take(pc.add(self._first, number)).view(pa.string())

    def values(self, places: list[int | None]) -> tuple[pa.Array, pa.Array] | None:
        """The text or the number at a place of each body, and whether it is a number."""
        text = self.texts(places)
        if any(map(is_number, places)):
            numbers: Any = self._tokens.numbers
            digits: Any = self._tokens.digits
            pair = pa.array([(place - NUMBERED) // 2 if place is not None and is_number(place) else None for place in places], pa.int32()).take(
                self._case
            )
            number = digits.take(numbers.take(pc.add(self._tokens.starts, pair)))
            return (number if text is None else pc.coalesce(text, number)), pc.is_valid(number)
        return None if text is None else (text, all_false(len(text)))
