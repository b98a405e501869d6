"""The reader of loose "JSON" is strict JSON's elder brother, with an end to it."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Kind, normalize
from normalizer.lenient import parse
from tests.strategies import real_bodies

MAX_DEPTH, MAX_TOKENS = 8, 2_000
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(-(10**19), 10**19) | st.decimals(-(10**9), 10**9, places=3).map(float).filter(lambda number: "e" not in repr(number))
scalars = texts | numbers | st.booleans() | st.none()
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=10)
trees = st.dictionaries(texts, values, max_size=5) | st.lists(values, max_size=5)
words = st.from_regex(r"[A-Za-z_$][\w$-]{0,8}", fullmatch=True)


def depth(value: Any) -> int:
    """How many containers lie in one another."""
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, (dict, list)) + max(map(depth, members), default=0)


@given(trees.filter(lambda tree: depth(tree) <= MAX_DEPTH), st.sampled_from([None, 1, "\t"]))
def test_what_strict_json_reads(tree: Any, indent: Any) -> None:
    """What strict JSON reads, the lenient reader reads alike (for strings without odd escapes)."""
    text = json.dumps(tree, ensure_ascii=False, indent=indent)
    assert parse(text) == json.loads(text)
    assert json.dumps(parse(f" {text}\n")) == json.dumps(json.loads(text))


@given(st.dictionaries(texts, st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF)), max_size=4))
def test_escapes(tree: dict[str, str]) -> None:
    """What strict JSON reads, the lenient reader reads alike: escapes of one unit are read too."""
    text = json.dumps(tree)
    if all(max(name + value, default="") <= "\uffff" for name, value in tree.items()):
        assert parse(text) == tree


@given(st.dictionaries(texts, texts, max_size=3))
def test_escapes_of_two_units(tree: dict[str, str]) -> None:
    """What strict JSON reads, the lenient reader reads alike: so is a character that is written as a pair of escapes."""
    text = json.dumps(tree)
    assert parse(text) == json.loads(text)


@given(st.dictionaries(words, texts, max_size=4))
def test_what_is_loose(tree: dict[str, str]) -> None:
    """What strict JSON reads, the lenient reader reads alike: and the same with single quotes, bare names and a comma at the end."""
    members = [f"{name}: '{value.translate({39: chr(92) + chr(39), 92: chr(92) * 2})}'" for name, value in tree.items()]
    assert parse("{" + ", ".join(members) + "}") == tree
    assert parse("{" + "".join(f"{member}," for member in members) + " }") == tree


@given(trees)
def test_a_printed_dict(tree: Any) -> None:
    """What strict JSON reads, the lenient reader reads alike: and Python's own form of it, as logs hold it."""
    text = repr(tree)
    if "\\" not in text and depth(tree) <= MAX_DEPTH:
        assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "{ error_code: '40401', path: '/a.zip', message : \"Bucket NotFound.\" }",
            {"error_code": "40401", "path": "/a.zip", "message": "Bucket NotFound."},
        ),
        ("{ code: -177, message: 'x' }", {"code": -177, "message": "x"}),
        ("{'a': None, 'b': True, 'c': undefined,}", {"a": None, "b": True, "c": None}),
        ("{'a': 'it\\'s', b: \"\\u0041\\n\"}", {"a": "it's", "b": "A\n"}),
        ("[1.5, {a: [1, 2]}]", [1.5, {"a": [1, 2]}]),
    ],
)
def test_as_documentations_write(text: str, tree: Any) -> None:
    """What strict JSON does not read: single quotes, names without quotes, words of other languages, a comma at the end."""
    assert parse(text) == tree


@given(st.text("{}[]:,'\" \\ntrue10.-ab\n", max_size=40) | st.text())
def test_any_text(text: str) -> None:
    """It is bounded: any text gives an object, a list, or None, and never more than JSON has."""
    found = parse(text)
    assert found is None or isinstance(found, (dict, list))
    assert depth(found) <= MAX_DEPTH
    assert json.dumps(found)


@pytest.mark.parametrize(
    "real", [real for real in real_bodies() if real.body.lstrip().startswith(b"{")], ids=lambda real: f"{real.provider}/{real.name}"
)
def test_real_bodies(real: Any) -> None:
    """What strict JSON reads, the lenient reader reads alike: real bodies first of all."""
    try:
        wanted = json.loads(real.body)
    except ValueError:
        return
    assert parse(real.body.decode()) == wanted


@pytest.mark.parametrize("opened", ["{'", '{"', "{a: '"])
@pytest.mark.parametrize("inside", ["a", "\\\\", "ab\\'"])
def test_its_memory(opened: str, inside: str) -> None:
    """It is bounded: a quote that never closes costs no more memory than a few times the text."""
    hostile = opened + inside * (1_000_000 // len(inside))
    tracemalloc.start()
    try:
        assert parse(hostile) is None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(hostile)


def test_its_bounds() -> None:
    """It is bounded."""
    for deep in range(1, MAX_DEPTH + 1):
        assert depth(parse("[" * deep + "]" * deep)) == deep
    assert parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) is None
    assert parse("[" + "1," * ((MAX_TOKENS - 2) // 2) + "]") is not None
    assert parse("[" + "1," * MAX_TOKENS + "]") is None
    for hostile in (
        "[" * 1_000_000,
        "{'" + "a" * 1_000_000,
        "{a:" * 100_000,
        "1" * 1_000_000,
        " " * 1_000_000,
        "{" + "\\" * 1_000_000,
        '{"' + "\\\\" * 500_000,
    ):
        assert parse(hostile) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "'a'",
        "null",
        "{",
        "{]",
        "[1 2]",
        "{a}",
        "{a:}",
        "{1:2}",
        "[,]",
        "[1,,2]",
        "{a:b}",
        "{'a' 'b'}",
        "{a",
        "{a:1",
        "{a 1}",
        "{a:1 b:2}",
        "{:1}",
        "{a:1}}",
        "{a:1} x",
        "{a:" + "9" * 30 + "}",
        "[1]x",
        "[1.2.3]",
        "[1e5]",
    ],
)
def test_what_is_no_object(text: str) -> None:
    """It is bounded: what is not even loosely an object or a list is not guessed at."""
    assert parse(text) is None


@pytest.mark.parametrize(("slug", "kind"), [("upyun-console", Kind.ALREADY_EXISTS), ("qingstor", Kind.UNKNOWN)])
def test_who_asks_for_it_gets_it(slug: str, kind: Kind) -> None:
    """What strict JSON does not read, the lenient reader reads for the providers that declare it, and for no other."""
    body = b"{ 'error_code': '21402', 'code': 'no_such_code', request: 'PUT /operators/', 'message' : 'Operator already exists.' }"
    assert normalize(slug, body).kind is kind
