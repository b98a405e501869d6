"""The speed of one call, as ratios side by side in one run: against the bare parsers, released clients, pydantic's import.

`make bench`, or `python benchmarks/one_call.py [--quick]`. Ends with status 1 if a plain import of the package imports too much.
"""

from __future__ import annotations

import argparse
import json
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from benchmarks import error_path, hostile, imports
from benchmarks.bodies import Body, read_corpus
from benchmarks.peers import Peer, installed
from benchmarks.rounds import interleaved, microseconds, ratio
from normalizer import normalize

if TYPE_CHECKING:
    from collections.abc import Callable


class Measured(NamedTuple):
    """Of one body: microseconds of a call, and the ratios of `normalize` to what it is compared with."""

    body: Body
    bare: float | None
    plain: float
    to_bare: float | None
    with_headers: float | None
    to_peer: float | None = None


def main() -> int:
    """Measure and print all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: seconds instead of a minute, and rougher")
    rounds = 7 if parser.parse_args().quick else 31
    begin = perf_counter()
    corpus = read_corpus()
    peers, missing = installed()
    by_provider = {(peer.provider, peer.format): peer for peer in peers}
    answered = {body.name: measure(body, by_provider.get((body.provider, body.format)), rounds) for body in corpus}
    print_bodies(list(answered.values()))
    for peer in peers:
        print_peer(peer, [each for each in answered.values() if each.to_peer is not None and each.body.provider == peer.provider])
    print_error_path(corpus, rounds)
    if missing:
        print(f"\nnot measured, because missing: {', '.join(missing)}; `pip install {' '.join(missing)}` brings them")
    print_hostile()
    print_imports(5 if rounds < 31 else 15)  # noqa: PLR2004  as above
    print(f"\nwhole run: {perf_counter() - begin:.0f} s")
    return refuse_imports()


def measure(body: Body, peer: Peer | None, rounds: int) -> Measured:
    """One body: the bare parser, `normalize` with status, `normalize` with status and headers, the peer; in the same rounds."""
    contenders = _contenders(body)
    peer = peer if peer and _takes(body) else None
    if peer:
        contenders["peer"] = _peer_loop(peer, body)
    seconds = interleaved(contenders, rounds)
    bare, calls = "bare" in seconds, len(body.variants)
    return Measured(
        body,
        microseconds(seconds["bare"], calls) if bare else None,
        microseconds(seconds["plain"], calls),
        ratio(seconds, "plain", "bare") if bare else None,
        ratio(seconds, "headers", "bare") if bare else None,
        ratio(seconds, "headers", "peer") if peer else None,
    )


def _takes(body: Body) -> bool:
    """A client's error path is for failures; a success or a batch reply goes elsewhere."""
    first, headers = body.variants[0]
    return (body.status is None or body.status >= 400) and normalize(body.provider, first, status=body.status, headers=headers).code is not None  # noqa: PLR2004


def _contenders(body: Body) -> dict[str, Callable[[], object]]:
    provider, status, variants = body.provider, body.status, body.variants
    parse: Callable[[bytes], object] = json.loads if body.format == "JSON" else ET.fromstring

    def bare() -> None:
        for data, _ in variants:
            parse(data)

    def plain() -> None:
        for data, _ in variants:
            normalize(provider, data, status=status)

    def with_headers() -> None:
        for data, headers in variants:
            normalize(provider, data, status=status, headers=headers)

    contenders: dict[str, Callable[[], object]] = {"plain": plain, "headers": with_headers}
    return contenders if body.format == "other" else {"bare": bare} | contenders


def _peer_loop(peer: Peer, body: Body) -> Callable[[], object]:
    responses, parse = peer.prepare(body), peer.parse

    def loop() -> None:
        for response in responses:
            parse(response)

    return loop


