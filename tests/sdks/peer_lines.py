"""The lines of benchmarks/peers.csv without their times, made anew by asking the clients of an environment."""

from __future__ import annotations

import warnings

from benchmarks.bodies import read_corpus
from benchmarks.peers import installed, makers
from benchmarks.peers.choice import chosen, edge
from benchmarks.peers.data import read
from benchmarks.peers.measure import Line, told

NOT_COMPARED = {"version": "", "python": "", "ours_us": "", "theirs_us": "", "ratio": ""}


def changed(extra: str) -> tuple[list[Line], set[str]]:
    """The lines that are no longer so, and the names of the clients that were asked. Bodies that the file does not know are left out."""
    known = {(line.peer, line.body): line._replace(**NOT_COMPARED) for line in read()}
    peers, missing = installed(makers(extra))
    assert missing == []
    corpus, found = read_corpus(), []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # b2sdk warns of codes that it does not know
        for peer in peers:
            bodies = [body for body in [*chosen(peer, corpus), edge(peer.provider)] if (peer.name, body.name) in known]
            assert len(bodies) > 1
            found += [told(peer, body)._replace(**NOT_COMPARED) for body in bodies]
    return [line for line in found if line != known[line.peer, line.body]], {peer.name for peer in peers}
