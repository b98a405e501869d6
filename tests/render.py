"""Rows as responses: the bytes, status and headers that a provider would send for a row, made from its declaration alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.strategies import xml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer import Row
    from normalizer.provider import Provider

Tree = dict[str, Any]
URLS = {"account": "http://127.0.0.1/", "bucket": "http://127.0.0.1/b", "object": "http://127.0.0.1/b/k"}
"""Addresses that name so much, where paths are made as S3 makes them."""


class Response(NamedTuple):
    """A response and what is known of its request. `judged`: is it the status that decides whether a record is consistent?"""

    form: str
    body: bytes | None
    status: int | None
    headers: dict[str, str]
    method: str | None = None
    operation: str | None = None
    request_headers: dict[str, str] | None = None
    url: str | None = None
    judged: bool = True

    def arguments(self) -> dict[str, Any]:
        """The response as keyword arguments of `normalize`."""
        return {name: getattr(self, name) for name in ("body", "status", "headers", "method", "operation", "request_headers", "url")}


def responses(row: Row, provider: Provider) -> Iterator[Response]:
    """Every way in which the row's code can come over the wire: in each declared place, as JSON and XML, and what else is declared."""
    constants = {items.constant: items for items in provider.items if items.constant}
    if row.code in constants:
        yield _batch(row, provider)
        return
    for place in provider.envelope.at:
        tree = nested(place, _members(row, provider), root=_from_root(row, provider))
        yield _response(f"JSON at {place!r}", json.dumps(tree).encode(), row)
        for name in tree if len(tree) == 1 and place else ():
            yield _response(f"XML at {place!r}", xml_of(tree[name], name).encode(), row)
    if provider.declaration.text_lines and not any(character.isdigit() for character in row.code):
        yield _response("text", row.code.encode(), row)
        yield _response("status line and text", f"{row.status} x\r\n\r\n {row.code} \nmore".encode(), row)
    if alone(row, provider) and not row.when:
        if provider.headers.code:
            yield _response("header", None, row, {provider.headers.code[0].upper(): row.code})
        if provider.headers.location_code:
            yield _response("location", None, row, {"Location": f"http://a/b?{provider.headers.location_code[0]}={row.code}"})
        if any(items.code for items in provider.items) and not _is_success_of_item(row, provider):
            yield _batch(row, provider)


def alone(row: Row, provider: Provider) -> bool:
    """Is it the only row of its code?"""
    return sum(other.code == row.code for other in provider.rows) == 1


def nested(place: str, members: Tree, root: Tree | None = None) -> Tree:
    """`members` as the object at a dotted path, with `root` beside the path's beginning."""
    tree = members
    for step in reversed(place.split(".") if place else []):
        tree = {step: tree}
    return {**tree, **(root or {})}


def put(tree: Tree, path: str, value: object) -> None:
    """Set what lies at a dotted path. A step 0 is the only place of a list."""
    *steps, last = path.split(".")
    for step, following in zip(steps, [*steps, last][1:], strict=True):
        inner: Any = [{}] if following == "0" else {}
        tree = tree[0] if step == "0" else tree.setdefault(step, inner)  # type: ignore[index]
    tree[last] = value


def _members(row: Row, provider: Provider) -> Tree:
    """The members of the error object: code, message, and what the row's conditions want to see."""
    members: Tree = {}
    put(members, provider.envelope.code[0], row.code)
    if "message" in row.when or row.message:
        put(members, provider.envelope.message[0], row.message)
    for condition in row.conditions:
        if condition.operand == "field":
            put(members, condition.name, condition.value or "there")
    return members


def _from_root(row: Row, provider: Provider) -> Tree:
    """What is declared to stand at the root wherever the error object is."""
    tree: Tree = {}
    for path in provider.envelope.request_id:
        if path.startswith(".") and path[1:].count(".") == 0:
            put(tree, path[1:], f"id-of-{row.line}")
    return tree


def _response(form: str, body: bytes | None, row: Row, headers: dict[str, str] | None = None) -> Response:
    """The response with all that the row's conditions ask of headers and request."""
    wanted = {operand: {} for operand in ("header", "request")}  # type: dict[str, dict[str, str]]
    hints: dict[str, str | None] = {"method": None, "operation": None, "names": None}
    for operand, name, value in row.conditions:
        if operand in wanted:
            wanted[operand][name] = value or "there"
        elif operand in hints:
            hints[operand] = value
    return Response(
        form,
        body,
        row.status,
        (headers or {}) | wanted["header"],
        hints["method"],
        hints["operation"],
        wanted["request"],
        URLS.get(hints["names"] or ""),
    )


def _batch(row: Row, provider: Provider) -> Response:
    """The row's code as the only failed item of a batch reply."""
    constant = next((items for items in provider.items if items.constant == row.code), None)
    items = constant or next(items for items in provider.items if items.code)
    item: object = "http://a.example/b"
    if not constant:
        members: Tree = {}
        for path, value in ((items.code, row.code), (items.key, "a/b"), (items.message, "m")):
            if path:
                put(members, path[0], value)
        item = members
    if not items.at:
        return _response("item", json.dumps([item]).encode(), row)._replace(status=200, judged=False)
    tree: Tree = {}
    put(tree, items.reply, tree.get(items.reply, {}) if items.reply != items.at else [])
    put(tree, items.at, [item])
    (name, inner), *others = tree.items()
    as_xml = "." in items.at and not others
    body = xml_of(inner, name).encode() if as_xml else json.dumps(tree).encode()
    return _response("item", body, row)._replace(status=200, judged=False)


def _is_success_of_item(row: Row, provider: Provider) -> bool:
    return any(row.code in items.success for items in provider.items)
