"""Step 2 for batch replies: tree → one Native for each failed item."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from normalizer.envelope import variants, walk
from normalizer.extract import Native, extract
from normalizer.frozen import FrozenDict, clean, freeze
from normalizer.hints import FIRST_FAILURE, leading_status
from normalizer.scrub import body_text, cut_query, scrub

if TYPE_CHECKING:
    from normalizer.declaration import Items
    from normalizer.decode import Decoded
    from normalizer.envelope import Plan
    from normalizer.hints import Hints
    from normalizer.provider import Provider


def shows_items(tree: Any, provider: Provider) -> bool:
    """May the body be a batch reply? A quick look at its outermost names."""
    if type(tree) is dict:
        return not provider.replies.isdisjoint(tree)
    return type(tree) is list and "" in provider.replies


def extract_items(decoded: Decoded, hints: Hints, provider: Provider, most: int | None = None) -> list[Native] | None:
    """The failed items of a batch reply, the first `most` of them, or None where the body is no such reply."""
    tree = decoded[0]
    for items in provider.items:
        if _is_reply(tree, items, provider):
            found = _walk(tree, items.at)
            members = found if isinstance(found, list) else [] if found in (None, "", {}) else [found]
            headers = extract((None, None, False, decoded[3]), hints, provider)
            cut = members[-1] if decoded[3] and members else None
            natives = (_item(member, items, headers, provider, provider.plan.cut() if member is cut else provider.plan) for member in members)
            return list(islice((native for native in natives if native is not None), most))
    return None


def _is_reply(tree: Any, items: Items, provider: Provider) -> bool:
    """A reply is told by its member; a bare list is one only where the body carries no error code itself."""
    found = _walk(tree, items.reply)
    if found is None:
        return False
    if items.reply != items.at or type(tree) is list:
        return True
    if isinstance(found, dict) and items.reply in provider.envelope.at:
        return False  # one error stands where several may
    return isinstance(found, (list, dict)) and not any(body_text(tree.get(name)) for name in (*items.code, *provider.envelope.code))


def _walk(tree: Any, path: str) -> Any:
    return walk(tree, tuple(path.split("."))) if path else tree


def _item(member: Any, items: Items, headers: Native, provider: Provider, plan: Plan) -> Native | None:
    """One failed item; None where the item is no failure. Request id and kept headers are those of the reply."""
    fields = dict(headers.fields)
    if not isinstance(member, (dict, list)):
        text = body_text(member)
        if not items.constant or text is None:
            return None
        texts = {"code": items.constant, "key": cut_query(clean(text))}
        return Native(fields | {what: text for what, text in texts.items() if text})
    message, key = _first(member, items.message), _first(member, items.key)
    code = _code(member, items, provider, plan) or items.constant
    if items.success and (not code or code.strip() in items.success):
        return None
    texts = {"code": code, "message": cut_query(message).strip(), "key": cut_query(key) if "://" in key else key}
    bucket, _, inner = _first(member, items.path).lstrip("/").partition("/")
    texts |= {"bucket": bucket, "key": inner or texts["key"]}
    fields |= {what: text for what, text in texts.items() if text}
    own = leading_status(_first(member, items.status))
    if not code and own is not None and own < FIRST_FAILURE:
        return None
    kept = {name: scrub(freeze(member[name], 1)) for name in items.native if isinstance(member, dict) and member.get(name) not in (None, "")}
    if kept:
        fields["native"] = FrozenDict({**fields.get("native", {}), **kept})
    named = ("object" if inner else "bucket") if bucket else None
    return Native(fields, own, member, names=named)


def _code(member: Any, items: Items, provider: Provider, plan: Plan) -> str:
    """The first code of an item; of several the first that the table has, where the provider declares so."""
    texts = (body_text(variants(walk(member, tuple(path.split("."))), plan)) for path in items.code)
    codes = [clean(text) for text in texts if text is not None]
    listed = [code for code in codes if code in provider.codes] if plan.listed_first else []
    return next(iter((*listed, *codes)), "")


def _first(member: Any, paths: tuple[str, ...]) -> str:
    for path in paths:
        text = body_text(walk(member, tuple(path.split("."))))
        if text is not None:
            return clean(text)
    return ""
