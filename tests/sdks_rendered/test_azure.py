"""azure-storage-blob makes of what is written for azure-blob its own exceptions."""

from __future__ import annotations

from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceExistsError, ResourceModifiedError, ResourceNotFoundError
from azure.storage.blob import BlobServiceClient

from normalizer import Kind, Resource
from tests.sdks_rendered.stub import Stub, answering, foreign

HERE = "azure-blob"


def service_of(stub: Stub) -> BlobServiceClient:
    return BlobServiceClient(f"{stub.url}/account", credential="a2V5", retry_total=1, initial_backoff=0, increment_base=0)


@pytest.mark.parametrize(
    ("kind", "resource", "reason", "call", "exception", "code", "asked"),
    [
        (Kind.NOT_FOUND, Resource.OBJECT, None, "download_blob", ResourceNotFoundError, "BlobNotFound", 1),
        (Kind.NOT_FOUND, Resource.OBJECT, None, "get_blob_properties", ResourceNotFoundError, "BlobNotFound", 1),
        (Kind.NOT_FOUND, Resource.BUCKET, None, "download_blob", ResourceNotFoundError, "ContainerNotFound", 1),
        (Kind.ALREADY_EXISTS, Resource.OBJECT, "create_only", "create_append_blob", ResourceExistsError, "BlobAlreadyExists", 1),
        (Kind.AUTH_FAILED, Resource.CREDENTIAL, "bad_signature", "download_blob", ClientAuthenticationError, "AuthenticationFailed", 1),
        (Kind.PERMISSION_DENIED, None, None, "download_blob", HttpResponseError, "AuthorizationFailure", 1),
        (Kind.PRECONDITION_FAILED, Resource.OBJECT, None, "download_blob", ResourceModifiedError, "ConditionNotMet", 1),
        (Kind.OBJECT_ARCHIVED, Resource.OBJECT, None, "download_blob", HttpResponseError, "BlobArchived", 1),
        (Kind.RANGE_NOT_SATISFIABLE, Resource.OBJECT, None, "get_blob_properties", HttpResponseError, "InvalidRange", 1),
        (Kind.RATE_LIMITED, None, None, "get_blob_properties", HttpResponseError, "ServerBusy", 2),
        (Kind.TIMEOUT, None, None, "get_blob_properties", HttpResponseError, "OperationTimedOut", 2),
        (Kind.TOO_LARGE, Resource.OBJECT, None, "create_append_blob", HttpResponseError, "RequestEntityTooLarge", 1),
    ],
)
def test_typed_exceptions(
    kind: Kind, resource: Resource | None, reason: str | None, call: str, exception: type[Exception], code: str, asked: int
) -> None:
    with answering(HERE, foreign(kind, resource, to=HERE, reason=reason)) as stub:
        blob: Any = service_of(stub).get_blob_client("container", "blob")
        with pytest.raises(exception) as caught:
            getattr(blob, call)()
        assert caught.value.error_code == code  # type: ignore[attr-defined]
        assert stub.asked == asked
