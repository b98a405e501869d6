"""Ten million mixed calls: is memory flat? And a hostile part: names, codes, headers, spellings and charsets without end.

    make soak [CALLS=10000000]      or  python -m benchmarks.soak [--calls N] [--hostile N] [--seed S]

Flat is: from 10 % of the calls to the end the resident memory grows by less than 8 MB, and no cache is above its bound. Ends with status 1 where
it is not. Ctrl-C ends a part, and what was seen until then counts. `--trace` says which lines of code the growth comes from (slower).
"""

from __future__ import annotations

import argparse
import encodings
import gc
import os
import random
import re
import sys
import tracemalloc
from collections import Counter
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

from normalizer import Tables, UnknownProvider
from normalizer.hints import STATUS_ONLY
from tests.mutant import mutants
from tests.strategies import real_bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GROWTH: Final = 8.0
"""MB of resident memory that may come on top after the first tenth."""

TIMES: Final = 10
STATM: Final = Path("/proc/self/statm")
MIXED: Final = {"normalize": 60, "with headers": 14, "mutant": 6, "unknown code": 10, "errors_in": 6, "detect": 2, "translate": 2}
"""How often of a hundred calls each is made. `normalize` is with the status alone, the other ways are with what else came."""
HELD: Final = ("aws-s3", "qingstor", "dropbox")
"""The providers that the hostile part asks: few, so that their caches reach their bounds."""


def bound(name: str) -> int:
    """A bound of the package by its name, in whatever module it stands."""
    modules = [module for key, module in sorted(sys.modules.items()) if key.startswith("normalizer.")]
    return next(int(vars(module)[name]) for module in modules if name in vars(module))


class Real(NamedTuple):
    """A response of the corpus with a gap where its request id was."""

    provider: str
    before: bytes
    behind: bytes | None
    status: int | None
    headers: list[tuple[str, str]]

    def fresh(self, number: int) -> bytes:
        """The body with a request id that never was."""
        return self.before if self.behind is None else self.before + b"%016X" % number + self.behind


class State(NamedTuple):
    """What is in use. `resident`: MB; `blocks`: of Python's allocator; `objects`: that the collector knows."""

    calls: int
    resident: float
    blocks: int
    objects: int
    seconds: float


def real_responses(tables: Tables) -> list[Real]:
    """The corpus."""
    found = []
    for real in real_bodies():
        mark = (tables.normalize(real.provider, real.body, status=real.status).request_id or "\0").encode()
        before, gap, behind = real.body.partition(mark)
        found.append(Real(real.provider, before, behind if gap else None, real.status, real.headers))
    return found


def mixed(tables: Tables, rng: random.Random) -> Iterator[Callable[[], object]]:
    """Calls without end, in the proportions of `MIXED`."""
    reals = real_responses(tables)
    bodies = {real.provider: mutants(real.provider, rng) for real in reals}
    records = [tables.normalize(real.provider, real.before + (real.behind or b""), status=real.status) for real in reals]
    slugs = tables.providers()
    ways = [name for name, often in MIXED.items() for _ in range(often)]
    for number in count():
        way, real = rng.choice(ways), rng.choice(reals)
        body = real.fresh(number)
        if way == "normalize":
            yield partial(tables.normalize, real.provider, body, status=real.status)
        elif way == "with headers":
            yield partial(tables.normalize, real.provider, body, status=real.status, headers=real.headers, url="https://a.example/b/c")
        elif way == "mutant":
            yield partial(tables.normalize, real.provider, next(bodies[real.provider]), status=real.status)
        elif way == "unknown code":
            yield partial(tables.normalize, real.provider, b'{"code": "Code%X", "Code": "x"}' % number, status=503)
        elif way == "errors_in":
            yield partial(tables.errors_in, real.provider, body, status=real.status, headers=real.headers)
        elif way == "detect":
            yield partial(tables.detect, body, status=real.status, headers=real.headers)
        else:
            yield partial(tables.translate, rng.choice(records), rng.choice(slugs))


def hostile(tables: Tables, rng: random.Random) -> Iterator[Callable[[], object]]:
    """Calls without end of which each has something that was never there before."""

    def unknown(name: str) -> None:
        with suppress(UnknownProvider):
            tables.normalize(name, status=404)

    def spelt(slug: str) -> str:
        return "".join(rng.choice((letter, letter.upper())) for letter in slug) + " " * rng.randrange(9)

    def outer() -> str:
        return f"O{rng.randrange(bound('MOST_PLACES') // 2)}"

    say = tables.normalize
    ways: list[Callable[[str, str, int | None], object]] = [
        lambda slug, odd, status: say(slug, f"<Error><Code>{odd}</Code></Error>".encode(), status=status),
        lambda slug, odd, status: say(slug, f'{{"code": "{odd * 60}", "error": {{".tag": "{odd}"}}}}'.encode(), status=status),
        lambda slug, odd, status: say(slug, f'{{"Error": {{"Code": "x", "{odd * 40}": ""}}, "{outer()}": 1}}'.encode(), status=status),
        lambda slug, odd, status: say(slug, f"<Error><Code>x</Code><{odd}>y</{odd}></Error>".encode(), status=status),
        lambda slug, odd, status: say(slug, b"{}", status=status, headers={odd: odd, "x-error-code": odd, "x-amz-request-id": odd}),
        lambda slug, odd, status: say(slug, b"\xff", status=status, headers={"Content-Type": f"text/plain; charset=gb{odd[-6:]}"}),
        lambda slug, odd, status: say(slug, f'<?xml version="1.0" encoding="x{odd}"?><Error>\xff</Error>'.encode("latin-1"), status=status),
        lambda slug, odd, _: say(slug, None, status=odd, method=odd, operation=odd, url=f"https://{odd}.s3.amazonaws.com/{odd}"),
        lambda slug, _, status: say(spelt(slug), status=status),
        lambda _, odd, __: unknown(odd),
        lambda _, odd, __: tables.detect(f'{{"{odd}": 1}}'.encode(), headers={odd: odd}, url=f"https://{odd}.example.com/"),
        lambda slug, odd, _: tables.translate(say(slug, f"<Error><Code>{odd}</Code></Error>".encode(), status=rng.randrange(1_000)), "azure-blob"),
    ]
    for number in count():
        yield partial(ways[number % len(ways)], rng.choice(HELD), f"{rng.choice('aXZ')}{number:x}", rng.choice((400, 404, 503, None)))


