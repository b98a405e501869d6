"""The commands under tools/: tables, precision, demo, and that each of them starts."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from normalizer import Kind, MatchedBy, Resource, TableError, Tables, normalize
from normalizer.folders import FOLDER
from tools import demo, precision
from tools import tables as tables_command
from tools.agreement import READING_COLUMNS, Judgement, agreement, pairs_of
from tools.docs_markdown import BLANK
from tools.precision import ROOT
from tools.tables_lists import REQUIRED
from tools.terminal import aligned, cut, width

if TYPE_CHECKING:
    from pathlib import Path

TABLES = Tables()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tables."""
    copy: Path = shutil.copytree(FOLDER, tmp_path / "mappings")
    return copy


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = tables_command.main(arguments)
    return code, capsys.readouterr().out.splitlines()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_our_tables_have_no_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(["check"], capsys) == (0, [])


def test_canonical_rewrite_is_idempotent_and_undoes_disorder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    arguments = ["fix", "--folder", str(folder)]
    assert said(arguments, capsys) == (0, [])
    shuffled = random.Random(7)  # noqa: S311  an order, no secret
    for path in folder.glob("*.csv"):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        if path.name == "reasons.csv":
            lines = lines[-1:] + lines[:-1]
        elif path.name != "scenarios.csv":  # their order is the curator's
            shuffled.shuffle(lines)
        path.write_text("\r\n".join([header, *lines]) + "\r\n", encoding="utf-8", newline="")
    edit(folder / "qingstor.csv", "access_denied,400,,PermissionDenied,,,,,", '"access_denied",400,,PermissionDenied,,,after_change,not_applied,')
    assert {path.name for path in folder.glob("*.csv")} == {line.partition(":")[0].partition("/")[2] for line in said(arguments, capsys)[1]}
    after = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert sorted(after.pop("reasons.csv").splitlines()) == sorted(before.pop("reasons.csv").splitlines())
    assert after == before
    assert said(arguments, capsys) == (0, [])
    assert said(["check", "--folder", str(folder)], capsys) == (0, [])


def test_fix_leaves_what_it_cannot_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "qingstor.csv", "bad_digest,400,,ChecksumMismatch", "bad_digest,400,,CheckSumMismatch")
    text = (folder / "qingstor.csv").read_bytes()
    assert said(["fix", "--folder", str(folder)], capsys) == (
        1,
        ["mappings/qingstor.csv:4: bad_digest: 'CheckSumMismatch' is no kind; did you mean 'ChecksumMismatch'?"],
    )
    assert (folder / "qingstor.csv").read_bytes() == text


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("qingstor.csv", "bad_digest,400", "bad_digest,4OO", r"qingstor\.csv:4: bad_digest: status '4OO' is not three digits"),
        ("reasons.csv", "missing,AuthFailed", "expired,AuthFailed", r"reasons\.csv:5: expired AuthFailed: stands in line 2 already"),
        ("reasons.csv", "missing,AuthFailed,,", "missing,AuthFailed,after_change,", r"reasons\.csv:5: missing: retry after_change is the default"),
        ("reasons.csv", "missing,AuthFailed,,", "missing,AuthFailed,later,", r"reasons\.csv:5: missing: 'later' is no retry"),
        ("reasons.csv", "clock_skew,AuthFailed", "clock_skew,Locked", r"reasons\.csv:4: AuthFailed: its other reasons stand further up"),
        ("reasons.csv", "the caller's clock is too far from the server's", "", r"reasons\.csv:3: clock_skew: has no meaning"),
        ("reasons.csv", "the caller's clock is", '"the caller\'s" clock is', r"reasons\.csv:3: no CSV"),
        ("reasons.csv", "reason,kind", "reasons,kind", r"reasons\.csv:1: the header must be"),
        ("statuses.csv", "404,,NotFound", "404,,NotFond", r"statuses\.csv:\d+: 404: 'NotFond' is no kind; did you mean 'NotFound'"),
        ("statuses.csv", "404,,NotFound", "444,,NotFound", r"statuses\.csv:1: no line without a condition for 404; add one"),
        ("statuses.csv", "404,,NotFound", "403,,NotFound", r"statuses\.csv:\d+: 403: stands in line \d+ already"),
        ("statuses.csv", "404,,NotFound", "404,method HEAD,NotFound", r"statuses\.csv:\d+: 404: when: 'method HEAD' is no condition"),
        ("statuses.csv", "404,,NotFound", "40x,,NotFound", r"statuses\.csv:\d+: 40x: is no status; write three digits or a class"),
        ("statuses.csv", "5xx,,Internal", "6xx,,Internal", r"statuses\.csv:1: no line without a condition for 500, 512, .*, 597; add one"),
        ("statuses.csv", "404,,NotFound,,", "404,,NotFound,,Nothing", r"statuses\.csv:\d+: 404: 'Nothing' is no kind"),
        ("statuses.csv", "nothing is there", "", r"statuses\.csv:\d+: 404: has no meaning"),
        ("statuses.csv", "404,,", '"404",,', r"statuses\.csv:1: is not in canonical form; `make fix` rewrites it"),
    ],
)
def test_check_names_place_value_and_way_out(folder: Path, name: str, old: str, new: str, problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / name, old, new)
    code, problems = said(["check", "--folder", str(folder)], capsys)
    assert code == 1
    assert any(re.match("mappings/" + problem, line) for line in problems), problems


