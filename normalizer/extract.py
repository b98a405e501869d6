"""Step 2: tree + headers → Native, by the paths that the provider declares. Knows no meaning."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from normalizer.envelope import BUCKET, CODE, KEPT, KEY, MESSAGE, PATH, REGION, REQUEST_ID, SECRET, STATUS, Plan, walk
from normalizer.frozen import EMPTY, FrozenDict, clean, freeze
from normalizer.hints import status_number
from normalizer.scrub import body_text, cut_query, hide, scrub

if TYPE_CHECKING:
    from normalizer.decode import Decoded
    from normalizer.hints import Hints
    from normalizer.provider import Provider


class Native(NamedTuple):
    """What a provider sent of one error, under canonical names, nothing interpreted. Absent values are None."""

    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    bucket: str | None = None
    key: str | None = None
    region: str | None = None
    endpoint: str | None = None
    status: int | None = None
    """A status that the body itself carries."""
    native: FrozenDict = EMPTY
    node: Any = None
    """The object that holds the code: `field` conditions look here."""
    foreign: bool = False
    truncated: bool = False


MAX_TEXT: Final = 2_000
_tuple: Any = tuple.__new__
_STATUS_LINE = re.compile(r"\d{3} +(\S.*)")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,500})</title", re.IGNORECASE)


def extract(decoded: Decoded, hints: Hints, provider: Provider) -> Native:
    """What the body and the headers say of one error; all of it None where they say nothing."""
    tree, text, foreign, truncated = decoded
    values: list[Any] = [None, None, None, None, None, None, None, None, None]
    native: dict[str, Any] | None = None
    node = None
    if tree is not None:
        plan = provider.plan
        node = tree if plan.at_root and type(tree) is dict else find_node(tree, plan)
        if node is not None:
            native = _read_node(node, tree, plan, values)
    elif text:
        foreign = not _read_text(text, provider, values)
    if hints.headers:
        native = _read_headers(hints, provider, values, native or {})
    if values[PATH]:
        _split_path(values)
    values[PATH:] = FrozenDict(native) if native else EMPTY, node, foreign, truncated
    return _tuple(Native, values)  # type: ignore[no-any-return]


def find_node(tree: Any, plan: Plan) -> dict[str, Any] | None:
    """The object that holds the error: the first of the plan's places with a code in it, else the first that is there."""
    first = None
    for steps in plan.at:
        node = tree
        for step in steps:
            node = node.get(step) if type(node) is dict else None
        if type(node) is dict:
            for name in plan.codes:
                if name in node and body_text(node[name]) is not None:
                    return node
            first = node if first is None else first
    return first


def _read_node(node: dict[str, Any], tree: Any, plan: Plan, values: list[Any]) -> dict[str, Any] | None:
    """Fill `values` from the members of the error object, first declared name first, and return what is kept as native."""
    slot_of = plan.slots.get
    rest: list[tuple[int, int, str, Any]] | None = None
    for name, value in node.items():
        slot = slot_of(name)
        if slot is None:
            continue
        index, rank = slot
        if type(value) is str and value and value[0] > " " and value[-1] > " " and "?" not in value and value.isascii():
            pass
        elif index == KEPT:
            value = scrub(freeze(value))  # noqa: PLW2901
        else:
            value = _tidy(index, value)  # noqa: PLW2901
        if not rank:
            values[index] = value
        elif value not in _EMPTIES:
            if rest is None:
                rest = []
            rest.append((rank, index, name, value))
    for index, steps in plan.deep:
        if values[index] is None:
            values[index] = _tidy(index, walk(node, steps) if steps[0] else walk(tree, steps[1:]))
    return _rest(values, rest) if rest else None


def _rest(values: list[Any], rest: list[tuple[int, int, str, Any]]) -> dict[str, Any]:
    """The members that are no field's first name: other names of a field, kept members, a body's status, secrets."""
    native: dict[str, Any] = {}
    secrets: list[str] = []
    for _, index, name, value in sorted(rest, key=_rank) if len(rest) > 1 else rest:
        if index == SECRET:
            secrets.append(value)
        elif index == KEPT:
            native[name] = value
        else:
            if values[index] is None:
                values[index] = value
            if index == STATUS:
                native[name] = value
    if secrets and values[MESSAGE]:
        values[MESSAGE] = hide(secrets, values[MESSAGE])
    if values[STATUS] is not None:
        values[STATUS] = status_number(values[STATUS])
    return native


_rank = itemgetter(0)
_EMPTIES: Final = (None, "", EMPTY, ())


def _tidy(index: int, value: Any) -> str | None:
    """The text of a member that can serialize, or None. Of all but code and key the ends are stripped and queries are cut."""
    text = body_text(value)
    if text is None:
        return None
    if index not in {CODE, KEY}:
        text = cut_query(text.strip())
    return clean(text) or None


def _split_path(values: list[Any]) -> None:
    """Bucket and key of a "/bucket/key" path, where nothing else named them."""
    bucket, _, key = values[PATH].lstrip("/").partition("/")
    values[BUCKET] = values[BUCKET] or bucket or None
    values[KEY] = values[KEY] or key or None


def _read_text(text: str, provider: Provider, values: list[Any]) -> bool:
    """Read a plain-text body: a whole line, or a declared beginning of one, that is a row's code. Was there one?"""
    if text.startswith("<"):
        if title := _TITLE.search(text[:MAX_TEXT]):
            values[MESSAGE] = cut_query(clean(" ".join(title[1].split()))) or None
        return False
    values[MESSAGE] = cut_query(clean(text[:MAX_TEXT])).strip() or None
    declaration = provider.declaration
    if not declaration.text_lines:
        return False
    phrase = None
    for line in [line.strip() for line in text[:MAX_TEXT].splitlines() if line.strip()][:4]:
        if line in provider.codes:
            values[CODE] = line
            return True
        for prefix in declaration.text_prefixes:
            if line.startswith(prefix):
                values[CODE] = prefix.rstrip(" (:")
                return True
        if phrase is None and (head := _STATUS_LINE.fullmatch(line)) and head[1] in provider.codes:
            phrase = head[1]
    values[CODE] = phrase
    return phrase is not None


def _read_headers(hints: Hints, provider: Provider, values: list[Any], native: dict[str, Any]) -> dict[str, Any]:
    """Fill what the body did not say from the declared headers."""
    names = provider.headers
    header = hints.header
    for index, declared in ((CODE, names.code), (MESSAGE, names.message), (REQUEST_ID, names.request_id), (REGION, names.region)):
        if values[index] is None:
            for each in declared:
                if text := header(each):
                    values[index] = clean(text) if index != MESSAGE else cut_query(clean(text))
                    break
    for each in names.native:
        if text := header(each):
            native[each] = cut_query(clean(text))
    if names.location_code and values[CODE] is None and (location := header("location")):
        query = _query_of(location)
        for index, declared in ((CODE, names.location_code), (MESSAGE, names.location_message)):
            if text := next((query[each][0] for each in declared if query.get(each)), None):
                values[index] = cut_query(clean(text))
    return native


def _query_of(url: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return {}
