"""docs/peers.md says of each client what its error path gives; here the paths are called again, without their times, and beside the whole client."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.bodies import Body, read_corpus
from benchmarks.peers import Peer, installed, makers
from benchmarks.peers.choice import chosen, edge, original
from benchmarks.peers.measure import crashed
from benchmarks.peers.paths import PATHS
from tests.sdks.clients import CLIENTS, outcome
from tests.sdks.peer_lines import changed
from tests.sdks.stage import Played, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

WRAPPERS = {"s3fs", "gcsfs"}
SDKS = {
    "botocore": "botocore", "minio": "minio", "azure-storage-blob": "azure", "google-api-core": "google", "oss2": "oss2", "tos": "tos",
    "alibabacloud-oss-v2": "alibabacloud-oss-v2", "cos-python-sdk-v5": "cos-python-sdk-v5", "esdk-obs-python": "esdk-obs-python",
    "bce-python-sdk": "bce-python-sdk", "qiniu": "qiniu", "qingstor-sdk's Unpacker": "qingstor-sdk", "b2sdk": "b2sdk", "upyun's do_http_pipe": "upyun",
    "python-swiftclient": "python-swiftclient",
}  # fmt: skip
"""The client of clients.py that a peer is the error path of. libcloud is none of them."""
ASKS: dict[str, Callable[[Any], object]] = {"google-api-core": lambda blob: blob.reload(retry=None)}
"""Another call than the client's `get`: a download of google's raises the text of the body."""
INNER: dict[str, Callable[[Any], Any]] = {
    "bce-python-sdk": lambda error: error.last_error,
    "alibabacloud-oss-v2": lambda error: error.unwrap(),
    "qiniu": lambda result: result[1],
}
"""Where the client holds what its error path gave."""


OTHERWISE = {"google-api-core": (401,), "qingstor-sdk's Unpacker": (500, 503)}
"""Statuses after which the whole client does something else first: new credentials, or repetitions of which nothing but the status is left."""


@cache
def everything() -> tuple[list[Peer], list[Body]]:
    return installed(makers("sdks"))[0], read_corpus()


def test_clients_give_what_the_page_says() -> None:
    lines, asked = changed("sdks")
    assert lines == [], 'run "make peers"'
    assert asked == set(PATHS) - WRAPPERS


@pytest.mark.parametrize("name", SDKS)
@pytest.mark.filterwarnings("ignore:bad request exception")
def test_a_path_gives_what_the_whole_client_gives(name: str, stage: Stage) -> None:
    """The same class, and the same told, as when the client asks a server that answers so."""
    peers, corpus = everything()
    peer = next(peer for peer in peers if peer.name == name)
    client = next(client for client in CLIENTS if client.sdk == SDKS[name])
    bodies = [original(body) for body in chosen(peer, corpus) if body.status not in OTHERWISE.get(name, ())]
    for body in bodies[:4] + ([] if 503 in OTHERWISE.get(name, ()) else [edge(peer.provider)]):
        data, headers = body.variants[0]
        now = tuple((field, value) for field, value in headers.items() if field != "Date")  # b2sdk compares it with its clock
        stage.set(Played(body.status or 0, now, data))
        made = client.connect(stage.url)
        whole = INNER.get(name, lambda thing: thing)(outcome(lambda made=made: ASKS.get(name, client.get)(made)))  # type: ignore[misc]
        path = peer.parse(peer.prepare(body)[0])
        if type(path).__name__ == "_InternalException":  # esdk-obs raises it inside of itself
            path = path.result
        assert type(path).__qualname__ == type(whole).__qualname__, repr(whole)
        if not crashed(peer, path):
            told, wholly = peer.read(path), peer.read(whole)
            assert (told["code"], told["request_id"]) == (wholly["code"], wholly["request_id"])
