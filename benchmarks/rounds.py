"""Interleaved timing: in each round every contender runs once, so that a busy machine slows all of them alike."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def interleaved(contenders: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = perf_counter) -> dict[str, list[float]]:
    """Seconds of each contender in each round, by name. The order changes from round to round; a first round is not counted.

    clock: `time.thread_time` where contenders differ much in length, for on a busy machine only the long ones lose the processor.
    """
    names = list(contenders)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    enabled = gc.isenabled()
    gc.disable()
    try:
        for number in range(rounds + 1):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                run = contenders[name]
                begin = clock()
                run()
                took = clock() - begin
                if number:
                    seconds[name].append(took)
            gc.collect(0)
    finally:
        if enabled:
            gc.enable()
    return seconds


def ratio(seconds: dict[str, list[float]], ours: str, theirs: str) -> float:
    """The median of the ratios of each round."""
    return median(mine / other for mine, other in zip(seconds[ours], seconds[theirs], strict=True))


def microseconds(seconds: list[float], calls: int) -> float:
    """The median time of one call."""
    return median(seconds) / calls * 1e6
