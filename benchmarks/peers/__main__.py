"""Time the clients of an extra beside `normalize`, and put the lines into benchmarks/peers.csv: `python -m benchmarks.peers sdks`.

Nothing is asserted about time. Ends with status 1 if a client of the extra is not installed.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from time import perf_counter

from benchmarks.bodies import read_corpus
from benchmarks.peers import PEERS, installed, makers
from benchmarks.peers.choice import chosen, edge
from benchmarks.peers.data import read, write
from benchmarks.peers.measure import measured
from benchmarks.peers.summary import Summary, summary

ROUNDS, QUICK = 31, 5


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extra", choices=PEERS, help="the extra whose packages this environment has")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher, and nothing is written")
    parser.add_argument("--only", default="", metavar="TEXT", help="clients whose name holds this, and nothing is written")
    options = parser.parse_args()
    begin = perf_counter()
    peers, missing = installed(makers(options.extra))
    if missing:
        print(f"missing: {', '.join(missing)}; run `make peers`", file=sys.stderr)
        return 1
    quiet()
    corpus, lines = read_corpus(), []
    print(
        f"{'client':<28} {'bodies':>6} {'ours µs':>8} {'theirs µs':>9} {'ratio':>6} {'worst':>6} {'edge':>6}  code, message, request id told; what is raised"
    )
    for peer in peers:
        if options.only in peer.name:
            bodies = [*chosen(peer, corpus), edge(peer.provider)]
            found = [measured(peer, body, QUICK if options.quick else ROUNDS) for body in bodies]
            print(shown(summary(found)))
            lines += found
    if not options.quick and not options.only:
        write([*(line for line in read() if line.peer not in {peer.name for peer in peers}), *lines])
    print("* bodies that the client does not parse: no comparison of like with like")
    print(f"whole run: {perf_counter() - begin:.0f} s")
    return 0


def quiet() -> None:
    """Records of logging are made, as at the default level of WARNING, and dropped; a terminal is not what is measured."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def shown(found: Summary) -> str:
    """One client in one line; the edge's page apart, and bodies that it does not parse apart."""
    told = ", ".join(f"{share.theirs}/{share.held}" for share in found.shares.values())
    said = ", ".join(found.outcomes)
    lines = [
        f"{name:<28} {times.bodies:>6} {times.ours:>8.1f} {times.theirs:>9.1f} {times.ratio:>6.2f} {times.worst:>6.2f} {found.edge.ratio:>6}"
        for name, times in ((found.name, found.alike), (found.name + " *", found.unparsed))
        if times
    ]
    return "\n".join([f"{lines[0]}  {told}; {said}; edge: {found.edge.outcome}", *lines[1:]])


if __name__ == "__main__":
    sys.exit(main())
