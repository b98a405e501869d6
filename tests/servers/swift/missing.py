"""Things that are not there, and one that is."""

from __future__ import annotations

from tests.servers.faults import Fault
from tests.servers.swift.native import GONE, OPERATOR, THERE, Answer, Native, unused


def dangling_symlink(n: Native) -> Answer:
    path = unused()
    n.done("PUT", path, b"", X_Symlink_Target=GONE, Content_Type="application/symlink")
    return n.ask("GET", path)


def page_that_is_missing(n: Native) -> Answer:
    """The container's owner has made a page of his own for it."""
    container = n.new_container(X_Container_Read=".r:*", X_Container_Meta_Web_Index="index.html", X_Container_Meta_Web_Error="error.html")
    n.done("PUT", f"{container}/404error.html", b"<html><body>We are so sorry</body></html>")
    return n.ask("GET", f"{container}/gone", user=None)


def current_version_of_a_deleted_object(n: Native) -> Answer:
    path = n.new_versioned_object()
    n.done("DELETE", path)
    return n.ask("GET", path)


def deleted_account(n: Native) -> Answer:
    n.done("PUT", "/v1/AUTH_closed", user=OPERATOR)
    n.done("DELETE", "/v1/AUTH_closed", user=OPERATOR)
    return n.ask("GET", "/v1/AUTH_closed", user=OPERATOR)


FAULTS: list[Fault[Native, Answer]] = [
    Fault("get a missing object", "NotFound", "object", lambda n: n.ask("GET", GONE)),
    Fault("head a missing object", "NotFound", "object", lambda n: n.ask("HEAD", GONE)),
    Fault("delete a missing object", "NotFound", "object", lambda n: n.ask("DELETE", GONE)),
    Fault("set metadata of a missing object", "NotFound", "object", lambda n: n.ask("POST", GONE, X_Object_Meta_A="b")),
    Fault("copy a missing object", "NotFound", "object", lambda n: n.ask("COPY", GONE, Destination=unused())),
    Fault("put a copy of a missing object", "NotFound", "object", lambda n: n.ask("PUT", unused(), b"", X_Copy_From=GONE)),
    Fault("read through a symlink to nothing", "NotFound", "object", dangling_symlink),
    Fault("read what has been deleted, versions kept", "NotFound", "object", current_version_of_a_deleted_object),
    Fault("a web page that is missing", "NotFound", None, page_that_is_missing),
    Fault("get from a missing container", "NotFound", None, lambda n: n.ask("GET", "no-such-container/o")),
    Fault("put into a missing container", "NotFound", "bucket", lambda n: n.ask("PUT", "no-such-container/o", b"x")),
    Fault("list a missing container", "NotFound", "bucket", lambda n: n.ask("GET", "no-such-container")),
    Fault("head a missing container", "NotFound", "bucket", lambda n: n.ask("HEAD", "no-such-container")),
    Fault("delete a missing container", "NotFound", "bucket", lambda n: n.ask("DELETE", "no-such-container")),
    Fault("set metadata of a missing container", "NotFound", "bucket", lambda n: n.ask("POST", "no-such-container", X_Container_Meta_A="b")),
    Fault("list a missing account", "NotFound", "account", lambda n: n.ask("GET", "/v1/AUTH_nobody", user=OPERATOR)),
    Fault("head a missing account", "NotFound", "account", lambda n: n.ask("HEAD", "/v1/AUTH_nobody", user=OPERATOR)),
    Fault("list a deleted account", "NotFound", "account", deleted_account),
    Fault("get a missing version", "NotFound", None, lambda n: n.ask("GET", f"{n.new_versioned_object()}?version-id=1700000000.00000")),
    Fault("create an object that is there", "AlreadyExists", "object", lambda n: n.ask("PUT", THERE, b"x", If_None_Match="*")),
]  # fmt: skip
