"""What strict JSON reads, the lenient reader reads alike; beyond it only quotes and names; and it is bounded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import lenient, normalize

scalars = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=10)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4), max_leaves=10)
objects = st.dictionaries(st.text(max_size=6), values, max_size=5)


@given(objects)
def test_strict_json_is_read_alike(tree: dict[str, Any]) -> None:
    assert lenient.parse(json.dumps(tree)) == tree
    assert lenient.parse(json.dumps(tree, indent=2, ensure_ascii=False)) == tree


@given(objects)
def test_a_printed_dict_is_read_alike(tree: dict[str, Any]) -> None:
    """Python's own form of a dict, as logs hold it, where no odd escape is needed."""
    text = repr(tree)
    if "\\" not in text:
        assert lenient.parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "{ error_code: '40401', path: '/demo.zip', message : \"Bucket NotFound.\" }",
            {"error_code": "40401", "path": "/demo.zip", "message": "Bucket NotFound."},
        ),
        ("{ code: -177, message: 'x' }", {"code": -177, "message": "x"}),
        ("{'a': None, 'b': True, 'c': undefined,}", {"a": None, "b": True, "c": None}),
        ("{'a': 'it\\'s', b: \"\\u0041\\n\"}", {"a": "it's", "b": "A\n"}),
        ("[1.5, {a: [1, 2]}]", [1.5, {"a": [1, 2]}]),
    ],
)
def test_documentation_style(text: str, tree: Any) -> None:
    assert lenient.parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "'a'",
        "{",
        "{a",
        "{a:",
        "{a:}",
        "{a:1",
        "{a 1}",
        "{a:1 b:2}",
        "[1 2]",
        "[,]",
        "{:1}",
        "{1:2}",
        "{a:b}",
        "{a:1}}",
        "{a:1} x",
        "{" * 50,
        "[" * 9 + "]" * 9,
        "{a:" + "9" * 30 + "}",
    ],
)
def test_what_is_no_object(text: str) -> None:
    assert lenient.parse(text) is None


def test_it_is_bounded() -> None:
    """No more than 2,000 tokens and eight levels."""
    assert lenient.parse("[" + "1," * 990 + "1]") is not None
    assert lenient.parse("[" + "1," * 1_500 + "1]") is None
    assert lenient.parse("{a:" * 8 + "1" + "}" * 8) is not None
    assert lenient.parse("{a:" * 9 + "1" + "}" * 9) is None


def test_only_where_the_provider_declares_it() -> None:
    body = b"{ 'code': 'NoSuchKey', 'error_code': '21402' }"
    assert normalize("upyun-console", body).code == "21402"
    assert normalize("qingstor", body).code is None
