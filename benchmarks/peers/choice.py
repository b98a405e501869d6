"""Which bodies a client is measured on: the failures of its own provider in the corpus that are in its format, and an edge's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.bodies import CORPUS, VARIANTS, Body, read_response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.peer import Peer

EDGE: Final = "nginx-503"
# what nginx writes of itself: src/http/ngx_http_special_response.c
EDGE_PAGE: Final = (
    b"<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1>"
    b"</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_TYPES: Final = {"XML": "application/xml", "JSON": "application/json"}
_FRAMING: Final = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection"})
_FAILURE: Final = 400
_DATE: Final = "Sat, 21 Nov 2026 12:00:00 GMT"


def chosen(peer: Peer, corpus: Iterable[Body]) -> list[Body]:
    """The bodies of a peer, without the edge's page."""
    return [whole(body) for body in corpus if body.provider == peer.provider and _takes(peer, body)]


def _takes(peer: Peer, body: Body) -> bool:
    """A failure with a body; a page is no answer of a service that answers in XML."""
    page = body.variants[0][0].lstrip()[:5].lower() in {b"<html", b"<!doc"}
    return (body.status or 0) >= _FAILURE and body.size > 0 and (not peer.format or (body.format == peer.format and not page))


def whole(body: Body) -> Body:
    """The body with the Content-Type and Date that clients look at, where the corpus does not know them, without the headers of the transport."""
    kind = _TYPES.get(body.format, "text/html; charset=UTF-8")

    def headers(known: dict[str, str]) -> dict[str, str]:
        names = {name.lower() for name in known}
        kept = {name: value for name, value in known.items() if name.lower() not in _FRAMING}
        return kept | {name: value for name, value in (("Content-Type", kind), ("Date", _DATE)) if name.lower() not in names}

    return body._replace(variants=tuple((data, headers(known)) for data, known in body.variants))


def original(body: Body) -> Body:
    """The body as it stands in the corpus, once: the others have request ids of their own."""
    _, headers, data = read_response(CORPUS / f"{body.name}.http")
    return whole(body._replace(variants=((data, headers),)))


def edge(provider: str) -> Body:
    """The page that an nginx before the service gives while the service is away."""
    headers = {"Server": "nginx", "Date": _DATE, "Content-Type": "text/html"}
    return Body(EDGE, provider, 503, "other", ((EDGE_PAGE, headers),) * VARIANTS)
