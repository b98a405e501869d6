"""XML bytes → a tree of dicts, lists and strings, with pyexpat; bounded, without DTDs, entities or namespaces."""

from __future__ import annotations

from pyexpat import ExpatError, ParserCreate
from typing import Any, Final

MAX_DEPTH: Final = 32
BYTES_AN_ELEMENT: Final = 12
"""No reply of a store has more elements than one for so many bytes; a body that has is read in part."""

Tree = dict[str, Any]


class UnreadableXML(ValueError):
    """The bytes are no XML, or XML that no error body is: a DTD, a tree too deep, a break before the first element ends."""


def parse(data: bytes, encoding: str | None = None) -> tuple[Tree, bool]:
    """The tree of `data`, and whether all of it was read.

    An element is a string, or a dict of its children; a repeated child is a list. Prefixes and attributes are dropped,
    so is text beside children. Of a document that breaks off, all complete elements before the break are kept.
    `encoding` overrides the document's own declaration. Raises UnreadableXML where no element is complete.

    >>> parse(b"<Error><Code>NoSuchKey</Code><Mess")
    ({'Error': {'Code': 'NoSuchKey'}}, False)
    """
    opened: list[Any] = [None]
    try:
        _read(data, encoding, opened, None)
    except (ExpatError, ValueError, LookupError) as error:
        opened = [None]
        if not _read_complete_part(data, encoding, opened):
            raise UnreadableXML(str(error)) from error
        return opened[0], False
    return opened[0], True


def _read(data: bytes, encoding: str | None, opened: list[Any], names: list[str] | None) -> Any:
    """Fill `opened`, the stack of unfinished elements (None while childless); `names`, their names where wanted."""
    texts: list[str] = []
    push, pop, join, forget = opened.append, opened.pop, "".join, texts.clear
    left = len(data) // BYTES_AN_ELEMENT + 100

    def start(_name: str, _attributes: object) -> None:
        nonlocal left
        left -= 1
        push(None)
        if texts:
            forget()
        if len(opened) > MAX_DEPTH or left < 0:
            raise UnreadableXML

    def end(name: str) -> None:
        child = pop()
        if child is None:
            child = join(texts)
        if texts:
            forget()
        if ":" in name:
            name = name.rpartition(":")[2]
        parent = opened[-1]
        if parent is None:
            opened[-1] = {name: child}
        elif name not in parent:
            parent[name] = child
        elif type(parent[name]) is list:
            parent[name].append(child)
        else:
            parent[name] = [parent[name], child]

    def start_named(name: str, attributes: object) -> None:
        names.append(name)  # type: ignore[union-attr]
        start(name, attributes)

    def end_named(name: str) -> None:
        names.pop()  # type: ignore[union-attr]
        end(name)

    parser = ParserCreate(encoding)
    parser.StartElementHandler = start if names is None else start_named
    parser.EndElementHandler = end if names is None else end_named
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  pyexpat takes isfinal by position only
    finally:
        while names:
            if opened[-1] is None:
                pop()
                names.pop()
            else:
                end_named(names[-1])


def _refuse(*_args: object) -> None:
    raise UnreadableXML


def _read_complete_part(data: bytes, encoding: str | None, opened: list[Any]) -> bool:
    """Read what stands before the break; is there any?"""
    try:
        _read(data, encoding, opened, [])
    except (ExpatError, ValueError, LookupError):
        return isinstance(opened[0], dict)
    return True
