"""OpenStack Swift on loopback: one server each for accounts, containers and objects, one replica, all in a temporary folder.

Two proxies stand before them. The second looks for the object server where none is.

Its programs come from PyPI (`swift`), memcached from the system. Nothing is installed, nothing listens elsewhere, any user may start it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.servers.loopback import PATIENCE, free_ports, stop, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = "swift-proxy-server"
PROGRAMS = Path(
    os.environ.get("SWIFT", "") or Path(shutil.which(SERVER, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}") or SERVER).parent
)
"""The folder of Swift's programs."""

KINDS = ("account", "container", "object")
SECRET = "made-up"  # noqa: S105
CLIENT_TIMEOUT = 2
"""Seconds of silence after which Swift gives an upload up."""

USERS = {
    "admin:admin": ".admin .reseller_admin",
    "test:tester": ".admin",
    "test:reader": "",
    "other:owner": ".admin",
    "full:owner": ".admin",
    "frozen:owner": ".admin",
    "black:owner": ".admin",
    "slow:owner": ".admin",
}
"""Users, all of the same secret, and their groups in tempauth. Each one's account is AUTH_ and what stands before the colon."""

ACCOUNTS = {
    "AUTH_admin": {},
    "AUTH_test": {"X-Account-Meta-Temp-URL-Key": SECRET},
    "AUTH_other": {},
    "AUTH_full": {"X-Account-Meta-Quota-Bytes": "4"},
    "AUTH_frozen": {"X-Account-Sysmeta-Read-Only": "true"},
    "AUTH_black": {"X-Account-Sysmeta-Global-Write-Ratelimit": "BLACKLIST"},
    "AUTH_slow": {"X-Account-Sysmeta-Global-Write-Ratelimit": "0.01"},
}
"""Accounts, and what their operator has set."""

SWIFT_CONF = """
[swift-hash]
swift_hash_path_suffix = made-up
"""

DEFAULT = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {swift_dir}
devices = {folder}
mount_check = false
disable_fallocate = true
workers = 0
log_level = ERROR
"""

STORAGE = """
[pipeline:main]
pipeline = {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
"""

FILTERS = (
    "catch_errors gatekeeper healthcheck cache name_check listing_formats bulk tempurl formpost s3api tempauth ratelimit read_only staticweb copy "
    "container_quotas account_quotas slo dlo versioned_writes symlink"
)

FILTER_OPTIONS = {
    "cache": "memcache_servers = 127.0.0.1:{memcached}",
    "name_check": "forbidden_chars = `\nmaximum_length = 10000",
    "ratelimit": "max_sleep_time_seconds = 1\nrate_buffer_seconds = 1",
    "tempauth": "{users}",
    "versioned_writes": "allow_versioned_writes = true\nallow_object_versioning = true",
    "formpost": "allowed_digests = sha256",
    "tempurl": "allowed_digests = sha256",
}

PROXY = """
[pipeline:main]
pipeline = {filters} proxy-server

[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
error_suppression_limit = 1000000
admin_key = made-up
client_timeout = {timeout}
keepalive_timeout = 60
"""


class Swift(NamedTuple):
    """A running Swift."""

    url: str
    unserved: str
    """The proxy that finds no object server."""


def why_not(folder: Path) -> str | None:
    """Why Swift cannot run here with its data in that folder, or None if it can."""
    if not (PROGRAMS / SERVER).exists():
        return "Swift's programs are not here: pip install swift, or name their folder in SWIFT"
    if not shutil.which("memcached"):
        return "Swift keeps its tokens in memcached, which is not here: apt-get install memcached"
    try:
        os.setxattr(folder, "user.swift.try", b"x" * 1024)
    except (AttributeError, OSError) as error:
        return f"Swift keeps metadata in extended attributes, which the file system of {folder} refuses ({error}); choose another with --basetemp"
    return None


def _make_ring(path: Path, port: int) -> None:
    """One partition on one device, whose number is therefore always 0."""
    for command in (["create", "0", "1", "0"], ["add", f"r1z1-127.0.0.1:{port}/d1", "1"], ["rebalance"]):
        subprocess.run([PROGRAMS / "swift-ring-builder", path.with_suffix(".builder"), *command], check=True, stdout=subprocess.DEVNULL)


def _make_rings(folder: Path, ports: dict[str, int]) -> None:
    unserved = folder / "unserved"
    rings = {folder / kind: ports[kind] for kind in KINDS} | {unserved / "object": ports["nobody"]}
    with ThreadPoolExecutor() as pool:
        list(pool.map(_make_ring, rings, rings.values()))
    for kind in ("account", "container"):
        shutil.copy(folder / f"{kind}.ring.gz", unserved)


def _write_configurations(folder: Path, user: str, ports: dict[str, int]) -> None:
    def write(name: str, parts: str, swift_dir: Path = folder) -> None:
        common = DEFAULT.format(port=ports[name], user=user, folder=folder, swift_dir=swift_dir)
        (folder / f"{name}.conf").write_text(common + parts)
        (swift_dir / "swift.conf").write_text(SWIFT_CONF)

    for kind in KINDS:
        write(kind, STORAGE.format(kind=kind))
    users = "\n".join(f"user_{name.replace(':', '_')} = {SECRET} {groups}" for name, groups in USERS.items())
    known = {"memcached": ports["memcached"], "users": users}
    proxy = PROXY.format(filters=FILTERS, timeout=CLIENT_TIMEOUT)
    for name in FILTERS.split():
        proxy += f"\n[filter:{name}]\nuse = egg:swift#{'memcache' if name == 'cache' else name}\n{FILTER_OPTIONS.get(name, '').format(**known)}\n"
    write("proxy", proxy)
    write("unserved", proxy, folder / "unserved")


def _create_accounts(port: int) -> None:
    """As the operator does it: at the account server, since the proxy takes no system metadata."""
    for account, settings in ACCOUNTS.items():
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("PUT", f"/d1/0/{account}", headers={"X-Timestamp": f"{time.time():.5f}", **settings})
        status = connection.getresponse().status
        connection.close()
        if status != 201:
            pytest.fail(f"the account server answers {status} to the creation of {account}")


@contextmanager
def running_swift(folder: Path) -> Iterator[Swift]:
    """Swift with all its data in that folder, ready to answer."""
    names = (*KINDS, "proxy", "unserved", "memcached", "nobody")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    user = pwd.getpwuid(os.geteuid()).pw_name
    for name in ("d1", "unserved"):
        (folder / name).mkdir()
    _write_configurations(folder, user, ports)
    _make_rings(folder, ports)
    servers: dict[int, subprocess.Popen[bytes]] = {}
    try:
        with (folder / "log").open("wb") as log:
            memcached = ["memcached", "-u", user, "-l", "127.0.0.1", "-p", str(ports["memcached"]), "-U", "0"]
            servers[ports["memcached"]] = subprocess.Popen(memcached, stdout=log, stderr=log)
            for name in (*KINDS, "proxy", "unserved"):
                program = f"swift-{'proxy' if name == 'unserved' else name}-server"
                command = [str(PROGRAMS / program), str(folder / f"{name}.conf"), "--verbose"]
                servers[ports[name]] = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        for port, server in servers.items():
            wait_for(server, port)
        _create_accounts(ports["account"])
        yield Swift(*(f"http://127.0.0.1:{ports[name]}" for name in ("proxy", "unserved")))
    finally:
        stop(*servers.values())
