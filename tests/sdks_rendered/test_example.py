"""The gateway of the examples before a store that is not S3, asked by boto3."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import uvicorn
from botocore.config import Config
from botocore.exceptions import ClientError

from examples.s3_errors import S3Errors
from tests.strategies import real_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

REAL = {(real.provider, real.name): real for real in real_bodies()}
PATIENCE = 30.0


def store(answers: dict[str, tuple[int, list[tuple[str, str]], bytes]]) -> Any:
    """An application that answers /bucket/key as the store does to the key, and to others with what it holds."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            return
        await receive()
        status, headers, body = answers.get(scope["path"].rpartition("/")[2], (200, [("ETag", '"1"')], b"what it holds"))
        pairs = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in headers
            if name.lower() not in {"content-length", "transfer-encoding"}
        ]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body[half:]})

    return app


@contextmanager
def client_of(source: str, **names: str) -> Iterator[Any]:
    """boto3 asking the gateway before a store that answers with real responses of `source`, by key."""
    answers = {key: (REAL[source, name].status or 404, REAL[source, name].headers, REAL[source, name].body) for key, name in names.items()}
    app = S3Errors(store(answers), source)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
    try:
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
        yield boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="r", config=config, **keys)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def test_a_missing_object_of_upyun_is_no_such_key() -> None:
    with client_of("upyun", missing="object-not-found", gone="bucket-missing", busy="too-many-requests") as s3:
        with pytest.raises(s3.exceptions.NoSuchKey):
            s3.get_object(Bucket="b", Key="missing")
        with pytest.raises(s3.exceptions.NoSuchBucket):
            s3.get_object(Bucket="b", Key="gone")
        with pytest.raises(ClientError) as caught:
            s3.get_object(Bucket="b", Key="busy")
        assert caught.value.response["Error"]["Code"] == "SlowDown"


def test_a_missing_object_of_qingstor_and_a_success() -> None:
    """The store said 500 and meant a missing object; S3 says 404."""
    with client_of("qingstor", missing="object-missing-under-500") as s3:
        with pytest.raises(s3.exceptions.NoSuchKey):
            s3.get_object(Bucket="b", Key="missing")
        assert s3.get_object(Bucket="b", Key="there")["Body"].read() == b"what it holds"


def test_a_head_before_azure() -> None:
    """The code stands in a header of the store's, and S3's client wants nothing but the status."""
    name = next(real.name for real in real_bodies() if real.provider == "azure-blob" and ("x-ms-error-code", "BlobNotFound") in real.headers)
    with client_of("azure-blob", missing=name) as s3, pytest.raises(ClientError) as caught:
        s3.head_object(Bucket="b", Key="missing")
    assert caught.value.response["Error"]["Code"] == "404"
