"""Step 2: tree + headers → Native, by the paths that the provider declares. Knows no meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.envelope import KEPT, SECRET, Plan, variants, walk
from normalizer.frozen import EMPTY, FrozenDict, clean, freeze
from normalizer.hints import leading_status, seconds_of
from normalizer.scrub import body_text, cut_query, hide_in, scrub
from normalizer.textbody import read_text

if TYPE_CHECKING:
    from normalizer.decode import Decoded
    from normalizer.hints import Hints
    from normalizer.provider import Provider


class Native(NamedTuple):
    """What a provider sent of one error, under canonical names, nothing interpreted.

    `fields`: those fields of a record that the response fills, none of them None. `status`: a status that the body itself
    carries. `node`: the object that holds the code, where `field` conditions look. `foreign`: a page that is no body of the
    provider's. `names`: bucket or object, whichever is the finest thing that the body says the request named.
    """

    fields: dict[str, Any]
    status: int | None = None
    node: Any = None
    foreign: bool = False
    names: str | None = None

    @property
    def code(self) -> str | None:
        """The provider's own code, as sent."""
        return self.fields.get("code")

    @property
    def message(self) -> str | None:
        """The provider's own words."""
        return self.fields.get("message")


new_tuple: Any = tuple.__new__
"""Makes a NamedTuple at half the price of its own constructor."""


def extract(decoded: Decoded, hints: Hints, provider: Provider) -> Native:
    """What the body and the headers say of one error; no field where they say nothing."""
    tree, text, foreign, truncated = decoded
    fields: dict[str, Any] = {}
    status = node = names = None
    if tree is not None:
        plan = provider.plan.cut() if truncated else provider.plan
        node = tree if plan.at_root and type(tree) is dict else find_node(tree, plan)
        if node is not None:
            status, names = _read_node(node, tree, plan, fields)
            if plan.listed_first and fields.get("code") not in provider.codes:
                _read_listed_code(node, provider, fields)
    elif text:
        foreign = not (read_text(text, provider, fields) or text.startswith(provider.own_pages))
    if hints.headers:
        _read_headers(hints, hints.headers, provider, fields)
        if foreign and "request_id" in fields and text and text[0] != "<":
            foreign = False  # plain text under the service's own request id; pages of HTML come from proxies, whatever their headers
    if truncated:
        fields["truncated"] = True
    if provider.status_is_code and "code" not in fields and str(hints.status) in provider.codes:
        fields["code"] = str(hints.status)
    return new_tuple(Native, (fields, status, node, foreign, names))  # type: ignore[no-any-return]


def find_node(tree: Any, plan: Plan) -> dict[str, Any] | None:
    """The object that holds the error: the first of the plan's places with a code in it, else the first that is there."""
    first = None
    for steps in plan.at:
        node = tree
        for step in steps:
            node = node.get(step) if type(node) is dict else None
        if type(node) is dict:
            for name in plan.codes:
                if name in node and body_text(node[name]):
                    return node
            first = node if first is None else first
    return first


def _read_node(node: dict[str, Any], tree: Any, plan: Plan, fields: dict[str, Any]) -> tuple[int | None, str | None]:
    """Fill `fields` from the members of the error object, first declared name first.

    Returns the body's own status, and what its path names.
    """
    slot_of = plan.slots.get
    native: dict[str, Any] = {}
    second: list[tuple[int, str, str]] | tuple[()] = ()
    special: list[tuple[str, str, str]] | tuple[()] = ()
    for name, value in node.items():
        slot = slot_of(name)
        if slot is None:
            continue
        what, rank = slot
        if type(value) is str and value and value[0] > " " and value[-1] > " " and "?" not in value and value.isascii():
            pass  # the plain case: nothing to tidy
        elif type(value) is int and what == "code" and -LONG < value < LONG:
            value = str(value)  # noqa: PLW2901
        else:
            value = scrub(freeze(value, 1)) if what is KEPT else tidy(what, variants(value, plan) if what == "code" else value)  # noqa: PLW2901
            if value in EMPTIES:
                continue
        if not rank:
            fields[what] = value
        elif what is KEPT:
            native[name] = value
        elif what in _SPECIAL:
            special = [*special, (what, name, value)]
        else:
            second = [*second, (rank, what, value)]
    if second:
        for _, what, value in sorted(second):
            fields.setdefault(what, value)
    led: set[str] = set()
    for what, steps, foremost in plan.deep:
        if what not in fields or (foremost and what not in led):
            value = tidy(what, walk(node, steps) if steps[0] else walk(tree, steps[1:]))
            if value is not None and what in _SPECIAL:
                special = [*special, (what, steps[-1], value)]
            elif value is not None:
                fields[what] = value
                led.add(what)
    told = _read_special(fields, native, special) if special else _NOTHING_TOLD
    if plan.request_id_mark and "request_id" not in fields and (found := marked(fields, plan.request_id_mark)):
        fields["request_id"] = found
    if native:
        fields["native"] = FrozenDict(native)
    return told


