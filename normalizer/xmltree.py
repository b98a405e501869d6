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
    opened: list[Any] = [""]
    try:
        _read(data, encoding, opened)
    except (ExpatError, ValueError, LookupError) as error:
        if type(opened[0]) is not dict:
            raise UnreadableXML(str(error)) from error
        return opened[0], False
    return opened[0], True


def _read(data: bytes, encoding: str | None, opened: list[Any]) -> None:
    """Fill `opened`, the stack of unfinished elements: the name of one while it is childless, then its children by their names.

    Of a document that breaks off, the elements that have complete children are closed before the error is raised.
    """
    texts: list[str] = []
    names: list[str] = []  # of the unfinished elements that have children
    push, pop, join, forget = opened.append, opened.pop, "".join, texts.clear
    left = len(data) // BYTES_AN_ELEMENT + 100

    def start(name: str, _attributes: object) -> None:
        nonlocal left
        left -= 1
        push(name)
        if texts:
            forget()
        if len(opened) > MAX_DEPTH or left < 0:
            raise UnreadableXML

    def end(name: str) -> None:
        child = pop()
        if type(child) is str:
            child = join(texts)
        else:
            names.pop()
        if texts:
            forget()
        if ":" in name:
            name = name.rpartition(":")[2]
        parent = opened[-1]
        if type(parent) is str:
            names.append(parent)
            opened[-1] = {name: child}
        elif name not in parent:
            parent[name] = child
        elif type(parent[name]) is list:
            parent[name].append(child)
        else:
            parent[name] = [parent[name], child]

    parser = ParserCreate(encoding)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  pyexpat takes isfinal by position only
    finally:
        while len(opened) > 1:
            if type(opened[-1]) is str:
                pop()
            else:
                end(names[-1])


def _refuse(*_args: object) -> None:
    raise UnreadableXML
