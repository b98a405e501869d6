"""What the declarations of dialects can say of replies that hold many errors, each on the smallest provider that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.test_dialects import kinds, load

if TYPE_CHECKING:
    from pathlib import Path

PARTS = (
    b"--b_1\r\nContent-Type: application/http\r\nContent-ID: 0\r\n\r\nHTTP/1.1 202 Accepted\r\nX-Id: 1\r\n\r\n\r\n"
    b'--b_1\r\nContent-ID: 1\r\n\r\nHTTP/1.1 404 Not Found\r\nX-Id: 2\r\nContent-Type: application/json\r\n\r\n{"code": "gone"}\r\n'
    b"--b_1\r\nContent-ID: 2\r\n\r\nHTTP/1.1 503 Busy\r\n\r\n\r\n--b_1--\r\n"
)


def test_a_batch_in_parts(tmp_path: Path) -> None:
    """One record for each failed response, with its own status and headers; the reply's status is not theirs."""
    tables = load(tmp_path, 'multipart = true\n[envelope]\ncode = ["code"]\n[headers]\nrequest_id = ["X-Id"]\nnative = ["Content-ID"]')
    found = tables.errors_in("x", PARTS, status=202, headers={"X-Id": "0"})
    assert [(record.kind, record.status, record.request_id, record.native["Content-ID"]) for record in found] == [
        ("NotFound", 404, "2", "1"),
        ("Unavailable", 503, "0", "2"),
    ]
    assert tables.normalize("x", PARTS, status=202, headers={"X-Id": "0"}) == found[0]
    assert tables.normalize("x", PARTS[: PARTS.index(b"--b_1\r\nContent-ID: 1")] + b"--b_1--", status=202).kind == "NotAnError"
    for broken in (b"--b_1", b"--b_1\r\n", b"--b_1\r\nnothing\r\n--b_1--", PARTS.replace(b"HTTP/1.1", b"HTCPCP"), PARTS.replace(b"\r\n", b"")):
        assert [record.kind for record in tables.errors_in("x", broken, status=404)] == ["NotFound"]


LIST = '[envelope]\ncode = ["code"]\n[[items]]\nreply = ""\nat = ""\ncode = ["code"]\nsuccess = ["200"]\nmessage = ["data.error"]\nkey = ["data.key"]'


def test_a_batch_that_is_a_list(tmp_path: Path) -> None:
    tables = load(tmp_path, LIST)
    body = b'[{"code": 200}, {"code": "gone", "data": {"error": "m", "key": "k"}}, {"code": "gone"}]'
    assert kinds(tables, body, status=298) == [("NotFound", "gone", "k"), ("NotFound", "gone", None)]
    assert tables.normalize("x", body, status=298).message == "m"
    assert kinds(tables, b'[{"code": 200}]', status=200) == []


def test_items_that_are_pairs(tmp_path: Path) -> None:
    """An item may be a list; its own status may have words behind it and its path names bucket and key."""
    items = '[[items]]\nreply = "Status"\nat = "Errors"\npath = ["0"]\nstatus = ["1"]'
    tables = load(tmp_path, f'[envelope]\nmessage = ["m"]\n{items}')
    body = {"Status": "400 Bad Request", "Errors": [["/b/k", "409 Conflict"], ["/b", "401 Unauthorized"], ["/b/x", "4010 odd"]]}
    found = tables.errors_in("x", body, status=200)
    assert [(record.kind, record.bucket, record.key) for record in found] == [
        ("Conflict", "b", "k"),
        ("AuthFailed", "b", None),
        ("Unknown", "b", "x"),
    ]
    assert found[0].fault == "caller"


def test_one_error_where_several_may_stand(tmp_path: Path) -> None:
    """The same name holds one error in a plain reply and a list of them in a batch."""
    declaration = '[envelope]\nat = ["Error", ""]\ncode = ["Code"]\n[[items]]\nreply = "Error"\nat = "Error"\ncode = ["Code"]\nkey = ["Key"]'
    tables = load(tmp_path, declaration)
    assert kinds(tables, b"<Error><Code>gone</Code></Error>", status=404) == [("NotFound", "gone", None)]
    assert kinds(tables, b'{"Error": [{"Code": "gone", "Key": "a"}, {"Code": "gone", "Key": "b"}]}', status=200) == [
        ("NotFound", "gone", "a"),
        ("NotFound", "gone", "b"),
    ]


def test_items_without_a_status_go_by_that_of_the_reply(tmp_path: Path) -> None:
    """Where a reply failed as a whole its status is that of all items without a code; else the one in the body helps those without any."""
    items = '[[items]]\nreply = "Errors"\nat = "Errors"\npath = ["0"]\nstatus = ["1"]'
    tables = load(tmp_path, f'[envelope]\nstatus = ["Status"]\nmessage = ["m"]\n{items}')
    body = {"Status": "400 Bad Request", "Errors": [["/b/k", "Size Mismatch"], ["/b/l", "404 Not Found"]]}
    assert [record.kind for record in tables.errors_in("x", body, status=200)] == ["InvalidArgument", "NotFound"]
    assert [record.kind for record in tables.errors_in("x", body, status=409)] == ["Conflict", "Conflict"]
    assert [record.kind for record in tables.errors_in("x", {"Status": "400 Bad Request", "Errors": []}, status=200)] == ["InvalidArgument"]
    assert tables.errors_in("x", {"Status": "200 OK", "Errors": []}, status=200) == []


def test_lines_of_text_may_be_a_batch(tmp_path: Path) -> None:
    items = '[[items]]\nreply = "Errors"\nat = "Errors"\npath = ["0"]\nstatus = ["1"]'
    tables = load(tmp_path, f'report_text = true\n[envelope]\nstatus = ["Status"]\nmessage = ["m"]\n{items}')
    text = b"Number Deleted: 1\nStatus: 400 Bad Request\nErrors:\n/b/k, 409 Conflict\n/b/l, m, 404 Not Found\n"
    found = tables.errors_in("x", text, status=200)
    assert [(record.kind, record.bucket, record.key) for record in found] == [("Conflict", "b", "k"), ("NotFound", "b", "l, m")]
    for other in (b"Not Found", b"Errors: none at all", b"one\ntwo, three", b"Errors:\nneither nor"):
        assert [record.kind for record in tables.errors_in("x", other, status=404)] == ["NotFound"]
