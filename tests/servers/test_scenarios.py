"""Scenarios provoked on real servers: what mappings/scenarios says with the source `test:<server>`, byte for byte status and code.

moto stands for Amazon S3 and Azurite for Azure only where emulator and vendor are known to agree; what they answer otherwise is told in
test_moto.py and test_azurite.py. Swift is itself.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import boto3
import pytest
from azure.core.exceptions import HttpResponseError
from botocore.exceptions import ClientError

from normalizer import ErrorRecord, Tables, normalize
from normalizer.scenarios import Scenario, answers_of, scenarios_of
from tests.servers.azurite.test_azurite import azurite  # noqa: F401  a fixture
from tests.servers.azurite.test_azurite import served as azure  # noqa: F401  a fixture
from tests.servers.s3_client import Answer, Client, client_of
from tests.servers.scenario_deeds import AZURITE, MOTO, STRICT_MOTO, SWIFT, SWIFT_S3, SWIFT_S3_FAULTS
from tests.servers.swift.conftest import native, swift  # noqa: F401  fixtures
from tests.servers.swift.s3 import FAULTS as S3_FAULTS
from tests.servers.swift.test_swift_s3 import s3  # noqa: F401  a fixture
from tests.servers.test_moto import REGION, moto, served, strict_moto  # noqa: F401  fixtures among them

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.azurite.client import Azure

TABLES = Tables()
SCENARIOS = {each.slug: each for each in scenarios_of(TABLES)}


def assert_told(provider: str, scenario: str, server: str, record: ErrorRecord) -> None:
    """The answer stands among the provider's with this very server as a source."""
    told = [answer for answer in answers_of(TABLES, provider) if answer.scenario == scenario and f"test:{server}" in answer.source]
    answered = {(answer.status, answer.code or None) for answer in told}
    assert (record.status, record.code) in answered, record
    assert record.kind in SCENARIOS[scenario].kinds, record


def cited(provider: str, server: str) -> set[str]:
    return {answer.scenario for answer in answers_of(TABLES, provider) if f"test:{server}" in answer.source}


@pytest.mark.parametrize(
    ("provider", "server", "provoked"),
    [
        ("aws-s3", "moto", {*MOTO, *STRICT_MOTO}),
        ("azure-blob", "azurite", set(AZURITE)),
        ("openstack-swift", "swift", set(SWIFT)),
        ("swift-s3api", "swift", {*SWIFT_S3, *SWIFT_S3_FAULTS}),
    ],
)
def test_what_cites_a_test_is_provoked_and_what_is_provoked_is_cited(provider: str, server: str, provoked: set[str]) -> None:
    assert cited(provider, server) == provoked


def s3_record(provider: str, deed: Callable[[Client], object], client: Client, seen: list[Answer], scenario: Scenario) -> ErrorRecord:
    seen.clear()
    with suppress(ClientError):
        deed(client)
    asked = [header.partition("=")[::2] for header in scenario.request]
    answer = seen[-1]
    return normalize(
        provider, answer.body, status=answer.status, headers=answer.headers, method=scenario.method, operation=answer.operation, request_headers=asked
    )


@pytest.mark.parametrize("scenario", MOTO)
def test_amazon_as_moto_plays_it(scenario: str, request: pytest.FixtureRequest) -> None:
    client, seen = request.getfixturevalue("served")
    assert_told("aws-s3", scenario, "moto", s3_record("aws-s3", MOTO[scenario], client, seen, SCENARIOS[scenario]))


@pytest.mark.parametrize("scenario", SWIFT_S3)
def test_swift_as_s3(scenario: str, request: pytest.FixtureRequest) -> None:
    at = request.getfixturevalue("s3")
    assert_told("swift-s3api", scenario, "swift", s3_record("swift-s3api", SWIFT_S3[scenario], at.client(), at.answers, SCENARIOS[scenario]))


@pytest.mark.parametrize("scenario", SWIFT_S3_FAULTS)
def test_swift_as_s3_by_a_fault(scenario: str, request: pytest.FixtureRequest) -> None:
    at = request.getfixturevalue("s3")
    asked = next(asked for asked in S3_FAULTS if asked.fault.name == SWIFT_S3_FAULTS[scenario])
    client = at.client(asked.user, asked.secret, unserved=asked.unserved)
    assert_told("swift-s3api", scenario, "swift", s3_record("swift-s3api", asked.fault.do, client, at.answers, SCENARIOS[scenario]))


@pytest.mark.parametrize("scenario", AZURITE)
def test_azure_as_azurite_plays_it(scenario: str, request: pytest.FixtureRequest) -> None:
    a: Azure = request.getfixturevalue("azure")
    a.answers.clear()
    with suppress(HttpResponseError):
        AZURITE[scenario](a)
    answer = a.answers[-1]
    record = normalize("azure-blob", answer.body, status=answer.status, headers=answer.headers, method=answer.method)
    assert_told("azure-blob", scenario, "azurite", record)


@pytest.mark.parametrize("scenario", SWIFT)
def test_swift_itself(scenario: str, request: pytest.FixtureRequest) -> None:
    assert_told("openstack-swift", scenario, "swift", SWIFT[scenario](request.getfixturevalue("native")).record())


@pytest.fixture(scope="session")
def user_without_rights(request: pytest.FixtureRequest) -> dict[str, str]:
    """A user's keys. The four calls are those that moto does not check."""
    how = {
        "endpoint_url": request.getfixturevalue("strict_moto"),
        "region_name": "us-east-1",
        "aws_access_key_id": "made-up",
        "aws_secret_access_key": "made-up",
    }
    iam = boto3.client("iam", **how)
    iam.create_user(UserName="u")
    made: dict[str, str] = iam.create_access_key(UserName="u")["AccessKey"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}
    iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps(policy))
    boto3.client("s3", **how).create_bucket(Bucket="strict-scenarios")
    return made


@pytest.mark.parametrize(
    ("scenario", "key", "secret"), [("unknown-key", "AKIAIOSFODNN7EXAMPLE", "no"), ("wrong-secret", "", "wrong"), ("no-right", "", "")]
)
def test_credentials_as_moto_checks_them(scenario: str, key: str, secret: str, request: pytest.FixtureRequest) -> None:
    at, made = request.getfixturevalue("strict_moto"), request.getfixturevalue("user_without_rights")
    seen: list[Answer] = []
    client = client_of(at, seen, region=REGION, key=key or made["AccessKeyId"], secret=secret or made["SecretAccessKey"])
    record = s3_record("aws-s3", lambda c: c.put_object(Bucket="strict-scenarios", Key="k", Body=b"x"), client, seen, SCENARIOS[scenario])
    assert_told("aws-s3", scenario, "moto", record)
