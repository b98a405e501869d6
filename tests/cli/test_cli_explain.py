"""The command `explain`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from normalizer import Tables, rows
from normalizer.cli.answer import family_of

if TYPE_CHECKING:
    from tests.cli_types import Run

ROW_KEYS = ["code", "effect", "kind", "meaning", "message", "note", "provider", "reason", "resource", "retry", "sources", "status", "when"]


def explained(run: Run, *argv: str, status: int = 0) -> dict[str, Any]:
    code, out, err = run("explain", *argv, "--json")
    assert (code, err) == (status, "")
    value = json.loads(out)
    assert out == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert isinstance(value, dict)
    return value


def test_shows_the_row_and_what_others_send_for_the_same(run: Run) -> None:
    status, out, err = run("explain", "upyun", "40100012")
    assert (status, err) == (0, "")
    row, others = out.split("\n\n")
    assert "meaning:  no bucket of this name exists\nmessage:  bucket not exist\nnote:     Sent as 401" in row
    lines = others.splitlines()
    assert lines[0] == "other providers for the same (NotFound, bucket):"
    assert ["aws-s3", "NoSuchBucket", "404", "no bucket of that name"] in [line.split(maxsplit=3) for line in lines]
    assert "upyun " not in others


def test_json_has_known_keys(run: Run) -> None:
    value = explained(run, "upyun", "40100012")
    assert list(value) == ["code", "confirmed", "family", "known_to", "matched_by", "others", "provider", "rows", "success", "suggestions"]
    (row,) = value["rows"]
    assert list(row) == ROW_KEYS
    assert list(row["sources"][0]) == ["id", "kind", "read", "title", "where"]
    assert list(value["others"][0]) == sorted([*ROW_KEYS, "same"], key=[*ROW_KEYS[:10], "same", *ROW_KEYS[10:]].index)
    assert {each["provider"] for each in value["others"]} >= {"aws-s3", "qingstor"}


def test_every_row_of_a_code_is_shown(run: Run) -> None:
    same = [row for row in rows("upyun") if row.code == "400"]
    assert len(same) > 1
    assert [row["message"] for row in explained(run, "upyun", "400")["rows"]] == [row.message for row in same]
    assert run("explain", "upyun", "400")[1].count("provider: upyun\n") == len(same)


def test_inherited_rows_are_shown_where_there_is_no_own_row(run: Run) -> None:
    value = explained(run, "jdcloud", "NoSuchKey")
    assert [value["matched_by"], value["confirmed"], value["rows"][0]["provider"]] == ["code", True, "aws-s3"]
    assert "inherited: from aws-s3, confirmed by its own documentation\n" in run("explain", "jdcloud", "NoSuchKey")[1]
    elders = next(row.code for row in rows("aws-s3") if row.code not in Tables().declaration("jdcloud-oss").confirmed)
    assert "inherited: from aws-s3\n" in run("explain", "jdcloud", elders)[1]


def test_an_own_row_shadows_the_elders(run: Run) -> None:
    own = next(row.code for row in rows("jdcloud-oss") if any(row.code == other.code for other in rows("aws-s3")))
    assert {row["provider"] for row in explained(run, "jdcloud", own)["rows"]} == {"jdcloud-oss"}


def test_a_follower_sends_what_its_documentation_confirms(run: Run) -> None:
    others = explained(run, "upyun", "40100012")["others"]
    assert ["jdcloud-oss", "NoSuchBucket"] in [[each["provider"], each["code"]] for each in others]


def test_the_elder_is_no_other_provider_for_its_own_row(run: Run) -> None:
    others = explained(run, "jdcloud", "NoSuchBucket")["others"]
    assert "NoSuchBucket" not in [each["code"] for each in others if each["provider"] == "aws-s3"]


def test_others_share_the_reason_if_they_can(run: Run) -> None:
    for each in explained(run, "aws-s3", "InvalidAccessKeyId")["others"]:
        assert each["same"] == (["kind", "resource", "reason"] if each["reason"] == "unknown_key" else ["kind", "resource"])
    text = run("explain", "aws-s3", "NoSuchKey")[1]
    assert "reason none" in text.split("(NotFound, object, delete_marker):")[1]
    assert "reason" not in text.split("(NotFound, object):")[1].split("\n\n")[0]


def test_long_lists_of_others_are_cut_in_text_only(run: Run) -> None:
    text = run("explain", "aws-s3", "InternalError")[1]
    others = [each for each in explained(run, "aws-s3", "InternalError")["others"] if each["provider"] == "tencent-cos-v4"]
    assert f"tencent-cos-v4  and {len(others) - 5} more" in [line.rstrip() for line in text.splitlines()]


def test_a_code_without_a_row_is_explained_by_its_family(run: Run) -> None:
    out = run("explain", "upyun", "50301015")[1]
    assert "matched_by: family" in out
    assert "family:     5030[0-4]015" in out
    value = explained(run, "upyun", "50301015")
    assert [value["rows"], value["family"]["kind"], value["family"]["resource"]] == [[], "UpstreamFailed", "certificate"]
    assert list(value["family"]) == ["confidence", "effect", "kind", "pattern", "reason", "resource", "retry", "why"]


def test_a_family_may_tell_a_resource_alone(run: Run) -> None:
    value = explained(run, "upyun-console", "21299")
    assert [value["family"]["kind"], value["family"]["resource"], value["others"]] == ["Unknown", "bucket", []]


def test_no_family_is_made_up_for_a_code() -> None:
    assert family_of(Tables().provider("upyun"), "nonsense") is None


def test_a_code_that_looks_negative_is_no_option(run: Run) -> None:
    assert explained(run, "upyun", "-403")["rows"][0]["kind"] == "PermissionDenied"
    assert explained(run, "cos-v4", "-197")["matched_by"] == "code"


def test_white_space_around_a_code_does_not_count(run: Run) -> None:
    assert explained(run, "upyun", " 40100012\n")["code"] == "40100012"


def test_a_success_code_is_explained(run: Run) -> None:
    assert explained(run, "upyun-console", "0")["success"] is True
    assert run("explain", "upyun-console", "0")[1] == "provider: upyun-console\ncode:     0\nkind:     NotAnError\nmeaning:  a success\n"


def test_an_unknown_code_names_the_nearest_and_who_has_it(run: Run) -> None:
    assert run("explain", "s3", "nosuchkye") == (
        1,
        "",
        "storage-errors: aws-s3 has no code 'nosuchkye'; did you mean 'NoSuchKey' or 'NoSuchBucket' or 'NoSuchTagSet'?\n",
    )
    status, out, err = run("explain", "jdcloud", "NoSuchBuckett")
    assert (status, out) == (1, "")
    assert "did you mean 'NoSuchBucket'" in err
    assert re.search(
        r"\(known to a[a-z0-9-]+, [a-z0-9-]+, [a-z0-9-]+( and \d+ others)?\); 'storage-errors codes upyun' lists all",
        run("explain", "upyun", "NoSuchKey")[2],
    )
    value = explained(run, "upyun", "NoSuchKey", status=1)
    assert [value["matched_by"], value["rows"]] == ["nothing", []]
    assert {"aws-s3", "jss"} <= set(value["known_to"])
    assert explained(run, "s3", "NoSuchKye", status=1)["suggestions"][0] == "NoSuchKey"
