"""Bodies made to be slow, of 64 KiB each: the worst time over all providers, each body in a process that is ended in time.

Run as a command with the name of a body it measures that one: `python benchmarks/hostile.py deep-xml`.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer import errors_in, normalize, providers

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE: Final = 64 * 1024
LIMIT_MS: Final = 10.0
MAX_SECONDS: Final = 6.0
REPEATED: Final = 5
SLOW_SECONDS: Final = 0.1
"""A call that takes longer is not repeated."""


def bodies() -> dict[str, tuple[bytes, dict[str, str]]]:
    """Body and headers, by name."""
    message = b'{"code": 1, "Code": "x", "error_code": "1", "error_msg": "%b", "msg": "%b", "message": "%b", "Message": "%b"}'
    single = b"{'error_code': '1', 'message': '"
    plain = {
        "empty-elements": _filled(b"<E>", b"<a/>", b"</E>"),
        "empty-elements-unclosed": _filled(b"<E>", b"<a/>", b""),
        "deep-xml": b"<a>" * (SIZE // 7) + b"</a>" * (SIZE // 7),
        "attributes": b"<E " + b" ".join(b'a%d="%d"' % (number, number) for number in range(SIZE // 13)) + b"/>",
        "leaves": b"<Error>" + b"".join(b"<%b>1</%b>" % (name, name) for name in _names(SIZE // 14 - 2)) + b"</Error>",
        "leaves-one-name": _filled(b"<Error>", b"<a>1</a>", b"</Error>"),
        "leaves-unclosed": _filled(b"<Error>", b"<a>1</a>", b"<"),
        "leaves-with-entities": _filled(b"<Error><Message>", b"&amp;", b"</Message></Error>"),
        "long-text-xml": _filled(b"<Error><Code>x</Code><Message>", b"a", b"</Message></Error>"),
        "batch-xml": _filled(b"<DeleteResult>", b"<Error><Code>x</Code></Error>", b"</DeleteResult>"),
        "dtd": _filled(b'<!DOCTYPE E [<!ENTITY a "', b"a", b'">]><E>&a;</E>'),
        "dtd-many": _filled(b"<!DOCTYPE E [", b'<!ENTITY a "b">', b"]><E>&a;</E>"),
        "comments": _filled(b"<E>", b"<!---->", b"</E>"),
        "html": _filled(b"<html>", b"<title", b""),
        "brackets": b"[" * SIZE,
        "objects": _filled(b"", b'{"a":', b""),
        "long-text-json": _filled(b'{"code": 1, "message": "', b"a", b'"}'),
        "escapes": _filled(b'{"code": 1, "message": "', b"\\ud800", b'"}'),
        "members": b"{" + b",".join(b'"%b":1' % name for name in _names(SIZE // 9)) + b"}",
        "members-unclosed": b"{" + b",".join(b'"%b":1' % name for name in _names(SIZE // 9)),
        "members-single-quoted": b"{" + b",".join(b"'%b':1" % name for name in _names(SIZE // 9)) + b"}",
        "string-unclosed": _filled(single, b"\\'", b""),
        "long-number": _filled(b'{"code": ', b"1", b"}"),
        "batch-json": _filled(b'{"code": 1, "errors": [', b'{"code": "x", "key": "y"}, ', b'{"code": "x"}]}'),
        "question-marks": message % ((b"?" * (SIZE // 4 - 40),) * 4),
        "queries": message % ((b"?a=b " * (SIZE // 20 - 8),) * 4),
        "form": _filled(b"a=", b"&a=", b" "),
        "form-of-escapes": b"a=" + b"%" * (SIZE - 2),
        "escapes-only": b"%" * SIZE,
        "text": b"a" * SIZE,
        "question-marks-text": b"?" * SIZE,
        "nul": b"\x00" * SIZE,
        "utf-16": _filled("<E>", "<a/>", "</E>").decode().encode("utf-16")[:SIZE],
        "gzip": gzip.compress(b"<a/>" * SIZE * 64)[:SIZE],
    }
    found: dict[str, tuple[bytes, dict[str, str]]] = {name: (body, {}) for name, body in plain.items()}
    for charset in ("gb18030", "punycode", "utf-7", "idna"):
        found[f"charset-{charset}"] = _filled(b"\xff-", b"ba", b""), {"Content-Type": f"text/plain; charset={charset}"}
    return found


def _filled(first: bytes | str, repeated: bytes | str, last: bytes | str) -> bytes:
    """`repeated` as often as it fits into the size, between the other two."""
    head, part, tail = (text.encode() if isinstance(text, str) else text for text in (first, repeated, last))
    return head + part * ((SIZE - len(head) - len(tail)) // len(part)) + tail


def _names(count: int) -> list[bytes]:
    """Different names of four letters."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [bytes(ord(letters[number // 26**place % 26]) for place in range(4)) for number in range(count)]


class Cost(NamedTuple):
    """The worst milliseconds of a body, and the provider that took them; None where the process had to be ended."""

    name: str
    milliseconds: dict[str, tuple[float, str]] | None


def measure() -> list[Cost]:
    """The cost of every body."""
    return [_in_a_process(name) for name in bodies()]


def _in_a_process(name: str) -> Cost:
    try:
        out = subprocess.run([sys.executable, Path(__file__), name], check=True, capture_output=True, timeout=MAX_SECONDS).stdout  # noqa: S603  this file
    except subprocess.TimeoutExpired:
        return Cost(name, None)
    return Cost(name, {call: (worst, provider) for call, (worst, provider) in json.loads(out).items()})


def costs(name: str) -> dict[str, tuple[float, str]]:
    """The worst time of each call over all providers."""
    body, headers = bodies()[name]
    found = {}
    for call in (normalize, errors_in):
        found[call.__name__] = max((_milliseconds(call, provider, body, headers), provider) for provider in providers())
    return found


def _milliseconds(call: Callable[..., Any], provider: str, body: bytes, headers: dict[str, str]) -> float:
    call(provider, b"{}")
    times: list[float] = []
    while len(times) < REPEATED and not (times and times[-1] > SLOW_SECONDS):
        begin = perf_counter()
        call(provider, body, status=400, headers=headers)
        times.append(perf_counter() - begin)
    return median(times) * 1e3


if __name__ == "__main__":
    print(json.dumps(costs(sys.argv[1])))
