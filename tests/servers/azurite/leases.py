"""Faults of leases: another's, given back, broken or never taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from azure.storage.blob import BlobClient, BlobLeaseClient

from tests.servers.faults import Fault

if TYPE_CHECKING:
    from tests.servers.azurite.client import Azure


def leased(resource: Any) -> Any:
    """A blob or container that somebody has leased."""
    resource.acquire_lease()
    return resource


def with_another_lease(blob: BlobClient) -> object:
    return blob.set_blob_metadata({"a": "b"}, lease=str(uuid4()))


def held(a: Azure) -> Any:
    """The holder's lease of a blob."""
    return a.new_blob().acquire_lease()


def lease_of_another(resource: Any) -> Any:
    """A lease of that resource, as one who has not the right number sees it."""
    lease = resource.acquire_lease()
    lease.id = str(uuid4())
    return lease


def given_back(resource: Any) -> Any:
    """A lease of that resource, as one who has released it and forgotten so sees it."""
    lease = resource.acquire_lease()
    number = lease.id
    lease.release()
    lease.id = number
    return lease


def breaking(a: Azure) -> tuple[BlobClient, Any]:
    blob = a.new_blob()
    lease = blob.acquire_lease(60)
    lease.break_lease(60)
    return blob, lease


def acquire_again_while_breaking(a: Azure) -> object:
    blob, lease = breaking(a)
    return blob.acquire_lease(lease_id=lease.id)


def broken(a: Azure) -> Any:
    lease = held(a)
    lease.break_lease(0)
    return lease


def write_with_a_lease_given_back(a: Azure) -> object:
    blob = a.new_blob()
    return blob.set_blob_metadata({"a": "b"}, lease=given_back(blob))


def delete_with_a_lease_given_back(a: Azure) -> object:
    container = a.new_container()
    return container.delete_container(lease=given_back(container))


FAULTS: list[Fault[Azure, object]] = [
    Fault("write with a lease given back", "PreconditionFailed", None, write_with_a_lease_given_back),
    Fault("delete a container with a lease given back", "PreconditionFailed", None, delete_with_a_lease_given_back),
    Fault("acquire a lease that another holds", "Locked", None, lambda a: leased(a.new_blob()).acquire_lease()),
    Fault("acquire a container's lease that another holds", "Locked", None, lambda a: leased(a.new_container()).acquire_lease()),
    Fault("acquire a lease that is being broken", "Locked", None, lambda a: breaking(a)[0].acquire_lease()),
    Fault("write under another's lease", "Locked", None, lambda a: leased(a.new_blob()).set_blob_metadata({"a": "b"})),
    Fault("write with another lease", "Locked", None, lambda a: with_another_lease(leased(a.new_blob()))),
    Fault("delete a blob under another's lease", "Locked", None, lambda a: leased(a.new_blob()).delete_blob()),
    Fault("copy over a blob under another's lease", "Locked", None, lambda a: leased(a.new_blob()).start_copy_from_url(a.blob().url)),
    Fault("delete a container under another's lease", "Locked", None, lambda a: leased(a.new_container()).delete_container()),
    Fault("delete a container with another lease", "Locked", None, lambda a: leased(a.new_container()).delete_container(lease=str(uuid4()))),
    Fault("renew another's lease", "Locked", None, lambda a: lease_of_another(a.new_blob()).renew()),
    Fault("release another's lease", "Locked", None, lambda a: lease_of_another(a.new_blob()).release()),
    Fault("change another's lease", "Locked", None, lambda a: lease_of_another(a.new_blob()).change(str(uuid4()))),
    Fault("release another's lease of a container", "Locked", None, lambda a: lease_of_another(a.new_container()).release()),
    # the first expectation was NotFound; docs/decisions.md rules: the blob is addressed, and that it has no lease is its state
    Fault("break a lease that never was", "Conflict", "lease", lambda a: BlobLeaseClient(a.new_blob()).break_lease()),
    Fault("renew a broken lease", "Conflict", None, lambda a: broken(a).renew()),
    Fault("change a lease that is being broken", "Conflict", None, lambda a: breaking(a)[1].change(str(uuid4()))),
    Fault("acquire one's own lease that is being broken", "Conflict", None, acquire_again_while_breaking),
]  # fmt: skip
