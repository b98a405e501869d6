"""A million mutants of real bodies in batches: `normalize_batch` must answer each as `normalize` does, in every column.

`make mutate-batch`, or `python -m tools.mutate_batch [--number N] [--seed S]`. Ends with status 1 at the first difference, and prints it.
"""

from __future__ import annotations

import argparse
import random
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from normalizer.operations import OPERATIONS
from tests.batches import Row, agree
from tests.laws.test_batch import STATUSES
from tests.mutant import mutants
from tests.strategies import DIALECTS, header_names, real_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLION: Final = 1_000_000
LEAST: Final = 0.15
"""Of the mutants that are answered by columns; where fewer are the run proves nothing."""

METHODS: Final = (None, "GET", "HEAD", "PUT", "DELETE", "nonsense")
URLS: Final = (None, None, "https://bucket.s3.amazonaws.com/key", "https://s3.amazonaws.com/bucket", "https://storage.example/v1/AUTH_a/c/o", "/b/k")
OPERATIONS_OR_NONE: Final = (None, None, "nonsense", *sorted(OPERATIONS))
_ROWS: Final = 5_000
_HEADED: Final = 0.25


def main() -> int:
    """Compare, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=MILLION, help=f"how many mutants ({MILLION})")
    parser.add_argument("--seed", type=int, default=2026, help="of the dice (2026)")
    asked = parser.parse_args()
    begin, taken = perf_counter(), 0
    rows = rows_of(random.Random(asked.seed))  # noqa: S311  no secret
    for start in range(0, asked.number, _ROWS):
        count = min(_ROWS, asked.number - start)
        try:
            taken += agree([next(rows) for _ in range(count)])
        except AssertionError as error:
            print(f"differs, seed {asked.seed}, among rows {start:,} to {start + count:,}:\n{error}", file=sys.stderr)
            return 1
    share = taken / max(1, asked.number)
    print(f"{asked.number:,} mutants, seed {asked.seed}, {perf_counter() - begin:.0f} s, no difference")
    print(f"normalize_batch against normalize: {taken:,} answered by columns, the rest one by one: {share:.3f}")
    if share < LEAST:
        print(f"fewer than {LEAST} of the mutants were answered by columns: the run proves nothing", file=sys.stderr)
        return 1
    return 0


def rows_of(dice: random.Random) -> Iterator[Row]:
    """Mutants of all dialects in turn, a quarter of them with headers, of real responses or with declared names, and a quarter with what the request was."""
    sources = [(slug, mutants(slug, dice)) for slug in DIALECTS]
    real = [list(each.headers) for each in real_bodies() if each.headers]
    while True:
        slug, made = dice.choice(sources)
        row: dict[str, Any] = {"provider": slug, "body": next(made), "status": dice.choice(STATUSES), "headers": None}
        if dice.random() < _HEADED:
            own = [(name, dice.choice(("x", "7", "a b", "x?y=z", ""))) for name in dice.sample(header_names(slug), 2)]
            row["headers"] = dice.choice((dice.choice(real), own, [("Server", "nginx"), ("Date", "Sat, 21 Nov 2026 10:00:00 GMT")]))
        if dice.random() < _HEADED:
            row |= {"method": dice.choice(METHODS), "url": dice.choice(URLS), "operation": dice.choice(OPERATIONS_OR_NONE)}
        yield row


if __name__ == "__main__":
    sys.exit(main())
