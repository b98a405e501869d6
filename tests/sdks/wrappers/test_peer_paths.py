"""docs/peers.md says of s3fs and gcsfs what their error paths give; here these are called again, without their times."""

from __future__ import annotations

from tests.sdks.peer_lines import changed


def test_clients_give_what_the_page_says() -> None:
    lines, asked = changed("wrappers")
    assert lines == [], 'run "make peers"'
    assert asked == {"s3fs", "gcsfs"}
