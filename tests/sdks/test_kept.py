"""kept.csv, of which docs/sdks.md is made, says what is so. With KEPT=write it is written: `make sdks`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.sdks.clients import CLIENTS, Client, an_answer, asked
from tests.sdks.kept import Measured, measured, table, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sdks.stage import Stage

CODES = {
    "azure-blob": "BlobNotFound", "gcs": "notFound", "qiniu-kodo": "612", "qingstor": "object_not_exists", "upyun": "40400001",
    "backblaze-b2": "storage_cap_exceeded", "oracle-oci": "ObjectNotFound", "openstack-swift": "Not Found",
}  # fmt: skip
STATUS = {"qiniu-kodo": 612, "backblaze-b2": 403}
NO_CODE = {"openstack-swift", "qiniu-kodo"}
"""Their answers have a status and words, or a page."""
NO_ID = {"backblaze-b2"}


def lines(client: Client, stage: Stage) -> Iterator[Measured]:
    provider = client.provider
    code = CODES.get(provider, "NoSuchKey")
    answer = an_answer(provider, STATUS.get(provider, 404), code, "the words", "RID7")
    sent = {"code": None if provider in NO_CODE else code, "message": None if provider == "openstack-swift" else "the words"}
    sent["request_id"] = None if provider in NO_ID else "RID7"
    yield measured(client.sdk, "GET", asked(client, stage, answer), answer, sent)
    if client.head:
        in_header = code if provider == "azure-blob" else None
        yield measured(client.sdk, "HEAD", asked(client, stage, answer, head=True), answer, sent | {"code": in_header, "message": None})


def test_what_sdks_keep(stage: Stage) -> None:
    found = [line for client in CLIENTS for line in lines(client, stage)]
    if os.environ.get("KEPT") == "write":
        write(found)
    known = {(line.sdk, line.answer): line for line in table()}
    assert [line for line in found if line._replace(version="") != known[line.sdk, line.answer]._replace(version="")] == []
