"""Batch replies that are lines of text: a tree of them, the same as the service's JSON form."""

from __future__ import annotations

import re
from typing import Any, Final

MAX_LINES: Final = 10_000
_LINE = re.compile(r"([A-Z][A-Za-z ]{0,40}):(?: (.*)|\s*)")
_ITEM = re.compile(r"(\S.*), (\S.*)")


def report_of(text: str) -> dict[str, Any] | None:
    r"""Lines of "Name: value", the last name with a list of "path, status" below it; None for any other text.

    >>> report_of("Number Deleted: 1\nResponse Status: 400 Bad Request\nErrors:\n/c/o, 409 Conflict")
    {'Number Deleted': '1', 'Response Status': '400 Bad Request', 'Errors': [['/c/o', '409 Conflict']]}
    """
    tree: dict[str, Any] = {}
    items: list[list[str]] = []
    name = None
    for line in text.splitlines()[:MAX_LINES]:
        item = _ITEM.fullmatch(line) if name else None
        found = None if items or (item and not tree[name or ""]) else _LINE.fullmatch(line)
        if found:
            name = found[1]
            tree[name] = found[2] or ""
        elif item:
            items.append([item[1], item[2]])
        elif line.strip():
            return None
    if items and name:
        tree[name] = items
    return tree if len(tree) > 1 or items else None
