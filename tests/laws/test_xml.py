"""The readers of XML agree with each other and with the definition, xmltodict."""

from __future__ import annotations

import random
from typing import Any
from xml.parsers.expat import ExpatError

import pytest
import xmltodict
from hypothesis import example, given
from hypothesis import strategies as st

from normalizer import flatxml, xmltree
from tests.laws.hostile import BODIES
from tests.strategies import mutants, real_bodies, xml_documents, xml_of, xml_trees

XML = [real.body for real in real_bodies() if real.body.lstrip().startswith(b"<")]
FLAT = [body for body in XML if flatxml.parse(body) is not None]
PLAINEST = [
    b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Resource>/b/k</Resource></Error>",
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n  <Code>A</Code>\n <Message></Message></Error>\n',
]
TURNS = 20_000
SHARE = 0.15
"""Of the mutants; where fewer are accepted the comparison proves nothing."""


def defined(data: bytes) -> Any:
    """What xmltodict reads, without attributes, prefixes, text beside children, and with "" for None."""
    return without_prefixes(xmltodict.parse(data, xml_attribs=False, strip_whitespace=False))


def without_prefixes(value: Any) -> Any:
    if isinstance(value, list):
        return [without_prefixes(each) for each in value]
    if not isinstance(value, dict):
        return "" if value is None else value
    tree: dict[str, Any] = {}
    for name, inner in value.items():
        if name != "#text":
            tree.setdefault(name.rpartition(":")[2], []).extend(without_prefixes(each) for each in (inner if isinstance(inner, list) else [inner]))
    return {name: members if len(members) > 1 else members[0] for name, members in tree.items()}


def read(data: bytes) -> Any:
    """The tree that our own reader makes of a whole document, or None where it refuses it or finds it broken."""
    try:
        tree, whole = xmltree.parse(data)
    except xmltree.UnreadableXML:
        return None
    return tree if whole else None


def agree(data: bytes) -> bool:
    """Do the readers say the same of `data`? True where the quick one accepted it."""
    quick = flatxml.parse(data)
    if quick is not None:
        assert xmltree.parse(data) == (quick, True)
    try:
        wanted = defined(data)
    except (ExpatError, ValueError, LookupError):
        wanted = None
    assert read(data) == wanted or b"<!DOCTYPE" in data
    return quick is not None


@given(xml_documents())
@example(b"<a> x <b/> y </a>")
@example(b"<a:b:c><d:e>1</d:e><e>2</e></a:b:c>")
@example(b"<a><b>1</b><c/><b>2</b></a>")
@example(b"<a><b>1</b><b>2</b><c>3</c></a>")
@example(b'<?xml version="1.0" encoding="iso-8859-1"?><a><b>\xe9</b></a>')
@example(b"<a><b>x]]&gt;</b></a>")
@example(b"<xml><xml>]]></xml></xml>")
@example(b"<a>\r\n<b>\r</b></a>")
@example(b"<a><b>1</b>\x0c</a>")
def test_generated_documents(data: bytes) -> None:
    """Xmltree.parse equals xmltodict, and what the plain reader of XML reads, it reads as the definition does."""
    agree(data)


@given(st.dictionaries(st.text("abcCodeMsg", min_size=1, max_size=4), xml_trees, min_size=1, max_size=5))
def test_generated_trees(tree: dict[str, Any]) -> None:
    """Xmltree.parse equals xmltodict on generated trees: nothing of them is lost."""
    data = xml_of(tree).encode()
    assert read(data) == defined(data)
    assert list(read(data)) == ["Error"]


@given(st.dictionaries(st.text("abcCodeMsg", min_size=1, max_size=4), st.text("ab 1.>'\"\n\t", max_size=9), min_size=1, max_size=6))
def test_generated_leaves(leaves: dict[str, str]) -> None:
    """What the plain reader of XML reads, it reads as the definition does: and it does read what it is for."""
    data = xml_of(leaves).replace("&gt;", ">").encode()
    assert flatxml.parse(data) == {"Error": leaves}
    agree(data)


