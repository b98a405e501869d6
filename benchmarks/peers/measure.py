"""A client beside `normalize` on one body: how long both take, and what of the truth both tell."""

from __future__ import annotations

from importlib.metadata import version
from platform import python_version
from time import thread_time
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.peers.choice import EDGE, original
from benchmarks.peers.truth import FIELDS, case, judged
from benchmarks.rounds import interleaved, microseconds, ratio
from normalizer import normalize

if TYPE_CHECKING:
    from benchmarks.bodies import Body
    from benchmarks.peers.peer import Answer, Peer


class Line(NamedTuple):
    """A line of the data file; all of them text. `ratio`: normalize / client. The last six: yes, no, other, raw or -."""

    peer: str
    package: str
    version: str
    python: str
    body: str
    origin: str
    ours_us: str
    theirs_us: str
    ratio: str
    outcome: str
    """The class that was raised, `returned`, or `crash: ` and the class of what it does not raise on purpose."""
    code: str
    message: str
    request_id: str
    our_code: str
    our_message: str
    our_request_id: str


def measured(peer: Peer, body: Body, rounds: int) -> Line:
    """One client and one body, whose variants take turns."""
    given, parse, provider, status = peer.prepare(body), peer.parse, body.provider, body.status

    def ours() -> None:
        for data, headers in body.variants:
            normalize(provider, data, status=status, headers=headers)

    def theirs() -> None:
        for response in given:
            parse(response)

    seconds = interleaved({"ours": ours, "theirs": theirs}, rounds, thread_time)
    calls = len(body.variants)
    times = {f"{name}_us": f"{microseconds(seconds[name], calls):.2f}" for name in ("ours", "theirs")}
    return told(peer, body)._replace(**times, ratio=f"{ratio(seconds, 'ours', 'theirs'):.3f}")


def told(peer: Peer, body: Body) -> Line:
    """The line without its times."""
    origin, truth, once = "nginx", dict.fromkeys(FIELDS), body._replace(variants=body.variants[:1])
    if body.name != EDGE:
        once = original(body)
        found = case(once)
        origin, truth = found.origin, found.truth
    data, headers = once.variants[0]
    result = peer.parse(peer.prepare(once)[0])
    record = normalize(once.provider, data, status=once.status, headers=headers)
    theirs, ours = judged(_read(peer, result), truth, data), judged({name: getattr(record, name) for name in FIELDS}, truth, data)
    words = {**theirs, **{f"our_{name}": value for name, value in ours.items()}}
    return Line(peer.name, peer.package, version(peer.package), python_version(), body.name, origin, "", "", "", outcome(peer, result), **words)


def _read(peer: Peer, result: Any) -> Answer:
    """What the result tells; nothing where the client crashed, or its own accessors do."""
    if crashed(peer, result):
        return {}
    return peer.read(result)


def crashed(peer: Peer, result: Any) -> bool:
    """Did it raise what it does not mean to?"""
    return isinstance(result, BaseException) and not isinstance(result, peer.errors)


def outcome(peer: Peer, result: Any) -> str:
    """What a caller has to deal with."""
    if not isinstance(result, BaseException):
        return "returned"
    return f"crash: {type(result).__name__}" if crashed(peer, result) else type(result).__name__
