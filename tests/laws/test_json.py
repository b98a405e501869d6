"""`pythons_json`: "What `from_json` says, by Python's reader." `decode` says the same of a body, whichever of the two reads it."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import from_json

from normalizer import decode
from tests import mutant
from tests.strategies import SLUGS, TABLES

PIECES = (
    "{", "}", "[", "]", ",", ":", '"', "\\", "\\u", "d800", "\\ud83d\\ude00", "\\x", "\\/", " ", "\t", "\n", "\x0b", "\xa0", "\ufeff", "\x00", "\x7f", "\ud800",
    "null", "true", "NaN", "-NaN", "Infinity", "-Infinity", "0", "-0", "-0.0", "00", "1", "+1", ".5", "5.", "1e400", "1E-400", "4.9e-324", "0.30000000000000004",
    "9007199254740993", "9007199254740993.0", "123456789012345678901234567890", '"a":', '"a":1,', "'", "//",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def as_read_by(reader: Any, body: bytes, slug: str) -> str:
    """What `decode` says if that reader is the one at hand. As text: NaN is not equal to itself, and True is equal to 1."""
    declared = TABLES.provider(slug)
    with patch.object(decode, "from_json", reader):
        return repr(decode.decode(body, charset=declared.charset, tolerant=declared.lenient))


def agree(body: bytes, slug: str = "upyun") -> None:
    assert as_read_by(decode.pythons_json, body, slug) == as_read_by(from_json, body, slug)


@given(TEXTS)
def test_of_any_text(text: str) -> None:
    for written in (text, f'{{"a": {text}}}', f'{{"{text}": "{text}"}}'):
        agree(written.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=20))
def test_of_any_bytes(data: bytes) -> None:
    agree(b'{"a": "' + data + b'"}')


@pytest.mark.parametrize("slug", SLUGS)
def test_of_mutants_of_real_bodies(slug: str) -> None:
    bodies = mutant.mutants(slug, random.Random(slug))  # noqa: S311  no secret is made of it
    for _ in range(100):
        agree(next(bodies), slug)


@pytest.mark.parametrize("depth", [10, 150, 199, 200, 201, 500, 5_000])
def test_however_deep(depth: int) -> None:
    agree(b'{"a": ' + b"[" * depth + b"]" * depth + b"}")
    agree(b'{"a": ' * depth + b"1" + b"}" * depth)


@pytest.mark.parametrize("digits", [18, 19, 20, 4_299, 4_300, 4_301, 10_000])
def test_however_long_a_number(digits: int) -> None:
    for number in (b"1" * digits, b"-" + b"1" * digits, b"0." + b"1" * digits, b"1" * digits + b".5", b"1" * digits + b"e-5"):
        agree(b'{"a": ' + number + b"}")


def test_detecting_needs_no_pydantic() -> None:
    asked = 'import sys, normalizer\nprint(normalizer.detect(b\'{"msg": "", "code": 40100012}\').provider, \'pydantic_core\' in sys.modules)'
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout
    assert told.split() == ["upyun", "False"]
