"""Mutants of real responses, cheap enough for a million: bytes cut, changed or doubled, and values, names and order of their trees and headers changed."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

from normalizer.decode import decode
from tests.strategies import header_names, member_names, real_bodies

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

LONGEST: Final = 3_000
"""Bytes of a body that is mutated; longer ones are batches, which are never read quickly."""

VALUES: Final[tuple[Any, ...]] = (
    "",
    " ",
    "x",
    " x",
    "x ",
    "x\n",
    "\x00x",
    "a?b=c",
    "ä",
    "\ud800",
    "404",
    "0404",
    404,
    0,
    -1,
    10**18,
    10**30,
    1.5,
    True,
    None,
    [],
    ["x"],
    {},
    {"x": "y"},
    "/b",
    "/b/k",
)

HEADER_VALUES: Final[tuple[Any, ...]] = (
    *VALUES,
    "true",
    "Deleted",
    "7",
    '"x"',
    '"',
    "x\x1f",
    "x\x85",
    "30",
    "2.5",
    "Sat, 21 Nov 2026 10:00:30 GMT",
    "https://a/b?code=40100012&message=m",
    b"x",
    ("x", "y"),
)
COMMON: Final = {
    "Date": "Sat, 21 Nov 2026 10:00:00 GMT",
    "Content-Type": "application/xml",
    "Content-Length": "231",
    "Connection": "keep-alive",
    "Server": "AmazonS3",
}


def of_bytes(body: bytes, rng: random.Random) -> bytes:
    """`body` with a byte or a few bytes cut, changed, doubled or put in."""
    data = bytearray(body)
    for _ in range(rng.randint(1, 2)):
        at, span = rng.randrange(len(data) + 1), rng.randint(1, 6)
        how = rng.randrange(4)
        data[at : at + (span if how in {0, 3} else how == 1)] = (
            b"" if how == 0 else data[at : at + span] * 2 if how == 3 else bytes([rng.choice(b" \"'<>/&?{}[]:,\\aA0\n\xc3\x00")])
        )
    return bytes(data)


def of_json(tree: dict[str, Any], names: list[str], rng: random.Random) -> bytes:
    """`tree` with up to three members of it, or of the objects in it, changed, left out, put in or renamed, as JSON."""
    tree = json.loads(json.dumps(tree))
    for _ in range(rng.randint(0, 3)):
        node = rng.choice(list(_objects(tree)))
        name = rng.choice([*node, rng.choice(names)])
        how = rng.randrange(4)
        if how == 0:
            node.pop(name, None)
        elif how == 1:
            node[rng.choice(names)] = node.pop(name, "x")
        else:
            node[name] = copy.copy(rng.choice(VALUES))
    return json.dumps(tree).encode()


def of_xml(leaves: dict[str, Any], root: str, names: list[str], rng: random.Random) -> bytes:
    """The leaves under `root` with up to three of them changed, left out, put in or renamed, as XML of the plainest form."""
    leaves = dict(leaves)
    for _ in range(rng.randint(0, 3)):
        name = rng.choice([*leaves, rng.choice(names)])
        if rng.randrange(3):
            leaves[name] = str(rng.choice(VALUES))
        else:
            leaves.pop(name, None)
    inside = "".join(f"<{name}>{_escaped(str(text))}</{name}>" for name, text in leaves.items())
    return f"<{root}>{inside}</{root}>".encode("utf-8", "replace")


def _escaped(text: str) -> str:
    """As Go writes it, quotes by their numbers."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;").replace('"', "&#34;").replace("\x00", "")


def _objects(tree: Any) -> Any:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _objects(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _objects(value)


def of_page(rng: random.Random) -> bytes:
    """A page of HTML, or what looks like one."""
    begin = rng.choice(
        ("<html>", "<HTML>\r\n<head>", "<!DOCTYPE html>", "<html><h1>", "<html lang='en'>", "<htmls>", "<center>", "\n<html>", "<h1\x00>")
    )
    title = rng.choice(("502 Bad Gateway", " a \n b ", "a?b=c", "ä", "", "&amp;", "x" * 501))
    tag = rng.choice(("title", "TITLE", "title class='a'", "titles", "h1"))
    return f"{begin}<{tag}>{title}</{tag[:5]}><p>{rng.choice(VALUES[:12])!r}</p></html>".encode()


def mutants(slug: str, rng: random.Random) -> Iterator[bytes]:
    """Mutants of the provider's real bodies without end, of their bytes and of their trees; of another's where it has none."""
    own = [real.body for real in real_bodies() if real.provider == slug and 0 < len(real.body) < LONGEST]
    sources = own or [real.body for real in real_bodies() if real.provider == "aws-s3" and 0 < len(real.body) < LONGEST]
    trees = [tree for tree in (decode(body)[0] for body in sources) if isinstance(tree, dict) and tree]
    names = member_names(slug) or ["Code"]
    while True:
        how = rng.randrange(4)
        if rng.randrange(16) == 0:
            yield of_page(rng)
            continue
        if how == 0 or not trees:
            yield of_bytes(rng.choice(sources), rng)
            continue
        tree = rng.choice(trees)
        (root, leaves), *others = tree.items()
        if isinstance(leaves, dict) and not others and how > 1 and all(isinstance(text, str) for text in leaves.values()):
            yield of_xml(leaves, root, names, rng)
        else:
            yield of_json(tree, names, rng)


def header_mutants(slug: str, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Mutants without end of headers that the provider sends or the engine looks at: names in any case and order, values of every sort."""
    declared = header_names(slug)
    real = [dict(each.headers) for each in real_bodies() if each.provider == slug and each.headers] or [{}]
    while True:
        headers: dict[str, Any] = rng.choice(real) | (COMMON if rng.randrange(2) else {})
        for _ in range(rng.randint(0, 3)):
            name = rng.choice(declared)
            name = rng.choice((name, name, name.lower(), name.title()))
            if rng.randrange(4):
                headers[name] = "4442587FB7D0A2F9" if rng.randrange(3) else rng.choice(HEADER_VALUES)
            else:
                headers.pop(name, None)
        yield headers
