"""How each client is called, in words; and where its path leaves the body unparsed, so that no like is compared with like."""

from __future__ import annotations

from typing import Final, NamedTuple

EVERYTHING: Final = "everything"


class Path(NamedTuple):
    """unparsed: classes that are raised before a parser sees the body, or EVERYTHING."""

    called: str
    unparsed: tuple[str, ...] = ()


PATHS: Final[dict[str, Path]] = {
    "botocore": Path(
        "`RestXMLParser.parse` with the shape of GetObject, then `exceptions.from_code` and its ClientError raised, as `_make_api_call` does"
    ),
    "botocore's RestXMLParser": Path('`create_parser("rest-xml").parse` alone, without a shape and without an exception'),
    "s3fs": Path(
        "botocore's parser, a ClientError raised, `translate_boto_error` and its OSError raised; what it tells is looked for in its `__cause__`"
    ),
    "minio": Path("`S3Error.fromxml` raised, behind the look at Content-Type that `_url_open` takes", ("InvalidResponseError",)),
    "libcloud, S3": Path(
        "`S3Response(response, connection)`. A 400, 404 or 409 counts as a success: what is told is looked for in the tree that it returns",
        ("InvalidCredsError", "LibcloudError"),
    ),
    "libcloud, B2": Path("`BackblazeB2Response(response, connection)`: the JSON is parsed, and the text of the body raised, or of a 401 the message"),
    "google-api-core": Path("`from_http_response` raised; the code is the first reason of its `errors`"),
    "gcsfs": Path("`validate_response(status, bytes, path)`; the code is the first reason of what an HttpError keeps", ("FileNotFoundError",)),
    "azure-storage-blob": Path(
        "as the generated `download` and the client around it: `map_error`, else `failsafe_deserialize` and HttpResponseError; then `process_storage_error`."
        " The transport's response is made in the loop, for it remembers its text; the request id is that of the headers that it keeps"
    ),
    "oss2": Path("`make_exception(Response(response))` raised, as `_do` does"),
    "alibabacloud-oss-v2": Path(
        "the first of the client's `response_handlers`, on the response of its transport, made in the loop because it is read once"
    ),
    "cos-python-sdk-v5": Path("`send_request` with a session that hands over the response"),
    "esdk-obs-python": Path("`_parse_xml_internal` on a stream that is made in the loop; its result, or for a 5xx the exception that holds it"),
    "bce-python-sdk": Path("`parse_error` on a stream that is made in the loop; without the metadata that the client makes of the headers before"),
    "tos": Path('`make_server_error(Response(response), "key")` raised'),
    "qiniu": Path("`ResponseInfo(response)`: the JSON is parsed to see whether it is some, and its text is the error"),
    "qingstor-sdk's Unpacker": Path(
        "`Unpacker(response)`, which copies the members and raises nothing; of a 5xx the whole client leaves no more than a RetryError"
    ),
    "b2sdk": Path("`B2Http._translate_errors` of a call that gives the response"),
    "upyun's do_http_pipe": Path("`do_http_pipe` with a session that hands over the response; its text is the error", (EVERYTHING,)),
    "python-swiftclient": Path("`ClientException.from_response` raised, as `get_object` does; the body is kept as bytes", (EVERYTHING,)),
}
"""By the name of the peer."""
