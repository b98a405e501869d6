"""Comparing two providers: cases whose answer is known, logs of every form, and tables of one's own."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import normalizer
from normalizer import Comparison, Kind, Tables, UnknownProvider, compare, normalize
from normalizer.gaps import Nearness
from normalizer.row import COLUMNS
from normalizer.scenarios import ANSWER_COLUMNS
from tests.markdown import rendered

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.comparison_model import Finding

LOG = [
    {"body": "<Error><Code>NoSuchKey</Code></Error>", "status": 404},
    {"body": "<Error><Code>NoSuchKey</Code></Error>", "status": 404, "method": "GET"},
    {"body": "<Error><Code>SlowDown</Code></Error>", "status": 503},
    {"body": "", "status": 200},
    {"body": "<Error><Code>Bogus</Code></Error>", "status": 400},
]


def finding(comparison: Comparison, scenario: str) -> Finding:
    return next(each for each in (*comparison.findings, *comparison.same, *comparison.unknown) if each.scenario == scenario)


@pytest.mark.parametrize(
    ("a", "b", "scenario", "consequence", "taken_for"),
    [
        ("upyun", "aws-s3", "delete-missing-object", "silent_success", None),
        ("aws-s3", "azure-blob", "delete-full-bucket", "silent_success", None),
        ("minio", "aws-s3", "create-own-bucket", "silent_success", None),  # in us-east-1
        ("ceph-rgw", "scality", "put-over-quota", "endless_retry", "RateLimited"),
        ("aws-s3", "azure-blob", "put-if-absent", "endless_retry", "Conflict"),  # 409 asks to repeat there
        ("aws-s3", "jss", "throttled", "lost_retry", "InvalidArgument"),
        ("aws-s3", "wasabi", "slow-upload", "lost_retry", "NotFound"),  # sent as 410
        ("aws-s3", "upyun", "delete-missing-object", "new_failure", None),
        ("aws-s3", "upyun", "list-missing-bucket", "wrong_branch", "AuthFailed"),
        ("aws-s3", "qiniu-kodo", "head-missing-object", "wrong_branch", "Unknown"),
        ("aws-s3", "azure-blob", "get-missing-object", "other_code", "NotFound"),
        ("minio", "cloudflare-r2", "throttled", "none", None),
        ("aws-s3", "minio", "throttled", "other_code", "RateLimited"),
        ("aws-s3", "azure-blob", "head-missing-object", "none", None),  # the status is the same, and there was no code to look at
        ("aws-s3", "upyun", "create-own-bucket", "unknown", None),
    ],
)
def test_what_goes_wrong(a: str, b: str, scenario: str, consequence: str, taken_for: str | None) -> None:
    found = finding(compare(a, b), scenario)
    assert (found.consequence, found.taken_for) == (consequence, taken_for), found.why


def test_an_error_under_200_is_a_silent_success(tmp_path: Path) -> None:
    """A program that goes by the status sees nothing of a failure that only the body tells."""
    (tmp_path / "acme.toml").write_text(
        'name = "Acme"\n[envelope]\ncode = ["code"]\n[sources.wiki]\ntitle = "t"\nwhere = "w"\nread = "r"\nkind = "sdk"\n[[odd]]\nstatus = 200\nkind = "NotFound"\nwhy = "always 200"\n'
    )
    (tmp_path / "acme.csv").write_text(",".join(COLUMNS) + "\nE7,200,,NotFound,,object,,,the object is not there,,,wiki\n")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "acme.csv").write_text(",".join(ANSWER_COLUMNS) + "\nget-missing-object,200,E7,,,wiki\n")
    found = finding(compare("s3", "acme", tables=Tables.load(tmp_path)), "get-missing-object")
    assert (found.consequence, found.read_by) == ("silent_success", "status")
    assert "only the body tells" in found.why


def test_aliases_and_unknown_providers() -> None:
    assert (compare("S3", "oss").a, compare("S3", "oss").b) == ("aws-s3", "aliyun-oss")
    with pytest.raises(UnknownProvider, match="did you mean 'upyun'"):
        compare("aws-s3", "upyn")


def test_gaps_say_how_near_the_other_comes() -> None:
    gone = {(gap.kind, gap.resource, gap.reason): gap for gap in compare("aws-s3", "upyun").gone}
    assert gone[Kind.OBJECT_ARCHIVED, "object", None].nearness is Nearness.NOTHING  # type: ignore[index]
    quota = gone[Kind.QUOTA_EXCEEDED, "bucket", None]  # type: ignore[index]
    assert (quota.nearness, quota.nearest[0].code) == (Nearness.RESOURCE, "40300004")
    assert quota.means == "QuotaExceeded of bucket"
    order = [list(Nearness).index(gap.nearness) for gap in compare("aws-s3", "upyun").gone]
    assert order == sorted(order)


def test_a_store_without_codes_can_say_what_its_statuses_say() -> None:
    """Swift has few codes; that it can say NotFound of an object is known from its statuses."""
    assert not [gap for gap in compare("aws-s3", "swift").gone if (gap.kind, gap.resource, gap.reason) == ("NotFound", "object", None)]


def as_records(log: list[dict[str, Any]]) -> list[Any]:
    return [normalize("aws-s3", **each) for each in log]


def forms_of_a_log(tmp_path: Path) -> list[object]:
    lines = [json.dumps(each) for each in LOG]
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    records = as_records(LOG)
    bulk = [{"line": 1, "provider": "aws-s3", "errors": [each.model_dump(mode="json")] if each.is_error else []} for each in records]
    return [path, str(path), LOG, lines, [line.encode() for line in lines], records, [each.model_dump(mode="json") for each in records], bulk]


def test_a_log_may_have_many_forms(tmp_path: Path) -> None:
    told = [compare("aws-s3", "upyun", observed=log) for log in forms_of_a_log(tmp_path)]
    for found in told:
        assert found.log
        assert (found.log.lines, found.log.errors, found.log.successes, found.log.unreadable) == (5, 4, 1, 0)
        assert finding(found, "get-missing-object").seen == 2
        assert finding(found, "throttled").seen == 1
        assert finding(found, "overloaded").seen == 0
        assert [(each.code, each.seen) for each in found.log.unlisted] == [("Bogus", 1)]
    assert len({found.model_dump_json() for found in told}) == 1


def test_what_the_log_shows_most_comes_first_among_its_equals() -> None:
    log = [{"body": "<Error><Code>InvalidArgument</Code></Error>"}] + [{"body": "<Error><Code>NoSuchUpload</Code></Error>", "status": 404}] * 3
    plain = [each.scenario for each in compare("aws-s3", "upyun").findings if each.consequence == "wrong_branch"]
    ranked = [each.scenario for each in compare("aws-s3", "upyun", observed=log).findings if each.consequence == "wrong_branch"]
    assert plain[0] != "use-missing-upload" == ranked[0]
    assert sorted(plain) == sorted(ranked)


def test_records_of_others_and_nonsense_are_counted() -> None:
    log = [normalize("upyun", status=404), "nonsense", {"body": 7}, {"x": 1}, {"kind": "Nonsense", "provider": "aws-s3"}, 5, ""]
    found = compare("aws-s3", "upyun", observed=log).log
    assert found
    assert (found.lines, found.errors, found.others, found.unreadable) == (6, 0, 1, 5)


@pytest.mark.parametrize("log", [7, b"bytes", {"body": ""}, 1.5])
def test_what_is_no_log_is_told_what_to_pass(log: object) -> None:
    with pytest.raises(TypeError, match="pass the path of a file of JSON Lines"):
        compare("aws-s3", "upyun", observed=log)


def test_a_missing_log_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        compare("aws-s3", "upyun", observed=tmp_path / "gone.jsonl")


def test_a_code_only_inherited_counts_where_the_log_has_it() -> None:
    """A follower's table may list little; what its log shows is compared all the same."""
    found = compare("ctyun-oos", "upyun", observed=[{"body": "<Error><Code>InvalidObjectState</Code></Error>", "status": 403}])
    assert found.gone[0].kind is Kind.OBJECT_ARCHIVED
    assert found.gone[0].seen == 1


def test_csv_has_a_line_for_everything_and_no_formula() -> None:
    found = compare("tencent-cos-v4", "aws-s3")
    lines = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert len(lines) == len(found.findings) + len(found.same) + len(found.unknown) + len(found.gone) + len(found.new)
    cells = [cell for line in lines for cell in line.values() if cell]
    assert any(cell.startswith("'-") for cell in cells)
    assert not [cell for cell in cells if cell[0] in "=+-@"]


EVIL = "<script>alert(1)</script>&\"'|`*[x](y)\x1b[31m"


def test_forms_show_what_a_log_says_and_do_nothing_of_it() -> None:
    """A code in a log is a stranger's text: no markup, no control character comes out of it."""
    found = compare("qingstor", "aws-s3", observed=[{"body": {"code": EVIL}, "status": 400}])
    assert found.log
    assert found.log.unlisted[0].code == EVIL
    page = found.to_html()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert "<script" not in found.to_markdown()
    assert "<script>alert(1)</script>&\"'|`*[x](y)\\x1b[31m" in rendered(found.to_markdown()).texts
    assert "\x1b" not in found.to_text() + found.to_markdown()
    assert all(word not in page for word in ("http://", "https://", "src=", "@import", "url("))


def test_the_surface_is_lazy() -> None:
    assert {"compare", "Comparison"} <= set(normalizer.__all__)
    assert normalizer.compare is compare
