"""Faults of requests about many things at once: bulk deletion, and archives to be unpacked."""

from __future__ import annotations

import io
import tarfile
from typing import Any

from tests.servers.faults import Fault
from tests.servers.swift.native import CONTAINER, GONE, NO_LENGTH, READER, TESTER, THERE, Answer, Native


def bulk_delete(n: Native, *names: str, user: str = TESTER, accept: str = "application/json") -> Answer:
    return n.ask("POST", "?bulk-delete", "\n".join(names).encode(), user=user, Accept=accept, Content_Type="text/plain")


def archive_of(*names: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 5
            archive.addfile(member, io.BytesIO(b"hello"))
    return packed.getvalue()


def extract(n: Native, body: bytes, suffix: str = "tar", path: str = CONTAINER, **how: Any) -> Answer:
    return n.ask("PUT", f"{path}?extract-archive={suffix}", body, Accept="application/json", **how)


FAULTS: list[Fault[Native, Answer]] = [
    Fault("too many names to delete", "TooLarge", None, lambda n: bulk_delete(n, *[GONE] * 10_001)),
    Fault("no length of what to delete", "InvalidArgument", None, lambda n: n.ask("POST", "?bulk-delete", Content_Length=NO_LENGTH)),
    Fault("an archive that is none", "InvalidArgument", None, lambda n: extract(n, b"no archive")),
    Fault("an archive of an unknown format", "InvalidArgument", None, lambda n: extract(n, b"x", "rar")),
    Fault("delete many without the right to", "PermissionDenied", None, lambda n: bulk_delete(n, THERE, user=READER)),
    Fault("delete many, told in a format that is none", "InvalidArgument", None, lambda n: bulk_delete(n, THERE, accept="image/png")),
]  # fmt: skip
