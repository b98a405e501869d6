"""azure-storage-blob at one Azurite, and the bytes that it was about to parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from azure.storage.blob import BlobClient, BlobServiceClient, ContainerClient

if TYPE_CHECKING:
    from azure.core.pipeline.transport import RequestsTransport

ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
CONTAINER, THERE = "faults", "there"
PAGE = b"p" * 512


class Answer(NamedTuple):
    """The bytes that the SDK was about to parse."""

    body: bytes
    status: int
    headers: dict[str, str]
    method: str


class Azure:
    """Clients of one Azurite, and the answers that they get."""

    def __init__(self, url: str, transport: RequestsTransport) -> None:
        self.url = url
        self.transport = transport
        self.answers: list[Answer] = []
        self.service = self.client({"account_name": ACCOUNT, "account_key": KEY})

    def client(self, credential: Any, account: str = ACCOUNT) -> BlobServiceClient:
        return BlobServiceClient(
            f"{self.url}/{account}", credential=credential, transport=self.transport, raw_response_hook=self.listen, retry_total=0
        )

    def listen(self, response: Any) -> None:
        answer, request = response.http_response, response.http_request
        self.answers.append(Answer(answer.body(), answer.status_code, dict(answer.headers), request.method))

    def container(self, name: str = CONTAINER) -> ContainerClient:
        return self.service.get_container_client(name)

    def blob(self, name: str = THERE, container: str = CONTAINER, **which: str) -> BlobClient:
        return self.service.get_blob_client(container, name, **which)

    def copy_of(self, source: BlobClient, **how: Any) -> object:
        return self.unused().start_copy_from_url(source.url, **how)

    def signed(self, token: str, name: str = THERE) -> BlobClient:
        return self.client(token).get_blob_client(CONTAINER, name)

    def new_container(self) -> ContainerClient:
        return self.service.create_container(f"c{uuid4()}")

    def unused(self) -> BlobClient:
        return self.blob(f"b{uuid4()}")

    def new_blob(self, data: bytes = b"hello") -> BlobClient:
        blob = self.unused()
        blob.upload_blob(data)
        return blob

    def new_uncommitted_blob(self) -> BlobClient:
        blob = self.unused()
        blob.stage_block("0001", b"x")
        return blob

    def new_append_blob(self) -> BlobClient:
        blob = self.unused()
        blob.create_append_blob()
        return blob

    def new_page_blob(self) -> BlobClient:
        blob = self.unused()
        blob.create_page_blob(len(PAGE))
        return blob


def changed(method: str = "", query: str = "", body: bytes = b"", **headers: str | None) -> dict[str, Any]:
    """Options of a call of the SDK, whose request is changed so before it is signed. A header named with underscores; None removes it."""

    def change(request: Any) -> None:
        sent = request.http_request
        sent.method = method or sent.method
        if query:
            address, _, asked = sent.url.partition("?")
            others = [pair for pair in asked.split("&") if pair.partition("=")[0] not in {"", query.partition("=")[0]}]
            sent.url = f"{address}?{'&'.join([*others, query])}"
        if body:
            sent.set_bytes_body(body)
        for name, value in headers.items():
            wire_name = name.replace("_", "-")
            sent.headers.pop(wire_name, None)
            if value is not None:
                sent.headers[wire_name] = value

    return {"raw_request_hook": change}
