"""Faults of who asks: tokens, passwords and rights."""

from __future__ import annotations

from tests.servers.faults import Fault
from tests.servers.swift.native import READER, TESTER, THERE, Answer, Native, unused
from tests.servers.swift.server import SECRET


def wrong_origin(n: Native) -> Answer:
    container = n.new_container(X_Container_Meta_Access_Control_Allow_Origin="http://good.example")
    return n.ask("OPTIONS", f"{container}/o", user=None, Origin="http://bad.example", Access_Control_Request_Method="GET")


FAULTS: list[Fault[Native, Answer]] = [
    Fault("a token that is none", "AuthFailed", "token", lambda n: n.ask("GET", THERE, user=None, X_Auth_Token="AUTH_tk0123456789abcdef0123456789abcdef")),  # noqa: S106
    Fault("a token of another service", "AuthFailed", "token", lambda n: n.ask("GET", THERE, user=None, X_Auth_Token="gAAAAAB")),  # noqa: S106
    Fault("no token", "AuthFailed", "token", lambda n: n.ask("GET", THERE, user=None)),
    Fault("no token for a write", "AuthFailed", "token", lambda n: n.ask("PUT", unused(), b"x", user=None)),
    Fault("no token for a head", "AuthFailed", "token", lambda n: n.ask("HEAD", THERE, user=None)),
    Fault("a wrong password", "AuthFailed", None, lambda n: n.ask("GET", "/auth/v1.0", user=None, X_Auth_User=TESTER, X_Auth_Key="wrong")),
    Fault("an unknown user", "AuthFailed", None, lambda n: n.ask("GET", "/auth/v1.0", user=None, X_Auth_User="test:nobody", X_Auth_Key=SECRET)),
    Fault("no password", "AuthFailed", None, lambda n: n.ask("GET", "/auth/v1.0", user=None, X_Auth_User=TESTER)),
    Fault("read another's object", "PermissionDenied", None, lambda n: n.ask("GET", THERE, user="other:owner")),
    Fault("list another's account", "PermissionDenied", None, lambda n: n.ask("GET", "", user="other:owner")),
    Fault("read without the right to", "PermissionDenied", None, lambda n: n.ask("GET", THERE, user=READER)),
    Fault("write with the right to read", "PermissionDenied", None, lambda n: n.ask("PUT", "readable/o", b"x", user=READER)),
    Fault("delete with the right to read", "PermissionDenied", None, lambda n: n.ask("DELETE", "readable/there", user=READER)),
    Fault("create a container without the right to", "PermissionDenied", None, lambda n: n.ask("PUT", "another", user=READER)),
    Fault("delete an account as its owner", "PermissionDenied", None, lambda n: n.ask("DELETE", "")),
    Fault("set one's own quota", "PermissionDenied", None, lambda n: n.ask("POST", "", X_Account_Meta_Quota_Bytes="1")),
    Fault("an origin that may not", "PermissionDenied", None, wrong_origin),
]  # fmt: skip
