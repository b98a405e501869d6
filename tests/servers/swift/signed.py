"""Faults of requests that carry a signature: TempURLs and forms."""

from __future__ import annotations

import hmac
import time
from hashlib import sha256

from tests.servers.faults import Fault
from tests.servers.swift.native import CONTAINER, THERE, Answer, Native
from tests.servers.swift.server import SECRET


def signed(method: str = "GET", path: str = THERE, life: float = 3600, key: str = SECRET) -> str:
    """A TempURL's path and query."""
    whole, expires = f"/v1/AUTH_test/{path}", int(time.time() + life)
    signature = hmac.new(key.encode(), f"{method}\n{expires}\n{whole}".encode(), sha256).hexdigest()
    return f"{whole}?temp_url_sig={signature}&temp_url_expires={expires}"


def posted(n: Native, *, key: str = SECRET, life: float = 3600, max_size: int = 100, count: int = 1, files: int = 1, size: int = 5) -> Answer:
    """A form that uploads."""
    path, expires = f"/v1/AUTH_test/{CONTAINER}/form-", int(time.time() + life)
    signature = hmac.new(key.encode(), f"{path}\n\n{max_size}\n{count}\n{expires}".encode(), sha256).hexdigest()
    fields = {"redirect": "", "max_file_size": max_size, "max_file_count": count, "expires": expires, "signature": signature}
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    parts += [f'--b\r\nContent-Disposition: form-data; name="f{file}"; filename="f{file}"\r\n\r\n{"x" * size}\r\n' for file in range(files)]
    return n.ask("POST", path, "".join([*parts, "--b--\r\n"]).encode(), user=None, Content_Type="multipart/form-data; boundary=b")


FAULTS: list[Fault[Native, Answer]] = [
    Fault("a TempURL with a wrong signature", "AuthFailed", None, lambda n: n.ask("GET", signed(key="wrong"), user=None)),
    Fault("a TempURL past its time", "AuthFailed", None, lambda n: n.ask("GET", signed(life=-60), user=None)),
    Fault("a TempURL of another object", "AuthFailed", None, lambda n: n.ask("GET", signed().replace("there", "gone"), user=None)),
    Fault("a TempURL to read, used to write", "AuthFailed", None, lambda n: n.ask("PUT", signed(), b"x", user=None)),
    Fault("a TempURL without its time", "AuthFailed", None, lambda n: n.ask("GET", signed().partition("&")[0], user=None)),
    Fault("a form with a wrong signature", "AuthFailed", None, lambda n: posted(n, key="wrong")),
    Fault("a form past its time", "AuthFailed", None, lambda n: posted(n, life=-60)),
    Fault("the service's inner affairs with a wrong signature", "AuthFailed", None, lambda n: n.ask("GET", f"/info?swiftinfo_sig=0&swiftinfo_expires={int(time.time()) + 60}", user=None)),
    Fault("too large a file in a form", "TooLarge", None, lambda n: posted(n, max_size=4)),
    Fault("a TempURL to write a manifest", "InvalidArgument", None, lambda n: n.ask("PUT", signed("PUT"), b"", user=None, X_Object_Manifest="c/o")),
    Fault("a form with too many files", "InvalidArgument", None, lambda n: posted(n, files=2)),
]  # fmt: skip
