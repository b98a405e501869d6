"""Faults of who asks: signed tokens, keys and origins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from azure.storage.blob import generate_account_sas, generate_blob_sas, generate_container_sas

from tests.servers.azurite.client import ACCOUNT, CONTAINER, KEY, THERE, Azure, changed
from tests.servers.faults import Fault

TODAY = datetime.now(UTC)
TOMORROW = TODAY + timedelta(days=1)


def blob_sas(name: str = THERE, permission: str = "r", **more: Any) -> str:
    """A token for one blob."""
    return str(generate_blob_sas(ACCOUNT, CONTAINER, name, account_key=KEY, permission=permission, expiry=TOMORROW, **more))


def container_sas(permission: str) -> str:
    """A token for a container and what is in it."""
    return str(generate_container_sas(ACCOUNT, CONTAINER, account_key=KEY, permission=permission, expiry=TOMORROW))


def account_sas(resource_types: str = "sco", permission: str = "rwdlac", services: str = "b") -> str:
    """A token for all that the account has of these types in these services."""
    return str(generate_account_sas(ACCOUNT, KEY, resource_types, permission, TOMORROW, services=services))


def preflight(a: Azure) -> object:
    return a.blob().download_blob(**changed("OPTIONS", Origin="http://example.com", Access_Control_Request_Method="GET"))


FAULTS: list[Fault[Azure, object]] = [
    Fault("ask for a delegation key with the account's key", "AuthFailed", None, lambda a: a.service.get_user_delegation_key(TODAY, TOMORROW)),
    Fault("write with a token to read", "PermissionDenied", None, lambda a: a.signed(blob_sas()).upload_blob(b"x", overwrite=True)),
    Fault("delete with a token to read", "PermissionDenied", None, lambda a: a.signed(blob_sas()).delete_blob()),
    Fault("head with a token to write", "PermissionDenied", None, lambda a: a.signed(blob_sas(permission="w")).get_blob_properties()),
    Fault("list with a token to read", "PermissionDenied", None, lambda a: list(a.client(container_sas("r")).get_container_client(CONTAINER).list_blobs())),
    Fault("read with an account's token to list", "PermissionDenied", None, lambda a: a.signed(account_sas(permission="l")).download_blob()),
    Fault("read a blob with a token for containers", "PermissionDenied", None, lambda a: a.signed(account_sas("c")).download_blob()),
    Fault("read a blob with a token for queues", "PermissionDenied", None, lambda a: a.signed(account_sas(services="q")).download_blob()),
    Fault("a token for HTTPS alone", "PermissionDenied", None, lambda a: a.signed(blob_sas(protocol="https")).download_blob()),
    Fault("ask across origins without a rule", "PermissionDenied", None, preflight),
]  # fmt: skip