def marked(fields: dict[str, Any], mark: str) -> str | None:
    """The request id that stands in the message, after its mark."""
    found = _MARKED.match((fields.get("message") or "").partition(mark)[2])
    return found[1] if found else None


def _read_listed_code(node: dict[str, Any], provider: Provider, fields: dict[str, Any]) -> None:
    """Take the first of the body's codes that the table has, where the foremost of them is not in it."""
    for path in provider.plan.codes:
        code = body_text(walk(node, tuple(path.split("."))))
        if code in provider.codes:
            fields["code"] = code
            return


def _read_special(fields: dict[str, Any], native: dict[str, Any], special: list[tuple[str, str, str]]) -> tuple[int | None, str | None]:
    """A body's own status, which is returned and kept; a "/bucket/key" path; a wait; secrets, which the message may echo."""
    status = names = None
    for what, name, value in sorted(special, key=_secrets_last):
        if what == "status":
            native[name] = value
            status = leading_status(value) if status is None else status
        elif what == "path":
            bucket, _, key = value.lstrip("/").partition("/")
            names = "object" if key else "bucket" if bucket else None
            for field, text in (("bucket", bucket), ("key", key)):
                if text:
                    fields.setdefault(field, text)
        elif what == "retry_after":
            seconds = seconds_of(value)
            if seconds is not None:
                fields.setdefault(what, seconds)
        else:
            hide_in(fields, fields.keys() - {"code"}, value)
            hide_in(native, native.keys(), value)
    return status, names


def _secrets_last(special: tuple[str, str, str]) -> bool:
    return special[0] is SECRET


_SPECIAL: Final = frozenset({"status", "path", "retry_after", SECRET})
_NOTHING_TOLD: Final = (None, None)
_MARKED = re.compile(r"\s*([\w.:+/=-]{1,200})")
LONG: Final = 10**18
EMPTIES: Final = (None, "", EMPTY, ())


def tidy(what: str, value: Any) -> str | None:
    """The text of a member that can serialize, or None. Of all but code and key the ends are stripped and queries are cut."""
    text = body_text(value)
    if text is None:
        return None
    if what not in {"code", "key"}:
        text = cut_query(text.strip())
    return clean(text) or None


def _read_headers(hints: Hints, headers: dict[str, Any], provider: Provider, fields: dict[str, Any]) -> None:
    """Fill what the body did not say from the declared headers."""
    slots = provider.header_slots
    native: dict[str, Any] = {}
    found: list[tuple[int, str, str]] = []
    for name in [name for name in headers if name in slots]:
        what, rank, declared = slots[name]
        text = hints.header(name) or ""
        if what == "location":
            _read_location(text, provider, found)
        elif not (text := text if what == "code" else cut_query(text).strip().strip('"')):
            continue
        elif what is KEPT:
            native[declared] = text
        else:
            found.append((rank, what, text))
    for _, what, text in sorted(found):
        fields.setdefault(what, text)
    if native:
        fields["native"] = FrozenDict({**fields.get("native", {}), **native})


def _read_location(location: str, provider: Provider, found: list[tuple[int, str, str]]) -> None:
    """Code and message in the query of a redirect; they come last."""
    query = _query_of(location)
    names = provider.headers
    for what, declared in (("code", names.location_code), ("message", names.location_message)):
        text = next((query[each][0] for each in declared if query.get(each)), "")
        if text := cut_query(clean(text)).strip():
            found.append((_LAST, what, text))


_LAST: Final = 99


def _query_of(url: str) -> dict[str, list[str]]:
    from urllib.parse import parse_qs, urlsplit  # noqa: PLC0415  few redirects carry a code

    try:
        return parse_qs(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return {}
