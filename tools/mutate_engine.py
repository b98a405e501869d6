"""Mutate a sample of normalizer/classify.py and extract.py and print what no test notices.

Works on copies of the repository in a temporary folder; the working tree is never changed. A mutant that no test can notice
stands in tools/engine_survivors.txt with the reason; another survivor ends the run with status 1.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

from tools.engine_mutants import SURVIVORS, Mutant, mutants, read_survivors

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from tools.engine_mutants import Key

ROOT: Final = Path(__file__).resolve().parent.parent
FIRST_TESTS: Final = (
    "tests/test_corpus.py",
    "tests/laws/test_quick.py",
    "tests/test_specificity.py",
    "tests/test_borders.py",
    "tests/test_dialects.py",
    "tests/test_dialects_batches.py",
    "tests/test_codes_declared.py",
    *(f"tests/laws/test_{law}.py" for law in ("reachable", "family", "ladder", "echo", "secrets")),
)
"""What runs against every mutant until the first failure: what speaks of classify and extract, the quickest first."""

ALL_TESTS: Final = ("tests/laws", "tests/test_tables.py", "tests/test_surface.py")
"""What a mutant must survive too before it is said that no test notices it, unless it is listed."""

LEFT_OUT: Final = (".*", "build", "dist", "*.egg-info", "__pycache__")
SEED: Final = 2026
SHORTEST_LIMIT: Final = 30.0


def copy_repository(folder: Path) -> Path:
    """A copy of all that the tests need."""
    return Path(shutil.copytree(ROOT, folder / "repository", ignore=shutil.ignore_patterns(*LEFT_OUT)))


def failure(root: Path, tests: Sequence[str], limit: float | None = None) -> str | None:
    """What the tests of a copy say when they fail; None where they pass. To take longer than `limit` seconds is to fail."""
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_PROFILE": "quick"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "tools.hypothesis_quick", *tests]
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=limit, check=False)  # noqa: S603  our own tests
    except subprocess.TimeoutExpired:
        return "too slow"
    return done.stdout + done.stderr if done.returncode else None


def survives(mutant: Mutant, root: Path, stages: Sequence[Sequence[str]], limit: float) -> bool:
    """Is the mutant noticed by no test? The copy is as before afterwards."""
    path = root / mutant.path
    before = path.read_bytes()
    try:
        path.write_text(mutant.source, encoding="utf-8")
        return all(failure(root, tests, limit) is None for tests in stages)
    finally:
        path.write_bytes(before)


def sample(all_mutants: list[Mutant], size: int | None) -> list[Mutant]:
    """So many of the mutants, always the same ones, in the order of the source; all of them for None."""
    if size is None or size >= len(all_mutants):
        return all_mutants
    picked = sorted(random.Random(SEED).sample(range(len(all_mutants)), size))  # noqa: S311  no secret
    return [all_mutants[number] for number in picked]


def run(chosen: list[Mutant], roots: list[Path], listed: Container[Key], limit: float) -> list[Mutant]:
    """The survivors, found with as many workers as there are copies."""
    free: SimpleQueue[Path] = SimpleQueue()
    for root in roots:
        free.put(root)

    def try_one(mutant: Mutant) -> bool:
        root = free.get()
        try:
            survived = survives(mutant, root, (FIRST_TESTS,) if mutant.key in listed else (FIRST_TESTS, ALL_TESTS), limit)
        finally:
            free.put(root)
        print(f"\nsurvived: {mutant.path}:{mutant.line}\n{mutant}" if survived else ".", end="\n" * survived, flush=True)
        return survived

    with ThreadPoolExecutor(len(roots)) as pool:
        results = list(pool.map(try_one, chosen))
    print()
    return [mutant for mutant, survived in zip(chosen, results, strict=True) if survived]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=150, help="how many mutants, the same ones each time (150)")
    parser.add_argument("--all", action="store_true", help="all mutants")
    parser.add_argument("--workers", type=int, default=2, help="how many at a time (2)")
    options = parser.parse_args(arguments)
    listed = read_survivors()
    with TemporaryDirectory() as folder:
        roots = [copy_repository(Path(folder) / str(number)) for number in range(options.workers)]
        begin = perf_counter()
        if said := failure(roots[0], FIRST_TESTS) or failure(roots[0], ALL_TESTS):
            print(said[-2_000:], "the tests fail without any mutant; mend that first", sep="\n", file=sys.stderr)
            return 2
        limit = max(SHORTEST_LIMIT, 5 * (perf_counter() - begin))
        everything = mutants(roots[0])
        chosen = sample(everything, None if options.all else options.sample)
        survivors = run(chosen, roots, listed, limit)
    return report(everything, chosen, survivors, listed)


def report(everything: list[Mutant], chosen: list[Mutant], survivors: list[Mutant], listed: dict[Key, str]) -> int:
    """Print survivors and counts; 1 if one is not listed or an entry of the list fits no mutant any more."""
    unlisted = [mutant for mutant in survivors if mutant.key not in listed]
    for mutant in unlisted:
        print(
            f"\n{mutant.path}:{mutant.line}: survived and is not listed: write a test that notices it, or into {SURVIVORS.name} why none can\n{mutant}"
        )
    stale = [key for key in listed if key not in {mutant.key for mutant in everything}]
    for key in stale:
        print(f"\n{SURVIVORS.name}: no such mutant any more, remove it: {key}")
    survived = {mutant.key for mutant in survivors}
    for mutant in chosen:
        if mutant.key in listed and mutant.key not in survived:
            print(f"\n{SURVIVORS.name}: a test notices it now, remove it:\n{mutant}")
    print(
        f"\n{len(everything)} mutants, {len(chosen)} tried, {len(survivors)} survived, {len(unlisted)} of these not listed, {len(stale)} stale entries"
    )
    return 1 if unlisted or stale else 0


if __name__ == "__main__":
    sys.exit(main())
