"""The bodies to measure: every case of tests/corpus, each in many variants that differ in the request id only."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from normalizer import normalize

CORPUS: Final = Path(__file__).resolve().parent.parent / "tests" / "corpus"
VARIANTS: Final = 64
VARIANTS_OF_LONG: Final = 4
LONG: Final = 8 * 1024
_CLASSES: Final = (string.digits, "abcdef", "ABCDEF", string.ascii_lowercase, string.ascii_uppercase)


class Body(NamedTuple):
    """One response of a provider. `variants`: (body, headers), each with a request id of its own where it has one."""

    name: str
    provider: str
    status: int | None
    format: str
    variants: tuple[tuple[bytes, dict[str, str]], ...]

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self.variants[0][0])


def read_corpus(corpus: Path = CORPUS) -> list[Body]:
    """All cases, by provider and name."""
    return [_body(path) for path in sorted(corpus.glob("*/*.http"))]


def _body(path: Path) -> Body:
    status, headers, data = read_response(path)
    provider = path.parent.name
    request_id = normalize(provider, data, status=status, headers=headers).request_id
    return Body(f"{provider}/{path.stem}", provider, status, _format(data), _variants(data, headers, request_id))


def read_response(path: Path) -> tuple[int | None, dict[str, str], bytes]:
    """Status, headers and body of a case. Its head is a status line (`HTTP/1.1 -` where there is none) and headers."""
    with path.open("rb") as file:
        word = file.readline().decode("latin-1").split()[1:2]
        headers: dict[str, str] = {}
        while line := file.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = line.partition(":")
            headers[name] = value.strip()
        return int(word[0]) if word and word[0].isdigit() else None, headers, file.read()


def _format(data: bytes) -> str:
    """`JSON` or `XML` where the bare parser reads the body, else `other`."""
    for name, parse in (("JSON", json.loads), ("XML", ET.fromstring)):
        try:
            parsed: Any = parse(data)
        except (ValueError, ET.ParseError):
            continue
        if name == "XML" or isinstance(parsed, (dict, list)):
            return name
    return "other"


def _variants(data: bytes, headers: dict[str, str], request_id: str | None) -> tuple[tuple[bytes, dict[str, str]], ...]:
    dice = random.Random(2026)  # noqa: S311  no secret
    found = []
    for _ in range(VARIANTS if len(data) < LONG else VARIANTS_OF_LONG):
        fresh = "".join(_another(character, dice) for character in request_id or "")
        if request_id:
            other = {_copy(name): value.replace(request_id, fresh) for name, value in headers.items()}
            found.append((data.replace(request_id.encode(), fresh.encode()), other))
        else:
            found.append((data, {_copy(name): value for name, value in headers.items()}))
    return tuple(found)


def _copy(name: str) -> str:
    """The same name as another object, as every response brings its own."""
    return name.encode().decode()


def _another(character: str, dice: random.Random) -> str:
    """A character of the same sort, so that an id keeps its form."""
    return next((dice.choice(sort) for sort in _CLASSES if character in sort), character)
