"""Step 2 for batch replies: tree → one Native for each failed item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from normalizer.envelope import walk
from normalizer.extract import Native, extract
from normalizer.frozen import FrozenDict, clean, freeze
from normalizer.scrub import body_text, cut_query, scrub

if TYPE_CHECKING:
    from normalizer.declaration import Items
    from normalizer.decode import Decoded
    from normalizer.hints import Hints
    from normalizer.provider import Provider


def extract_items(decoded: Decoded, hints: Hints, provider: Provider) -> list[Native] | None:
    """The failed items of a batch reply, or None where the body is no such reply."""
    tree = decoded[0]
    for items in provider.items:
        if _is_reply(tree, items):
            found = walk(tree, tuple(items.at.split(".")))
            members = found if isinstance(found, list) else [] if found in (None, "", {}) else [found]
            headers = extract((None, None, False, decoded[3]), hints, provider)
            natives = [_item(member, items, headers) for member in members]
            return [native for native in natives if native is not None]
    return None


def _is_reply(tree: Any, items: Items) -> bool:
    """A reply is told by its member; a bare list is one only where the body carries no error code itself."""
    found = walk(tree, tuple(items.reply.split(".")))
    if found is None:
        return False
    return items.reply != items.at or (isinstance(found, (list, dict)) and not any(body_text(tree.get(name)) for name in items.code))


def _item(member: Any, items: Items, headers: Native) -> Native | None:
    """One failed item; None where the item is no failure. Request id and kept headers are those of the reply."""
    if not isinstance(member, dict):
        text = body_text(member)
        if not items.constant or text is None:
            return None
        return Native({**headers.fields, "code": items.constant, "key": cut_query(clean(text))})
    code, message, key = (_first(member, paths) for paths in (items.code, items.message, items.key))
    code = code or items.constant or None
    if code is None or code.strip() in items.success:
        return None
    kept = {name: scrub(freeze(member[name], 1)) for name in items.native if member.get(name) not in (None, "")}
    fields = {**headers.fields, "code": code}
    if message:
        fields["message"] = cut_query(message).strip()
    if key:
        fields["key"] = cut_query(key) if "://" in key else key
    if kept:
        fields["native"] = FrozenDict({**fields.get("native", {}), **kept})
    return Native(fields, node=member)


def _first(member: dict[str, Any], paths: tuple[str, ...]) -> str | None:
    for path in paths:
        text = body_text(walk(member, tuple(path.split("."))))
        if text is not None:
            return clean(text)
    return None
