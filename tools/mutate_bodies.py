"""A million mutants of real responses: what reads quickly must answer as the plain way does, xmltodict, json and the four steps.

`make mutate-bodies`, or `python -m tools.mutate_bodies [--number N] [--seed S]`. Ends with status 1 at the first difference, and prints it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Final

from pydantic_core import from_json

from tests.laws.test_quick import STATUSES
from tests.laws.test_quick import agree as quick_agrees
from tests.laws.test_xml import agree as flat_xml_agrees
from tests.mutant import header_mutants, mutants
from tests.strategies import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable

MILLION: Final = 1_000_000
LEAST: Final = 0.15
"""Of the mutants that a reader could take; where fewer are taken the run proves nothing."""


def main() -> int:
    """Compare, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=MILLION, help=f"how many mutants ({MILLION})")
    parser.add_argument("--seed", type=int, default=2026, help="of the dice (2026)")
    asked = parser.parse_args()
    begin, rng = perf_counter(), random.Random(asked.seed)  # noqa: S311  no secret
    sources = [(slug, mutants(slug, rng), header_mutants(slug, rng)) for slug in DIALECTS]
    counts: Counter[str] = Counter()
    for _ in range(asked.number):
        slug, made, sent = rng.choice(sources)
        body, headers, status = next(made), next(sent), rng.choice(STATUSES)
        checks: dict[str, Callable[[], bool]] = {
            "status": partial(quick_agrees, slug, body, status),
            "headers": partial(quick_agrees, slug, body, status, headers),
        }
        if body[:1] == b"{":
            checks["JSON"] = partial(json_agrees, body)
        elif body.lstrip()[:1] == b"<":
            checks["XML"] = partial(flat_xml_agrees, body)
        for name, check in checks.items():
            counts[name] += 1
            try:
                counts[f"{name} taken"] += check()
            except AssertionError as error:
                print(
                    f"{name} differs: provider {slug}, status {status}, seed {asked.seed}, headers {headers!r}, body {body!r}\n{error}",
                    file=sys.stderr,
                )
                return 1
    print(f"{asked.number:,} mutants, seed {asked.seed}, {perf_counter() - begin:.0f} s, no difference")
    for name, against in (("status", "the four steps"), ("headers", "the four steps"), ("JSON", "json"), ("XML", "xmltodict and the plain reader")):
        share = counts[f"{name} taken"] / max(1, counts[name])
        print(f"{name:<7} against {against:<32} {counts[name]:>9,} asked  {counts[f'{name} taken']:>9,} taken  {share:.3f}")
        if share < LEAST:
            print(f"fewer than {LEAST} of the mutants were taken: the run proves nothing", file=sys.stderr)
            return 1
    return 0


def json_agrees(body: bytes) -> bool:
    """Does the parser that we use read what `json` reads? True where it accepts the body."""
    try:
        ours = from_json(body)
    except ValueError:
        return False
    assert repr(ours) == repr(json.loads(body))  # noqa: S101  a comparison of the run
    return True


if __name__ == "__main__":
    sys.exit(main())
