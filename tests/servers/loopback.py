"""Ports of loopback, and servers that somebody else wrote running on them."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE = 60.0


def free_ports(count: int = 1) -> list[int]:
    """Ports that nobody listens on, no two the same."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket()) for _ in range(count)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [int(listener.getsockname()[1]) for listener in listeners]


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Until that server answers on that port; a test that needs it fails if it never does."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{server.args!r} does not answer on port {port}; exit status {server.poll()}")
            time.sleep(0.05)
        else:
            return


def stop(*servers: subprocess.Popen[bytes]) -> None:
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(timeout=PATIENCE)


@contextmanager
def running(command: Sequence[str], port: int, environment: dict[str, str] | None = None) -> Iterator[str]:
    """A server of that command, ready to answer on a port of loopback; its URL."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (environment or {}))
    try:
        wait_for(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)
