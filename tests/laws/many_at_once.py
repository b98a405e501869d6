"""What `test_at_once` runs in processes of its own, where nothing was asked before: `python -m tests.laws.many_at_once WAY < calls`.

In: JSON, a list of [provider, body in Base64, status, headers]. Out: JSON, for each thread, task or process the list of its answers.
Imports nothing of the tests, so that the first call is the first.
"""

from __future__ import annotations

import asyncio
import base64
import json
import multiprocessing
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import normalizer
from normalizer import Tables

Call = tuple[str, bytes, int | None, list[list[str]]]
AT_ONCE = 8
ROUNDS = 1
"""Of threads on new tables, with all caches cold."""


def read(text: str) -> list[Call]:
    """The calls."""
    return [(provider, base64.b64decode(body), status, headers) for provider, body, status, headers in json.loads(text)]


def answers(tables: Any, calls: list[Call], turn: int = 0) -> list[str]:
    """What all four functions say of every call, in the order of the calls, though they are made beginning at another."""
    said = {}
    for number in (*range(turn, len(calls)), *range(turn)):
        provider, body, status, headers = calls[number]
        plain = tables.normalize(provider, body, status=status)
        full = tables.normalize(provider, body, status=status, headers=headers)
        every = tables.errors_in(provider, body, status=status, headers=headers)
        found = tables.detect(body, status=status, headers=headers)
        written = tables.translate(full, "qingstor" if number % 2 else "aws-s3")
        said[number] = "\n".join(
            [plain.model_dump_json(), full.model_dump_json(), *(each.model_dump_json() for each in every), repr(found), repr(written)]
        )
    return [said[number] for number in range(len(calls))]


def threads(calls: list[Call], tables: Any) -> list[list[str]]:
    """The answers of threads that begin at the same moment, each with another call."""
    start, found, failed = threading.Barrier(AT_ONCE), [[""]] * AT_ONCE, []

    def work(number: int) -> None:
        start.wait()
        try:
            found[number] = answers(tables, calls, number * len(calls) // AT_ONCE)
        except BaseException as error:
            failed.append(error)
            raise

    workers = [threading.Thread(target=work, args=(number,)) for number in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    return found


async def tasks(calls: list[Call]) -> list[list[str]]:
    """The answers of tasks, the half of them in threads."""

    async def work(number: int) -> list[str]:
        await asyncio.sleep(0)
        turn = number * len(calls) // AT_ONCE
        return await asyncio.to_thread(answers, normalizer, calls, turn) if number % 2 else answers(normalizer, calls, turn)

    return await asyncio.gather(*map(work, range(AT_ONCE)))


def processes(calls: list[Call], way: str) -> list[list[str]]:
    """The answers of a pool's processes; forked ones have the tables of their parent, half warm."""
    answers(normalizer, calls[::3])
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(way)) as pool:
        normalized = [[pool.submit(normalizer.normalize, provider, body, status=status) for provider, body, status, _ in calls] for _ in range(2)]
        return [[one.result().model_dump_json() for one in each] for each in normalized]


def main() -> None:
    """Ask, and write what was answered."""
    calls, way = read(sys.stdin.read()), sys.argv[1]
    sys.setswitchinterval(1e-5)
    if way == "threads":
        found = threads(calls, normalizer)  # the first call ever: the tables, the model, the sub-modules are met now
        for _ in range(ROUNDS):
            found += threads(calls, Tables())
    else:
        found = asyncio.run(tasks(calls)) if way == "tasks" else processes(calls, way)
    print(json.dumps(found))  # noqa: T201  a command prints


if __name__ == "__main__":
    main()
