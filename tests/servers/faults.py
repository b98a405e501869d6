"""A fault that a test provokes on a server, and what the normalizer must make of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from normalizer import ErrorRecord

Asked = TypeVar("Asked")
Told = TypeVar("Told")

ANOTHER_ETAG = "0123456789abcdef0123456789abcdef"
"""An ETag of nothing that is there."""


@dataclass(frozen=True)
class Fault(Generic[Asked, Told]):
    """What is done wrong, and what it must be called. `resource` only where the answer says it."""

    name: str
    kind: str
    resource: str | None
    do: Callable[[Asked], Told]

    def assert_called(self, record: ErrorRecord, answer: object) -> None:
        expected = (self.kind, self.resource or record.resource)
        assert (record.kind, record.resource) == expected, f"{record.kind} of {record.resource}, not {expected}: {answer}"


def each(faults: Sequence[Fault[Asked, Told]]) -> pytest.MarkDecorator:
    """Makes of a test one test a fault."""
    return pytest.mark.parametrize("fault", faults, ids=[fault.name for fault in faults])


def assert_enough(faults: Sequence[Fault[Asked, Told]], least: int) -> None:
    """So many at the least, and each another."""
    assert len({fault.name for fault in faults}) == len(faults) >= least
