"""OpenStack Swift, asked by its own API: faults provoked one by one. The kind expected was written down from the fault, before any answer was looked at."""

from __future__ import annotations

from tests.servers.faults import Fault, assert_enough, each
from tests.servers.swift import arguments, bulk, conditions, large_objects, missing, rights, s3, signed, states
from tests.servers.swift.native import Answer, Native, unused

# Left out, for the answer does not tell them from others: a referer that may not (401, as without a token), a path without an account (404), a header too
# long (400 without a word), a manifest without paths (Swift breaks over it with 500), a name too long in an archive ("400 Bad Request").
FAULTS = [fault for group in (missing, rights, signed, states, conditions, arguments, large_objects, bulk) for fault in group.FAULTS]


@each(FAULTS)
def test_a_fault_is_called_by_its_name(fault: Fault[Native, Answer], native: Native) -> None:
    answer = fault.do(native)
    fault.assert_called(answer.record(), answer)


def test_an_upload_that_falls_silent(native: Native) -> None:
    """Swift means to answer 408, but its sockets time out first, and it takes that for a client that left: 499."""
    answer = native.ask("PUT", unused(), b"x", Content_Length="10")
    record = answer.record()
    assert "Timeout" in {record.kind, *record.alternatives}, answer


def test_enough_faults() -> None:
    assert_enough(FAULTS, 25)
    assert_enough([asked.fault for asked in s3.FAULTS], 12)
