"""One Swift for all tests in this folder, and what they find in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.swift.native import CONTAINER, READER, THERE, Native
from tests.servers.swift.server import Swift, running_swift, why_not

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swift]:
    folder = tmp_path_factory.mktemp("swift")
    if reason := why_not(folder):
        pytest.skip(reason)
    with running_swift(folder) as running:
        yield running


@pytest.fixture(scope="session")
def native(swift: Swift) -> Native:
    n = Native(swift)
    n.done("PUT", CONTAINER)
    n.done("PUT", THERE, b"hello")
    n.done("PUT", "readable", X_Container_Read=READER)
    n.done("PUT", "readable/there", b"hello")
    n.done("PUT", "writable", X_Container_Write=READER)
    n.done("PUT", "c", user="full:owner", account="full")
    return n
