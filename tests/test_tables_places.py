"""Where `Tables.load` says that a table is broken: file and line, for files that are cut, misplaced, unreadable or at odds with each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from normalizer import TableError, Tables
from normalizer.folders import FOLDER
from normalizer.patterns import problem_of
from tests.test_tables import HEAD, ROW, TOML, folder_of

if TYPE_CHECKING:
    from collections.abc import Callable


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(TableError) as caught:
        Tables.load(folder)
    return caught.value.problems


def line_with(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


ODD = '\n[[odd]]\nstatus = 404\nkind = "NotFound"\nwhy = "x"\n'


@pytest.mark.parametrize(
    ("toml", "at", "said"),
    [
        (TOML.replace("[sources.wiki]", "[sources.wiki"), "[sources.wiki", "cannot be read"),
        (TOML + "x = [", "x = [", "cannot be read"),
        (TOML.replace('name = "Acme', 'name = "\x01Acme'), "name", "cannot be read"),
        (TOML.replace("code = [", "cod = ["), "cod = [", r"unknown key 'cod'; did you mean 'code'\?"),
        (TOML.replace("[envelope]", "[envelop]"), "[envelop]", r"unknown key 'envelop'; did you mean 'envelope'\?"),
        (TOML.replace("where = ", "were = "), "were", r"unknown key 'were'; did you mean 'where'\?"),
        (TOML.replace('["error.text"]', "[1]"), "message", "message: must be a list of strings"),
        (TOML + ODD.replace('"NotFound"', "3"), "kind = 3", "3 must be a str"),
        (TOML + ODD.replace("404", '"404"'), 'status = "404"', "'404' must be a int"),
        (TOML + ODD, "[[odd]]", r"\[\[odd\]\] 404 NotFound is natural or used by no row"),
        (TOML + '\n[sources.other]\ntitle = "t"\nwhere = "w"\nread = "r"\nkind = "sdk"\n', "[sources.other]", "source 'other' is cited by no row"),
        (TOML + '\n[[family]]\nwhy = "x"\npattern = "(a+)+"\n', "pattern", "may take for ever"),
        (TOML + '\n[[family]]\nwhy = "x"\npattern = ".*a.*b.*c.*"\n', "pattern", "more than 3 repetitions without a bound"),
        (TOML + '\n[detect.headers]\nx-acme = "(a|a)*b"\n', "[detect.headers]", "may take for ever"),
        (TOML.replace('like = "aws-s3"', "code_part = 'x:.*'"), "code_part", "has no group; the first one is the code"),
        (TOML.replace('like = "aws-s3"', 'like = "acme-gateway"'), "like", "like 'acme-gateway' is no other provider"),
        (TOML.replace('like = "aws-s3"', 'like = "aws-s3"\naliases = ["upyun"]'), "aliases", "alias 'upyun' stands for two providers"),
        (TOML + '\n[hosts]\nnames = ["{bucket}.{bucket}.acme.example"]\n', "names", "has a place twice"),
        (TOML + '\n[render.members]\ncode = "{code}"\nerror = "{kode}"\n', "[render.members]", r"\{kode\} is none of .* did you mean 'code'\?"),
        (
            TOML + '\n[render.members]\ncode = "{code}"\n"code.text" = "{message}"\n',
            "[render.members]",
            "'code.text' lies inside 'code', which is a text",
        ),
        (TOML + '\n[[status]]\nstatus = "40x"\nkind = "NotFound"\nwhy = "x"\n', 'status = "40x"', "'40x' is neither three digits nor like 5xx"),
        (TOML.replace("[envelope]", "[envelope]\nat = []"), "at = []", "must name a place at least"),
        (TOML + "\n[operations]\nPut = []\n", "Put = []", "is no operation of S3"),
        (TOML + '\n[hides]\nNotFound = "Conflict"\n', "NotFound =", "must be a list of strings"),
        (TOML + "\nx = " + "[" * 9_000, "", "cannot be read"),
        (TOML + "\nx = " + "9" * 5_000, "", "cannot be read"),
    ],
)
def test_the_line_of_a_declaration(tmp_path: Path, toml: str, at: str, said: str) -> None:
    found = [problem for problem in problems(folder_of(tmp_path, toml=toml)) if re.search(said, problem)]
    assert found
    assert found[0].startswith(f"{tmp_path.name}/acme-gateway.toml:{line_with(toml, at) if at else 1}: ")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    folder_of(tmp_path)
    whole = TOML.encode()
    (tmp_path / "acme-gateway.toml").write_bytes(whole.replace(b"title", b"t\xffitle"))
    assert problems(tmp_path)[0].startswith(f"{tmp_path.name}/acme-gateway.toml:{line_with(TOML, 'title')}: cannot be read: 'utf-8'")
    (tmp_path / "acme-gateway.toml").write_bytes(whole)
    (tmp_path / "acme-gateway.csv").write_bytes((HEAD + ROW).encode().replace(b"frozen by", b"frozen \xff by"))
    assert problems(tmp_path)[0].startswith(f"{tmp_path.name}/acme-gateway.csv:2: cannot be read: 'utf-8'")


@pytest.mark.parametrize(
    "rewritten", [lambda data: data.replace(b"\n", b"\r\n"), lambda data: data.rstrip(b"\n"), lambda data: b"# \xe9\x94\x99\n\n" + data]
)
def test_a_declaration_written_in_another_way_means_the_same(tmp_path: Path, rewritten: Callable[[bytes], bytes]) -> None:
    before = Tables.load(folder_of(tmp_path)).declaration("acme-gateway")
    (tmp_path / "acme-gateway.toml").write_bytes(rewritten(TOML.encode()))
    assert Tables.load(tmp_path).declaration("acme-gateway") == before


@pytest.mark.parametrize(
    ("rewritten", "said"),
    [
        (lambda data: data.replace(b"\n", b"\r\n"), "csv:1: is not in canonical form"),
        (lambda data: data.rstrip(b"\n"), "csv:1: is not in canonical form"),
        (lambda data: b"\xef\xbb\xbf" + data, "csv:1: the header must be"),
        (lambda data: data.decode().encode("utf-16"), "csv:1: cannot be read"),
        (lambda data: data.replace(b",wiki", b',"wiki"'), "csv:1: is not in canonical form"),
        (lambda data: data + b"\n", "csv:3: 0 cells instead of 12"),
    ],
)
def test_rows_have_one_form(tmp_path: Path, rewritten: Callable[[bytes], bytes], said: str) -> None:
    (folder_of(tmp_path) / "acme-gateway.csv").write_bytes(rewritten((HEAD + ROW).encode()))
    assert any(problem.startswith(f"{tmp_path.name}/acme-gateway.{said}") for problem in problems(tmp_path))


@pytest.mark.parametrize("name", ["acme-gateway.toml", "acme-gateway.csv"])
@pytest.mark.parametrize(
    ("breaking", "said"),
    [
        (lambda path: (path.unlink(), path.mkdir()), r":1: is no file"),
        (lambda path: (path.unlink(), path.symlink_to(path)), r":1: is no file"),
        (lambda path: path.write_bytes(b""), r":1: "),
        (lambda path: path.rename(path.with_suffix(".bak")), r":1: (is missing|has no row)"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, name: str, breaking: Callable[[Path], object], said: str) -> None:
    folder_of(tmp_path, toml=TOML.replace('like = "aws-s3"\n', ""))
    breaking(tmp_path / name)
    assert any(re.match(rf"({tmp_path.name}/)?{name}{said}", problem) for problem in problems(tmp_path))


@pytest.mark.parametrize("name", ["acme-gateway.toml", "acme-gateway.csv"])
def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Permissions do not stop root, who may run the tests: what the system would say is said for it."""
    folder_of(tmp_path)
    really = Path.stat

    def stat(path: Path, **options: bool) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    assert problems(tmp_path) == (f"{tmp_path / name}:1: cannot be read: [Errno 13] Permission denied: '{tmp_path / name}'",)


