"""Faults of a right request that the state of things forbids: conflicts, quotas, rates, servers and clients that fall silent."""

from __future__ import annotations

from uuid import uuid4

from tests.servers.faults import Fault
from tests.servers.swift.native import TESTER, THERE, Answer, Native, send, unused


def container_not_empty(n: Native) -> Answer:
    container = n.new_container()
    n.new_object(container)
    return n.ask("DELETE", container)


def symlink_loop(n: Native) -> Answer:
    path, other = unused(), unused()
    n.done("PUT", path, b"", X_Symlink_Target=other, Content_Type="application/symlink")
    n.done("PUT", other, b"", X_Symlink_Target=path, Content_Type="application/symlink")
    return n.ask("GET", path)


def into_a_container_of(n: Native, body: bytes = b"hello", **settings: str) -> Answer:
    """An upload into a new container with these settings."""
    return n.ask("PUT", f"{n.new_container(**settings)}/o", body)


def slow_down(n: Native) -> Answer:
    for _ in range(3):
        answer = n.ask("PUT", f"c{uuid4()}", user="slow:owner", account="slow")
    return answer


def broken_off(n: Native) -> Answer:
    headers = {"X-Auth-Token": n.token(TESTER), "Content-Length": "10"}
    return send("PUT", f"{n.swift.url}/v1/AUTH_test/{unused()}", b"x", headers, leave=True)


FAULTS: list[Fault[Native, Answer]] = [
    Fault("delete a container that is not empty", "Conflict", "bucket", container_not_empty),
    Fault("follow symlinks for ever", "Conflict", "object", symlink_loop),
    Fault("write to an account that is shut out", "AccountProblem", None, lambda n: n.ask("PUT", "c", user="black:owner", account="black")),
    Fault("write to an account that is set read-only", "Locked", None, lambda n: n.ask("PUT", "c", user="frozen:owner", account="frozen")),
    Fault("more bytes than the container's quota", "QuotaExceeded", None, lambda n: into_a_container_of(n, X_Container_Meta_Quota_Bytes="4")),
    Fault("more objects than the container's quota", "QuotaExceeded", None, lambda n: into_a_container_of(n, X_Container_Meta_Quota_Count="0")),
    Fault("more bytes than the account's quota", "QuotaExceeded", None, lambda n: n.ask("PUT", "c/o", b"hello", user="full:owner", account="full")),
    Fault("copy more bytes than the container's quota", "QuotaExceeded", None, lambda n: n.ask("COPY", THERE, Destination=f"{n.new_container(X_Container_Meta_Quota_Bytes='4')}/o")),
    Fault("too many writes", "RateLimited", None, slow_down),
    Fault("an upload that is broken off", "Cancelled", None, broken_off),
    Fault("write where no server answers", "Unavailable", None, lambda n: n.ask("PUT", unused(), b"x", at=n.swift.unserved)),
    Fault("read where no server answers", "Unavailable", None, lambda n: n.ask("GET", THERE, at=n.swift.unserved)),
]  # fmt: skip
