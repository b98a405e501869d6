"""`normalize` beside what a client of boto3 does with a failure: botocore's parser and the typed exception, raised and caught."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.peers.s3_clients import botocore
from benchmarks.rounds import interleaved, ratio
from normalizer import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.bodies import Body
    from benchmarks.peers import Peer

PROVIDER: Final = "aws-s3"
FIRST_FAILURE: Final = 400


def is_page(body: Body) -> bool:
    """Is it a page of HTML, as a proxy or a gateway sends it?"""
    return body.variants[0][0].lstrip()[:9].lower().startswith((b"<html", b"<!doctype", b"<h1", b"<center"))


def ratios(bodies: Iterable[Body], rounds: int) -> list[tuple[float, str]]:
    """For each body `normalize`, with status and headers and as of S3, to botocore's error path, with the body's name. Raises ImportError."""
    peer = botocore()
    return [(_ratio(body, peer, rounds), body.name) for body in bodies]


def _ratio(body: Body, peer: Peer, rounds: int) -> float:
    variants, status, responses = body.variants, body.status or FIRST_FAILURE, peer.prepare(body)

    def ours() -> None:
        for data, headers in variants:
            normalize(PROVIDER, data, status=status, headers=headers)

    def theirs() -> None:
        for response in responses:
            peer.parse(response)

    seconds = interleaved({"ours": ours, "theirs": theirs}, rounds)
    return ratio(seconds, "ours", "theirs")
