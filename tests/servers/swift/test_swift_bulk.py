"""OpenStack Swift's answers to requests about many things at once, of which some fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.swift.bulk import archive_of, bulk_delete, extract
from tests.servers.swift.large_objects import manifest
from tests.servers.swift.native import GONE, READER, THERE

if TYPE_CHECKING:
    from tests.servers.swift.native import Answer, Native


def kinds(answer: Answer) -> list[str]:
    """The kinds of what failed."""
    return sorted(str(record.kind) for record in answer.items())


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/xml", "text/plain"])
def test_failed_items_of_a_bulk_delete(native: Native, accept: str) -> None:
    """Two that fail, each for a cause of its own, among two that do not."""
    full = native.new_container()
    native.new_object(full)
    answer = bulk_delete(native, native.new_object(), full, "%FF", native.new_object(), accept=accept)
    assert answer.status == 200
    assert kinds(answer) == ["Conflict", "InvalidArgument"], answer


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/plain"])
def test_a_bulk_delete_with_one_right_of_two(native: Native, accept: str) -> None:
    mine = native.new_object("writable")
    assert kinds(bulk_delete(native, mine, THERE, user=READER, accept=accept)) == ["PermissionDenied"]


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/plain"])
def test_a_bulk_delete_that_succeeds(native: Native, accept: str) -> None:
    """What was not there is counted, and is no error."""
    assert kinds(bulk_delete(native, native.new_object(), GONE, accept=accept)) == []
    assert kinds(bulk_delete(native, GONE, accept=accept)) == []


def test_failed_items_of_an_archive(native: Native) -> None:
    """A full quota: as an item the answer says only 413, which is nearer to an object too large."""
    container = native.new_container(X_Container_Meta_Quota_Bytes="4")
    answer = extract(native, archive_of("a", "b"), path=container)
    assert answer.status == 200
    found = answer.items()
    assert len(found) == 2
    assert all("QuotaExceeded" in {record.kind, *record.alternatives} for record in found), answer


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/plain"])
def test_failed_items_of_a_manifest(native: Native, accept: str) -> None:
    """Rule 6: a thing in the request's own list is an invalid argument."""
    answer = manifest(native, {"path": THERE}, {"path": GONE}, {"path": THERE, "size_bytes": 7}, Accept=accept)
    assert answer.status == 400
    assert kinds(answer) == ["InvalidArgument", "InvalidArgument"], answer
