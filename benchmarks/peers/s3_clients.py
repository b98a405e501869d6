"""Clients of S3 and of MinIO: botocore, s3fs, minio, libcloud."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from benchmarks.peers.peer import Answer, Peer, answer, attributes, caught, raw_responses, responses

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.bodies import Body

OPERATION = "GetObject"


def botocore_parser() -> Peer:
    """The parser alone."""
    parse = import_module("botocore.parsers").create_parser("rest-xml").parse
    errors = (import_module("botocore.parsers").ResponseParserError,)
    return Peer(
        "botocore's RestXMLParser", "botocore", "aws-s3", "XML", _parts, caught(lambda response: parse(response, None)), _parsed, errors=errors
    )


def botocore() -> Peer:
    """The parser and the typed exception that a client of boto3 raises."""
    parsers, session = import_module("botocore.parsers"), import_module("botocore.session").get_session()
    model = session.get_service_model("s3")
    factory = import_module("botocore.errorfactory").ClientExceptionsFactory().create_client_exceptions(model)
    parse, shape = parsers.create_parser("rest-xml").parse, model.operation_model(OPERATION).output_shape

    def call(response: Any) -> Any:
        parsed = parse(response, shape)
        raise factory.from_code(parsed.get("Error", {}).get("Code"))(parsed, OPERATION)

    errors = (import_module("botocore.exceptions").ClientError, parsers.ResponseParserError)
    return Peer("botocore", "botocore", "aws-s3", "XML", _parts, caught(call), lambda result: _parsed(getattr(result, "response", {})), errors=errors)


def s3fs() -> Peer:
    """The parser, the ClientError, and the OSError made of it."""
    translate, parse = import_module("s3fs.errors").translate_boto_error, import_module("botocore.parsers").create_parser("rest-xml").parse
    failure = import_module("botocore.exceptions").ClientError

    def call(response: Any) -> Any:
        try:
            raise failure(parse(response, None), OPERATION)  # noqa: TRY301  as botocore raises and s3fs catches
        except failure as error:
            raise translate(error) from error

    def read(result: Any) -> Answer:
        return _parsed(getattr(result.__cause__, "response", {}))

    return Peer("s3fs", "s3fs", "aws-s3", "XML", _parts, caught(call), read, errors=(OSError,))


def minio() -> Peer:
    """The exception made of the XML, if the Content-Type says that it is."""
    error = import_module("minio.error")

    def call(response: Any) -> Any:
        kind = response.headers.get("content-type", "")
        if "application/xml" not in kind.split(";"):
            raise error.InvalidResponseError(response.status, kind, response.data.decode())
        raise error.S3Error.fromxml(response)

    errors = (error.S3Error, error.InvalidResponseError)
    return Peer("minio", "minio", "minio", "XML", raw_responses, caught(call), attributes(), errors=errors)


def libcloud() -> Peer:
    """The response class of the S3 driver; some failures count as successes, and are parsed."""
    s3, types = import_module("libcloud.storage.drivers.s3"), import_module("libcloud.common.types")
    call, errors = _libcloud(s3.S3Response)

    def read(result: Any) -> Answer:
        tree = getattr(result, "object", None)
        return (
            answer() if tree is None or isinstance(tree, str) else answer(tree.findtext("Code"), tree.findtext("Message"), tree.findtext("RequestId"))
        )

    return Peer("libcloud, S3", "apache-libcloud", "aws-s3", "XML", responses, caught(call), _or_value(read), errors=(*errors, types.LibcloudError))


def libcloud_b2() -> Peer:
    """The response class of the Backblaze driver."""
    call, errors = _libcloud(import_module("libcloud.storage.drivers.backblaze_b2").BackblazeB2Response)

    def read(result: Any) -> Answer:
        return answer(message=str(result))

    return Peer("libcloud, B2", "apache-libcloud", "backblaze-b2", "JSON", responses, caught(call), _or_value(read), errors=errors)


def _libcloud(response_class: Any) -> tuple[Callable[[Any], Any], tuple[type[BaseException], ...]]:
    connection = type("Connection", (), {"driver": None})()
    types, base = import_module("libcloud.common.types"), import_module("libcloud.common.exceptions")
    errors = (types.InvalidCredsError, types.MalformedResponseError, base.BaseHTTPError)
    return lambda response: response_class(response, connection), errors


def _or_value(read: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    """InvalidCredsError and MalformedResponseError keep the text as their value or body."""

    def reader(result: Any) -> Answer:
        text = getattr(result, "value", None)
        return answer(message=text) if isinstance(result, BaseException) and text else read(result)

    return reader


def _parts(body: Body) -> list[Any]:
    """What botocore's parser takes."""
    case = import_module("botocore.awsrequest").HeadersDict
    return [{"body": data, "headers": case(headers), "status_code": body.status or 400} for data, headers in body.variants]


def _parsed(result: Any) -> Answer:
    if isinstance(result, BaseException):
        return answer()
    error = result.get("Error", {})
    return answer(error.get("Code"), error.get("Message"), result.get("ResponseMetadata", {}).get("RequestId"))
