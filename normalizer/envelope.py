"""A declared envelope compiled, so that one look at each member of a body finds what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from normalizer.declaration import Envelope

FIELDS: Final = ("code", "message", "request_id", "bucket", "key", "region", "endpoint", "status", "path")
"""The members of `Native` that come from the body, in its order, then the "/bucket/key" path."""

CODE, MESSAGE, REQUEST_ID, BUCKET, KEY, REGION, ENDPOINT, STATUS, PATH = range(len(FIELDS))
KEPT: Final = len(FIELDS)
SECRET: Final = KEPT + 1


class Plan(NamedTuple):
    """Where things are. `slots`: for a member's name, the index in `FIELDS` (or KEPT, SECRET) and its rank among names.

    `at`: the steps to each place where the error object may be. `deep`: index and steps of paths that go further down, or,
    with an empty first step, from the root.
    """

    at: tuple[tuple[str, ...], ...]
    at_root: bool
    slots: dict[str, tuple[int, int]]
    deep: tuple[tuple[int, tuple[str, ...]], ...]
    codes: tuple[str, ...]
    native: tuple[str, ...]


def plan_of(envelope: Envelope) -> Plan:
    """The plan of an envelope.

    >>> from normalizer.declaration import Envelope
    >>> plan_of(Envelope(code=("code", "error_code"), message=("msg",))).slots
    {'code': (0, 0), 'error_code': (0, 1), 'msg': (1, 0)}
    """
    slots: dict[str, tuple[int, int]] = {}
    deep: list[tuple[int, tuple[str, ...]]] = []
    for index, name in enumerate(FIELDS):
        # only a first name has rank 0; a body's own status is kept as native too, so it is never first
        for rank, path in enumerate(getattr(envelope, name), start=name == "status"):
            if "." in path:
                deep.append((index, tuple(path.split("."))))
            else:
                slots.setdefault(path, (index, rank))
    for path in envelope.native:
        slots.setdefault(path, (KEPT, 1))
    for path in envelope.secret:
        slots.setdefault(path, (SECRET, 1))
    return Plan(
        tuple(tuple(path.split(".")) if path else () for path in envelope.at),
        envelope.at == ("",),
        slots,
        tuple(deep),
        envelope.code,
        envelope.native,
    )


def walk(node: Any, steps: tuple[str, ...]) -> Any:
    """What lies at the end of `steps`, or None where a step leads nowhere."""
    for step in steps:
        if type(node) is not dict:
            return None
        node = node.get(step)
    return node
