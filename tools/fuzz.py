"""Coverage-guided fuzzing: bytes that reach new lines are kept and changed further, and every answer is checked by the laws of `tools/fuzz_targets.py`.

    make fuzz [SECONDS=60] [TARGET=normalize|errors_in|detect|tables|all]
    python -m tools.fuzz --show FILE     what an input stands for: the call, and a case for the corpus

Begins with the corpus and with what earlier runs kept in build/fuzz. Ends with status 1 where a law was broken, something else was raised, a
call took longer than 20 seconds or the memory grew above 2 GB; the inputs are in build/fuzz/found.
"""

# ruff: noqa: PLC0415  the package is imported where the fuzzer watches its import, or not at all

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = ROOT / "build" / "fuzz"
FOUND: Final = KEPT / "found"
NAMES: Final = ("normalize", "errors_in", "detect", "tables")
LONGEST: Final = 16_384
"""Bytes of an input. Longer ones are slow and lead to the same lines; what is bounded is tested with 100 MB elsewhere."""

_STATUS = re.compile(r"#(\d+)\s+\S+\s+cov: (\d+) ft: (\d+) corp: (\d+)")
_WITHOUT: Final = ("normalizer.cli", "normalizer.arrow", "normalizer.retries", "normalizer.standards", "normalizer.__main__")


def seeds(target: str) -> list[bytes]:
    """The inputs to begin with: the corpus; for tables, those of the smaller providers."""
    from tools.fuzz_case import PLAIN, bytes_of
    from tools.fuzz_targets import BETWEEN, SLUGS

    if target == "tables":
        folder = ROOT / "mappings"
        pairs = [((folder / f"{slug}.toml").read_bytes(), (folder / f"{slug}.csv").read_bytes()) for slug in SLUGS]
        renamed = [(re.sub(rb"(?m)^aliases = .*$", b"", toml), csv) for toml, csv in pairs]
        return [toml + BETWEEN + csv for toml, csv in renamed if len(toml) + len(csv) < LONGEST]
    paths = sorted((ROOT / "tests" / "corpus").glob("*/*.http"))
    return [bytes_of(path.parent.name, path.read_bytes(), SLUGS, flags) for path in paths for flags in (0, PLAIN)]


def run(target: str, seconds: int) -> bool:
    """Fuzz one target in a process of its own and print what came of it. True where nothing was found."""
    corpus = KEPT / target
    corpus.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(exist_ok=True)
    for seed in seeds(target):
        (corpus / sha256(seed).hexdigest()[:20]).write_bytes(seed)
    before = set(FOUND.iterdir())
    command = [sys.executable, "-m", "tools.fuzz", "--inside", target, "--seconds", str(seconds)]
    shared = Path("/dev/shm")  # noqa: S108  a disk in memory, where there is one; a folder of its own is made in it
    with TemporaryDirectory(prefix="fuzz-", dir=shared if shared.is_dir() else None) as folder:
        environment = os.environ | {"FUZZ_FOLDER": folder}
        done = subprocess.run(command, cwd=ROOT, check=False, stderr=subprocess.PIPE, text=True, errors="replace", env=environment)  # noqa: S603
    told = _STATUS.findall(done.stderr)
    executions, lines, features, kept = told[-1] if told else ("0",) * 4
    print(
        f"{target:<10} {int(executions):>9,} executions  {int(lines):>6,} edges covered  {int(features):>6,} features  {int(kept):>6,} inputs kept  {seconds} s"
    )
    found = sorted(set(FOUND.iterdir()) - before)
    if done.returncode or found:
        print(done.stderr[-6_000:], file=sys.stderr)
        for path in found:
            print(f"found: {path.relative_to(ROOT)}; look at it with: python -m tools.fuzz --show {path.relative_to(ROOT)}", file=sys.stderr)
        print(HOW, file=sys.stderr)
    return not (done.returncode or found)


HOW: Final = """
To keep a find: `--show` prints the call and the response in the form of the corpus. Where the answer was wrong, add it as
tests/corpus/<provider>/<slug>.http with what must come out as .json (tests/corpus/README.md); where something was raised,
or a table is broken, add the input to tests/fuzzed/<target>/, whose every file the core tests ask (tests/test_fuzz_targets.py).
"""


def inside(target: str, seconds: int) -> None:
    """Fuzz one target, in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["normalizer"]):
        package = importlib.import_module("normalizer")
        for module in pkgutil.walk_packages(package.__path__, "normalizer."):
            if not module.name.startswith(_WITHOUT):
                importlib.import_module(module.name)
    targets = importlib.import_module("tools.fuzz_targets").TARGETS
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={FOUND}/{target}-",
    ]
    atheris.Setup([sys.argv[0], *options, str(KEPT / target)], targets[target])
    atheris.Fuzz()


def show(path: Path) -> int:
    """Print what an input stands for, and ask it."""
    from tools.fuzz_case import case_of
    from tools.fuzz_targets import SLUGS, TARGETS

    target = path.name.partition("-")[0] if path.name.partition("-")[0] in NAMES else path.parent.name
    data = path.read_bytes()
    if target == "tables":
        print(data.decode("utf-8", "replace"))
    else:
        case = case_of(data, SLUGS)
        print(f"{target}({case.provider!r}, {case.body!r}, " + ", ".join(f"{name}={value!r}" for name, value in case.arguments().items()) + ")\n")
        print(data[2:].decode("latin-1"))
    with TemporaryDirectory() as folder:
        os.environ["FUZZ_FOLDER"] = folder
        TARGETS[target](data)
    print(f"\n{target}: no law is broken by it (any more)")
    return 0


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", choices=[*NAMES, "all"], default="all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--inside", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("--show", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if asked.show:
        return show(asked.show)
    if asked.inside:
        inside(asked.inside, asked.seconds)
    results = [run(target, asked.seconds) for target in (NAMES if asked.target == "all" else [asked.target])]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
