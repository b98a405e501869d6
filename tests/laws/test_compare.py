"""The laws of comparing two providers."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalizer import Comparison, compare
from normalizer.consequences import SEVERITY, Consequence
from normalizer.scenarios import scenarios_of
from tests.strategies import SLUGS, TABLES, bodies, statuses

SCENARIOS = [each.slug for each in scenarios_of(TABLES)]
PAIRS = st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS))

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["errors", "kind", "provider", "body", "status", "code", "x"]), inner, max_size=4)
    ),
    max_leaves=6,
)
responses = st.fixed_dictionaries(
    {"body": bodies, "status": statuses | st.none() | st.just("nonsense")}, optional={"headers": junk, "method": junk, "url": junk}
)
odd_logs = st.lists(st.text(max_size=20) | st.binary(max_size=20) | junk.map(json.dumps) | junk | responses, max_size=6)
CODES = ["NoSuchKey", "SlowDown", "AccessDenied", "PreconditionFailed", "NoSuchBucket", "Bogus"]
plain_logs = st.lists(st.sampled_from(CODES).map(lambda code: {"body": f"<Error><Code>{code}</Code></Error>"}), max_size=12)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_provider_is_like_itself(slug: str) -> None:
    """compare(a, a) has no differences."""
    found = compare(slug, slug, tables=TABLES)
    assert (found.findings, found.gone, found.new) == ((), (), ())
    assert all(line.a == line.b for line in found.kinds)


@settings(max_examples=150)
@given(PAIRS)
def test_every_scenario_stands_once_and_the_worst_comes_first(pair: tuple[str, str]) -> None:
    """The ranking is total: by severity, and among equals in the order of scenarios.csv."""
    found = compare(*pair, tables=TABLES)
    everything = (*found.findings, *found.same, *found.unknown)
    assert sorted(each.scenario for each in everything) == sorted(SCENARIOS)
    keys = [(SEVERITY[each.consequence], SCENARIOS.index(each.scenario)) for each in everything]
    assert all(first < second for first, second in pairwise(keys))
    assert sum(found.counts.values()) == len(SCENARIOS)


@given(PAIRS)
def test_there_and_back(pair: tuple[str, str]) -> None:
    """What is gone one way is new the other way; what is not known stays so; what succeeds silently fails newly on the way back, or not at all."""
    there, back = compare(*pair, tables=TABLES), compare(*reversed(pair), tables=TABLES)
    assert (there.gone, there.new) == (back.new, back.gone)
    assert [(line.kind, line.a, line.b) for line in there.kinds] == [(line.kind, line.b, line.a) for line in back.kinds]
    without = {each.scenario for each in there.unknown if not (each.a and each.b)}
    assert without == {each.scenario for each in back.unknown if not (each.a and each.b)}
    for finding in there.findings:
        if finding.consequence is Consequence.NEW_FAILURE:
            assert all(reply.succeeds for reply in finding.a)
            again = next(each for each in (*back.findings, *back.same) if each.scenario == finding.scenario)
            assert again.consequence is Consequence.SILENT_SUCCESS


@given(PAIRS)
def test_a_comparison_comes_back_from_json(pair: tuple[str, str]) -> None:
    found = compare(*pair, observed=[{"status": 500}], tables=TABLES)
    assert Comparison.model_validate_json(found.model_dump_json()) == found
    assert hash(found) == hash(Comparison.model_validate(found.model_dump()))


@given(PAIRS)
def test_a_finding_says_what_it_rests_on(pair: tuple[str, str]) -> None:
    """A silent success succeeds there, a retry is lost only where one was right, and each answer has a source."""
    found = compare(*pair, tables=TABLES)
    for finding in found.findings:
        assert finding.a
        assert finding.b
        assert all(reply.source for reply in (*finding.a, *finding.b))
        if finding.consequence is Consequence.LOST_RETRY:
            assert {"after_backoff", "once", "after_refresh"} & {reply.retry for reply in (*finding.a, *finding.b)}
        if finding.consequence in {Consequence.WRONG_BRANCH, Consequence.ENDLESS_RETRY, Consequence.LOST_RETRY}:
            assert finding.taken_for
            assert finding.read_by in {"status", "code"}
            assert str(finding.taken_for) in finding.why


@settings(max_examples=80)
@given(st.sampled_from(SLUGS), odd_logs)
@example(
    "upyun", [b"\xff\xfe", "[" * 10_000, '{"status": 1e999}', '{"errors": [{"kind": "x", "provider": 7}]}', {"body": 7}, {"status": [1]}, 3, None]
)
@example(
    "aws-s3", [{"kind": "NotFound", "provider": "s3", "resource": "nonsense"}, {"kind": ["NotFound"], "provider": {}}, {"errors": "x", "body": ""}]
)
def test_no_log_is_too_odd(slug: str, log: list[Any]) -> None:
    """Totality: whatever the lines hold, they are counted, and nothing is raised."""
    found = compare(slug, "aws-s3", observed=log, tables=TABLES)
    assert found.log
    assert found.log.lines <= len(log)
    assert min(found.log.errors, found.log.successes, found.log.others, found.log.unreadable) >= 0
    for form in (found.to_text(), found.to_markdown(), found.to_csv(), found.to_html()):
        assert form.endswith("\n")
        form.encode()


@given(PAIRS.filter(lambda pair: TABLES.declaration(pair[0]).like == "aws-s3" or pair[0] == "aws-s3"), plain_logs)
def test_a_log_ranks_and_changes_nothing_else(pair: tuple[str, str], log: list[dict[str, str]]) -> None:
    """What goes wrong does not depend on how often; among equals what the log shows most comes first."""
    plain, ranked = compare(*pair, tables=TABLES), compare(*pair, observed=log, tables=TABLES)
    assert {each.scenario: each.consequence for each in plain.findings} == {each.scenario: each.consequence for each in ranked.findings}
    keys = [(SEVERITY[each.consequence], -each.seen, SCENARIOS.index(each.scenario)) for each in ranked.findings]
    assert all(first < second for first, second in pairwise(keys))
    assert ranked.log
    assert ranked.log.errors == len(log) == sum(line.seen for line in ranked.kinds)
    assert {gap.means for gap in plain.gone} <= {gap.means for gap in ranked.gone}


@given(PAIRS)
def test_every_form_names_every_finding(pair: tuple[str, str]) -> None:
    found = compare(*pair, tables=TABLES)
    text, markdown, page = (" ".join(form.split()) for form in (found.to_text(), re.sub(r"\\(.)", r"\1", found.to_markdown()), found.to_html()))
    for finding in found.findings:
        assert finding.what in text
        assert finding.what in markdown
        assert finding.what[1:] in page
