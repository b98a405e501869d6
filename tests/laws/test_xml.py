"""What the plain reader of XML reads, it reads as the definition does; the definition is xmltodict."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from normalizer import flatxml, xmltree

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
BODIES = sorted(
    body for path in CORPUS.glob("*/*.http") if (body := path.read_bytes().partition(b"\n\n")[2]).lstrip().startswith(b"<") and len(body) < 5_000
)
PLAIN = [body for body in BODIES if flatxml.parse(body) is not None]
MUTANTS = 20_000
SEED = 20261121
PIECES = [
    b"<",
    b">",
    b"/",
    b"&",
    b"&amp;",
    b"]]>",
    b"<![CDATA[x]]>",
    b"<!-- x -->",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xc3\xa9",
    b" ",
    b'"',
    b"'",
    b"<a>",
    b"</a>",
    b"<a/>",
]
names = st.from_regex(r"[A-Za-z]{1,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12)


def definition(data: bytes) -> Any:
    """The tree by xmltodict: prefixes, attributes and text beside children dropped."""
    return pruned(xmltodict.parse(data, xml_attribs=False, strip_whitespace=False))


def pruned(node: Any) -> Any:
    if isinstance(node, dict):
        found: dict[str, Any] = {}
        for name, value in node.items():
            if name == "#text":
                continue
            for each in value if isinstance(value, list) else [value]:
                bare = name.rpartition(":")[2]
                if bare in found:
                    found[bare] = [*(found[bare] if isinstance(found[bare], list) else [found[bare]]), pruned(each)]
                else:
                    found[bare] = pruned(each)
        return found
    return "" if node is None else node


def written(name: str, node: Any) -> str:
    inner = "".join(written(child, value) for child, value in node) if isinstance(node, list) else escaped(node)
    return f"<{name}>{inner}</{name}>"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


trees = st.recursive(texts, lambda children: st.lists(st.tuples(names, children), min_size=1, max_size=4), max_leaves=12)


@given(names, trees)
def test_generated_trees(name: str, tree: Any) -> None:
    """xmltree reads any tree as xmltodict does, and flatxml what it reads at all."""
    data = written(name, tree).encode()
    if isinstance(tree, str):
        assert xmltree.parse(data) == ({name: tree}, True)
        return
    assert xmltree.parse(data) == (definition(data), True)
    assert flatxml.parse(data) in (None, definition(data))


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_real_bodies(body: bytes) -> None:
    try:
        expected = definition(body)
    except Exception:  # noqa: BLE001  what the definition cannot read, the reader may read in part
        return
    if body.lstrip()[:5].lower() not in {b"<html", b"<!doc"}:
        assert xmltree.parse(body.lstrip())[0] == expected
    assert flatxml.parse(body) in (None, expected)


def mutant(chance: random.Random) -> bytes:
    body = bytearray(chance.choice(PLAIN))
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(body) or 1)
        sort = chance.randrange(4)
        if sort == 0:
            body[at : at + 1] = bytes([chance.randrange(32, 127)])
        elif sort == 1:
            body[at : at + chance.randint(1, 6)] = b""
        elif sort == 2:
            body[at:at] = chance.choice(PIECES)
        else:
            body[at : at + 1] = chance.choice(PIECES)
    return bytes(body)


def test_mutated_real_bodies() -> None:
    """Of mutants of real bodies the fast reader accepts at least 15 %, and reads each as xmltree and xmltodict do."""
    chance = random.Random(SEED)  # noqa: S311  no secret depends on it
    accepted = 0
    for _ in range(MUTANTS):
        data = mutant(chance)
        tree = flatxml.parse(data)
        if tree is not None:
            accepted += 1
            assert xmltree.parse(data) == (tree, True), data
            assert definition(data) == tree, data
    assert accepted >= 0.15 * MUTANTS, f"only {accepted} of {MUTANTS} mutants were accepted: they prove nothing"


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><Error><Code>&x;</Code></Error>',
        b'<!DOCTYPE Error SYSTEM "file:///etc/hosts"><Error><Code>A</Code></Error>',
        b"<a>" * 33 + b"</a>" * 33,
        b"",
        b"<",
        b"<Error>",
        b"no xml",
    ],
)
def test_what_no_error_body_is(data: bytes) -> None:
    """DTDs are refused, depth is bounded, and what has no complete element is no tree."""
    assert flatxml.parse(data) is None
    with pytest.raises(xmltree.UnreadableXML):
        xmltree.parse(data)


def test_a_break_keeps_what_was_complete() -> None:
    whole = b"<Error><Code>NoSuchKey</Code><Message>m</Message></Error>"
    for end in range(len(whole)):
        try:
            tree, complete = xmltree.parse(whole[:end])
        except xmltree.UnreadableXML:
            assert b"</Code>" not in whole[:end]
            continue
        assert not complete
        assert tree["Error"]["Code"] == "NoSuchKey"
        assert ("Message" in tree["Error"]) == (b"</Message>" in whole[:end])