def test_a_cycle_is_said_of_the_users_file(tmp_path: Path) -> None:
    """Ours, which it goes through, is not to be mended."""
    text = (FOLDER / "aws-s3.toml").read_text(encoding="utf-8").replace("name = ", 'like = "minio"\nname = ', 1)
    (tmp_path / "aws-s3.toml").write_text(text, encoding="utf-8")
    assert problems(tmp_path)[0] == f"{tmp_path.name}/aws-s3.toml:1: like 'aws-s3' is no other provider"


def test_two_folders(tmp_path: Path) -> None:
    """The later declaration counts: its problems are said of it, and its patterns are not used in looking at the earlier folder."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    folder_of(first, csv=HEAD + ROW.replace("tenant_frozen", "a" * 60))
    (second / "acme-gateway.toml").write_text(TOML + "\n[[family]]\npattern = '(a+)+b'\nwhy = 'x'\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        Tables.load(first, second)
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == ["second/acme-gateway.toml:16"]
    (second / "acme-gateway.toml").write_text(TOML.replace('"aws-s3"', '"aws-s3"\naliases = ["upyun"]'), encoding="utf-8")
    with pytest.raises(TableError, match=r"^second/acme-gateway.toml:3: alias 'upyun' stands for two providers; remove one$"):
        Tables.load(first, second)


def test_a_problem_is_said_once(tmp_path: Path) -> None:
    folder_of(tmp_path, toml="name = ")
    (tmp_path / "other.toml").write_text(TOML, encoding="utf-8")
    found = problems(tmp_path)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", ["reasons", "statuses", "scenarios"])
def test_a_declaration_under_the_name_of_a_list_is_checked(tmp_path: Path, name: str) -> None:
    folder_of(tmp_path)
    (tmp_path / f"{name}.toml").write_text("nmae = 1\n", encoding="utf-8")
    assert f"{tmp_path.name}/{name}.toml:1: unknown key 'nmae'; did you mean 'name'?" in problems(tmp_path)


def test_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder_of(tmp_path, toml=TOML.replace("name", "nmae")))
    assert problems(Path())[0].startswith(f"{tmp_path.name}/acme-gateway.toml:1: unknown key 'nmae'")


def test_a_confirmed_code_may_be_overridden(tmp_path: Path) -> None:
    """A row alone, beside a declaration of ours that confirms the elder's row of that code."""
    assert "NoSuchKey" in Tables().declaration("minio").confirmed
    row = "NoSuchKey,404,,PermissionDenied,,object,,,our gateway hides what may not be read,,Sent as 404.,s3err\n"
    row = row.replace("s3err", next(iter(Tables().declaration("minio").sources)))
    (tmp_path / "minio.csv").write_text(HEAD + row, encoding="utf-8")
    record = Tables.load(tmp_path).normalize("minio", b"<Error><Code>NoSuchKey</Code></Error>", status=404)
    assert (record.kind, record.matched_by) == ("PermissionDenied", "code")


