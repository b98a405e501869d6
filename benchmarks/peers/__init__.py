"""Released clients, timed beside `normalize` on the bytes of their own providers: `make peers`, or `python -m benchmarks.peers sdks`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.peers import json_clients, s3_clients, xml_clients
from benchmarks.peers.peer import Answer, Peer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["PEERS", "Answer", "Peer", "installed", "makers"]

PEERS: Final[dict[str, dict[str, tuple[Callable[[], Peer], ...]]]] = {
    "sdks": {
        "botocore": (s3_clients.botocore, s3_clients.botocore_parser),
        "minio": (s3_clients.minio,),
        "apache-libcloud": (s3_clients.libcloud, s3_clients.libcloud_b2),
        "google-api-core": (json_clients.google,),
        "azure-storage-blob": (xml_clients.azure,),
        "oss2": (xml_clients.oss2,),
        "alibabacloud-oss-v2": (xml_clients.oss_v2,),
        "cos-python-sdk-v5": (xml_clients.cos,),
        "esdk-obs-python": (xml_clients.obs,),
        "bce-python-sdk": (json_clients.bce,),
        "tos": (json_clients.tos,),
        "qiniu": (json_clients.qiniu,),
        "qingstor-sdk": (json_clients.qingstor,),
        "b2sdk": (json_clients.b2sdk,),
        "upyun": (json_clients.upyun,),
        "python-swiftclient": (json_clients.swiftclient,),
    },
    "wrappers": {"s3fs": (s3_clients.s3fs,), "gcsfs": (json_clients.gcsfs,)},
}
"""By the extra that installs them, and by package."""
_BENCH: Final = (("botocore", s3_clients.botocore_parser), ("qingstor-sdk", json_clients.qingstor), ("upyun", json_clients.upyun))
"""Those of the extra `bench`, one for each provider and format."""


def makers(extra: str) -> list[tuple[str, Callable[[], Peer]]]:
    """What makes the peers of an extra, each with the package that it needs."""
    return [(package, make) for package, found in PEERS[extra].items() for make in found]


def installed(wanted: Iterable[tuple[str, Callable[[], Peer]]] = _BENCH) -> tuple[list[Peer], list[str]]:
    """The peers that can be measured, and the packages of those that are missing."""
    found: list[Peer] = []
    missing: list[str] = []
    for package, make in wanted:
        try:
            found.append(make())
        except ImportError:
            missing.append(package)
    return found, missing
