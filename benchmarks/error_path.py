"""`normalize` beside what a client of boto3 does with a failure: botocore's parser and the typed exception, raised and caught."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from benchmarks.rounds import interleaved, ratio
from normalizer import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.bodies import Body

OPERATION: Final = "GetObject"
PROVIDER: Final = "aws-s3"
FIRST_FAILURE: Final = 400


def is_page(body: Body) -> bool:
    """Is it a page of HTML, as a proxy or a gateway sends it?"""
    return body.variants[0][0].lstrip()[:9].lower().startswith((b"<html", b"<!doctype", b"<h1", b"<center"))


def client() -> Callable[[Any], Any]:
    """What `_make_api_call` of a client does with a response that is a failure. Raises ImportError where botocore is missing."""
    parsers, session = import_module("botocore.parsers"), import_module("botocore.session").get_session()
    model = session.get_service_model("s3")
    exceptions = import_module("botocore.errorfactory").ClientExceptionsFactory().create_client_exceptions(model)
    failure = import_module("botocore.exceptions").ClientError
    parse, shape = parsers.create_parser("rest-xml").parse, model.operation_model(OPERATION).output_shape

    def call(response: Any) -> Any:
        parsed = parse(response, shape)
        try:
            raise exceptions.from_code(parsed.get("Error", {}).get("Code"))(parsed, OPERATION)
        except failure as error:
            return error

    return call


def ratios(bodies: Iterable[Body], rounds: int) -> list[tuple[float, str]]:
    """For each body `normalize`, with status and headers and as of S3, to botocore's error path, with the body's name."""
    call = client()
    headers_of = import_module("botocore.awsrequest").HeadersDict
    return [(_ratio(body, call, headers_of, rounds), body.name) for body in bodies]


def _ratio(body: Body, call: Callable[[Any], Any], headers_of: Any, rounds: int) -> float:
    variants, status = body.variants, body.status or FIRST_FAILURE
    responses = [{"body": data, "headers": headers_of(headers), "status_code": status} for data, headers in variants]

    def ours() -> None:
        for data, headers in variants:
            normalize(PROVIDER, data, status=status, headers=headers)

    def theirs() -> None:
        for response in responses:
            call(response)

    seconds = interleaved({"ours": ours, "theirs": theirs}, rounds)
    return ratio(seconds, "ours", "theirs")
