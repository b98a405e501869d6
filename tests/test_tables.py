"""`Tables.load`: a user's own tables beside ours, and what is said of broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer import TableError, Tables
from normalizer.checks import canonical, problems_of
from normalizer.folders import FOLDER
from normalizer.row import COLUMNS, read_rows

if TYPE_CHECKING:
    from pathlib import Path

TOML = """name = "Acme's gateway"
like = "aws-s3"

[envelope]
code = ["error.reason"]
message = ["error.text"]
request_id = ["trace"]

[sources.wiki]
title = "Gateway errors"
where = "wiki/gateway"
read = "2026-11-21"
kind = "documentation"
"""
HEAD = ",".join(COLUMNS) + "\n"
ROW = "tenant_frozen,403,,AccountProblem,suspended,account,,,the tenant is frozen by the operators,,,wiki\n"


def folder_of(path: Path, toml: str = TOML, csv: str = HEAD + ROW) -> Path:
    (path / "acme-gateway.toml").write_text(toml, encoding="utf-8")
    (path / "acme-gateway.csv").write_text(csv, encoding="utf-8")
    return path


def test_our_own_tables_have_no_problem() -> None:
    assert problems_of(FOLDER, Tables()) == []


@pytest.mark.parametrize("slug", Tables().providers())
def test_tables_are_in_canonical_form(slug: str) -> None:
    tables = Tables()
    path = FOLDER / f"{slug}.csv"
    assert path.read_bytes() == canonical(read_rows(path, tables.reasons()), tables.reasons())


def test_a_private_gateway(tmp_path: Path) -> None:
    """The recipe of CONTRIBUTING.md, tried."""
    tables = Tables.load(folder_of(tmp_path))
    record = tables.normalize("acme-gateway", b'{"error": {"reason": "tenant_frozen", "text": "no"}, "trace": "7"}', status=403)
    assert (record.kind, record.reason, record.message, record.request_id) == ("AccountProblem", "suspended", "no", "7")
    inherited = tables.normalize("acme-gateway", b'{"error": {"reason": "NoSuchKey"}}', status=404)
    assert (inherited.kind, inherited.matched_by) == ("NotFound", "inherited")
    assert tables.version.endswith("+local")
    assert "acme-gateway" in tables.providers()
    assert "acme-gateway" not in Tables().providers()


def test_a_row_override(tmp_path: Path) -> None:
    row = "NoSuchKey,404,,PermissionDenied,,object,,,our gateway hides what may not be read,,Sent as 404.,api-reference\n"
    (tmp_path / "aws-s3.csv").write_text(HEAD + row, encoding="utf-8")
    tables = Tables.load(tmp_path)
    assert tables.normalize("s3", b"<Error><Code>NoSuchKey</Code></Error>", status=404).kind == "PermissionDenied"
    assert tables.normalize("s3", b"<Error><Code>NoSuchBucket</Code></Error>", status=404).kind == "NotFound"
    assert tables.normalize("jd-oss", b"<Error><Code>NoSuchKey</Code></Error>", status=404).kind == "PermissionDenied"


def test_an_override_explains_an_odd_status(tmp_path: Path) -> None:
    row = "NoSuchKey,404,,PermissionDenied,,object,,,our gateway hides what may not be read,,,api-reference\n"
    (tmp_path / "aws-s3.csv").write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(TableError, match=r"aws-s3\.csv:2: NoSuchKey: PermissionDenied with HTTP 404 needs a note"):
        Tables.load(tmp_path)


def broken_row(**cells: str) -> str:
    values = dict(zip(COLUMNS, ROW.strip().split(","), strict=True)) | cells
    return HEAD + ",".join(values.values()) + "\n"


@pytest.mark.parametrize(
    ("csv", "said"),
    [
        (broken_row(kind="AcountProblem"), r"acme-gateway\.csv:2: tenant_frozen: 'AcountProblem' is no kind; did you mean 'AccountProblem'\?"),
        (broken_row(resource="acount"), r":2: tenant_frozen: 'acount' is no resource; did you mean 'account'\?"),
        (broken_row(reason="expired"), r":2: tenant_frozen: AccountProblem has no reason 'expired'; it may have"),
        (broken_row(status="40"), r":2: tenant_frozen: status '40' is not three digits"),
        (broken_row(status="404"), r":2: tenant_frozen: AccountProblem with HTTP 404 needs an \[\[odd\]\] entry"),
        (broken_row(when="filed:X"), r":2: tenant_frozen: when: 'filed:X' is no condition; write field:Name"),
        (broken_row(when="message"), r":2: tenant_frozen: when: 'message' compares with the row's message cell, which is empty"),
        (broken_row(source="wikki"), r":2: tenant_frozen: source 'wikki' is not under \[sources\]"),
        (broken_row(source=""), r":2: tenant_frozen: cites no source"),
        (broken_row(meaning=""), r":2: tenant_frozen: the meaning must have 1 to 120 characters"),
        (broken_row(meaning="租户被冻结"), r":2: tenant_frozen: meaning and note are English"),
        (broken_row(meaning=" two"), r":2: tenant_frozen: meaning ' two' has white space"),
        (broken_row(retry="never"), r":2: tenant_frozen: retry never is not the default of AccountProblem and needs a note"),
        (broken_row(retry="after_change"), r":1: is not in canonical form"),
        (broken_row(effect="applied", retry="once"), r"effect applied .* needs a note"),
        (broken_row(effect="applied", retry="once", note="x"), r"effect applied with retry once would do the operation twice"),
        (HEAD + ROW + ROW, r":3: tenant_frozen: the same code, status and condition as line 2"),
        (HEAD + ROW.replace("tenant_frozen", "b") + ROW.replace("tenant_frozen", "a"), r":1: is not in canonical form"),
        (HEAD + "a,b\n", r":2: 2 cells instead of 12"),
        (HEAD + 'a,"b\n', r"no CSV"),
        ("code,kind\n", r":1: the header must be code,status,when"),
        (
            HEAD
            + ROW.replace("tenant_frozen,403,", "a,403,field:X")
            + ROW.replace("tenant_frozen,403,", "a,403,field:Y").replace("suspended", "overdue"),
            "can both hold",
        ),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, csv: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        Tables.load(folder_of(tmp_path, csv=csv))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("name = ", r"acme-gateway\.toml:1: cannot be read"),
        (TOML.replace("name", "nmae"), r"unknown key 'nmae'; did you mean 'name'\?"),
        (TOML.replace("code = [", "cod = ["), r"\[envelope\]: unknown key 'cod'; did you mean 'code'\?"),
        (TOML.replace('["error.reason"]', '"error.reason"'), r"\[envelope\]: code: must be a list of strings"),
        (TOML.replace('like = "aws-s3"', 'like = "aws"'), r"like 'aws' is no other provider"),
        (TOML.replace('like = "aws-s3"', 'like = "acme-gateway"'), r"like 'acme-gateway' is no other provider"),
        (TOML.replace('like = "aws-s3"', "like = 3"), r"like: 3 must be a str"),
        (TOML.replace('like = "aws-s3"', 'code_pattern = "("'), r"is no regular expression"),
        (TOML.replace('like = "aws-s3"', 'aliases = ["s3"]'), r"alias 's3' stands for two providers"),
        (TOML.replace('like = "aws-s3"', 'like = "aws-s3"\nconfirmed = ["Nonsense"]'), r"confirmed 'Nonsense' must be a code of aws-s3"),
        (TOML.replace('kind = "documentation"', 'kind = "hearsay"'), r"'hearsay' is none of server, documentation, sdk, observed"),
        (TOML.replace('where = "wiki/gateway"\n', ""), r"\[sources\.wiki\]: .*where"),
        (TOML + '\n[[odd]]\nstatus = 403\nkind = "AccountProblem"\nwhy = "x"\n', r"\[\[odd\]\] 403 AccountProblem is natural or used by no row"),
        (TOML + '\n[[family]]\npattern = "(a"\nwhy = "x"\n', r"is no regular expression"),
        (TOML + '\n[[status]]\nstatus = "404"\nkind = "NotFound"\nwhen = "x"\nwhy = "y"\n', r"\[\[status\]\] 1: when: 'x' is no condition"),
        (TOML + "\n[family]\nx = 1\n", r"write \[\[family\]\], with two brackets"),
        (TOML + '\n[sources.other]\ntitle = "t"\nwhere = "w"\nread = "r"\nkind = "sdk"\n', r"source 'other' is cited by no row"),
    ],
)
def test_a_broken_declaration_is_named(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        Tables.load(folder_of(tmp_path, toml=toml))


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is no folder; pass the folder"):
        Tables.load(tmp_path / "nowhere")
    with pytest.raises(TableError, match="holds no table"):
        Tables.load(tmp_path)
