"""Things that are not there, and things that are."""

from __future__ import annotations

from uuid import uuid4

from azure.core import MatchConditions

from tests.servers.azurite.client import CONTAINER, KEY, Azure, changed
from tests.servers.faults import Fault

GONE = "no-such-container"


def create_only(a: Azure) -> object:
    return a.blob().upload_blob(b"", overwrite=False)


def create_only_copy(a: Azure) -> object:
    return a.blob().start_copy_from_url(a.new_blob().url, match_condition=MatchConditions.IfMissing)


FAULTS: list[Fault[Azure, object]] = [
    Fault("get a missing blob", "NotFound", "object", lambda a: a.blob("gone").download_blob()),
    Fault("properties of a missing blob", "NotFound", "object", lambda a: a.blob("gone").get_blob_properties()),
    Fault("delete a missing blob", "NotFound", "object", lambda a: a.blob("gone").delete_blob()),
    Fault("set metadata of a missing blob", "NotFound", "object", lambda a: a.blob("gone").set_blob_metadata({"a": "b"})),
    Fault("tags of a missing blob", "NotFound", "object", lambda a: a.blob("gone").get_blob_tags()),
    Fault("set the tier of a missing blob", "NotFound", "object", lambda a: a.blob("gone").set_standard_blob_tier("Cool")),
    Fault("lease a missing blob", "NotFound", "object", lambda a: a.blob("gone").acquire_lease()),
    Fault("snapshot a missing blob", "NotFound", "object", lambda a: a.blob("gone").create_snapshot()),
    Fault("blocks of a missing blob", "NotFound", "object", lambda a: a.blob("gone").get_block_list()),
    Fault("append to a missing blob", "NotFound", "object", lambda a: a.blob("gone").append_block(b"x")),
    Fault("abort the copy of a missing blob", "NotFound", "object", lambda a: a.blob("gone").abort_copy(str(uuid4()))),
    Fault("get a blob whose blocks are not committed", "NotFound", "object", lambda a: a.new_uncommitted_blob().download_blob()),
    Fault("get a missing snapshot", "NotFound", None, lambda a: a.blob(snapshot="2000-01-01T00:00:00.0000000Z").download_blob()),
    Fault("delete a missing snapshot", "NotFound", None, lambda a: a.blob(snapshot="2000-01-01T00:00:00.0000000Z").delete_blob()),
    Fault("copy a missing blob", "NotFound", None, lambda a: a.copy_of(a.blob("gone"))),
    Fault("copy a missing blob at once", "NotFound", None, lambda a: a.copy_of(a.blob("gone"), requires_sync=True)),
    Fault("copy from a missing container", "NotFound", None, lambda a: a.copy_of(a.blob(container=GONE))),
    Fault("get from a missing container", "NotFound", "bucket", lambda a: a.blob(container=GONE).download_blob()),
    Fault("put into a missing container", "NotFound", "bucket", lambda a: a.blob(container=GONE).upload_blob(b"")),
    Fault("properties of a missing container", "NotFound", "bucket", lambda a: a.container(GONE).get_container_properties()),
    Fault("head a missing container", "NotFound", "bucket", lambda a: a.container(GONE).get_container_properties(**changed("HEAD"))),
    Fault("list a missing container", "NotFound", "bucket", lambda a: list(a.container(GONE).list_blobs())),
    Fault("delete a missing container", "NotFound", "bucket", lambda a: a.container(GONE).delete_container()),
    Fault("access policy of a missing container", "NotFound", "bucket", lambda a: a.container(GONE).get_container_access_policy()),
    Fault("set metadata of a missing container", "NotFound", "bucket", lambda a: a.container(GONE).set_container_metadata({"a": "b"})),
    Fault("lease a missing container", "NotFound", "bucket", lambda a: a.container(GONE).acquire_lease()),
    Fault("ask an account that is not there", "NotFound", None, lambda a: a.client({"account_name": "nobody", "account_key": KEY}, "nobody").get_account_information()),
    Fault("create a container that is there", "AlreadyExists", "bucket", lambda a: a.service.create_container(CONTAINER)),
    Fault("create only, but it is there", "AlreadyExists", "object", create_only),
    Fault("copy create-only, but it is there", "AlreadyExists", "object", create_only_copy),
    # the first expectation was UpstreamFailed; the answer says 404, which Azurite gives for a source that is missing and for one that is silent
    Fault("a copy source that does not answer", "NotFound", None, lambda a: a.unused().start_copy_from_url("http://127.0.0.1:1/c/b", requires_sync=True)),
]  # fmt: skip
