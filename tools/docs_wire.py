"""What a provider's TOML file declares of its wire, in words: bodies, headers, batch replies, addresses, signs, operations, writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.docs_markdown import code, codes, link, section, table, text
from tools.docs_render import written

if TYPE_CHECKING:
    from normalizer.declaration import BodySign, Declaration, Detect, Envelope, HeaderNames, Hosts, Items
    from normalizer.provider import Provider

FIELDS: Final = {
    "code": "code",
    "message": "message",
    "request_id": "request id",
    "bucket": "bucket",
    "key": "key",
    "path": "path of bucket and key",
    "region": "region",
    "endpoint": "endpoint",
    "status": "status of its own",
    "retry_after": "seconds to wait",
    "retry_after_ms": "milliseconds to wait",
    "location_code": "code, in the query of Location",
    "location_message": "message, in the query of Location",
    "native": "kept as it is",
    "secret": "never given out",
}
"""What a field of the envelope, the headers or an item is for."""


def wire(provider: Provider) -> list[list[str]]:
    """Blocks of the provider's page."""
    declaration = provider.declaration
    return [
        section("## On the wire", _inherited(provider), _fields(declaration), [f"* {each}" for each in _particulars(declaration)]),
        section("## Addresses", _addresses(declaration.hosts)),
        section("## Signs of this provider", _signs(declaration.detect)),
        section("## Names of operations", _operations(declaration.operations)),
        section("## What translations write", written(provider)),
    ]


def _inherited(provider: Provider) -> list[str]:
    """One line on what the provider leaves to the one it is like."""
    if provider.elder is None:
        return []
    ours, theirs = provider.declaration, provider.elder.declaration
    parts = {"bodies": "envelope", "headers": "headers", "batch replies": "items", "addresses": "hosts", "what hides behind a kind": "hides"}
    left = [words for words, name in parts.items() if not getattr(ours, name) and getattr(theirs, name)]
    return [f"As {link(text(theirs.name), provider.elder.slug + '.md')}: {', '.join(left)}."] if left else []


def _fields(declaration: Declaration) -> list[str]:
    body, headers = declaration.envelope, declaration.headers
    rows = [(words, _names(body, name), _names(headers, name)) for name, words in FIELDS.items()]
    filled = [row for row in rows if any(row[1:])]
    return table(("what", "in the body", "in headers"), filled) if filled else []


def _names(holder: Envelope | HeaderNames | Items | None, name: str) -> str:
    return codes(getattr(holder, name, ()))


def _particulars(declaration: Declaration) -> list[str]:
    said = [*_of_bodies(declaration), *_of_codes(declaration)]
    said += [each for items in declaration.items for each in _of_items(items)]
    if declaration.multipart:
        said.append("A batch reply comes as multipart/mixed, with a response in each part.")
    if declaration.report_text:
        said.append("A batch reply may come as lines of text, each a name, a colon and a value.")
    return said + [f"Behind {kind} may hide {', '.join(others)}." for kind, others in declaration.hides.items()]


def _of_bodies(declaration: Declaration) -> list[str]:
    said = []
    envelope, headers = declaration.envelope, declaration.headers
    if envelope and envelope.at != ("",):
        places = " or ".join(code(at) if at else "the root" for at in envelope.at)
        said.append(f"In the body these stand below {places}, whichever first has a code.")
    if envelope and envelope.request_id_mark:
        said.append(f"The request id also stands in the message, after {code(envelope.request_id_mark)}.")
    if envelope and envelope.tag:
        said.append(f"A code is the variants that the object and those inside it name in {code(envelope.tag)}, joined with slashes.")
    if envelope and envelope.listed_first:
        said.append("Of several codes in a body the first that stands in the table counts.")
    if headers and headers.body:
        said.append(f"Where a reply has no body, as to HEAD, a header carries it in Base64: {codes(headers.body)}.")
    if declaration.lenient:
        said.append("Single-quoted and unquoted JSON is read too.")
    if declaration.charset:
        said.append(f"Bodies that name no charset, and are no UTF-8, are read as {code(declaration.charset)}.")
    if declaration.own_pages:
        said.append(f"HTML is the service's own, and not a proxy's, where it begins with {codes(declaration.own_pages)}.")
    return said


def _of_codes(declaration: Declaration) -> list[str]:
    said = []
    if declaration.code_pattern != r"\S(.*\S)?":
        said.append(f"A code has the form {code(declaration.code_pattern)}.")
    if declaration.status_is_code:
        said.append("The HTTP status is the code where a response carries no other.")
    if declaration.code_part:
        said.append(f"In a longer text the code is what the first group matches in {code(declaration.code_part)}.")
    if declaration.text_lines:
        said.append("A whole line of a plain-text body may be the code.")
    if declaration.text_prefixes:
        said.append(f"A line of plain text may begin with the code: {codes(declaration.text_prefixes)}.")
    if declaration.success_codes:
        said.append(f"Codes that mean success: {codes(declaration.success_codes)}.")
    return said


def _of_items(items: Items) -> list[str]:
    reply = f"A body with {code(items.reply)} is a batch reply" if items.reply else "A body that is a list is a batch reply"
    if items.at != items.reply:
        reply += f"; its failed items stand at {code(items.at)}"
    parts = [f"{words} {found}" for name, words in FIELDS.items() if (found := _names(items, name))]
    if items.constant:
        parts.append(f"the code of an item without one is {code(items.constant)}")
    if items.success:
        parts.append(f"success is {codes(items.success)}")
    return [f"{reply}; of an item: {'; '.join(parts)}." if parts else f"{reply}."]


def _addresses(hosts: Hosts | None) -> list[str]:
    if hosts is None:
        return []
    names = [f"* {code(name)}" for name in hosts.names] or ["* any host"]
    return [*names, "", f"The path of a URL: {', else '.join(code(path) for path in hosts.paths)}."]


def _signs(detect: Detect | None) -> list[str]:
    if detect is None:
        return []
    said = []
    for words, headers in (("headers of its own", detect.headers), ("headers that few others send", detect.hints)):
        if headers:
            said.append(f"* {words}: {', '.join(_header(name, pattern) for name, pattern in headers.items())}")
    return said + [f"* {sign.format.upper() + ' ' if sign.format else ''}body, a {sign.weight} sign: {_body(sign)}" for sign in detect.body]


def _header(name: str, pattern: str) -> str:
    return f"{code(name)} is {code(pattern)}" if pattern else code(name)


def _body(sign: BodySign) -> str:
    parts = [f"has {codes(sign.has)}"] if sign.has else []
    parts += [f"lacks {codes(sign.lacks)}"] if sign.lacks else []
    parts += [f"{code(name)} is {code(pattern)}" for name, pattern in sign.values.items()]
    place = code(sign.at) if sign.at else "the root"
    return f"{place}: {'; '.join(parts)}" if parts else f"{place} is there"


def _operations(operations: dict[str, str]) -> list[str]:
    rows = [(code(name), code(operation)) for name, operation in operations.items()]
    return table(("here", "at S3"), rows) if rows else []
