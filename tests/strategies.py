"""What laws are tried with: responses of every sort, from plausible to hostile, as hypothesis strategies."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from normalizer import Tables

TABLES = Tables()
SLUGS = TABLES.providers()
DIALECTS = [slug for slug in SLUGS if TABLES.declaration(slug).envelope]
"""The providers with an envelope of their own; the others are read in the very way of the one that they are like."""
CORPUS = Path(__file__).parent / "corpus"

Tree = dict[str, Any]


class RealBody(NamedTuple):
    """The body of a case of the corpus and the status and headers that came with it."""

    provider: str
    name: str
    status: int | None
    headers: list[tuple[str, str]]
    body: bytes


@cache
def real_bodies() -> list[RealBody]:
    """The corpus, in a fixed order."""
    found = []
    for path in sorted(CORPUS.glob("*/*.http")):
        head, _, body = path.read_bytes().partition(b"\n\n")
        first, *lines = head.decode("latin-1").splitlines()
        status = first.split(" ")[1]
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        found.append(RealBody(path.parent.name, path.stem, int(status) if status.isdigit() else None, headers, body))
    return found


def member_names(slug: str) -> list[str]:
    """Every name that the provider's envelope and batch replies use, with the names on the way to them."""
    provider = TABLES.provider(slug)
    paths = [path for names in vars_of(provider.envelope).values() for path in names]
    for items in provider.items:
        paths += [items.reply, items.at, *items.code, *items.message, *items.key, *items.native]
    return sorted({step for path in paths for step in path.split(".") if step})


def vars_of(declared: Any) -> dict[str, tuple[str, ...]]:
    """The fields of a declaration that are lists of names."""
    values = {name: getattr(declared, name) for name in type(declared).__annotations__}
    return {name: value for name, value in values.items() if isinstance(value, tuple)}


def header_names(slug: str) -> list[str]:
    """Every response header that the provider or the engine looks at."""
    provider = TABLES.provider(slug)
    declared = (name for names in vars_of(provider.headers).values() for name in names)
    return sorted({*declared, *provider.asked_headers, "Retry-After", "Date", "Location", "Content-Type", "x-amz-delete-marker"})


ALL_NAMES = sorted({name for slug in SLUGS for name in member_names(slug)})
ALL_HEADERS = sorted({name for slug in SLUGS for name in header_names(slug)})
ALL_CODES = sorted({row.code for slug in SLUGS for row in TABLES.rows(slug)})
ALL_MESSAGES = sorted({row.message for slug in SLUGS for row in TABLES.rows(slug) if row.message})

texts = st.text(max_size=30) | st.sampled_from(ALL_CODES) | st.sampled_from(ALL_MESSAGES)
broken_texts = st.text(st.characters(codec=None), max_size=20) | st.sampled_from(["\ud800", "a\udfffb", "\x00", " ", "?a=b", "\ufeff"])
"""Texts with lone surrogates among them."""

scalars = texts | broken_texts | st.none() | st.booleans() | st.integers() | st.integers(100, 999) | st.floats() | st.builds(lambda: 10**5000)
names = st.sampled_from(ALL_NAMES) | st.text(max_size=5)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=8)
trees = st.dictionaries(names, values, max_size=6)
"""Parsed bodies with the names that providers use, and any value in any place."""

statuses = st.integers(100, 599) | st.sampled_from([200, 301, 304, 400, 401, 403, 404, 409, 412, 429, 500, 503])
json_trees = st.dictionaries(names, st.recursive(texts | st.integers() | st.booleans() | st.none(), lambda inner: st.lists(inner, max_size=3)))


def xml_of(tree: Any, name: str = "Error") -> str:
    """XML of a tree of dicts, lists and texts."""
    if isinstance(tree, list):
        return "".join(xml_of(each, name) for each in tree)
    inner = "".join(xml_of(value, key) for key, value in tree.items()) if isinstance(tree, dict) else escape(str(tree))
    return f"<{name}>{inner}</{name}>"


_tag = st.sampled_from(["Error", "Code", "Message", "Key", "s:Code", "a:b:c", "_x", "C-1.2", "错误"])
_character = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_leaf = st.text(_character | st.sampled_from("\n\t <&>'\""), max_size=12)
xml_trees = st.recursive(_leaf, lambda inner: st.dictionaries(_tag, inner | st.lists(inner, min_size=1, max_size=3), max_size=4), max_leaves=12)


@st.composite
def xml_documents(draw: st.DrawFn) -> bytes:
    """XML with declarations, comments, CDATA, attributes and white space at places where they may stand."""
    prolog = draw(st.sampled_from(["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>\n', "\n ", "<!-- c -->"]))
    inner = xml_of(draw(st.dictionaries(_tag, xml_trees, min_size=1, max_size=3)))
    attribute = draw(st.sampled_from(["", ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"', " a='1' b='2'", ' xmlns:s="u"']))
    inner = inner.replace("<Error>", f"<Error{attribute}>", 1)
    odd = draw(st.sampled_from(["", "<!-- c -->", "<![CDATA[<x>&]]>", " text ", "&#65;", "<?pi d?>", "\r\n", "<Empty/>", "<e></e>"]))
    cut = inner.rfind("</")
    return (prolog + inner[:cut] + odd + inner[cut:] + draw(st.sampled_from(["", "\n", " <!-- c -->"]))).encode()


@st.composite
def mutants(draw: st.DrawFn, body: bytes) -> bytes:
    """`body` with up to three bytes cut, changed, doubled or put in."""
    data = bytearray(body)
    for _ in range(draw(st.integers(1, 3))):
        at, how = draw(st.integers(0, len(data))), draw(st.integers(0, 3))
        end = at + draw(st.integers(1, 8))
        data[at : at + (how != 1)] = {0: b"", 1: draw(st.binary(max_size=2)), 2: draw(st.binary(min_size=1, max_size=1)), 3: data[at:end] * 2}[how]
    return bytes(data)


json_bodies = trees.map(lambda tree: json.dumps(tree, default=str).encode() if _printable(tree) else b"{}")
bodies = (
    st.none()
    | st.binary(max_size=60)
    | broken_texts
    | trees
    | json_bodies
    | xml_documents()
    | st.sampled_from([real.body for real in real_bodies()])
    | st.sampled_from([real.body for real in real_bodies()]).flatmap(mutants)
)
"""Bodies of every sort that `normalize` takes."""


def _printable(tree: Any) -> bool:
    try:
        json.dumps(tree)
    except ValueError:
        return False
    return True
