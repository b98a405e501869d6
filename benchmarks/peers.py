"""Released clients on the bodies of their own provider, each called through its own error path, without a network."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.bodies import Body

Answer = dict[str, Any]
"""What a client tells of an error: code, message, request_id; None for what it leaves to the caller to find."""


class Peer(NamedTuple):
    """A client. `prepare` makes, outside the timing, what its error path takes; `parse` is that path; `read` looks at the result."""

    name: str
    package: str
    provider: str
    format: str
    prepare: Callable[[Body], list[Any]]
    parse: Callable[[Any], Any]
    read: Callable[[Any], Answer]


def installed() -> tuple[list[Peer], list[str]]:
    """The peers that can be measured, and the packages of those that are missing."""
    found: list[Peer] = []
    missing: list[str] = []
    for package, make in (("botocore", _botocore), ("qingstor-sdk", _qingstor), ("upyun", _upyun)):
        try:
            found.append(make())
        except ImportError:
            missing.append(package)
    return found, missing


def _botocore() -> Peer:
    parsers, request = import_module("botocore.parsers"), import_module("botocore.awsrequest")
    parse = parsers.create_parser("rest-xml").parse

    def prepare(body: Body) -> list[Any]:
        return [{"body": data, "headers": request.HeadersDict(headers), "status_code": body.status or 400} for data, headers in body.variants]

    def read(result: Any) -> Answer:
        error = result.get("Error", {})
        return {"code": error.get("Code"), "message": error.get("Message"), "request_id": result["ResponseMetadata"].get("RequestId")}

    return Peer("botocore's RestXMLParser", "botocore", "aws-s3", "XML", prepare, lambda response: parse(response, None), read)


def _qingstor() -> Peer:
    unpacker = import_module("qingstor.sdk.unpack").Unpacker

    def read(result: Any) -> Answer:
        return {name: result.get(name) for name in ("code", "message", "request_id")}

    return Peer("qingstor-sdk's Unpacker", "qingstor-sdk", "qingstor", "JSON", _responses, unpacker, read)


def _upyun() -> Peer:
    client = import_module("upyun.modules.httpipe").UpYunHttp(None, False)  # noqa: FBT003  the client takes it by position
    failure = import_module("upyun.modules.exception").UpYunServiceException
    client.session = session = _Session()
    request_headers = {"Date": "", "User-Agent": ""}

    def parse(response: Any) -> Any:
        session.response = response
        try:
            client.do_http_pipe("GET", "", "", headers=request_headers)
        except failure as error:
            return error

    def read(result: Any) -> Answer:
        return {"code": None, "message": None, "request_id": result.request_id if result.request_id != "Unknown" else None}

    return Peer("upyun's do_http_pipe", "upyun", "upyun", "JSON", _responses, parse, read)


class _Session:
    """Stands for the network: hands over the response that was made before."""

    response: Any = None

    def request(self, *_args: Any, **_kwargs: Any) -> Any:
        return self.response


def _responses(body: Body) -> list[Any]:
    requests = import_module("requests")
    found = []
    for data, headers in body.variants:
        response = requests.Response()
        response.status_code = body.status or 400
        response.headers.update(headers)
        response._content = data  # noqa: SLF001  as the network layer of requests fills it
        found.append(response)
    return found
