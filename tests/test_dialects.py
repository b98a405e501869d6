"""What the declarations of dialects can say, each on the smallest provider that says it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from normalizer import TableError, Tables
from normalizer.row import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '[sources.s]\ntitle = "t"\nwhere = "w"\nread = "2026-11-21"\nkind = "documentation"\n'
ROWS = ("gone,404,,NotFound,,object,,,m,,,s",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def load(folder: Path, declaration: str, *rows: str) -> Tables:
    (folder / "x.toml").write_text(f'name = "X"\n{declaration}\n{SOURCE}', encoding="utf-8")
    (folder / "x.csv").write_text("\n".join([",".join(COLUMNS), *(rows or ROWS), ""]), encoding="utf-8")
    return Tables.load(folder)


def kinds(tables: Tables, body: object, **arguments: Any) -> list[tuple[str, str | None, str | None]]:
    return [(str(record.kind), record.code, record.key) for record in tables.errors_in("x", body, **arguments)]


def test_the_status_may_be_the_code(folder: Path) -> None:
    tables = load(folder, 'status_is_code = true\n[envelope]\ncode = ["code"]', "612,,,NotFound,,object,,,m,,,s", "613,,,Conflict,,,,,m,,,s")
    record = tables.normalize("x", b"", status=612)
    assert (record.kind, record.code, record.matched_by) == ("NotFound", "612", "code")
    assert tables.normalize("x", b'{"code": "613"}', status=612).kind == "Conflict"
    assert tables.normalize("x", b'{"code": "none"}', status=612).matched_by == "nothing"
    assert tables.normalize("x", b"").kind == "Unknown"


def test_a_code_may_stand_inside_a_longer_text(folder: Path) -> None:
    tables = load(folder, "code_part = '(.*#)?([^:#]+).*'".replace("(.*#)?", "(?:.*#)?") + '\n[envelope]\ncode = ["__type"]')
    for text in ("gone", "com.example#gone", "gone:http://example.com/"):
        record = tables.normalize("x", {"__type": text})
        assert (record.kind, record.code) == ("NotFound", text)


@pytest.mark.parametrize(
    ("body", "headers", "fault"),
    [
        (b"<html><h1>Not Found</h1>", {}, "caller"),
        (b"<html><title>Not Found</title>", {}, "intermediary"),
        (b"<html><title>Not Found</title>", {"X-Id": "7"}, "intermediary"),
        (b"No such thing", {}, "intermediary"),
        (b"No such thing", {"X-Id": "7"}, "caller"),
        (b"", {"X-Id": "7"}, "caller"),
        (b"{}", {}, "caller"),
    ],
)
def test_whose_page_it_is(folder: Path, body: bytes, headers: dict[str, str], fault: str) -> None:
    tables = load(folder, 'own_pages = ["<html><h1>"]\n[envelope]\ncode = ["code"]\n[headers]\nrequest_id = ["X-Id"]')
    assert tables.normalize("x", body, status=404, headers=headers).fault == fault


def test_a_number_in_a_path_is_a_place_in_a_list(folder: Path) -> None:
    tables = load(folder, '[envelope]\nat = ["error", ""]\ncode = ["errors.0.reason", "status"]\nmessage = ["message"]')
    assert tables.normalize("x", {"error": {"status": "OTHER", "errors": [{"reason": "gone"}]}}).code == "gone"
    assert tables.normalize("x", {"error": {"status": "OTHER", "errors": []}}).code == "OTHER"


def test_of_several_deep_names_the_first_counts(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["in.in.code", "in.code", "code"]')
    assert tables.normalize("x", {"code": "a", "in": {"code": "b", "in": {"code": "c"}}}).code == "c"
    assert tables.normalize("x", {"code": "a", "in": {"code": "b"}}).code == "b"
    assert tables.normalize("x", {"code": "a"}).code == "a"


def test_an_item_with_a_good_status_is_no_failure(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["code"]\n[[items]]\nreply = "all"\nat = "all"\ncode = ["error.code"]\nstatus = ["status"]')
    body = {"all": [{"status": 200}, {"status": 302}, {"status": 404, "error": {"code": "gone"}}, {"status": 503}]}
    assert kinds(tables, body, status=200) == [("NotFound", "gone", None), ("Unavailable", None, None)]


def test_a_bodys_own_status_and_wait_may_lie_deeper(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["code"]\nstatus = ["more.status"]\nretry_after = ["more.wait", "wait"]')
    record = tables.normalize("x", {"code": "unheard", "more": {"status": "503", "wait": "2.5"}}, status=200)
    assert (record.kind, record.retry_after, record.native["status"]) == ("Unavailable", 2.5, "503")
    assert tables.normalize("x", {"wait": 3}, status=503).retry_after == 3.0
    assert tables.normalize("x", {"wait": "soon"}, status=503).retry_after is None
    assert tables.normalize("x", {"wait": 3}, status=503, headers={"Retry-After": "7"}).retry_after == 7.0
    assert tables.normalize("x", {"wait": 3}, status=503, headers={"X": "7"}).retry_after == 3.0


def test_what_is_kept_may_not_echo_a_secret(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["type"]\nmessage = ["message"]\nnative = ["code", "more"]\nsecret = ["token"]')
    body = b'{"type": "gone", "message": "no abcd1234", "code": "abcd1234", "more": "is abcd1234", "token": "abcd1234"}'
    for record in (tables.normalize("x", body), *tables.errors_in("x", body)):
        assert (record.code, record.message, dict(record.native)) == ("gone", "no ***", {"code": "***", "more": "is ***"})


def test_what_is_kept_has_the_last_of_its_names(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["code"]\nstatus = ["more.still.status"]')
    record = tables.normalize("x", {"code": "gone", "more": {"still": {"status": 404}}})
    assert (dict(record.native), record.kind) == ({"status": "404"}, "NotFound")


def test_the_request_id_may_stand_in_the_message(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["code"]\nmessage = ["message"]\nrequest_id = ["id"]\nrequest_id_mark = "RequestId:"')
    assert tables.normalize("x", {"message": "No.\nRequestId:ab-12\nTime:now"}).request_id == "ab-12"
    assert tables.normalize("x", {"message": "No.\nRequestId:ab-12", "id": "7"}).request_id == "7"
    assert tables.normalize("x", {"message": "RequestId:"}).request_id is None


def test_milliseconds_to_wait(folder: Path) -> None:
    tables = load(folder, '[envelope]\ncode = ["code"]\n[headers]\nretry_after_ms = ["x-wait"]')
    assert tables.normalize("x", status=503, headers={"X-Wait": "250", "Retry-After": "9"}).retry_after == 0.25
    assert tables.normalize("x", status=503, headers={"retry-after-ms": "1500"}).retry_after == 1.5


NAMED = (
    "gone,404,,NotFound,,object,,,m,,,s",
    "gone,404,names:account,NotFound,,account,,,m,,,s",
    "gone,404,names:bucket,NotFound,,bucket,,,m,,,s",
)
HOSTS = """
[envelope]
code = ["code"]
path = ["resource"]
[hosts]
names = ["{bucket}.s.example.com", "s.example.com", "{account}.a.example.com"]
paths = ["/v1/{account}/{bucket}/{key}", "/{bucket}/{key}"]
"""


@pytest.mark.parametrize(
    ("url", "resource"),
    [
        ("https://s.example.com/b", "bucket"),
        ("https://s.example.com/b/k/l", "object"),
        ("https://s.example.com/", "account"),
        ("https://b.s.example.com/", "bucket"),
        ("https://b.s.example.com/k", "object"),
        ("https://me.a.example.com/b", "bucket"),
        ("http://127.0.0.1:9000/v1/me", "account"),
        ("http://127.0.0.1:9000/v1/me/b", "bucket"),
        ("http://localhost/v1/me/b/k", "object"),
        ("https://cdn.example.org/b", "object"),
        ("no url", "object"),
        ("http://[/", "object"),
        (None, "object"),
    ],
)
def test_what_the_url_names(folder: Path, url: str | None, resource: str) -> None:
    """Where the host is unknown nothing is concluded: the plain row answers."""
    assert load(folder, HOSTS, *NAMED).normalize("x", {"code": "gone"}, url=url).resource == resource


def test_a_path_in_the_body_counts_for_more_than_the_url(folder: Path) -> None:
    tables = load(folder, HOSTS, *NAMED)
    for path, resource in (("/b", "bucket"), ("/b/", "bucket"), ("/b/k", "object"), ("/", "object")):
        assert tables.normalize("x", {"code": "gone", "resource": path}, url="https://s.example.com/b/k").resource == resource


def test_what_must_not_be_there(folder: Path) -> None:
    rows = ("gone,404,,NotFound,,object,,,m,,,s", "gone,404,no:Key & no:header:X-Id,NotFound,,bucket,,,m,,,s")
    tables = load(folder, '[envelope]\ncode = ["code"]', *rows)
    assert tables.normalize("x", {"code": "gone"}).resource == "bucket"
    assert tables.normalize("x", {"code": "gone"}, headers={"Y": "1"}).resource == "bucket"
    assert tables.normalize("x", {"code": "gone", "Key": "k"}).resource == "object"
    assert tables.normalize("x", {"code": "gone"}, headers={"x-id": "1"}).resource == "object"
    with pytest.raises(TableError, match="can both hold"):
        load(folder, '[envelope]\ncode = ["code"]', *rows, "gone,404,no:Other,Conflict,,,,,m,,,s")
    load(folder, '[envelope]\ncode = ["code"]', "gone,404,field:Key,NotFound,,object,,,m,,,s", rows[1])


def test_the_vendors_own_operations(folder: Path) -> None:
    rows = ("gone,404,,NotFound,,object,,,m,,,s", "gone,404,operation:GetObject,NotFound,,version,,,m,,,s")
    tables = load(folder, '[envelope]\ncode = ["code"]\n[operations]\nFetch = "GetObject"', *rows)
    assert [tables.normalize("x", {"code": "gone"}, operation=name).resource for name in ("GetObject", "Fetch", "PutObject")] == [
        "version",
        "version",
        "object",
    ]
    assert tables.normalize("x", {"code": "gone"}, operation="Jump").ignored == ("operation",)
    with pytest.raises(TableError, match="did you mean 'GetObject'"):
        load(folder, '[operations]\nFetch = "GetObjekt"')


def test_a_body_in_a_header(folder: Path) -> None:
    tables = load(folder, '[envelope]\nat = ["Error"]\ncode = ["Code"]\n[headers]\nbody = ["x-err"]')
    encoded = base64.b64encode(b"<Error><Code>gone</Code></Error>").decode()
    for value in (encoded, encoded.rstrip("=")):
        record = tables.normalize("x", b"", status=404, headers={"X-Err": value}, method="HEAD")
        assert (record.kind, record.code) == ("NotFound", "gone")
        assert tables.errors_in("x", None, status=404, headers={"X-Err": value}) == [record.model_copy(update={})]
    assert tables.normalize("x", b'{"Error": {"Code": "own"}}', headers={"X-Err": encoded}).code == "own"
    assert tables.normalize("x", b"", status=404, headers={"X-Err": "\u20ac%"}).matched_by == "status"
