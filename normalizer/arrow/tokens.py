"""Plain bodies taken apart, all at once: which are plain, the form of each (its names and their order), and the texts between.

A body is plain if one pattern says so of the whole of it: ASCII, nothing escaped, no text with white space at its ends. Then splitting at the
delimiters cannot go wrong: none of them stands in a text. What a form means is found out by the reader of single bodies, which
is given one sample of each form, a body with a mark in the place of each value: see `forms`.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from normalizer.arrow.scalars import numbers, scalar
from normalizer.decode import decode

LONGEST: Final = 8 * 1024
"""Bytes of a body that is taken apart; longer ones are batches or odd."""

_NAME: Final = r"[A-Za-z][A-Za-z0-9_.-]*"
_BLANK: Final = r"[ \t\n]*"
_SIGN: Final = r"!-%\x27-;=?-~"
_IN_XML: Final = rf"(?:[{_SIGN}](?:[ \t\n{_SIGN}]*[{_SIGN}])?)?"
_DECLARED: Final = (
    r"(?:<\?xml version=\"1\.0\" encoding=\"(?:UTF|utf)-8\"(?: standalone=\"yes\")? ?\?>|<\?xml version='1\.0' encoding='(?:UTF|utf)-8' ?\?>)?"
)
XML: Final = rf"^(?:\xef\xbb\xbf)?{_BLANK}{_DECLARED}{_BLANK}<{_NAME}(?: xmlns=\"[!#-%\x27-;=?-~]+\")?>(?:(?:{_BLANK}<{_NAME}>)+{_IN_XML}(?:</{_NAME}>{_BLANK})+)+$"
"""Elements in elements, and texts in the innermost of them; a byte order mark and a declaration of UTF-8 before them."""

_IN_JSON: Final = r'"(?:[!#-\[\]-~](?:[ !#-\[\]-~]*[!#-\[\]-~])?)?"'
_BETWEEN: Final = r"[ \t\r\n0-9a-z{}\[\],:-]*"
JSON: Final = rf"^[ \t\r\n]*\{{(?:{_BETWEEN}{_IN_JSON})*{_BETWEEN}$"
"""Texts, and between them what may be JSON; whether it is, the reader says of the form."""

_MOST_DIGITS: Final = 18
_PUNCTUATION = re.compile(r"(?:[ \t\r\n]++|[{}\[\],:]|-?\d++(?![\w.+-])|true\b|false\b|null\b)*+", re.ASCII)
_WORD = re.compile(r"[{}\[\],:]|-?\d+|true|false|null", re.ASCII)
_NUMBER = re.compile(r"(?:0|-?[1-9]\d{0,17})", re.ASCII)
_UNREADABLE: Final = "\0"
NUMBERED: Final = 10**15
"""A number n in a sample stands for the value of piece n - NUMBERED."""


class Tokens(NamedTuple):
    """Plain bodies taken apart. `form`: of each body, dictionary-encoded. `starts`: of each body, the number of its first pair of pieces.

    Piece `n` of a body is at `pieces[2 * starts + n]`. `numbers`: for each pair the number that stands before its second piece,
    as an index into `digits`; None in XML, which has texts only.
    """

    form: pa.DictionaryArray
    starts: pa.Array
    pieces: pa.Array
    numbers: pa.Array | None
    digits: pa.Array | None


def take_xml(bodies: pa.Array) -> Tokens:
    """The tokens of bodies that match `XML`. Even pieces are texts, odd ones tags."""
    starts, pieces = _split(pc.replace_substring(bodies, ">", "<"), b"<")
    form = pc.binary_join(pa.ListArray.from_arrays(starts, _every_second(pieces, 1)), b"<")
    return Tokens(form.dictionary_encode(), starts.slice(0, len(bodies)), pieces, None, None)


def take_json(bodies: pa.Array) -> Tokens:
    """The tokens of bodies that match `JSON`. Odd pieces are texts, even ones what stands between them."""
    starts, pieces = _split(bodies, b'"')
    between = _every_second(pieces, 0).dictionary_encode()
    told = [_punctuation(each.decode()) for each in between.dictionary.to_pylist()]
    words = pa.array([words.encode() for words, _ in told], pa.binary()).take(between.indices)
    colon = pa.array([words.startswith(":") for words, _ in told], pa.bool_()).take(between.indices)
    named = pa.concat_arrays([colon.slice(1), pa.array([False])])
    names = pc.if_else(named, _every_second(pieces, 1), scalar(b""))
    form = pc.binary_join(pa.ListArray.from_arrays(starts, pc.binary_join_element_wise(words, names, scalar(b'"'))), b'"')
    digits = pa.array([number for _, number in told], pa.string())
    return Tokens(form.dictionary_encode(), starts.slice(0, len(bodies)), pieces, between.indices, digits)


def _split(bodies: pa.Array, mark: bytes) -> tuple[pa.Array, pa.Array]:
    """Where each body's pairs of pieces begin, and all pieces. Delimiters come in even number: with one more all pieces are in pairs."""
    split = pc.split_pattern(pc.binary_join_element_wise(bodies, scalar(b""), scalar(mark)), mark)
    return pc.divide(split.offsets, scalar(2)).cast(pa.int32()), split.values


