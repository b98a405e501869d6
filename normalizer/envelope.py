"""A declared envelope compiled, so that one look at each member of a body finds what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from normalizer.values import Values

if TYPE_CHECKING:
    from normalizer.declaration import Envelope, HeaderNames

FIELDS: Final = ("code", "message", "request_id", "bucket", "key", "region", "endpoint", "status", "path", "retry_after")
"""The declared names of an envelope that are looked for in a body; all but status and path are fields of a record."""

KEPT: Final = "native"
MAX_VARIANTS: Final = 10
_DIGITS: Final = 10
SECRET: Final = "secret"  # noqa: S105  a word of the vocabulary, no secret


class Plan(Values):
    """Where things are. `slots`: for a member's name, what it is (of `FIELDS`, or KEPT, SECRET) and its rank among names.

    Rank 0 is a field's first name and nothing else. `at`: the steps to each place where the error object may be. `deep`:
    what and steps of paths that go further down, or, with an empty first step, from the root; and whether such a path is
    declared before every plain name, so that it counts for more.
    """

    at: tuple[tuple[str, ...], ...]
    at_root: bool
    slots: dict[str, tuple[str, int]]
    deep: tuple[tuple[str, tuple[str, ...], bool], ...]
    codes: tuple[str, ...]
    request_id_mark: str
    tag: str
    tag_value: tuple[str, ...]
    listed_first: bool

    def cut(self) -> Plan:
        """The plan for a body that breaks off: the variants inside may be what is missing, so they make no code."""
        return self.but(tag="") if self.tag else self


def plan_of(envelope: Envelope) -> Plan:
    """The plan of an envelope.

    >>> from normalizer.declaration import Envelope
    >>> plan_of(Envelope(code=("code", "error_code"), message=("msg",))).slots
    {'code': ('code', 0), 'error_code': ('code', 1), 'msg': ('message', 0)}
    """
    slots: dict[str, tuple[str, int]] = {}
    deep: list[tuple[str, tuple[str, ...], bool]] = []
    for name in FIELDS:
        foremost = True
        for rank, path in enumerate(getattr(envelope, name), start=name in {"status", "path", "retry_after"}):
            if "." in path:
                deep.append((name, tuple(path.split(".")), foremost))
            else:
                foremost = False
                slots.setdefault(path, (name, rank))
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
        envelope.request_id_mark,
        envelope.tag,
        envelope.tag_value,
        envelope.listed_first,
    )


def slots_of(headers: HeaderNames) -> dict[str, tuple[str, int, str]]:
    """For a header's lower-case name, what it is (a field, KEPT or "location"), its rank and its declared name.

    >>> from normalizer.declaration import HeaderNames
    >>> slots_of(HeaderNames(code=("X-Error-Code",)))
    {'x-error-code': ('code', 0, 'X-Error-Code')}
    """
    declared = {
        "code": headers.code,
        "message": headers.message,
        "request_id": headers.request_id,
        "region": headers.region,
        "endpoint": headers.endpoint,
    }
    slots = {name.lower(): (what, rank, name) for what, names in declared.items() for rank, name in enumerate(names)}
    for name in headers.native:
        slots.setdefault(name.lower(), (KEPT, 0, name))
    if headers.location_code:
        slots["location"] = ("location", 0, "Location")
    return slots


def variants(node: Any, plan: Plan) -> Any:
    """The variants that an object and those inside it name, outermost first, joined with "/"; anything else as it is.

    >>> from normalizer.declaration import Envelope
    >>> plan = plan_of(Envelope(tag=".tag", tag_value=("reason",)))
    >>> variants({".tag": "path", "path": {".tag": "conflict", "conflict": {".tag": "file"}}}, plan)
    'path/conflict/file'
    >>> variants({"reason": {".tag": "too_many_requests"}, "retry_after": 1}, plan)
    'too_many_requests'
    """
    if not plan.tag or type(node) is not dict:
        return node
    found: list[str] = []
    while type(node) is dict and len(found) < MAX_VARIANTS:
        name = node.get(plan.tag)
        if isinstance(name, str):
            found.append(name)
        node = next((node[each] for each in (name, *plan.tag_value) if isinstance(each, str) and type(node.get(each)) is dict), None)
    return "/".join(found)


def walk(node: Any, steps: tuple[str, ...]) -> Any:
    """What lies at the end of `steps`, or None where a step leads nowhere. A number is a place in a list.

    XML has no lists: an element that stands once is the first of its list.

    >>> walk({"errors": [{"reason": "notFound"}]}, ("errors", "0", "reason"))
    'notFound'
    """
    for step in steps:
        if type(node) is dict:
            node = node.get(step, node if step == "0" else None)
        elif type(node) is list and step == "0":
            node = node[0] if node else None
        elif isinstance(node, (list, tuple)) and step.isdecimal() and len(step) < _DIGITS and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node
