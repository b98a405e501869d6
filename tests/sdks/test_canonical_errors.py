"""canonical_errors around the calls of real SDKs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from normalizer import AuthFailed, NotFound, StorageError, Unavailable, canonical_errors
from tests.sdks.clients import BUCKET, CLIENTS, KEY, Client, an_answer, botocore_client
from tests.sdks.stage import Stage, closed_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RAISING = [client for client in CLIENTS if not client.returns]


@pytest.mark.parametrize("client", RAISING, ids=[client.sdk for client in RAISING])
def test_the_canonical_exception_comes(client: Client, stage: Stage) -> None:
    stage.set(
        an_answer(
            client.provider,
            404,
            {"gcs": "notFound", "backblaze-b2": "not_found", "upyun": "40400001"}.get(client.provider, "NoSuchKey"),
            "no",
            "RID7",
        )
    )
    made = client.connect(stage.url)
    with pytest.raises(FileNotFoundError) as caught, canonical_errors(filename="a/b"):
        client.get(made)
    assert isinstance(caught.value, NotFound)
    assert caught.value.filename == "a/b"
    assert not isinstance(caught.value.__cause__, StorageError)
    assert caught.value.__cause__ is not None
    with pytest.raises(Unavailable), canonical_errors(client.provider):
        client.get(client.connect(f"http://127.0.0.1:{closed_port()}"))


def test_a_function_and_a_generator(stage: Stage) -> None:
    stage.set(an_answer("aws-s3", 403, "InvalidAccessKeyId", "no", "RID7"))
    client = botocore_client(stage.url)

    @canonical_errors("aws-s3")
    def get() -> Any:
        """Its own words."""
        return client.get_object(Bucket=BUCKET, Key=KEY)

    @canonical_errors("aws-s3")
    def pages() -> Iterator[Any]:
        yield from client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)

    with pytest.raises(AuthFailed) as caught:
        get()
    assert isinstance(caught.value.__cause__, ClientError)
    assert (get.__name__, get.__doc__) == ("get", "Its own words.")
    with pytest.raises(AuthFailed):
        list(pages())


def test_what_is_no_storage_error_passes(stage: Stage, tmp_path: Path) -> None:
    stage.set(an_answer("aws-s3", 404, "NoSuchKey", "no", "RID7"))
    client = botocore_client(stage.url)

    def mine() -> None:
        try:
            client.get_object(Bucket=BUCKET, Key=KEY)
        except ClientError as error:
            raise LookupError(KEY) from error

    with pytest.raises(LookupError), canonical_errors():
        mine()
    with pytest.raises(FileNotFoundError) as caught, canonical_errors():
        client.upload_file(str(tmp_path / "gone"), BUCKET, KEY)
    assert not isinstance(caught.value, StorageError), "a file of the caller's own is missing, no object"


def test_a_success_and_no_failure_pass(stage: Stage) -> None:
    client = botocore_client(stage.url)
    stage.play(200, b"x")
    with canonical_errors("aws-s3"):
        assert client.get_object(Bucket=BUCKET, Key=KEY)["Body"].read() == b"x"
    stage.play(304)
    with pytest.raises(ClientError), canonical_errors("aws-s3"):
        client.get_object(Bucket=BUCKET, Key=KEY, IfNoneMatch='"a"')
