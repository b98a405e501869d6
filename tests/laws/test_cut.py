"""A stream is cut into pieces of whole records: nothing is lost, nothing is doubled, and each record has its number."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from normalizer.arrow.bulk.cut import LineEnds, Piece, QuotedEnds, pieces

if TYPE_CHECKING:
    from normalizer.arrow.bulk.cut import Ends

BYTES = st.lists(st.sampled_from([b"\n", b'"', b",", b"a", b"\r\n", b"bc", b'""', b"\n\n"]), max_size=60).map(b"".join)
CELLS = st.text(st.sampled_from('ab",\n'), max_size=6)


def cut(data: bytes, ends: Ends, longest: int, most: int) -> list[Piece]:
    return list(pieces(io.BytesIO(data).read, ends, longest, most, 7))


def check(data: bytes, found: list[Piece], longest: int) -> None:
    at, first = 7, 1
    for piece in found:
        assert (piece.start, piece.first) == (at, first)
        assert piece.data is None or (piece.data == data[at - 7 : at - 7 + piece.size] and 0 < len(piece.data) <= longest)
        assert piece.data is not None or piece.records == 1
        at, first = at + piece.size, first + piece.records
    assert at - 7 == len(data)


@given(BYTES, st.integers(1, 40), st.integers(1, 5))
@example(b"a\nbb", 4, 1)
def test_lines(data: bytes, longest: int, most: int) -> None:
    found = cut(data, LineEnds(), longest, most)
    check(data, found, longest)
    lines = io.BytesIO(data).readlines()
    assert sum(piece.records for piece in found) == len(lines)
    for piece in found:
        mine = lines[piece.first - 1 : piece.first - 1 + piece.records]
        assert b"".join(mine) == piece.data or (piece.data is None and len(mine[0]) >= longest)
        assert piece.records <= most


@given(BYTES, st.integers(1, 40), st.integers(1, 5))
@example(b'"\n' * 9, 6, 2)
def test_any_bytes_as_csv_lose_nothing(data: bytes, longest: int, most: int) -> None:
    check(data, cut(data, QuotedEnds(), longest, most), longest)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=12), st.integers(1, 5))
def test_records_of_csv_are_those_of_a_reader(rows: list[tuple[str, str]], most: int) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    found = cut(text.getvalue().encode(), QuotedEnds(), 60, most)
    check(text.getvalue().encode(), found, 60)
    read = [tuple(row) for piece in found for row in csv.reader(io.StringIO((piece.data or b"").decode(), newline=""))]
    assert read == rows
    assert all(piece.records <= most for piece in found)
    assert sum(piece.records for piece in found) == len(rows)
