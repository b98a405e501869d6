"""A provider's TOML file as typed values: what is particular about a vendor's wire, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from normalizer.frozen import EMPTY
from normalizer.values import Values

if TYPE_CHECKING:
    from normalizer.kinds import Effect, Kind, Resource, Retry
    from normalizer.render_declaration import Render

Names = tuple[str, ...]

SOURCE_KINDS: Final = ("server", "documentation", "sdk", "observed")
WEIGHTS: Final = ("strong", "fair", "weak")
FORMATS: Final = ("", "xml", "json")


class Envelope(Values):
    """Where a body keeps things. `at`: paths of the object that holds the rest, first that has a code wins; "" is the root.

    All others are dotted paths below it, first non-empty wins; one that begins with a dot starts at the root, a step that is
    a number is a place in a list. `path`: a "/bucket/key". `status`: a body's own status. `native`: what else a record keeps.
    `secret`: what must never come out. `retry_after`: seconds to wait. `tag`: the member that names an object's variant; a code
    path that ends at such an object gives the variants from there on down, joined with "/". `tag_value`: members that hold a
    variant's value where none of its own name does. `listed_first`: of a body's codes the first that the table has counts.
    `request_id_mark`: words in the message after which the request id stands.
    """

    at: Names = ("",)
    code: Names = ()
    message: Names = ()
    request_id: Names = ()
    bucket: Names = ()
    key: Names = ()
    path: Names = ()
    region: Names = ()
    endpoint: Names = ()
    status: Names = ()
    retry_after: Names = ()
    native: Names = ()
    secret: Names = ()
    request_id_mark: str = ""
    tag: str = ""
    tag_value: Names = ()
    listed_first: bool = False


ANY_ENVELOPE: Final = Envelope(
    at=("Error", "error", ""),
    code=("Code", "code"),
    message=("Message", "message", "msg"),
    request_id=("RequestId", "requestId", "request_id"),
)
"""Where most services keep things; for a response of which nobody knows who sent it."""


class HeaderNames(Values):
    """The response headers that mean something. `location_*`: parameters in the query of a Location header.

    `body`: headers that carry the whole body in Base64 where a reply may have none, as to HEAD.
    """

    code: Names = ()
    message: Names = ()
    request_id: Names = ()
    region: Names = ()
    endpoint: Names = ()
    retry_after_ms: Names = ()
    native: Names = ()
    body: Names = ()
    location_code: Names = ()
    location_message: Names = ()


class Items(Values):
    """A batch reply. `reply`: the path whose presence shows one; `at`: the path of the failed items in it.

    Both are "" where the whole body is a list of items.
    `constant`: the code of items that carry none of their own (such an item may be a bare string: its key). `status`: an
    item's own HTTP status, which may have words after its digits. `path`: an item's "/bucket/key".
    """

    reply: str
    at: str
    code: Names = ()
    constant: str = ""
    success: Names = ()
    message: Names = ()
    key: Names = ()
    path: Names = ()
    status: Names = ()
    native: Names = ()


class Hosts(Values):
    """The service's addresses. `names`: host names, with {bucket}, {account}, {region} or another word for what varies.

    `paths`: how the path of a URL is made, for example /v1/{account}/{bucket}/{key}; the first whose fixed steps fit counts.
    """

    names: Names = ()
    paths: Names = ("/{bucket}/{key}",)


class BodySign(Values):
    """What a body of this provider looks like, and others' do not. `at`: where the object stands; `has`, `lacks`: its members.

    `values`: patterns that members must match whole. `starts`: a pattern of the body's beginning. `format`: xml or json, where
    that matters. `weight`: strong, fair, weak.
    """

    at: str = ""
    format: str = ""
    has: Names = ()
    lacks: Names = ()
    values: dict[str, str] = EMPTY
    starts: str = ""
    weight: str = "strong"


class Detect(Values):
    """How to know this provider.

    `headers`: that nobody else sends, each with a pattern of its value or ""; `hints`: such as few others send; `body`: signs
    in the body.
    """

    headers: dict[str, str] = EMPTY
    hints: dict[str, str] = EMPTY
    body: tuple[BodySign, ...] = ()


class Family(Values):
    """A structure of the provider's codes. A group `status` in the pattern is the status that an unlisted code stands for.

    A group `part` picks the resource from `resources`. Without `kind` the status decides.
    """

    pattern: str
    why: str
    kind: Kind | None = None
    reason: str | None = None
    resource: Resource | None = None
    retry: Retry | None = None
    resources: dict[str, Resource] = EMPTY


class StatusMeaning(Values):
    """What a status means where no code helps. `when` as in a table, without `message` and `field`."""

    status: str
    kind: Kind
    why: str
    when: str = ""
    reason: str | None = None
    resource: Resource | None = None
    retry: Retry | None = None
    effect: Effect | None = None
    alternatives: tuple[Kind, ...] = ()


class Odd(Values):
    """A kind and a status that are not natural for each other, and why this provider sends them together."""

    status: int
    kind: Kind
    why: str


class Source(Values):
    """Where facts were read. `kind`: server, documentation, sdk or observed. `read`: the day."""

    title: str
    where: str
    read: str
    kind: str


class Declaration(Values):
    """Everything that a provider's TOML file says.

    `report_text`: batch replies may come as lines of text, "Name: value". `own_pages`: how HTML begins that the service itself
    writes, not a proxy before it. `status_is_code`: the HTTP status is the code where a response carries no other.
    `code_part`: a pattern whose first group is the code in a longer text. `multipart`: batch replies come as multipart/mixed
    with a response in each part. `operations`: S3's name of the operation by the vendor's own.
    """

    name: str
    documentation: str = ""
    license: str = ""
    aliases: Names = ()
    like: str = ""
    confirmed: Names = ()
    code_pattern: str = r"\S(.*\S)?"
    charset: str = ""
    lenient: bool = False
    success_codes: Names = ()
    text_lines: bool = False
    text_prefixes: Names = ()
    own_pages: Names = ()
    report_text: bool = False
    status_is_code: bool = False
    multipart: bool = False
    code_part: str = ""
    quirks: Names = ()
    hides: dict[Kind, tuple[Kind, ...]] = EMPTY  # type: ignore[assignment]  # its keys would be kinds
    envelope: Envelope | None = None
    headers: HeaderNames | None = None
    hosts: Hosts | None = None
    detect: Detect | None = None
    render: Render | None = None
    operations: dict[str, str] = EMPTY
    items: tuple[Items, ...] = ()
    family: tuple[Family, ...] = ()
    status: tuple[StatusMeaning, ...] = ()
    odd: tuple[Odd, ...] = ()
    sources: dict[str, Source] = EMPTY
