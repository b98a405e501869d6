"""google-cloud-storage makes of what is written for gcs its own exceptions."""

from __future__ import annotations

from typing import Any

import pytest
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage

from normalizer import Kind, Resource
from tests.sdks_rendered.stub import Stub, answering, foreign

HERE = "gcs"


def client_of(stub: Stub) -> Any:
    return storage.Client(project="p", credentials=AnonymousCredentials(), client_options={"api_endpoint": stub.url})


@pytest.mark.parametrize(
    ("kind", "resource", "reason", "exception", "code"),
    [
        (Kind.NOT_FOUND, Resource.OBJECT, None, exceptions.NotFound, "notFound"),
        (Kind.PERMISSION_DENIED, None, None, exceptions.Forbidden, "forbidden"),
        (Kind.ALREADY_EXISTS, Resource.BUCKET, None, exceptions.Conflict, "conflict"),
        (Kind.PRECONDITION_FAILED, Resource.OBJECT, None, exceptions.PreconditionFailed, "conditionNotMet"),
        (Kind.RANGE_NOT_SATISFIABLE, Resource.OBJECT, None, exceptions.RequestRangeNotSatisfiable, "requestedRangeNotSatisfiable"),
        (Kind.RATE_LIMITED, None, None, exceptions.TooManyRequests, "rateLimitExceeded"),
        (Kind.UNAVAILABLE, None, None, exceptions.ServiceUnavailable, "backendError"),
        (Kind.INTERNAL, None, None, exceptions.InternalServerError, "backendError"),
        (Kind.TIMEOUT, None, None, exceptions.GatewayTimeout, "gatewayTimeout"),
        (Kind.INVALID_ARGUMENT, None, None, exceptions.BadRequest, "invalid"),
    ],
)
def test_typed_exceptions(
    kind: Kind, resource: Resource | None, reason: str | None, exception: type[exceptions.GoogleAPICallError], code: str
) -> None:
    with answering(HERE, foreign(kind, resource, to=HERE, reason=reason)) as stub:
        blob = client_of(stub).bucket("b").blob("k")
        with pytest.raises(exception) as caught:
            blob.reload(retry=None)
        assert [error["reason"] for error in caught.value.errors] == [code]
        assert caught.value.message


def test_a_download() -> None:
    with answering(HERE, foreign(Kind.NOT_FOUND, Resource.OBJECT, to=HERE)) as stub, pytest.raises(exceptions.NotFound):
        client_of(stub).bucket("b").blob("k").download_as_bytes(retry=None)
