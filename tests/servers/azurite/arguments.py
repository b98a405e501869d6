"""Requests that are wrong in themselves: malformed, too large, or of what Azurite does not do."""

from __future__ import annotations

from base64 import b64encode

from azure.storage.blob import BlobBlock

from tests.servers.azurite.client import Azure, changed
from tests.servers.faults import Fault

WRONG_MD5 = b64encode(b"0123456789abcdef").decode()


def unequal_block_ids(a: Azure) -> object:
    return a.new_uncommitted_blob().stage_block("another-length", b"x")


FAULTS: list[Fault[Azure, object]] = [
    Fault("a container name with capitals", "InvalidArgument", None, lambda a: a.service.create_container("Capital")),
    Fault("a container name too short", "InvalidArgument", None, lambda a: a.service.create_container("ab")),
    Fault("append with a wrong digest", "ChecksumMismatch", None, lambda a: a.new_append_blob().append_block(b"x", **changed(Content_MD5=WRONG_MD5))),
    Fault("commit a block that was not staged", "InvalidArgument", "part", lambda a: a.new_uncommitted_blob().commit_block_list([BlobBlock("0002")])),
    Fault("block numbers of unequal length", "InvalidArgument", None, unequal_block_ids),
    Fault("a block number that is not base64", "InvalidArgument", None, lambda a: a.unused().stage_block("0001", b"x", **changed(query="blockid=%21"))),
    Fault("a block list that is no XML", "InvalidArgument", None, lambda a: a.new_uncommitted_blob().commit_block_list([BlobBlock("0001")], **changed(body=b"<BlockList><Latest>"))),
    Fault("service properties that are no XML", "InvalidArgument", None, lambda a: a.service.set_service_properties(cors=[], **changed(body=b"no XML"))),
    Fault("a lease too short", "InvalidArgument", None, lambda a: a.new_blob().acquire_lease(5)),
    Fault("a name of metadata that is none", "InvalidArgument", None, lambda a: a.blob().set_blob_metadata({"a-b": "c"})),
    Fault("a blob type that is none", "InvalidArgument", None, lambda a: a.unused().upload_blob(b"x", **changed(x_ms_blob_type="HeapBlob"))),
    Fault("no blob type", "InvalidArgument", None, lambda a: a.unused().upload_blob(b"x", **changed(x_ms_blob_type=None))),
    Fault("a tag with characters not allowed", "InvalidArgument", None, lambda a: a.blob().set_blob_tags({"a": "b?"})),
    Fault("a tag without a name", "InvalidArgument", None, lambda a: a.blob().set_blob_tags({"": "b"})),
    Fault("a page of zero entries", "InvalidArgument", None, lambda a: list(a.container().list_blobs(**changed(query="maxresults=0")))),
    Fault("a page of words", "InvalidArgument", None, lambda a: list(a.container().list_blobs(**changed(query="maxresults=many")))),
    Fault("a search for tags that is no expression", "InvalidArgument", None, lambda a: list(a.service.find_blobs_by_tags("nonsense"))),
    Fault("a condition on tags that is no expression", "InvalidArgument", None, lambda a: a.blob().download_blob(if_tags_match_condition="nonsense")),
    Fault("tags given and to be copied", "InvalidArgument", None, lambda a: a.unused().start_copy_from_url(a.blob().url, tags="COPY", requires_sync=True, **changed(x_ms_tags="a=b"))),
    Fault("a batch that is none", "InvalidArgument", None, lambda a: a.container().delete_blobs("a", **changed(body=b"nonsense"))),
    Fault("too many tags", "TooLarge", None, lambda a: a.blob().set_blob_tags({str(number): "b" for number in range(11)})),
    Fault("a tag too long", "TooLarge", None, lambda a: a.blob().set_blob_tags({"a": "b" * 257})),
    Fault("a header too long", "TooLarge", None, lambda a: a.blob().set_blob_metadata({"a": "b" * 20_000})),
    Fault("too large a batch", "TooLarge", None, lambda a: a.container().delete_blobs(*map(str, range(257)))),
    Fault("query a blob's content", "Unsupported", None, lambda a: a.blob().query_blob("SELECT * FROM BlobStorage").readall()),
    Fault("hold a blob", "Unsupported", None, lambda a: a.blob().set_legal_hold(legal_hold=True)),
    Fault("undelete a blob", "Unsupported", None, lambda a: a.blob().undelete_blob()),
    Fault("append from an address", "Unsupported", None, lambda a: a.new_append_blob().append_block_from_url(a.blob().url)),
]  # fmt: skip
