"""Requests that are wrong in themselves: too large, malformed, or of what Swift does not do."""

from __future__ import annotations

from uuid import uuid4

from tests.servers.faults import ANOTHER_ETAG, Fault
from tests.servers.swift.native import CONTAINER, NO_LENGTH, THERE, TOO_LARGE, Answer, Native, unused


def one_of_too_many(n: Native) -> Answer:
    return n.ask("POST", THERE, **{f"X_Object_Meta_{number}": "x" for number in range(91)})


FAULTS: list[Fault[Native, Answer]] = [
    Fault("too large an object", "TooLarge", "object", lambda n: n.ask("PUT", unused(), Content_Length=TOO_LARGE)),
    Fault("too long a container name", "TooLarge", None, lambda n: n.ask("PUT", "c" * 257)),
    Fault("too long an object name", "TooLarge", None, lambda n: n.ask("PUT", f"{CONTAINER}/{'o' * 1025}", b"x")),
    Fault("too long a name of metadata", "TooLarge", None, lambda n: n.ask("POST", THERE, **{f"X_Object_Meta_{'a' * 129}": "b"})),
    Fault("too long a value of metadata", "TooLarge", None, lambda n: n.ask("POST", THERE, X_Object_Meta_A="b" * 257)),
    Fault("too long a value of a container's metadata", "TooLarge", None, lambda n: n.ask("POST", CONTAINER, X_Container_Meta_A="b" * 257)),
    Fault("too many metadata", "TooLarge", None, one_of_too_many),
    Fault("too much metadata", "TooLarge", None, lambda n: n.ask("POST", THERE, **{f"X_Object_Meta_{number}": "x" * 250 for number in range(20)})),
    Fault("too long an address", "TooLarge", None, lambda n: n.ask("GET", f"{CONTAINER}?prefix={'x' * 20_000}")),
    Fault("no length", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), Content_Length=NO_LENGTH)),
    Fault("a length that is no number", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"x", Content_Length="many")),
    Fault("an empty name of metadata", "InvalidArgument", None, lambda n: n.ask("POST", THERE, X_Object_Meta_="b")),
    Fault("a name that is no UTF-8", "InvalidArgument", None, lambda n: n.ask("PUT", f"{CONTAINER}/%FF", b"x")),
    Fault("a container name that is no UTF-8", "InvalidArgument", None, lambda n: n.ask("PUT", "%FF")),
    Fault("a name with a character not allowed", "InvalidArgument", None, lambda n: n.ask("PUT", f"{CONTAINER}/%60", b"x")),
    Fault("a page too large", "InvalidArgument", None, lambda n: n.ask("GET", f"{CONTAINER}?limit=10001")),
    Fault("a parameter that is no UTF-8", "InvalidArgument", None, lambda n: n.ask("GET", f"{CONTAINER}?prefix=%FF")),
    Fault("a listing in a format that is none", "InvalidArgument", None, lambda n: n.ask("GET", CONTAINER, Accept="image/png")),
    Fault("a format that cannot be read", "InvalidArgument", None, lambda n: n.ask("GET", CONTAINER, Accept="text/")),
    Fault("create only what is another", "InvalidArgument", None, lambda n: n.ask("PUT", THERE, b"x", If_None_Match=ANOTHER_ETAG)),
    Fault("a storage policy that is none", "InvalidArgument", None, lambda n: n.ask("PUT", f"c{uuid4()}", X_Storage_Policy="bogus")),
    Fault("a quota that is no number", "InvalidArgument", None, lambda n: n.ask("POST", CONTAINER, X_Container_Meta_Quota_Bytes="many")),
    Fault("an access list that cannot be read", "InvalidArgument", None, lambda n: n.ask("POST", CONTAINER, X_Container_Read=".r:")),
    Fault("an account's access list that cannot be read", "InvalidArgument", None, lambda n: n.ask("POST", "", X_Account_Access_Control="{")),
    Fault("to be deleted in the past", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"x", X_Delete_At="1000000000")),
    Fault("to be deleted after words", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"x", X_Delete_After="soon")),
    Fault("a copy source that is no path", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"", X_Copy_From="nonsense")),
    Fault("a copy without a destination", "InvalidArgument", None, lambda n: n.ask("COPY", THERE)),
    Fault("a copy with a body", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"x", X_Copy_From=THERE)),
    Fault("a symlink to what is no path", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"", X_Symlink_Target="nonsense")),
    Fault("a symlink with a body", "InvalidArgument", None, lambda n: n.ask("PUT", unused(), b"x", X_Symlink_Target=THERE)),
    Fault("a version that is none", "InvalidArgument", None, lambda n: n.ask("GET", f"{n.new_versioned_object()}?version-id=bogus")),
    Fault("a digest that is another", "ChecksumMismatch", "object", lambda n: n.ask("PUT", unused(), b"x", ETag=ANOTHER_ETAG)),
    Fault("a method that is none", "Unsupported", None, lambda n: n.ask("PATCH", THERE)),
    Fault("a method not for accounts", "Unsupported", None, lambda n: n.ask("COPY", "", Destination=unused())),
    Fault("a coding that Swift does not read", "Unsupported", None, lambda n: n.ask("PUT", unused(), Content_Length=NO_LENGTH, Transfer_Encoding="gzip, chunked")),
]  # fmt: skip
