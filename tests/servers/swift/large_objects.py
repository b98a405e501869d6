"""Faults of large objects: manifests, their segments and parts."""

from __future__ import annotations

import json
from typing import Any

from tests.servers.faults import ANOTHER_ETAG, Fault
from tests.servers.swift.native import CONTAINER, GONE, THERE, TOO_LARGE, Answer, Native, unused


def manifest(n: Native, *segments: dict[str, Any], path: str = "", **headers: str) -> Answer:
    """A static large object of these segments."""
    return n.ask("PUT", f"{path or unused()}?multipart-manifest=put", json.dumps(segments).encode(), **headers)


def new_large_object(n: Native, segment: str) -> str:
    path = unused()
    answer = manifest(n, {"path": segment}, path=path)
    assert answer.status == 201, answer
    return path


def large_object_without_its_segment(n: Native) -> Answer:
    segment = n.new_object()
    path = new_large_object(n, segment)
    n.done("DELETE", segment)
    return n.ask("GET", path)


def large_object_with_another_segment(n: Native) -> Answer:
    segment = n.new_object()
    path = new_large_object(n, segment)
    n.done("PUT", segment, b"other")
    return n.ask("GET", path)


def large_object_of_large_objects(n: Native) -> Answer:
    """Eleven levels, one above the maximum."""
    path = n.new_object()
    for _ in range(11):
        path = new_large_object(n, path)
    return n.ask("GET", path)


def part(n: Native, number: int) -> Answer:
    """One part of a large object that has one."""
    return n.ask("GET", f"{new_large_object(n, THERE)}?part-number={number}")


def broken_dynamic_object(n: Native) -> Answer:
    """No fault of Swift's own: a dynamic large object with no segment is empty, so its range is out of bounds."""
    path = n.new_object(data=b"", X_Object_Manifest=f"{CONTAINER}/no-such-prefix")
    return n.ask("GET", path, Range="bytes=100-200")


FAULTS: list[Fault[Native, Answer]] = [
    Fault("read a large object whose segment is gone", "Conflict", "object", large_object_without_its_segment),
    Fault("read a large object whose segment has changed", "Conflict", "object", large_object_with_another_segment),
    Fault("too large a manifest", "TooLarge", None, lambda n: n.ask("PUT", f"{unused()}?multipart-manifest=put", Content_Length=TOO_LARGE)),
    Fault("too many segments", "TooLarge", None, lambda n: manifest(n, *[{"path": THERE}] * 1001)),
    Fault("part number zero", "InvalidArgument", None, lambda n: part(n, 0)),
    Fault("a manifest that is no JSON", "InvalidArgument", None, lambda n: n.ask("PUT", f"{unused()}?multipart-manifest=put", b"no JSON")),
    Fault("a manifest with an unknown field", "InvalidArgument", None, lambda n: manifest(n, {"path": THERE, "bogus": 1})),
    Fault("a manifest of a missing segment", "InvalidArgument", None, lambda n: manifest(n, {"path": GONE})),
    Fault("a manifest of a missing segment, in JSON", "InvalidArgument", None, lambda n: manifest(n, {"path": GONE}, Accept="application/json")),
    Fault("a manifest of a missing segment, in XML", "InvalidArgument", None, lambda n: manifest(n, {"path": GONE}, Accept="text/xml")),
    Fault("a manifest of a segment that is another", "InvalidArgument", None, lambda n: manifest(n, {"path": THERE, "etag": ANOTHER_ETAG}, Accept="application/json")),
    Fault("a manifest of a segment of another size", "InvalidArgument", None, lambda n: manifest(n, {"path": THERE, "size_bytes": 7}, Accept="application/json")),
    Fault("a manifest's ETag that is another", "ChecksumMismatch", "object", lambda n: manifest(n, {"path": THERE}, ETag=ANOTHER_ETAG)),
    Fault("delete the segments of what has none", "InvalidArgument", None, lambda n: n.ask("DELETE", f"{n.new_object()}?multipart-manifest=delete", Accept="application/json")),
    Fault("range of an object without segments", "RangeNotSatisfiable", None, broken_dynamic_object),
    Fault("a part that is not there", "RangeNotSatisfiable", None, lambda n: part(n, 7)),
    Fault("large objects in large objects, too deep", "Conflict", "object", large_object_of_large_objects),
]  # fmt: skip