def test_nobody_is_s3_compatible_any_more(tmp_path: Path) -> None:
    """A declaration that replaces ours may leave out the alias: then what nobody is known to have sent is read as of no dialect."""
    text = (FOLDER / "aws-s3.toml").read_text(encoding="utf-8").replace('"s3-compatible", ', "")
    (tmp_path / "aws-s3.toml").write_text(text, encoding="utf-8")
    (tmp_path / "aws-s3.csv").write_bytes((FOLDER / "aws-s3.csv").read_bytes())
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "aws-s3.csv").write_bytes((FOLDER / "scenarios" / "aws-s3.csv").read_bytes())
    record = Tables.load(tmp_path).normalize("auto", b"<Error><Code>NoSuchKey</Code></Error>", status=404)
    assert (record.provider, record.code, record.kind) == ("s3-compatible", "NoSuchKey", "NotFound")


def test_digits_of_a_family_that_are_no_status(tmp_path: Path) -> None:
    row = ROW.replace("tenant_frozen", "E-1")
    toml = TOML + "\n[[family]]\npattern = 'E-(?P<status>\\w+)'\nwhy = 'x'\n"
    tables = Tables.load(folder_of(tmp_path, toml=toml, csv=HEAD + row))
    kinds = [str(tables.normalize("acme-gateway", {"error": {"reason": f"E-{word}"}}).kind) for word in ("404", "abc", "40404", "9" * 5_000, "٤٠٤")]
    assert kinds == ["NotFound", *["Unknown"] * 4]


def test_a_code_too_long_for_a_structure(tmp_path: Path) -> None:
    """Patterns are tried on 200 characters at most."""
    row = ROW.replace("tenant_frozen", "E-1")
    tables = Tables.load(folder_of(tmp_path, toml=TOML + "\n[[family]]\npattern = 'E-\\d+'\nkind = 'Locked'\nwhy = 'x'\n", csv=HEAD + row))
    kinds = [str(tables.normalize("acme-gateway", {"error": {"reason": "E-" + "7" * number}}).kind) for number in (197, 198, 199, 60_000)]
    assert kinds == ["Locked", "Locked", "Unknown", "Unknown"]


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a*)*b", "(a|a)*b", r"(\w+\s?)*!", "(x+x+)+y", "(a{0,9}){20}b", "(?>(a+)+b)", "(?=(a+)+b)a", "(a|ab)*c", "((a|b+)c)*", "(.*)*"],
)
def test_a_pattern_that_takes_for_ever_is_refused(pattern: str) -> None:
    assert "may take for ever" in str(problem_of(pattern))


@pytest.mark.parametrize(
    "pattern",
    ["", "[a-z]+(_[a-z]+)*", r"(?:\w+ )*", "(ab|cd)*", "((?>a+))*b", "([0-9a-f]{2}:){5}x", r"(?P<status>[45]\d\d)\d*", "(a?b)*", "(?i:abc)+"],
)
def test_a_pattern_that_ends_is_taken(pattern: str) -> None:
    assert problem_of(pattern) is None