def _every_second(pieces: pa.Array, first: int) -> pa.Array:
    pairs = numbers(len(pieces) // 2)
    return pieces.take(pc.add(pc.multiply(pairs, scalar(2)), scalar(first)))


def _punctuation(between: str) -> tuple[str, str | None]:
    """What stands between two texts without white space and with 0 for a number; and that number. Of two numbers none can be told."""
    if not _PUNCTUATION.fullmatch(between):
        return _UNREADABLE, None
    words = _WORD.findall(between)
    numbers = [word for word in words if word[-1:].isdigit()]
    if len(numbers) > 1 or not all(map(_NUMBER.fullmatch, numbers)):
        return _UNREADABLE, None
    return " ".join("0" if word[-1:].isdigit() else word for word in words), next(iter(numbers), None)


def xml_tree(form: bytes) -> dict[str, Any] | None:
    """The tree of a body of that form, with the number of the piece as the text of each innermost element; None where it cannot be read."""
    tags = form.split(b"<")[:-1]
    first = 1 if tags[0][:1] == b"?" else 0
    root = tags[first].partition(b" ")[0]
    opened = tags[first + 1 : -1 : 2]
    closed = [b"/" + tag for tag in opened]
    if closed == tags[first + 2 : -1 : 2] and tags[-1] == b"/" + root and len(set(opened)) == len(opened) and root.lower() not in _HTML:
        names = form.decode().split("<")
        return {root.decode(): {names[at]: str(2 * at + 2) for at in range(first + 1, len(tags) - 1, 2)}}
    return _read(_xml_sample(tags))


_HTML: Final = frozenset({b"html", b"head", b"title", b"body", b"h1", b"center"})
"""Roots that are no XML to the reader of single bodies."""


def _xml_sample(tags: list[bytes]) -> bytes:
    after = [*tags[1:], b""]
    texts = [b"%d" % (2 * at + 2) if after[at] == b"/" + tag else b"" for at, tag in enumerate(tags)]
    return b"".join(b"<%s>%s" % pair for pair in zip(tags, texts, strict=True))


def json_tree(form: bytes) -> dict[str, Any] | None:
    """The tree of a body of that form, with the number of the piece as the text of each value, and NUMBERED and more for a number."""
    pieces = form.split(b'"')
    last = len(pieces) - 2
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            pieces[at] = _ZERO.sub(b"%d" % (NUMBERED + at), piece) if b"0" in piece else piece
        elif at < last and pieces[at + 1][:1] != b":":
            pieces[at] = b"%d" % at
    return _read(b'"'.join(pieces[:-1]))


_ZERO: Final = re.compile(rb"\b0\b")


def _read(sample: bytes) -> dict[str, Any] | None:
    """The tree of a sample, by the reader of single bodies; None where it is not read as a whole."""
    tree, _, _, truncated = decode(sample)
    return tree if type(tree) is dict and not truncated else None