def print_bodies(measured: list[Measured]) -> None:
    """One line a body, and median and worst of each format."""
    print(f"{'body':<48} {'format':<6} {'bytes':>6} {'bare µs':>8} {'call µs':>8} {'x bare':>7} {'+ headers':>9}")
    for each in measured:
        body = each.body
        print(
            f"{body.name:<48} {body.format:<6} {body.size:>6} {_number(each.bare, 1):>8} {each.plain:>8.1f}"
            f" {_number(each.to_bare, 2):>7} {_number(each.with_headers, 2):>9}"
        )
    for name, parser in (("JSON", "json.loads(bytes)"), ("XML", "ElementTree.fromstring(bytes)")):
        for label, attribute in (("status", "to_bare"), ("status and headers", "with_headers")):
            ratios = [(getattr(each, attribute), each.body.name) for each in measured if each.body.format == name]
            if ratios:
                worst, where = max(ratios)
                middle = median(value for value, _ in ratios)
                print(f"{name}, normalize with {label} / {parser}: median {middle:.2f}, worst {worst:.2f} ({where}), {len(ratios)} bodies")


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def print_peer(peer: Peer, measured: list[Measured]) -> None:
    """The ratio to a client, and how much of what `normalize` reports the client's own result holds."""
    if not measured:
        print(f"\n{peer.name}: no body of {peer.provider} in {peer.format} to compare")
        return
    worst, where = max((each.to_peer or 0.0, each.body.name) for each in measured)
    middle = median(each.to_peer or 0.0 for each in measured)
    print(f"\nnormalize / {peer.name}: median {middle:.2f}, worst {worst:.2f} ({where}), {len(measured)} bodies")
    for field in ("code", "message", "request_id"):
        told, same = 0, 0
        for body in (each.body for each in measured):
            data, headers = body.variants[0]
            expected = getattr(normalize(body.provider, data, status=body.status, headers=headers), field)
            given = peer.read(peer.parse(peer.prepare(body)[0]))[field]
            told += expected is not None
            same += expected is not None and given is not None and str(given) == expected
        print(f"    {field}: {same} of {told} that the response has")


def print_error_path(corpus: list[Body], rounds: int) -> None:
    """The ratios to the error path of botocore: for failures of S3, and for every page of HTML as if S3 were behind it."""
    failures = [body for body in corpus if body.provider == error_path.PROVIDER and body.format == "XML" and _takes(body)]
    groups = {
        "XML": [body for body in failures if not error_path.is_page(body)],
        "HTML pages": [body for body in corpus if error_path.is_page(body)],
        "HTML pages with a 5xx": [body for body in corpus if error_path.is_page(body) and (body.status or 0) >= 500],  # noqa: PLR2004
    }
    print()
    for name, bodies in groups.items():
        try:
            found = error_path.ratios(bodies, rounds)
        except ImportError:
            return
        worst, where = max(found)
        print(
            f"{name}, normalize / botocore's parser and exception: median {median(value for value, _ in found):.2f}, worst {worst:.2f} ({where}), {len(found)} bodies"
        )


def print_hostile() -> None:
    """One line a body, the worst last."""
    print(f"\n{'hostile body of 64 KiB, worst provider':<42} {'normalize ms':>12} {'errors_in ms':>12}")
    found = hostile.measure()
    for name, milliseconds in found:
        times = [f"{milliseconds[call][0]:.2f}" if milliseconds else f"> {hostile.MAX_SECONDS * 1e3:.0f}" for call in ("normalize", "errors_in")]
        print(f"{name:<42} {times[0]:>12} {times[1]:>12}")
    over = [name for name, milliseconds in found if milliseconds is None or milliseconds["normalize"][0] > hostile.LIMIT_MS]
    print(f"over {hostile.LIMIT_MS:.0f} ms with normalize: {', '.join(over) or 'none'}")


def print_imports(rounds: int) -> None:
    """Milliseconds and ratios of imports in fresh processes."""
    milliseconds, ratios = imports.measure(rounds)
    print()
    for name, took in milliseconds.items():
        print(f"{name:<42} {took:>8.1f} ms {ratios[name]:>6.2f} x")


def refuse_imports() -> int:
    """1, and why, if `import normalizer` imports what it should not."""
    unwanted = imports.not_wanted()
    if unwanted:
        print(f"import normalizer imports {' and '.join(unwanted)}; import them where they are used", file=sys.stderr)
        return 1
    print(f"import normalizer imports none of {', '.join(imports.NOT_WANTED)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
