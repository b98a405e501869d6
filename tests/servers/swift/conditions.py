"""Conditions that do not hold, and ranges beyond the end."""

from __future__ import annotations

from tests.servers.faults import ANOTHER_ETAG, Fault
from tests.servers.swift.native import THERE, Answer, Native, unused

LONG_AGO = "Sat, 01 Jan 2000 00:00:00 GMT"


def etag(n: Native) -> str:
    return n.done("HEAD", THERE).headers["Etag"]


FAULTS: list[Fault[Native, Answer]] = [
    Fault("range beyond the end", "RangeNotSatisfiable", None, lambda n: n.ask("GET", THERE, Range="bytes=1000-2000")),
    Fault("get if another", "PreconditionFailed", None, lambda n: n.ask("GET", THERE, If_Match=ANOTHER_ETAG)),
    Fault("head if another", "PreconditionFailed", None, lambda n: n.ask("HEAD", THERE, If_Match=ANOTHER_ETAG)),
    Fault("get if older", "PreconditionFailed", None, lambda n: n.ask("GET", THERE, If_Unmodified_Since=LONG_AGO)),
    Fault("copy if another", "PreconditionFailed", None, lambda n: n.ask("PUT", unused(), b"", X_Copy_From=THERE, If_Match=ANOTHER_ETAG)),
    Fault("get if changed", "NotModified", None, lambda n: n.ask("GET", THERE, If_None_Match=etag(n))),
    Fault("head if changed", "NotModified", None, lambda n: n.ask("HEAD", THERE, If_None_Match=etag(n))),
    Fault("get if younger", "NotModified", None, lambda n: n.ask("GET", THERE, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT")),
]  # fmt: skip