def test_the_statuses_that_must_have_a_meaning_are_those_that_the_engine_answers() -> None:
    for status in range(100, 600):
        answered = normalize("qingstor", status=status).matched_by is MatchedBy.STATUS
        assert answered == (status in REQUIRED), status


def judged(*kinds: Kind) -> list[Judgement]:
    return [Judgement(kind, None) for kind in kinds]


def test_kappa_is_cohens() -> None:
    # 20 + 15 of 50 agree; the margins are 25 : 25 and 30 : 20, so chance alone gives 0.5 and kappa (0.7 - 0.5) / 0.5.
    yes, no = judged(Kind.NOT_FOUND, Kind.CONFLICT)
    found = agreement([(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15)
    assert found[:3] == (50, 35, 50)
    assert found.kappa == pytest.approx(0.4)
    assert agreement([(yes, yes)] * 3).kappa is None


def test_resources_are_counted_apart() -> None:
    one, other = Judgement(Kind.NOT_FOUND, Resource.BUCKET), Judgement(Kind.NOT_FOUND, None)
    assert agreement([(one, one), (one, other)])[:3] == (2, 2, 1)


def readings(root: Path, slug: str, lines: list[str], rulings: list[str]) -> Path:
    (root / "tests" / "readings").mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "tests" / "readings" / f"{slug}.csv").write_text("\n".join([",".join(READING_COLUMNS), *lines]) + "\n", encoding="utf-8")
    (root / "docs" / "decisions.md").write_text("\n".join(["# Decisions", "", *rulings]) + "\n", encoding="utf-8")
    return root


def test_a_ruling_says_what_the_first_reading_was(tmp_path: Path) -> None:
    root = readings(
        tmp_path,
        "aws-s3",
        ["AccessDenied,403,,,NotFound,bucket", "AccessDenied,403,message,Request has expired,AuthFailed,credential"],
        [
            "| provider | code | status | when | first | second | ruling | why |",
            "|---|---|---|---|---|---|---|---|",
            "| aws-s3 | AccessDenied | 403 | message: Request  has expired | Conflict token | AuthFailed credential | AuthFailed credential | the \\| sentence |",
            "| aws-s3 | AccessDenied | 403 | message: Request has expired | Locked | AuthFailed credential | AuthFailed credential | a later one |",
            "| jss | AccessDenied | 403 |  | Locked | NotFound | Locked | of another provider |",
        ],
    )
    pairs, left_out = pairs_of(TABLES.provider("aws-s3"), root)
    assert not left_out
    assert pairs == [
        (Judgement(Kind.PERMISSION_DENIED, None), Judgement(Kind.NOT_FOUND, Resource.BUCKET)),
        (Judgement(Kind.CONFLICT, Resource.TOKEN), Judgement(Kind.AUTH_FAILED, Resource.CREDENTIAL)),
    ]


def test_confirmed_codes_and_families_were_read_too(tmp_path: Path) -> None:
    root = readings(tmp_path / "a", "jdcloud-oss", ["NoSuchBucket,404,,,NotFound,bucket"], [])
    assert pairs_of(TABLES.provider("jdcloud-oss"), root) == ([(Judgement(Kind.NOT_FOUND, Resource.BUCKET),) * 2], [])
    root = readings(tmp_path / "b", "upyun", ["504xx001,504,,,Timeout,", "xxx10999,,,,PermissionDenied,"], [])
    assert pairs_of(TABLES.provider("upyun"), root) == ([(Judgement(Kind.TIMEOUT, None),) * 2], ["xxx10999"])


def test_a_ruling_that_fits_no_row_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = readings(
        tmp_path, "jss", ["SlowDown,400,,,RateLimited,"], ["| jss | SlowDwon | 400 |  | Internal | RateLimited | RateLimited | misspelt |"]
    )
    place = "docs/decisions.md:3: SlowDwon 400: fits no row of jss"
    with pytest.raises(TableError, match=place):
        pairs_of(TABLES.provider("jss"), root)
    assert precision.main(["--root", str(root)]) == 1
    assert capsys.readouterr().out.startswith(place)


@pytest.mark.parametrize("slug", TABLES.providers())
def test_every_row_was_read_twice_and_every_ruling_fits(slug: str) -> None:
    provider = TABLES.provider(slug)
    pairs, _ = pairs_of(provider, ROOT)
    assert len(pairs) >= len(provider.rows) + len(provider.declaration.confirmed)


def test_precision_prints_the_same_figures_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert precision.main([]) == 0
    printed = capsys.readouterr().out
    assert precision.main(["--markdown"]) == 0
    markdown = capsys.readouterr().out
    assert markdown == precision.precision_page(TABLES)
    for part in precision.report(TABLES, ROOT):
        for row in part.rows:
            assert f"| {' | '.join(row)} |" in markdown
            assert re.search(r"\s+".join(map(re.escape, row[1:])), printed)


def test_precision_counts_the_rows_and_gives_the_share_that_records_carry() -> None:
    rungs, consistent, _ = precision.report(TABLES, ROOT)
    shares = {(row[0], row[1]): row for row in rungs.rows}
    record = normalize("qingstor", status=404)
    assert shares["qingstor", MatchedBy.STATUS][4] == f"{record.confidence:.3f}"
    rows = [row for slug in TABLES.providers() for row in TABLES.provider(slug).rows]
    assert consistent.rows[-1][:3] == ("all", str(len(rows)), str(sum(row.status is not None for row in rows)))


def test_precision_without_readings_leaves_that_part_out(tmp_path: Path) -> None:
    assert [part.title for part in precision.report(TABLES, tmp_path)] == ["The lower rungs", "Consistent with HTTP status"]


def case(folder: Path, name: str, response: bytes, **known: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.http").write_bytes(response)
    (folder / f"{name}.json").write_text(json.dumps(known), encoding="utf-8")


def test_demo_shows_documented_and_observed_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    upyun = tmp_path / "upyun"
    for number in range(5):
        case(upyun, f"a{number}", b'HTTP/1.1 401 Unauthorized\r\nA: b\r\n\r\n{"code": 40100012}', origin="documented")
    case(upyun, "z", b'HTTP/1.1 -\n\n{"code": 42900001}', origin="observed")
    case(tmp_path / "aws-s3", "head", b"HTTP/1.1 404 Not Found\n\n", origin="observed", method="HEAD")
    case(tmp_path / "jss", "made", b'HTTP/1.1 400 Bad Request\n\n{"code": "SlowDown"}', origin="constructed")
    assert demo.main(["--corpus", str(tmp_path)]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split()[:5] == ["provider", "status", "body", "kind", "resource"]
    assert [line.split()[0] for line in lines] == ["aws-s3"] + ["upyun"] * demo.CASES
    assert lines[0].split()[1:] == ["404", "(none)", "HEAD", "NotFound", "-", "-", "after_change", "not_applied", "status"]
    assert lines[1].split()[-6:] == ["NotFound", "bucket", "-", "after_change", "not_applied", "code"]
    assert lines[2].split()[1:5] == ["-", '{"code":', "42900001}", "RateLimited"]


def test_demo_shows_every_provider(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main([]) == 0
    shown = Counter(line.split()[0] for line in capsys.readouterr().out.splitlines()[1:])
    shows_evidence = {
        path.parent.name for path in demo.CORPUS.glob("*/*.json") if json.loads(path.read_text(encoding="utf-8"))["origin"] in demo.EVIDENCE
    }
    assert sorted(shown) == sorted(shows_evidence)
    assert max(shown.values()) <= demo.CASES


def test_demo_leaves_out_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case(tmp_path / "upyun", "list", b"", origin="documented")
    (tmp_path / "upyun" / "list.json").write_text("[]", encoding="utf-8")
    (tmp_path / "upyun" / "half.json").write_text("{", encoding="utf-8")
    (tmp_path / "upyun" / "alone.json").write_text('{"origin": "documented"}', encoding="utf-8")
    assert demo.main(["--corpus", str(tmp_path)]) == 1
    assert "no documented or observed case" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 404 Not Found\r\nA:  b c\r\n\r\nx\n\ny", (404, [("A", "b c")], b"x\n\ny")),
        (b"HTTP/1.1 -\n\n\r\n", (None, [], b"\r\n")),
        (b"HTTP/1.1 500", (500, [], b"")),
        (b"", (None, [], b"")),
    ],
)
def test_responses_are_read_byte_by_byte(data: bytes, expected: tuple[int | None, list[tuple[str, str]], bytes]) -> None:
    assert demo.read_response(data) == expected


def test_columns_align_where_characters_are_wide() -> None:
    assert (width("aé"), width("请求"), width("e\u0301")) == (2, 4, 1)
    assert aligned(("a", "n"), [("请", "1"), ("b", BLANK)]) == ["a   n", "请  1", f"b   {BLANK}"]
    assert aligned(("a",), []) == ["a"]


def test_a_cut_shows() -> None:
    assert cut("请求请求", 8) == "请求请求"
    assert cut("请求请求", 7) == "请求请…"
    assert cut("a\n\tb\x1b[31m", 40) == "a b�[31m"
    assert cut("", 3) == ""


@pytest.mark.parametrize(
    ("name", "arguments"), [("docs", ["check", "--help"]), ("tables", ["--help"]), ("precision", ["--help"]), ("demo", ["--help"])]
)
def test_commands_start_as_the_makefile_starts_them(name: str, arguments: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / f"{name}.py"), *arguments], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout
