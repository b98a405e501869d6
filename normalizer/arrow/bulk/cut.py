"""A stream of text → pieces of whole records, none larger than asked, each with the number of its first record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Piece(NamedTuple):
    """Whole records. `start` and `size` say where they lie in the stream; `data` is None for one record that is too long."""

    data: bytes | None
    start: int
    size: int
    first: int
    records: int


class Ends(Protocol):
    """Where records of a format end."""

    def last(self, data: bytes) -> int:
        """Behind the last record that ends in `data`, which begins with one; 0 where none does."""

    def count(self, data: bytes) -> int:
        """How many records end in `data`."""


class LineEnds:
    """A record is a line."""

    def last(self, data: bytes) -> int:
        """See Ends."""
        return data.rfind(b"\n") + 1

    def count(self, data: bytes) -> int:
        """See Ends."""
        return data.count(b"\n")


class QuotedEnds:
    r"""A record is a line whose quotes are even: a line break between quotes belongs to a cell.

    >>> QuotedEnds().last(b'a,"b\nc"\nd,"e\n'), QuotedEnds().count(b'a,"b\n\nc"\nd\n')
    (8, 2)
    """

    def last(self, data: bytes) -> int:
        """See Ends."""
        quotes = data.count(b'"')
        end = len(data)
        while (line := data.rfind(b"\n", 0, end)) >= 0:
            quotes -= data.count(b'"', line, end)
            if quotes % 2 == 0:
                return line + 1
            end = line
        return 0

    def count(self, data: bytes) -> int:
        """See Ends."""
        left = data.translate(None, _ALL_BUT_QUOTES_AND_LINES).replace(b'""', b"")
        return sum(outside.count(b"\n") for outside in left.split(b'"')[::2])


_ALL_BUT_QUOTES_AND_LINES: Final = bytes(set(range(256)) - set(b'"\n'))


def pieces(read: Callable[[int], bytes], ends: Ends, longest: int, most: int, start: int = 0) -> Iterator[Piece]:
    """The records of a stream in pieces of at most `longest` bytes and about `most` records.

    A record that is longer is passed over to the end of its first line, and makes a piece without data. start: how far behind the
    beginning of the file the first record is.
    """
    first, kept = 1, b""
    while True:
        data = kept + read(longest - len(kept))
        if not data:
            return
        ended = len(data) < longest
        end = len(data) if ended else ends.last(data)
        if end:
            for piece in _split(data[:end], ends, most, start, first):
                yield piece
                first = piece.first + piece.records
            kept = data[end:]
        else:
            end, kept = _passed_over(data, read, longest)
            yield Piece(None, start, end, first, 1)
            first += 1
        start += end
        if ended:
            return


def _split(data: bytes, ends: Ends, most: int, start: int, first: int) -> Iterator[Piece]:
    """The records in halves and halves of these, until there are few enough in each."""
    count = ends.count(data) + (ends.last(data) < len(data))
    while count > most and (half := _middle(data, ends)) < len(data):
        for piece in _split(data[:half], ends, most, start, first):
            yield piece
            first, count = piece.first + piece.records, count - piece.records
        data, start = data[half:], start + half
    if data:
        yield Piece(data, start, len(data), first, count)


def _middle(data: bytes, ends: Ends) -> int:
    """Where a record ends near the middle, else the first place behind it."""
    size = len(data) // 2
    while size < len(data) - 1 and not ends.last(data[:size]):
        size = (size + len(data) + 1) // 2
    return ends.last(data[:size]) or len(data)


def _passed_over(data: bytes, read: Callable[[int], bytes], step: int) -> tuple[int, bytes]:
    """How many bytes to the end of the line that begins, and what was read behind it."""
    size = 0
    while (line := data.find(b"\n")) < 0:
        size += len(data)
        data = read(step)
        if not data:
            return size, b""
    return size + line + 1, data[line + 1 :]
