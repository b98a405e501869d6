"""Which provider sent a response? Signs that the providers declare are looked for; nothing here knows a vendor by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from normalizer.address import host_and_path, layout_of
from normalizer.declaration import Hosts
from normalizer.decode import decode
from normalizer.envelope import walk
from normalizer.hints import text
from normalizer.scrub import body_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from normalizer.address import Layout
    from normalizer.declaration import BodySign, Declaration
    from normalizer.hints import Hints

S3_COMPATIBLE: Final = "s3-compatible"
UNKNOWN: Final = "unknown"
POINTS: Final = {"strong": 8, "fair": 4, "weak": 2}
HOST_POINTS: Final = 12
"""A host or a header of the vendor's own counts for more than any one sign in a body, which others may imitate."""
HEADER_POINTS: Final = 10
HINT_POINTS: Final = 4
ENOUGH: Final = 4
"""So many points decide, and so many more than the next one has."""

_ADDRESSES: Final = ("Endpoint", "Error.Endpoint", "Error.HostId", "HostId")
MAX_TEXT: Final = 1_024
"""Characters of a value that patterns are tried on: those of a user's tables may take longer on longer texts."""
MAX_START: Final = 300


class Candidate(NamedTuple):
    """A provider that may have sent the response, and why one thinks so."""

    provider: str
    points: int
    evidence: tuple[str, ...]


class Detection(NamedTuple):
    """Who sent a response. `provider`: a slug where that is decided, else s3-compatible for XML in S3's form, else unknown.

    `candidates`: all providers that anything speaks for, the best first. Points are weights of evidence, no probabilities.
    """

    provider: str
    decided: bool
    candidates: tuple[Candidate, ...] = ()


class Signs(NamedTuple):
    """What one provider declares of itself, compiled."""

    provider: str
    layout: Layout
    headers: tuple[tuple[str, re.Pattern[str] | None, int], ...]
    bodies: tuple[CompiledSign, ...]


class CompiledSign(NamedTuple):
    """A sign in the body with its patterns compiled."""

    sign: BodySign
    at: tuple[str, ...]
    values: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]
    starts: re.Pattern[str] | None
    points: int


def signs_of(slug: str, declaration: Declaration) -> Signs:
    """The signs that a declaration gives of its provider, and of no elder."""
    declared = declaration.detect
    layout = layout_of(declaration.hosts or Hosts())
    headers = [(name, pattern, HEADER_POINTS) for name, pattern in (declared.headers if declared else {}).items()]
    headers += [(name, pattern, HINT_POINTS) for name, pattern in (declared.hints if declared else {}).items()]
    compiled = tuple((name.lower(), re.compile(pattern) if pattern else None, points) for name, pattern, points in headers)
    return Signs(slug, layout, compiled, tuple(_compiled(sign) for sign in (declared.body if declared else ())))


def _compiled(sign: BodySign) -> CompiledSign:
    values = tuple((name, tuple(name.split(".")), re.compile(pattern)) for name, pattern in sign.values.items())
    starts = re.compile(sign.starts) if sign.starts else None
    return CompiledSign(sign, tuple(sign.at.split(".")) if sign.at else (), values, starts, POINTS[sign.weight])


def detect(body: object, hints: Hints, url: object, known: Iterable[Signs]) -> Detection:
    """The providers that the response has signs of. Raises TypeError for a body of a type that no body has, nothing else."""
    tree, words, *_ = decode(body, hints=hints)
    format_ = _format(body, tree)
    start = words[:MAX_START] if words else _start(body)
    host = _host(url)
    told = [address for path in _ADDRESSES if (address := _host(walk(tree, tuple(path.split(".")))))]
    told += [address for name in ("location", "endpoint") if (address := _host(hints.header(name)))]
    candidates = []
    for signs in known:
        evidence = [*_of_hosts(signs, host, told), *_of_headers(signs, hints), *_of_body(signs, tree, format_, start)]
        if evidence:
            candidates.append(Candidate(signs.provider, sum(points for points, _ in evidence), tuple(words for _, words in evidence)))
    candidates.sort(key=lambda candidate: (-candidate.points, candidate.provider))
    return _decision(tuple(candidates), tree, format_)


def _decision(candidates: tuple[Candidate, ...], tree: Any, format_: str) -> Detection:
    best = candidates[0].points if candidates else 0
    second = candidates[1].points if len(candidates) > 1 else 0
    if best >= ENOUGH and best - second >= ENOUGH:
        return Detection(candidates[0].provider, decided=True, candidates=candidates)
    s3 = format_ == "xml" and body_text(walk(tree, ("Error", "Code"))) is not None
    return Detection(S3_COMPATIBLE if s3 else UNKNOWN, decided=False, candidates=candidates)


def _format(body: object, tree: Any) -> str:
    if tree is None or isinstance(body, dict):
        return ""
    start = body[:64] if isinstance(body, (str, bytes, bytearray)) else b""
    return "xml" if isinstance(tree, dict) and len(tree) == 1 and ("<" in str(start)) else "json"


def _host(address: object) -> str | None:
    """The host of a URL or of a bare address."""
    given = text(address)
    if not given or len(given) > MAX_TEXT or " " in given:
        return None
    found = host_and_path(given if "://" in given else f"https://{given}")
    return found[0] if found and "." in found[0] else None


def _of_hosts(signs: Signs, host: str | None, told: list[str]) -> list[tuple[int, str]]:
    found = []
    for address, points, words in [(host, HOST_POINTS, "host")] + [(each, POINTS["fair"], "address") for each in told]:
        if address and any(pattern.fullmatch(address) for pattern in signs.layout.hosts):
            found.append((points, f"{words} {address}"))
    return found[:2]


def _of_headers(signs: Signs, hints: Hints) -> list[tuple[int, str]]:
    found = []
    for name, pattern, points in signs.headers if hints.headers else ():
        value = hints.header(name)
        if value is not None and len(value) <= MAX_TEXT and (pattern is None or pattern.fullmatch(value)):
            found.append((points, f"header {name}" if pattern is None else f"header {name} of the form {pattern.pattern}"))
    return found


def _start(body: object) -> str:
    """The beginning of a body as text, without the white space before it."""
    if isinstance(body, (bytes, bytearray)):
        return bytes(body[:MAX_START]).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return str.lstrip(body[:MAX_START]) if isinstance(body, str) else ""


def _of_body(signs: Signs, tree: Any, format_: str, start: str) -> list[tuple[int, str]]:
    return [
        (compiled.points, _words(compiled.sign))
        for compiled in signs.bodies
        if (not compiled.sign.format or compiled.sign.format == format_) and _fits(compiled, walk(tree, compiled.at), start)
    ]


def _fits(compiled: CompiledSign, node: Any, start: str) -> bool:
    sign = compiled.sign
    if compiled.starts and not compiled.starts.match(start):
        return False
    if not (sign.has or sign.lacks or sign.values):
        return compiled.starts is not None
    if type(node) is not dict or any(name in node for name in sign.lacks) or any(name not in node for name in sign.has):
        return False
    for _, steps, pattern in compiled.values:
        value = body_text(walk(node, steps))
        if value is None or len(value) > MAX_TEXT or not pattern.fullmatch(value.strip()):
            return False
    return True


def _words(sign: BodySign) -> str:
    parts = [f"members {', '.join(sign.has)}"] if sign.has else []
    parts += [f"without {', '.join(sign.lacks)}"] if sign.lacks else []
    parts += [f"{name} of the form {pattern}" for name, pattern in sign.values.items()]
    parts += [f"begins like {sign.starts}"] if sign.starts else []
    return f"{sign.format or 'body'}{f' at {sign.at}' if sign.at else ''}: {'; '.join(parts)}"
