"""What a request's URL addresses, by the hosts and paths that a provider declares: an account, a bucket or an object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from normalizer.declaration import Hosts

MAX_URL: Final = 8_192
MAX_HOST: Final = 253
"""Characters of a host's name, by RFC 1035."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PARTS: Final = {"bucket": r"(?P<bucket>[a-z0-9_.-]+?)", "account": r"(?P<account>[a-z0-9_-]+)", "region": r"(?P<region>[a-z0-9-]+)"}
_PLAIN_HOST = re.compile(r"localhost|[\d.]+|\[?[0-9a-f:]+\]?|[a-z0-9_-]+|s3[.-].*")
"""Hosts on which nobody puts the bucket's name: addresses, names without a dot, and those that begin with s3."""


class Layout(NamedTuple):
    """Compiled hosts. `hosts`: the patterns of names; `paths`: the steps of each way in which paths are made."""

    hosts: tuple[re.Pattern[str], ...]
    paths: tuple[tuple[str, ...], ...]


def layout_of(declared: Hosts) -> Layout:
    """The layout of declared hosts.

    >>> from normalizer.declaration import Hosts
    >>> layout_of(Hosts(names=("{bucket}.s3.{region}.amazonaws.com",))).hosts[0].fullmatch("b.s3.eu-west-1.amazonaws.com")["bucket"]
    'b'
    """
    hosts = tuple(re.compile(_pattern(name)) for name in declared.names)
    return Layout(hosts, tuple(tuple(step for step in path.split("/") if step) for path in declared.paths))


def _pattern(name: str) -> str:
    pieces = _PLACEHOLDER.split(name.lower())
    return "".join(_PARTS.get(piece, r"[a-z0-9-]+") if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))


def host_and_path(url: str) -> tuple[str, str] | None:
    """Lower-case host without port, and the path, of an absolute URL; None for anything else."""
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return (host, parts.path) if host and len(host) <= MAX_HOST else None


def addressed(url: str, layout: Layout) -> str | None:
    """`account`, `bucket` or `object`: the finest thing that the URL names. None where it cannot be told.

    >>> from normalizer.declaration import Hosts
    >>> layout = layout_of(Hosts(names=("{bucket}.s3.amazonaws.com", "s3.amazonaws.com")))
    >>> addressed("https://b.s3.amazonaws.com/", layout), addressed("https://s3.amazonaws.com/b/k", layout), addressed("https://cdn.example.com/k", layout)
    ('bucket', 'object', None)
    """
    found = host_and_path(url)
    if found is None:
        return None
    host, path = found
    steps = [unquote(step) for step in path.strip("/").split("/") if step]
    in_host: dict[str, str] = {}
    for pattern in layout.hosts:
        match = pattern.fullmatch(host)
        if match:
            in_host = match.groupdict()
            break
    else:
        if not _PLAIN_HOST.fullmatch(host):
            return None
    levels: list[str] = [level for level in ("account", "bucket") if level in in_host]
    levels += next((named for path in layout.paths if (named := _named(path, steps, in_host)) is not None), [])
    return levels[-1] if levels else "account"


def _named(path: tuple[str, ...], steps: list[str], in_host: dict[str, str]) -> list[str] | None:
    """What the steps of a path name, or None where its fixed steps are others. The last thing, a key, may have many steps."""
    path = tuple(step for step in path if step[1:-1] not in in_host)
    if any(mine[0] != "{" and mine != step for mine, step in zip(path, steps, strict=False)):
        return None
    levels = {"{account}": "account", "{bucket}": "bucket", "{key}": "object"}
    return [levels[step] for step in path[: len(steps)] if step in levels]
