"""Real records to try the standards with: every error of every answer in the corpus."""

from __future__ import annotations

from functools import cache

from normalizer import ErrorRecord, errors_in, normalize
from tests.strategies import real_bodies

SLOW = normalize(
    "aws-s3",
    b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message><RequestId>7</RequestId></Error>",
    status=503,
    headers={"Retry-After": "2.25"},
)


@cache
def real_records() -> list[ErrorRecord]:
    return [record for real in real_bodies() for record in errors_in(real.provider, real.body, status=real.status, headers=real.headers)]


@cache
def real_failures() -> list[ErrorRecord]:
    return [record for record in real_records() if record.is_error]
