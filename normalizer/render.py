"""Step 6: what is to be said → status, headers, bytes, in a provider's own form. The inverse of extract."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from http import HTTPStatus
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape

from normalizer.form import form_of
from normalizer.frozen import EMPTY, FrozenDict, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.form import Form
    from normalizer.provider import Provider

Tree = dict[str, Any]


class Said(NamedTuple):
    """What is to be said. `code` None: the status says all. `fields`, `response_headers`: what the row's conditions ask for.

    `body`: may there be one? None has to HEAD.
    """

    status: int
    code: str | None = None
    message: str = ""
    request_id: str = ""
    bucket: str = ""
    key: str = ""
    path: str = ""
    region: str = ""
    retry_after: str = ""
    fields: FrozenDict = EMPTY
    response_headers: FrozenDict = EMPTY
    body: bool = True

    @property
    def phrase(self) -> str:
        """The status in words, where it is one of HTTP's own."""
        return HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else ""


class Written(NamedTuple):
    """A response. `headers` without Content-Length, which a server adds. `with_code`: is the code in it?"""

    status: int
    headers: FrozenDict
    body: bytes
    with_code: bool


_WITHOUT_BODY: Final = frozenset({204, 205, 304})
_FIRST_WITH_BODY: Final = 200
_PART = re.compile(r"\{([a-z_]+)\}")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_HEADER = re.compile(r"[^\x20-\x7e]+")
_LONGEST_HEADER: Final = 1_000


def has_body(status: int) -> bool:
    """May a response of this status have a body at all?"""
    return status >= _FIRST_WITH_BODY and status not in _WITHOUT_BODY


def render(said: Said, provider: Provider) -> Written:
    """The response in which the provider says it.

    Where there can be no body the code goes into the header that the provider has for it, or the whole body into one in Base64.

    >>> from normalizer import Tables
    >>> render(Said(404, "object_not_exists", "not there"), Tables().provider("qingstor")).body
    b'{"code": "object_not_exists", "message": "not there"}'
    """
    form = form_of(provider)
    headers = dict(said.response_headers)
    headers.update((name, value) for name, text in form.headers if (value := header_text(_filled(text, said))))
    names = provider.headers
    for name, value in ((names.request_id, said.request_id), (names.region, said.region)):
        if name and header_text(value):
            headers.setdefault(name[0], header_text(value))
    if said.retry_after:
        headers["Retry-After"] = said.retry_after
    silent = said.code is None and not speaks_by_status(provider)
    body = b"" if silent else _body(said, form)
    if said.body and has_body(said.status):
        if body:
            headers = {"Content-Type": form.content_type} | headers
        return Written(said.status, FrozenDict(headers), body, said.code is not None)
    headers |= _instead(said, body, provider)
    by_header = {name.lower() for name in (*names.code, *names.body)} & {name.lower() for name in headers}
    return Written(said.status, FrozenDict(headers), b"", bool(said.code and (by_header or provider.status_is_code)))


def header_text(text: str) -> str:
    r"""`text` as the value of a header: printable ASCII, no line breaks, not too long.

    >>> header_text("7f\r\nSet-Cookie: a")
    '7fSet-Cookie: a'
    """
    return _NO_HEADER.sub("", text)[:_LONGEST_HEADER].strip()


def xml_text(text: str) -> str:
    r"""`text` as XML may hold it; what XML cannot write becomes U+FFFD.

    >>> xml_text("a<b\x00")
    'a&lt;b\ufffd'
    """
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def speaks_by_status(provider: Provider) -> bool:
    """Has the provider bodies that need no code?"""
    return provider.status_is_code or form_of(provider).form in {"text", "page"}


def _instead(said: Said, body: bytes, provider: Provider) -> dict[str, str]:
    """The headers that carry what there is no body for."""
    if said.code is None:
        return {}
    if provider.headers.body and has_body(said.status):  # the status of a 304 says all, and clients expect nothing else
        return {provider.headers.body[0]: b64encode(body).decode()}
    return {provider.headers.code[0]: header_text(said.code)} if provider.headers.code else {}


def _body(said: Said, form: Form) -> bytes:
    if form.form == "json":
        return json.dumps(_tree(said, form)).encode()
    if form.form == "xml":
        inner = "".join(_elements(said, form))
        for name in reversed(form.at):
            inner = f"<{name}>{inner}</{name}>"
        return (form.prologue + inner).encode()
    words = said.message if said.code is None or said.message.startswith(said.code) else said.code
    if form.form == "page" and said.code is None:
        return _filled(form.page, said._replace(message=xml_text(words))).encode()
    return clean(words).encode()


def _tree(said: Said, form: Form) -> Tree:
    tree: Tree = {}
    node = tree
    for step in form.at:
        node = node.setdefault(step, {})
    for path, text in form.members:
        if text == "{tags}":
            put(node, path, _tagged(said.code or "", form.tag))
        elif value := clean(_filled(text, said)):
            put(node, path, int(value) if path in form.numbers and _NUMBER.fullmatch(value) else value)
    for path, value in said.fields.items():
        put(node, path, clean(value))
    return tree


def _elements(said: Said, form: Form) -> Iterator[str]:
    """The members of the error object as XML, and what a condition wants to see."""
    names = [path for path, _ in form.members]
    for path, text in form.members:
        value = said.fields.get(path) or _filled(text, said)
        if value or path not in form.optional:
            yield f"<{path}>{xml_text(value)}</{path}>"
    for path, value in said.fields.items():
        if path not in names:
            yield f"<{path}>{xml_text(value)}</{path}>"


def _filled(text: str, said: Said) -> str:
    """A text of a declaration with what is said in its places; "" where it has places and none of them has anything."""
    found = _PART.findall(text)
    if not found:
        return text
    values = {name: str(getattr(said, name) or "") for name in found}
    return _PART.sub(lambda part: values[part[1]], text) if any(values.values()) else ""


def put(tree: Tree, path: str, value: object) -> None:
    """Set what lies at a dotted path; a step 0 is the only place of a list. What lies inside a plain value is left out."""
    steps = path.split(".")
    node: Any = tree
    for step, following in pairwise(steps):
        inner: Any = [{}] if following == "0" else {}
        node = node[0] if isinstance(node, list) else node.setdefault(step, inner)
        if not isinstance(node, (dict, list)):
            return
    if isinstance(node, list):
        node[0] = value
    else:
        node[steps[-1]] = value


def _tagged(code: str, tag: str) -> Tree:
    """The nested objects that a path of variants stands for.

    >>> _tagged("path/not_found", ".tag")
    {'.tag': 'path', 'path': {'.tag': 'not_found'}}
    """
    first, _, rest = code.partition("/")
    return {tag: first} | ({first: _tagged(rest, tag)} if rest else {})
