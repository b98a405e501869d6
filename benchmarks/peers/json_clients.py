"""Clients whose services answer in JSON, and two that parse no body: upyun and swiftclient."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.peers.peer import Answer, Peer, Session, Stream, answer, attributes, caught, responses, streamed

if TYPE_CHECKING:
    from benchmarks.bodies import Body


def google() -> Peer:
    """The exception that every call of the JSON API raises."""
    exceptions = import_module("google.api_core.exceptions")

    def call(response: Any) -> Any:
        raise exceptions.from_http_response(response)

    def read(result: Any) -> Answer:
        errors = getattr(result, "errors", ())
        return answer(errors[0].get("reason") if errors else None, getattr(result, "message", None))

    return Peer("google-api-core", "google-api-core", "gcs", "JSON", responses, caught(call), read, errors=(exceptions.GoogleAPICallError,))


def gcsfs() -> Peer:
    """What every call checks its response with."""
    retry = import_module("gcsfs.retry")
    proxy = import_module("requests").exceptions.ProxyError

    def prepare(body: Body) -> list[Any]:
        return [(body.status, data, "bucket/key") for data, _ in body.variants]

    def read(result: Any) -> Answer:
        inner = getattr(result, "_error_response", None) or {}
        errors = inner.get("errors") or [{}]
        return answer(errors[0].get("reason"), str(result))

    errors = (OSError, ValueError, retry.HttpError, proxy)
    return Peer("gcsfs", "gcsfs", "gcs", "JSON", prepare, caught(lambda parts: retry.validate_response(*parts)), read, errors=errors)


def bce() -> Peer:
    """The handler that raises."""
    handler, response_class = import_module("baidubce.http.handler"), import_module("baidubce.bce_response").BceResponse
    errors = (import_module("baidubce.exception").BceError,)
    parse = caught(lambda parts: handler.parse_error(Stream(*parts), response_class()))
    return Peer("bce-python-sdk", "bce-python-sdk", "baidu-bos", "JSON", streamed, parse, _bce, errors=errors)


def _bce(result: Any) -> Answer:
    return attributes()(result) | {"message": str(result) or None}


def tos() -> Peer:
    """The exception that `_req` raises."""
    exceptions, wrap = import_module("tos.exceptions"), import_module("tos.http").Response

    def call(response: Any) -> Any:
        raise exceptions.make_server_error(wrap(response), "key")

    return Peer("tos", "tos", "volcengine-tos", "JSON", responses, caught(call), attributes(), errors=(exceptions.TosError,))


def qiniu() -> Peer:
    """What every call returns beside its result."""
    info = import_module("qiniu.http.response").ResponseInfo
    return Peer("qiniu", "qiniu", "qiniu-kodo", "JSON", responses, caught(info), attributes(message="error", request_id="req_id"))


def qingstor() -> Peer:
    """What every call returns."""

    def read(result: Any) -> Answer:
        return answer() if isinstance(result, BaseException) else {name: result.get(name) for name in ("code", "message", "request_id")}

    unpacker = caught(import_module("qingstor.sdk.unpack").Unpacker)
    return Peer("qingstor-sdk's Unpacker", "qingstor-sdk", "qingstor", "JSON", responses, unpacker, read)


def b2sdk() -> Peer:
    """What every call is wrapped in."""
    translate = import_module("b2sdk._internal.b2http").B2Http._translate_errors  # noqa: SLF001  the path itself
    errors = (import_module("b2sdk._internal.exception").B2Error,)

    def read(result: Any) -> Answer:
        return answer(getattr(result, "code", None), str(result))

    return Peer("b2sdk", "b2sdk", "backblaze-b2", "JSON", responses, caught(lambda response: translate(lambda: response)), read, errors=errors)


def upyun() -> Peer:
    """`do_http_pipe` with a session that hands over the response."""
    client = import_module("upyun.modules.httpipe").UpYunHttp(None, False)  # noqa: FBT003  the client takes it by position
    failure = import_module("upyun.modules.exception").UpYunServiceException
    client.session = session = Session()
    request_headers = {"Date": "", "User-Agent": ""}

    def call(response: Any) -> Any:
        session.response = response
        client.do_http_pipe("GET", "", "", headers=request_headers)

    def read(result: Any) -> Answer:
        return answer(None, getattr(result, "err", None), result.request_id if result.request_id != "Unknown" else None)

    return Peer("upyun's do_http_pipe", "upyun", "upyun", "JSON", responses, caught(call), read, errors=(failure,))


def swiftclient() -> Peer:
    """The exception that `get_object` raises."""
    failure = import_module("swiftclient.exceptions").ClientException

    def call(response: Any) -> Any:
        raise failure.from_response(response, "Object GET failed", response.content)

    read = attributes(code="-", message="http_response_content", request_id="transaction_id")
    return Peer("python-swiftclient", "python-swiftclient", "openstack-swift", "", responses, caught(call), read, errors=(failure,))
