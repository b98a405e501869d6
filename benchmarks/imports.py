"""What importing costs, in fresh processes: the package, with its first verdict and its first record, pydantic with one model.

And the first record in a process that has pydantic and a model already: what the package adds to a program that uses pydantic.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from typing import Final

OURS: Final = "import normalizer"
FIRST_RECORD: Final = """
import normalizer
normalizer.normalize("upyun", b'{"msg": "bucket not exist", "code": 40100012, "id": "0f12e8fe"}', status=401)
"""
FIRST_VERDICT: Final = """
from normalizer.classify import classify
from normalizer.decode import decode
from normalizer.extract import extract
from normalizer.hints import read
from normalizer.tables import Tables
hints, provider = read(401, None), Tables().provider("upyun")
classify(extract(decode(b'{"msg": "bucket not exist", "code": 40100012, "id": "0f12e8fe"}'), hints, provider), hints, provider)
"""
"""The steps short of the record, and so without the model. Not a way to use the package: it shows what the model costs."""

STANDARD_LIBRARY: Final = "import csv, enum, json, pathlib, re, tomllib, typing"
"""What a first verdict takes of the standard library, and nothing of ours."""

PYDANTIC: Final = """
from pydantic import BaseModel

class Error(BaseModel):
    provider: str
    kind: str
    code: str | None = None
    status: int | None = None
    message: str | None = None
    request_id: str | None = None
    bucket: str | None = None
    key: str | None = None
    retry_after: float | None = None
"""
NOT_WANTED: Final = ("pydantic", "pydantic_core", "xmltodict")
_TIMED: Final = "{}\nfrom time import perf_counter\nbegin = perf_counter()\n{}\nprint(perf_counter() - begin)"


def seconds(statements: str, before: str = "") -> float:
    """Seconds that the statements take in a fresh process, without those `before` them."""
    return float(_run(_TIMED.format(before, statements)))


def measure(rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """Median milliseconds of each, and the median of each round's ratio to pydantic with one model."""
    statements = {
        "import normalizer": (OURS, ""),
        "import of the standard library's part": (STANDARD_LIBRARY, ""),
        "import normalizer, first verdict": (FIRST_VERDICT, ""),
        "import normalizer, first record": (FIRST_RECORD, ""),
        "the same, pydantic and a model there": (FIRST_RECORD, PYDANTIC),
        "import pydantic, one model": (PYDANTIC, ""),
    }
    taken: dict[str, list[float]] = {name: [] for name in statements}
    for number in range(rounds + 1):
        for name, (text, before) in statements.items():
            took = seconds(text, before)
            if number:
                taken[name].append(took)
    theirs = taken["import pydantic, one model"]
    ratios = {name: median(mine / other for mine, other in zip(times, theirs, strict=True)) for name, times in taken.items()}
    return {name: median(times) * 1e3 for name, times in taken.items()}, ratios


def not_wanted() -> list[str]:
    """Modules that a plain `import normalizer` must not import and does."""
    loaded = set(_run(f"import sys\n{OURS}\nprint(*sys.modules)").split())
    return [name for name in NOT_WANTED if name in loaded]


def _run(statements: str) -> str:
    return subprocess.run([sys.executable, "-c", statements], check=True, capture_output=True, text=True).stdout  # noqa: S603  our own text
