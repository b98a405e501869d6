"""OpenStack Swift, asked by boto3: faults provoked one by one. The kind expected was written down from the fault, before any answer was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import errors_in
from tests.servers.s3_client import BUCKET
from tests.servers.s3_faults import assert_called_by_its_name
from tests.servers.swift.s3 import FAULTS, S3, VERSIONED, Asked

if TYPE_CHECKING:
    from tests.servers.swift.native import Native


@pytest.fixture(scope="session")
def s3(native: Native) -> S3:
    s3 = S3(native.swift)
    tester = s3.client()
    for bucket in (BUCKET, VERSIONED):
        tester.create_bucket(Bucket=bucket)
        tester.put_object(Bucket=bucket, Key="there", Body=b"hello")
    tester.put_bucket_versioning(Bucket=VERSIONED, VersioningConfiguration={"Status": "Enabled"})
    s3.client("full:owner").create_bucket(Bucket="s3-full")
    return s3


@pytest.mark.parametrize("asked", FAULTS, ids=[asked.fault.name for asked in FAULTS])
def test_a_fault_of_s3_is_called_by_its_name(asked: Asked, s3: S3) -> None:
    assert_called_by_its_name("swift-s3api", asked.fault, s3.client(asked.user, asked.secret, unserved=asked.unserved), s3.answers)


def test_failed_items_of_a_batch_of_s3(s3: S3) -> None:
    """An object whose server does not answer."""
    s3.client(unserved=True).delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "k"}]})
    answer = s3.answers[-1]
    assert answer.status == 200
    found = errors_in("swift-s3api", answer.body, status=answer.status, headers=answer.headers, operation=answer.operation)
    assert [(record.kind, record.key) for record in found] == [("Unavailable", "k")]
