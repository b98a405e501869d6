"""Chunks answered by several processes, and no more of them in memory than keeps these busy."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalizer.arrow.bulk.answer import Chunk, Worker
from normalizer.arrow.bulk.job import JobError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from normalizer.arrow.bulk.job import Job
    from normalizer.arrow.bulk.parts import Form


def in_processes(
    todo: Iterator[Chunk],
    made_of: tuple[Job, Form, pa.Schema],
    part: Callable[[int], Path],
    done: Callable[[Chunk, dict[str, Any]], object],
    workers: int,
) -> None:
    """Answer every chunk into the file that `part` names for its number, and say `done` of each with its counts.

    made_of: what a Worker is made of. Raises JobError where a worker was ended from outside, and what a worker raises.
    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, made_of)
    running: dict[Future[dict[str, Any]], Chunk] = {}

    def collect() -> None:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            chunk = running.pop(future)
            done(chunk, future.result())

    try:
        for chunk in todo:
            with nullcontext() if running else _uninterrupted():  # the first starts the workers
                running[pool.submit(_answer, chunk, str(part(chunk.number)))] = chunk._replace(data=None)
            if len(running) > workers + 1:
                collect()
        while running:
            collect()
    except BrokenProcessPool:
        message = (
            "a worker process was ended from outside, perhaps for want of memory; what is done is kept, the same command goes on with it; "
            "fewer --workers or a smaller --chunk-size need less memory"
        )
        raise JobError(message) from None
    finally:
        with _uninterrupted():  # a second Ctrl-C would leave workers that nobody ends
            if running:
                for process in set(multiprocessing.active_children()) - others:
                    process.kill()
            pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until this is over, and what is started here never hears it."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in {signal.SIG_IGN, None}:
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


_worker: Worker | None = None


def _start(job: Job, form: Form, kept: pa.Schema) -> None:
    """In a worker: be ready, leave Ctrl-C to the parent, and end when it ends, however that happens."""
    global _worker  # noqa: PLW0603  a pool hands nothing from its initializer to its tasks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(job, form, kept)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(chunk: Chunk, path: str) -> dict[str, Any]:
    assert _worker is not None  # noqa: S101  the initializer has run
    return _worker.answer(chunk, Path(path))
