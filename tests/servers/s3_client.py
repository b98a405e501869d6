"""boto3 at any server that speaks S3, and the bytes that it was about to parse."""

from __future__ import annotations

from typing import Any, NamedTuple

import boto3
from botocore.config import Config

Client = Any
BUCKET, NO_BUCKET = "s3-faults", "no-such-bucket"


class Answer(NamedTuple):
    """The bytes that boto3 was about to parse."""

    body: bytes
    status: int
    headers: dict[str, str]
    operation: str


def client_of(url: str, seen: list[Answer], *, region: str, key: str = "made-up", secret: str = "made-up") -> Client:  # noqa: S107
    """A client, whose answers are added to those seen."""
    config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, parameter_validation=False, read_timeout=30)
    client = boto3.client("s3", endpoint_url=url, config=config, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret)

    def look(operation_model: Any, response_dict: Any, **_: Any) -> None:
        body = response_dict["body"]
        headers = dict(response_dict["headers"])
        seen.append(Answer(body if isinstance(body, bytes) else b"", response_dict["status_code"], headers, operation_model.name))

    client.meta.events.register("before-parse.s3", look)
    return client


def upload(client: Client, *sizes: int) -> tuple[str, list[dict[str, Any]]]:
    """A multipart upload with parts of these sizes."""
    number = client.create_multipart_upload(Bucket=BUCKET, Key="big")["UploadId"]
    parts = []
    for part, size in enumerate(sizes, 1):
        tag = client.upload_part(Bucket=BUCKET, Key="big", UploadId=number, PartNumber=part, Body=b"x" * size)["ETag"]
        parts.append({"PartNumber": part, "ETag": tag})
    return number, parts


def complete(client: Client, number: str, parts: list[dict[str, Any]]) -> object:
    return client.complete_multipart_upload(Bucket=BUCKET, Key="big", UploadId=number, MultipartUpload={"Parts": parts})
