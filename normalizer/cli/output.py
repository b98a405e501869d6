"""Writing: text that any terminal and encoding takes, JSON that is UTF-8 wherever it goes."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def visible(text: str) -> str:
    r"""`text` with everything escaped that is no printable character: what a provider sent must not steer a terminal.

    >>> print(visible("a\n\x1b[31mb"))
    a\n\x1b[31mb
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def fitting(text: str) -> str:
    """`text` with escapes for what the encoding of standard output has not."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def write_text(text: str) -> None:
    """A line, or several, to standard output."""
    print(fitting(text))


def write_json(text: str) -> None:
    """A document of JSON and the end of its line to standard output."""
    byte_writer()(to_bytes(text))


def as_json(value: Any) -> str:
    """The one form of our JSON documents: keys sorted, two spaces deep, text as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def to_bytes(line: str) -> bytes:
    """A line of JSON as bytes. A lone surrogate, which has no UTF-8, becomes JSON's own escape for it."""
    return f"{line}\n".encode("utf-8", "backslashreplace")


def byte_writer() -> Callable[[bytes], object]:
    """What writes bytes to standard output, whatever its encoding; to a replaced one that takes only text, text."""
    stream = sys.stdout
    if stream is None:  # closed by who started us
        return len
    stream.flush()
    binary = getattr(stream, "buffer", None)
    return binary.write if binary is not None else lambda data: stream.write(data.decode())


def complain(message: str) -> None:
    """What is wrong, to standard error, each line under the command's name."""
    for line in message.splitlines():
        remark(f"storage-errors: {line}")


def remark(line: str) -> None:
    """A line to standard error. Nobody needs to read it, so a failure to write it is none."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(visible(line), file=sys.stderr)


def flush() -> None:
    """Send on what waits to be written. Raises OSError."""
    if sys.stdout is not None:
        sys.stdout.flush()


def finish() -> bool:
    """Could all that waits be written? If not, complain, but not of a reader that has gone, and see that nothing fails later."""
    try:
        flush()
    except BrokenPipeError:
        abandon()
    except OSError as error:
        complain(f"cannot write the output: {error.strerror}")
        abandon()
        return False
    return True


def abandon() -> None:
    """Send what still waits for standard output nowhere: its reader has gone, and leaving must not fail for it."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
