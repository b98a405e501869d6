"""Real servers, not ours, on loopback, for as long as the tests run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

collect_ignore_glob = [] if find_spec("moto") else ["test_*.py"]
"""The servers live in an environment of their own: `make test-servers`."""

PATIENCE = 60.0
AZURITE = Path(os.environ.get("AZURITE", "") or shutil.which("azurite-blob") or "azurite-blob")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, environment: dict[str, str] | None = None) -> Iterator[str]:
    """A server of that command, ready to answer on a port of loopback; its URL."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (environment or {}))
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > end:
                    pytest.fail(f"{command[0]} does not answer on port {port}; exit status {server.poll()}")
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """moto's S3, which asks nobody who he is."""
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port) as url:
        yield url


@pytest.fixture(scope="session")
def strict_moto() -> Iterator[str]:
    """moto's S3 and IAM, which check every signature and every right."""
    port = free_port()
    with running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, {"INITIAL_NO_AUTH_ACTION_COUNT": "4"}) as url:
        yield url


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Azurite's blob service."""
    port = free_port()
    folder = str(tmp_path_factory.mktemp("azurite"))
    command = [
        str(AZURITE),
        "--blobHost",
        "127.0.0.1",
        "--blobPort",
        str(port),
        "--location",
        folder,
        "--silent",
        "--skipApiVersionCheck",
        "--disableTelemetry",
    ]
    with running(command, port) as url:
        yield url
