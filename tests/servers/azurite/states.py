"""Faults of a right request that the state or the type of a blob forbids."""

from __future__ import annotations

from azure.storage.blob import BlobClient, PremiumPageBlobTier, StandardBlobTier

from tests.servers.azurite.client import PAGE, Azure
from tests.servers.faults import Fault


def abort_a_done_copy(a: Azure) -> object:
    blob = a.unused()
    return blob.abort_copy(blob.start_copy_from_url(a.blob().url))


def snapshots_left(a: Azure) -> object:
    blob = a.new_blob()
    blob.create_snapshot()
    return blob.delete_blob()


def archived(a: Azure) -> BlobClient:
    blob = a.new_blob()
    blob.set_standard_blob_tier(StandardBlobTier.ARCHIVE)
    return blob


def sealed(a: Azure) -> BlobClient:
    blob = a.new_append_blob()
    blob.seal_append_blob()
    return blob


FAULTS: list[Fault[Azure, object]] = [
    Fault("append to a sealed blob", "Locked", None, lambda a: sealed(a).append_block(b"x")),
    Fault("delete a blob that has snapshots", "Conflict", None, snapshots_left),
    Fault("abort a copy that is done", "Conflict", None, abort_a_done_copy),
    Fault("append to a block blob", "Conflict", None, lambda a: a.new_blob().append_block(b"x")),
    Fault("write a page of a block blob", "Conflict", None, lambda a: a.new_blob().upload_page(PAGE, 0, len(PAGE))),
    Fault("stage a block of a page blob", "Conflict", None, lambda a: a.new_page_blob().stage_block("0001", b"x")),
    Fault("blocks of a page blob", "Conflict", None, lambda a: a.new_page_blob().get_block_list()),
    Fault("pages of a block blob", "Conflict", None, lambda a: list(a.new_blob().list_page_ranges())),
    Fault("seal a block blob", "Conflict", None, lambda a: a.new_blob().seal_append_blob()),
    Fault("archive a page blob", "Conflict", None, lambda a: a.new_page_blob().set_standard_blob_tier(StandardBlobTier.ARCHIVE)),
    Fault("a page blob's tier for a block blob", "Conflict", None, lambda a: a.new_blob().set_premium_page_blob_tier(PremiumPageBlobTier.P4)),
    Fault("read an archived blob", "ObjectArchived", None, lambda a: archived(a).download_blob()),
    Fault("copy an archived blob", "ObjectArchived", None, lambda a: a.copy_of(archived(a))),
]  # fmt: skip
