"""docs/peers.md says of each client what its error path gives; here the paths are called again, without their times."""

from __future__ import annotations

from benchmarks.peers.paths import PATHS
from tests.sdks.peer_lines import changed

WRAPPERS = {"s3fs", "gcsfs"}


def test_clients_give_what_the_page_says() -> None:
    lines, asked = changed("sdks")
    assert lines == [], 'run "make peers"'
    assert asked == set(PATHS) - WRAPPERS
