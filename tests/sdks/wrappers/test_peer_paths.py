"""docs/peers.md says of s3fs and gcsfs what their error paths give; here these are called again, without their times, and beside the whole client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.bodies import read_corpus
from benchmarks.peers import installed, makers
from benchmarks.peers.choice import chosen, edge, original
from tests.sdks.peer_lines import changed
from tests.sdks.stage import Played, Stage
from tests.sdks.wrappers.test_wrappers import failure, gcs_system, s3_system

if TYPE_CHECKING:
    from collections.abc import Callable


def test_clients_give_what_the_page_says() -> None:
    lines, asked = changed("wrappers")
    assert lines == [], 'run "make peers"'
    assert asked == {"s3fs", "gcsfs"}


@pytest.mark.parametrize(("name", "system", "call"), [("s3fs", s3_system, ("pipe_file", b"x")), ("gcsfs", gcs_system, ("cat_file",))])
def test_a_path_gives_what_the_whole_client_gives(name: str, system: Callable[[str], Any], call: tuple[Any, ...], stage: Stage) -> None:
    """The same class, and the same told, as when the client asks a server that answers so."""
    peer = next(peer for peer in installed(makers("wrappers"))[0] if peer.name == name)
    for body in [*(original(body) for body in chosen(peer, read_corpus())[:5]), edge(peer.provider)]:
        data, headers = body.variants[0]
        stage.set(Played(body.status or 0, tuple(headers.items()), data))
        path, whole = peer.parse(peer.prepare(body)[0]), failure(system(stage.url), *call)
        assert type(path) is type(whole), repr(whole)
        told, wholly = peer.read(path), peer.read(whole)
        assert (told["code"], told["request_id"]) == (wholly["code"], wholly["request_id"])
