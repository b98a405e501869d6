"""The page about released clients: how long each takes for an error beside `normalize`, and what it tells of it, as measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.peers.choice import EDGE
from benchmarks.peers.data import read
from benchmarks.peers.paths import PATHS
from benchmarks.peers.summary import is_unparsed, summaries
from tools.docs_markdown import BLANK, code, page, section, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmarks.peers.measure import Line
    from benchmarks.peers.summary import Summary, Times

SLOWER: Final = 1.0
NAMES: Final = {"code": "code", "message": "message", "request_id": "request id"}
_INTRODUCTION: Final = """\
Released clients and `normalize` on the same bytes, side by side in one process: `make peers` measures anew and writes `benchmarks/peers.csv`, of which this page is made. A ratio is the time of `normalize` divided by that of the client:
below 1 `normalize` is the faster one. It is taken round by round, in 31 rounds of up to 64 responses, and its median stands here. What is counted is time of the processor, so that other work on the machine changes little; microseconds are those of one machine and only ratios mean something on another."""
_INPUT: Final = """\
The bodies are those of `tests/corpus` that the client's own provider sends with a status of 400 or more, in the format that the client's path is made for; each in up to 64 variants with a request id of their own, so that nothing can be remembered.
The status and the headers that the case knows go to both; where it has no Content-Type or Date, both get one that fits, and the headers of the transport are left out.
The response objects of requests and urllib3 are made outside the timed loop, by these libraries themselves. Records of logging are made as at the default level, and dropped. Nothing of sending, signing or repeating is timed.
The edge's page is the HTML that an nginx writes for a 503. `make test-sdks` plays such answers to the whole clients on loopback: but for libcloud, which is not asked there, they give the same class, code and request id as these paths."""
_TOLD: Final = """\
How many of the codes, messages and request ids that the bytes hold are in what the client gives, and in the record. What they hold is said by the expectations of the corpus; for messages that these do not name, by a plain JSON or XML parser.
A message may have words around it; the whole body unparsed is no message. Many clients take the request id from a header, which a service sends beside the one in its body and which those who report a body often leave out:
what is missing there says less than a missing code."""
_UNPARSED: Final = "Here the client's path ends before a parser sees the body, or has no parser: no comparison of like with like."
_LOST: Final = """\
Bodies of which a client gives neither code nor message though it parses them: some keep the whole text only, some say an exception of their own with other words instead. A crash is an exception that the client does not raise on purpose."""


def peers_page(root: Path) -> str:
    lines = read(root / "benchmarks" / "peers.csv")
    found = summaries(lines)
    times = ("client", "version", "bodies", "of these real", "normalize µs", "client µs", "ratio", "worst ratio", "edge's page", "raised or returned")
    unparsed = ("client", "bodies", "normalize µs", "client µs", "ratio", "worst ratio")
    return page(
        ["# Clients beside normalize"],
        [_INTRODUCTION],
        section("## Times", [_python(lines)], table(times, (_times_row(each) for each in found if each.alike), blanks=True), _slower(found)),
        section(
            "## Bodies that are not parsed",
            [_UNPARSED],
            table(unparsed, ((text(each.name), *_numbers(each.unparsed)) for each in found if each.unparsed), blanks=True),
        ),
        section(
            "## What is told", [_TOLD], table(("client", *(f"{name}: client, normalize, held" for name in NAMES.values())), map(_told_row, found))
        ),
        section("## What is lost", [_LOST], table(("client", "bodies", "which, and what is raised or returned"), _lost(lines))),
        section("## How each is called", [_INPUT], table(("client", "path"), ((text(name), path.called) for name, path in PATHS.items()))),
    )


def _python(lines: list[Line]) -> str:
    versions = ", ".join(sorted({line.python for line in lines}))
    return f'Python {versions}. Real are bodies that a vendor documents or somebody observed; the others were put together from documented parts. In "edge\'s page" stands the ratio and what the client makes of it.'


def _times_row(found: Summary) -> tuple[str, ...]:
    count, *numbers = _numbers(found.alike)
    edge = f"{float(found.edge.ratio):.2f}, {found.edge.outcome}"
    return text(found.name), found.first.version, count, str(found.real), *numbers, edge, ", ".join(code(each) for each in found.outcomes)


def _numbers(times: Times | None) -> tuple[str, ...]:
    if times is None:
        return (BLANK,) * 5
    return str(times.bodies), f"{times.ours:.1f}", f"{times.theirs:.1f}", f"{times.ratio:.2f}", f"{times.worst:.2f} ({times.where.partition('/')[2]})"


def _slower(found: Iterable[Summary]) -> list[str]:
    """The judgement on: never slower than a client that parses the body."""
    compared = [(each.name, each.alike) for each in found if each.alike]
    median = [f"{text(name)} ({times.ratio:.2f})" for name, times in compared if times.ratio > SLOWER]
    single = [f"{text(name)} ({times.worst:.2f})" for name, times in compared if times.ratio <= SLOWER < times.worst]
    faster = [text(name) for name, times in compared if times.worst <= SLOWER]
    return [
        f"* slower than the client at the median of its bodies: {', '.join(median) or 'none'}",
        f"* slower on single bodies only: {', '.join(single) or 'none'}",
        f"* never slower: {', '.join(faster) or 'none'}",
    ]


def _told_row(found: Summary) -> tuple[str, ...]:
    shares = (found.shares[name] for name in NAMES)
    return text(found.name), *(f"{share.theirs}, {share.ours}, {share.held}" if share.held else BLANK for share in shares)


def _lost(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    by_client: dict[str, list[Line]] = {name: [] for name in PATHS}
    for line in lines:
        told = {line.code, line.message}
        if line.outcome.startswith("crash") or (line.body != EDGE and not is_unparsed(line) and "yes" not in told and told != {"-"}):
            by_client[line.peer].append(line)
    for name, found in by_client.items():
        if found:
            bodies = ", ".join(f"{code(line.body.rpartition('/')[2])} ({line.outcome})" for line in found)
            yield text(name), str(len(found)), bodies
