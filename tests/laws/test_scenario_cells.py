"""No answer in a scenario is dead: the response that it describes is normalized to what the comparison says of it."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from normalizer.declaration import Hosts
from normalizer.scenarios import Answer, Scenario, answers_of, scenarios_of, verdict_of
from tests.render import nested
from tests.strategies import SLUGS, TABLES

if TYPE_CHECKING:
    from normalizer.provider import Provider

SCENARIOS = {each.slug: each for each in scenarios_of(TABLES)}
ANSWERED = [slug for slug in SLUGS if answers_of(TABLES, slug)]


def response(answer: Answer, scenario: Scenario, provider: Provider) -> dict[str, Any]:
    """The response that the provider sends, from its declaration alone, as keyword arguments of `normalize`."""
    headers: dict[str, str] = {}
    body: str | None = None
    if answer.code and provider.declaration.text_lines:
        body = answer.code
    elif answer.code or answer.message:
        said = {} if answer.code == str(answer.status) else {provider.envelope.code[0]: answer.code}
        if answer.message:
            said[provider.envelope.message[0]] = answer.message
        body = json.dumps(nested(provider.envelope.at[0], members(said), root={}))
    if scenario.method == "HEAD" and body is not None:
        if provider.headers.code:
            headers[provider.headers.code[0]] = answer.code
        elif provider.headers.body:
            headers[provider.headers.body[0]] = base64.b64encode(body.encode()).decode()
        body = None
    asked = [header.partition("=")[::2] for header in scenario.request]
    context = {"method": scenario.method, "operation": scenario.operation, "request_headers": asked, "url": url(scenario, provider)}
    return {"body": body, "status": answer.status, "headers": headers, **context}


def url(scenario: Scenario, provider: Provider) -> str:
    """An address that names the bucket or the object, as the provider makes its paths."""
    hosts = provider.declaration.hosts or (provider.elder.declaration.hosts if provider.elder else None) or Hosts()
    path = re.sub(r"\{(\w+)\}", lambda found: found[1][0], hosts.paths[0])
    return f"http://127.0.0.1{path.removesuffix('/k') if scenario.operation.endswith(('Bucket', 'ListObjectsV2')) else path}"


def members(said: dict[str, str]) -> dict[str, Any]:
    """A tree of dotted paths and their values."""
    tree: dict[str, Any] = {}
    for path, value in said.items():
        *steps, last = path.split(".")
        node = tree
        for step in steps:
            node = node.setdefault(step, {})
        node[last] = value
    return tree


@pytest.mark.parametrize("slug", ANSWERED)
def test_every_answer_is_normalized_to_what_is_said_of_it(slug: str) -> None:
    provider = TABLES.provider(slug)
    for answer in answers_of(TABLES, slug):
        scenario = SCENARIOS[answer.scenario]
        arguments = response(answer, scenario, provider)
        record = TABLES.normalize(slug, **arguments)
        verdict = verdict_of(answer, scenario, provider)
        place = f"scenarios/{slug}.csv:{answer.line}: {answer.scenario}: {arguments}"
        assert (record.kind, record.reason, record.retry) == (verdict.kind, verdict.reason, verdict.retry), place
        assert (record.kind == "NotAnError") == answer.succeeds, place
        assert (record.code or "") == answer.code, place


def test_the_family_of_s3_and_its_neighbours_are_answered() -> None:
    """Of those whom most migrations are about, more than half of the scenarios are known; wasabi and baidu's list are read in part."""
    for slug in ("aws-s3", "minio", "ceph-rgw", "cloudflare-r2", "aliyun-oss", "tencent-cos", "huawei-obs", "gcs", "azure-blob", "openstack-swift"):
        known = {answer.scenario for answer in answers_of(TABLES, slug)}
        assert len(known) > len(SCENARIOS) / 2, slug
    assert len(ANSWERED) >= 25
    assert len(SCENARIOS) >= 30
