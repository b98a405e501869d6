"""What the fuzzer's bytes stand for: a response as in the corpus, with two bytes before it for the provider and how it is handed over.

The `.http` form keeps what is found readable, and makes the corpus the seed.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

TEXT, HEAD, WORDS, PLAIN, VIEW, ASKED = (1 << bit for bit in range(6))
"""Bits of the second byte: the body as str; method HEAD; the status as text; no headers and no URL; the body as a view; the headers are the request's too."""

FIRST: Final = 33
"""The first byte is read from here on, so that seeds can be read by people."""


class Case(NamedTuple):
    """A call: the provider and the arguments of `normalize`."""

    provider: str
    body: Any
    status: Any
    headers: Any
    method: str | None
    url: str | None
    request_headers: Any

    def arguments(self) -> dict[str, Any]:
        """What is passed by name."""
        return {name: value for name, value in self._asdict().items() if name not in {"provider", "body"}}


def case_of(data: bytes, slugs: list[str]) -> Case:
    """The call that these bytes stand for; any bytes stand for one. Behind the slugs come "auto" and a name that is made up."""
    names = [*slugs, "auto", "nobody"]
    first, flags = (*data[:2], 0, 0)[:2]
    head, _, body = data[2:].partition(b"\n\n")
    line, *lines = head.decode("latin-1").split("\n")
    words = line.split(" ", 2)
    status: Any = words[1] if len(words) > 1 else None
    if status is not None and status.isascii() and status.isdecimal() and len(status) < FIRST and not flags & WORDS:
        status = int(status)
    url = words[2] if len(words) > len("ab") else None
    headers = [(name, value.strip()) for name, _, value in (each.partition(":") for each in lines)] or None
    whole: Any = body.decode("utf-8", "replace") if flags & TEXT else memoryview(body) if flags & VIEW else body
    plain = bool(flags & PLAIN)
    return Case(
        names[(first - FIRST) % len(names)],
        whole,
        None if status == "-" else status,
        None if plain else headers,
        "HEAD" if flags & HEAD else None,
        None if plain else url,
        headers if flags & ASKED else None,
    )


def bytes_of(provider: str, http: bytes, slugs: list[str], flags: int = 0, url: str = "") -> bytes:
    """The seed that stands for a file of the corpus.

    >>> case_of(bytes_of("b", b"HTTP/1.1 404 Not Found\\nA: b\\n\\nbody", ["a", "b"]), ["a", "b"])
    Case(provider='b', body=b'body', status=404, headers=[('A', 'b')], method=None, url='Not Found', request_headers=None)
    """
    head, blank, body = http.partition(b"\n\n")
    if url:
        line, newline, rest = head.partition(b"\n")
        head = b" ".join((*line.split(b" ")[:2], url.encode())) + newline + rest
    return bytes([FIRST + slugs.index(provider), flags]) + head + blank + body