def state(calls: int, begin: float) -> State:
    """What is in use now, after a collection."""
    gc.collect()
    pages = int(STATM.read_text(encoding="ascii").split()[1])
    return State(calls, pages * os.sysconf("SC_PAGE_SIZE") / 1e6, sys.getallocatedblocks(), len(gc.get_objects()), perf_counter() - begin)


def run(calls: Iterator[Callable[[], object]], number: int, trace: bool = False) -> list[State]:  # noqa: FBT001, FBT002
    """Make so many calls and print what is in use at every tenth of them."""
    begin, states, snapshot = perf_counter(), [], None
    print(f"{'calls':>12}  {'RSS, MB':>9}  {'blocks':>11}  {'objects':>9}  {'seconds':>8}")
    done = 0
    while done < number:
        batch = min(max(1, number // TIMES), number - done)
        try:
            for _ in range(batch):
                next(calls)()
                done += 1
        except KeyboardInterrupt:
            print(f"stopped after {done:,} calls")
            number = done
        now = state(done, begin)
        states.append(now)
        print(f"{now.calls:>12,}  {now.resident:>9.1f}  {now.blocks:>11,}  {now.objects:>9,}  {now.seconds:>8.0f}", flush=True)
        if trace and snapshot is None:
            tracemalloc.start()
            snapshot = tracemalloc.take_snapshot()
    if snapshot is not None:
        for line in tracemalloc.take_snapshot().compare_to(snapshot, "lineno")[:10]:
            print(f"    {line}")
        tracemalloc.stop()
    return states


def is_flat(states: list[State], what: str) -> bool:
    """Say whether memory is flat by the rule of this module."""
    if len(states) == 1:
        print(f"{what}: stopped too early to say anything")
        return False
    growth = states[-1].resident - states[0].resident
    print(f"{what}: {growth:+.1f} MB from 10 % to the end: {'flat' if growth < GROWTH else 'NOT FLAT'} (flat is less than {GROWTH:.0f} MB)")
    return growth < GROWTH


def caches(tables: Tables) -> list[tuple[str, int, int]]:
    """Each cache of the package by its name: the entries of the fullest one, and the bound."""
    known = {id(each): each for each in tables._loaded.values()}.values()  # noqa: SLF001  it is looked at, not used
    shapes = [len(place.shapes) for each in known for place in each.places.values()]
    places, shapes_of_place = bound("MOST_PLACES"), bound("MOST_SHAPES")
    return [
        ("spellings of providers", len(tables._loaded), bound("MOST_SPELLINGS") + len(tables.providers())),  # noqa: SLF001
        ("statuses", len(STATUS_ONLY), 901),
        ("places of a provider", max(len(each.places) for each in known), places),
        ("shapes of a place", max(shapes, default=0), shapes_of_place),
        ("shapes of a provider", max(sum(len(place.shapes) for place in each.places.values()) for each in known), places * shapes_of_place),
        ("decided codes of a provider", max(len(each.decided) for each in known), bound("MOST_CODES")),
        ("codes of families", max(len(each.family_verdicts) for each in known), bound("MOST_REMEMBERED")),
        ("meanings of statuses", max(len(each.status_verdicts) for each in known), 901),
        ("inherited verdicts", max(len(each.inherited_verdicts) for each in known), 3 * max(len(tables.rows(slug)) for slug in tables.providers())),
        ("patterns of Python's re", len(re._cache), 513),  # type: ignore[attr-defined]  # noqa: SLF001
        ("names of charsets, Python's own", len(encodings._cache), 500),  # noqa: SLF001
    ]


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=10_000_000)
    parser.add_argument("--hostile", type=int, help="a tenth of the calls")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--trace", action="store_true", help="say which lines the growth comes from")
    asked = parser.parse_args()
    rng, tables = random.Random(asked.seed), Tables()  # noqa: S311  no secret
    number = asked.calls // 10 if asked.hostile is None else asked.hostile
    shares = ", ".join(f"{name} {often} %" for name, often in MIXED.items())
    print(f"{asked.calls:,} mixed calls of {len(tables.providers())} providers, seed {asked.seed}: {shares}")
    flat = is_flat(run(mixed(tables, rng), asked.calls, asked.trace), "mixed calls")
    print(f"\n{number:,} hostile calls of {', '.join(HELD)}: never twice the same code, member, header, charset, spelling")
    flat = is_flat(run(hostile(tables, rng), number, asked.trace), "hostile calls") and flat
    print("\ncaches at the end, the fullest of each sort, and their bounds")
    counted = Counter[str]()
    for name, entries, bound in caches(tables):
        counted["above"] += entries > bound
        print(f"  {name:<34} {entries:>7,} of {bound:>7,}{'  ABOVE' * (entries > bound)}")
    return 0 if flat and not counted["above"] else 1


if __name__ == "__main__":
    sys.exit(main())
