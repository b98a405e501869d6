"""The lines of one client in one: medians, the worst, and how much is told."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.peers.choice import EDGE
from benchmarks.peers.paths import EVERYTHING, PATHS
from benchmarks.peers.truth import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.measure import Line


class Share(NamedTuple):
    """How many of what the bodies hold are told, by the client and by `normalize`."""

    theirs: int
    ours: int
    held: int


class Times(NamedTuple):
    """Medians over bodies, in microseconds; of the ratios normalize / client the median and the worst, and the body of the worst."""

    bodies: int
    ours: float
    theirs: float
    ratio: float
    worst: float
    where: str


class Summary(NamedTuple):
    """One client. `alike`: the bodies that it parses, `real` of them documented or observed; `unparsed`: those that its path leaves unread."""

    first: Line
    bodies: int
    real: int
    alike: Times | None
    unparsed: Times | None
    edge: Line
    shares: dict[str, Share]
    outcomes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The client's."""
        return self.first.peer


def summaries(lines: Iterable[Line]) -> list[Summary]:
    """One of each client, in the order of PATHS."""
    by_peer: dict[str, list[Line]] = {name: [] for name in PATHS}
    for line in lines:
        by_peer[line.peer].append(line)
    return [summary(found) for found in by_peer.values() if found]


def summary(lines: list[Line]) -> Summary:
    """All lines of one client, with that of the edge's page."""
    own, edge = [line for line in lines if line.body != EDGE], next(line for line in lines if line.body == EDGE)
    unread = [line for line in own if is_unparsed(line)]
    return Summary(
        first=own[0],
        bodies=len(own),
        real=sum(line.origin != "constructed" for line in own if not is_unparsed(line)),
        alike=_times([line for line in own if not is_unparsed(line)]),
        unparsed=_times(unread),
        edge=edge,
        shares={name: _share(own, name) for name in FIELDS},
        outcomes=tuple(dict.fromkeys(line.outcome for line in own)),
    )


def is_unparsed(line: Line) -> bool:
    """Does the client's path end before a parser sees this body?"""
    return bool({EVERYTHING, line.outcome} & set(PATHS[line.peer].unparsed))


def _times(lines: list[Line]) -> Times | None:
    if not lines:
        return None
    ours, theirs, ratios = (median(float(getattr(line, name)) for line in lines) for name in ("ours_us", "theirs_us", "ratio"))
    worst = max(lines, key=lambda line: float(line.ratio))
    return Times(len(lines), ours, theirs, ratios, float(worst.ratio), worst.body)


def _share(lines: list[Line], name: str) -> Share:
    held = [line for line in lines if getattr(line, name) != "-"]
    return Share(sum(getattr(line, name) == "yes" for line in held), sum(getattr(line, f"our_{name}") == "yes" for line in held), len(held))