@given(st.sampled_from(XML + PLAINEST).filter(lambda body: len(body) < 5_000).flatmap(mutants))
def test_mutants(data: bytes) -> None:
    """Xmltree.parse equals xmltodict on mutated real bodies."""
    agree(data)


def test_many_mutants() -> None:
    """What the plain reader of XML reads, it reads as the definition does: flatxml.parse(data) is None or equals xmltree.parse(data)[0]."""
    rng = random.Random(7)  # noqa: S311  the same mutants in every run
    bodies = [body for body in FLAT if len(body) < 2_000] + PLAINEST
    accepted = sum(agree(mutant(rng.choice(bodies), rng)) for _ in range(TURNS))
    assert accepted >= SHARE * TURNS


def mutant(body: bytes, rng: random.Random) -> bytes:
    """`body` with one to three small changes: a byte of XML's own or any other put in, cut or changed, or a piece said twice."""
    data = bytearray(body)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(len(data))
        piece = rng.choice(
            (
                b"<",
                b">",
                b"/",
                b"&",
                b"]",
                b'"',
                b" ",
                b"\n",
                b"\r",
                b"\0",
                b"a",
                b"Code",
                b"xmlns",
                b"<!--",
                b"]]>",
                b"&#39;",
                b"&#38;",
                b"&amp;",
                bytes([rng.randrange(256)]),
            )
        )
        end = at + rng.choice((0, 1, 1, len(piece)))
        data[at:end] = data[at : at + 9] * 2 if rng.random() < 0.1 else piece
    return bytes(data)


@pytest.mark.parametrize("name", [name for name in BODIES if "element" in name or "entit" in name or "laughs" in name])
def test_hostile_documents(name: str) -> None:
    """What the plain reader of XML reads, it reads as the definition does: and neither reads what no error body is."""
    data = BODIES[name]()
    assert flatxml.parse(data) is None
    assert read(data) is None


@pytest.mark.parametrize("body", XML, ids=range(len(XML)))
def test_real_bodies(body: bytes) -> None:
    """Xmltree.parse equals xmltodict on real bodies."""
    agree(body.lstrip())


@pytest.mark.parametrize("body", [body for body in XML + PLAINEST if len(body) < 3_000 and read(body)])
def test_what_breaks_off(body: bytes) -> None:
    """What our reader makes of the complete part of a document is in the tree of the whole."""
    whole = read(body)
    for end in range(len(body)):
        try:
            part, complete = xmltree.parse(body[:end])
        except xmltree.UnreadableXML:
            continue
        assert is_part(part, whole)
        assert not complete or part == whole


def test_a_break_keeps_what_was_complete() -> None:
    """What our reader makes of the complete part of a document is all of it: no complete element is lost."""
    whole = b"<Error><Code>NoSuchKey</Code><Message>m</Message></Error>"
    for end in range(len(whole)):
        complete = {name for name in ("Code", "Message") if f"</{name}>".encode() in whole[:end]}
        try:
            tree, _ = xmltree.parse(whole[:end])
        except xmltree.UnreadableXML:
            assert not complete
        else:
            assert set(tree["Error"]) == complete


@pytest.mark.parametrize("data", [b"", b"<", b"<Error>", b"no xml", b"<a>" * 33 + b"</a>" * 33, b"<!DOCTYPE a><a><b>1</b></a>"])
def test_what_no_error_body_is(data: bytes) -> None:
    """Neither reads what has no complete element, a DTD, or more levels than any error body."""
    assert flatxml.parse(data) is None
    with pytest.raises(xmltree.UnreadableXML):
        xmltree.parse(data)


def test_the_deepest_document() -> None:
    """Xmltree.parse equals xmltodict, down to the last level that it reads."""
    data = b"<a>" * (xmltree.MAX_DEPTH - 1) + b"</a>" * (xmltree.MAX_DEPTH - 1)
    assert read(data) == defined(data)


def is_part(part: Any, whole: Any) -> bool:
    """Is every member of one tree in the other? Of a list, the first ones, or one alone."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and is_part(value, whole[name]) for name, value in part.items())
    if isinstance(whole, list):
        members = part if isinstance(part, list) else [part]
        return len(members) <= len(whole) and all(map(is_part, members, whole))
    return bool(part == whole)
