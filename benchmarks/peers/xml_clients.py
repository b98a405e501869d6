"""Clients whose services answer in XML of their own: Alibaba Cloud, Tencent Cloud, Huawei Cloud, Azure."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from benchmarks.peers.peer import URL, Answer, Peer, Session, Stream, answer, attributes, caught, responses, streamed


def oss2() -> Peer:
    """The exception that `_do` raises."""
    exceptions, wrap = import_module("oss2.exceptions"), import_module("oss2.http").Response

    def call(response: Any) -> Any:
        raise exceptions.make_exception(wrap(response))

    return Peer("oss2", "oss2", "aliyun-oss", "XML", responses, caught(call), attributes(), errors=(exceptions.OssError,))


def oss_v2() -> Peer:
    """The handler of answers that every operation begins with."""
    oss = import_module("alibabacloud_oss_v2")
    wrap = import_module("alibabacloud_oss_v2.transport.requests_client")._RequestsHttpResponseImpl  # noqa: SLF001  what its transport gives
    config = oss.config.load_default()
    config.credentials_provider, config.region = oss.credentials.StaticCredentialsProvider("k", "s"), "cn-hangzhou"
    inner = oss.Client(config)._client  # noqa: SLF001  the client has no other way to it
    options = import_module("copy").copy(inner._options)  # noqa: SLF001  as above
    inner._apply_operation_options(options)  # noqa: SLF001  as every operation does
    handle = options.response_handlers[0]
    request = oss.types.HttpRequest("GET", URL)

    def call(response: Any) -> Any:
        return handle(wrap(request=request, internal_response=response, block_size=4096))

    errors = (oss.exceptions.ServiceError,)
    return Peer("alibabacloud-oss-v2", "alibabacloud-oss-v2", "aliyun-oss", "XML", responses, caught(call), attributes(), errors=errors)


def cos() -> Peer:
    """`send_request` with a session that hands over the response."""
    qcloud = import_module("qcloud_cos")
    failure = import_module("qcloud_cos.cos_exception").CosServiceError
    client = qcloud.CosS3Client(qcloud.CosConfig(Region="ap-x", SecretId="k", SecretKey="s"), retry=0, session=Session())
    session = client._session  # noqa: SLF001  it stands for the network

    def call(response: Any) -> Any:
        session.response = response
        return client.send_request("GET", URL, headers={})

    def read(result: Any) -> Answer:
        digest = result.get_digest_msg() if isinstance(result, failure) else None
        return answer(digest.get("code"), digest.get("message"), digest.get("requestid")) if isinstance(digest, dict) else answer()

    return Peer("cos-python-sdk-v5", "cos-python-sdk-v5", "tencent-cos", "XML", responses, caught(call), read, errors=(failure,))


def obs() -> Peer:
    """What every operation returns, or raises inside of it for 5xx."""
    client = import_module("obs").ObsClient(access_key_id="k", secret_access_key="s", server=URL)  # noqa: S106  no secret
    inside = import_module("obs.client")._InternalException  # noqa: SLF001  what it raises for a 5xx and catches again

    def read(result: Any) -> Answer:
        return attributes("errorCode", "errorMessage", "requestId")(result.result if isinstance(result, inside) else result)

    parse = caught(lambda parts: client._parse_xml_internal(Stream(*parts)))  # noqa: SLF001  the path itself
    return Peer("esdk-obs-python", "esdk-obs-python", "huawei-obs", "XML", streamed, parse, read, errors=(inside,))


def azure() -> Peer:
    """What the generated `download` does with a failure, and what the client makes of it."""
    core, policies = import_module("azure.core.exceptions"), import_module("azure.core.pipeline")
    wrap = import_module("azure.core.rest._requests_basic").RestRequestsTransportResponse
    models = import_module("azure.storage.blob._generated.models")
    tools = import_module("azure.storage.blob._generated._utils.serialization")
    process = import_module("azure.storage.blob._shared.response_handlers").process_storage_error
    deserializer = tools.Deserializer({name: each for name, each in vars(models).items() if isinstance(each, type)})
    known = {
        401: core.ClientAuthenticationError, 404: core.ResourceNotFoundError, 409: core.ResourceExistsError, 304: core.ResourceNotModifiedError,
    }  # fmt: skip
    request = import_module("azure.core.rest").HttpRequest("GET", URL)

    def call(given: Any) -> Any:
        response = wrap(request=request, internal_response=given, block_size=4096)
        try:
            response.read()
            core.map_error(status_code=response.status_code, response=response, error_map=known)
            whole = policies.PipelineResponse(request, response, policies.PipelineContext(None))
            model = deserializer.failsafe_deserialize(models.StorageError, whole)
            raise core.HttpResponseError(response=response, model=model)  # noqa: TRY301  as the generated code raises and the client catches
        except core.HttpResponseError as error:
            process(error)

    def read(result: Any) -> Answer:
        code = getattr(result, "error_code", None)
        headers = result.response.headers if getattr(result, "response", None) is not None else {}
        return answer(getattr(code, "value", code), getattr(result, "message", None), headers.get("x-ms-request-id"))

    return Peer("azure-storage-blob", "azure-storage-blob", "azure-blob", "XML", responses, caught(call), read, errors=(core.AzureError,))
