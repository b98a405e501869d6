"""`normalize_batch` with columns of every type that a body, a status, headers and a provider come in."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from normalizer import UnknownProvider, normalize
from normalizer.arrow import SCHEMA, chunk, forms, normalize_batch
from normalizer.arrow.schema import VERSION
from normalizer.arrow.tokens import JSON, XML, json_tree, take_json, take_xml, xml_tree
from normalizer.decode import decode
from tests.batches import agree, differences
from tests.strategies import TABLES, real_bodies

MISSING = b'{"code": "object_not_exists", "message": "gone", "request_id": "7"}'
TELLING = b'{"code": "object_not_exists", "message": "", "request_id": "7", "url": "http://docs.qingcloud.com/qingstor/api/common/error_code.html"}'
XML_BODY = b"<Error><Code>NoSuchKey</Code><Message>gone</Message><Key>a/b</Key><RequestId>7</RequestId></Error>"


@pytest.fixture(autouse=True, params=[0, chunk.FEWEST], ids=["at once", "few"])
def _fewest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are asked one by one; every test is made with this and without."""
    monkeypatch.setattr(chunk, "FEWEST", request.param)


def kinds(answers: pa.Table) -> list[Any]:
    found: list[Any] = answers["kind"].to_pylist()
    return found


@pytest.mark.parametrize("rows", [pa.table({"body": pa.array([], pa.binary())}), pa.table({"body": pa.chunked_array([], pa.string())})])
def test_empty_tables(rows: pa.Table) -> None:
    answers = normalize_batch(rows, "qingstor")
    assert (answers.num_rows, answers.schema.equals(SCHEMA)) == (0, True)


def test_the_answer_names_the_tables() -> None:
    assert normalize_batch(pa.table({"status": [404]}), "qingstor").schema.metadata == {VERSION: TABLES.version.encode()}


@pytest.mark.parametrize(
    "kind",
    [pa.binary(), pa.large_binary(), pa.string(), pa.large_string(), pa.string_view(), pa.binary_view(), pa.dictionary(pa.int8(), pa.string()), pa.binary(len(MISSING))],
    ids=str,
)  # fmt: skip
def test_bodies_of_every_type(kind: pa.DataType) -> None:
    values = [MISSING, None, MISSING]
    column = pa.array([value if value is None or "binary" in str(kind) else value.decode() for value in values], kind)
    table = pa.table({"body": column, "status": [404, 404, 409]})
    for each in (table, table.slice(1), pa.concat_tables([table, table]).slice(2, 3), table.to_batches()[0]):
        rows = [{"provider": "qingstor", **row} for row in pa.table(each).to_pylist()]
        assert not differences(rows, normalize_batch(each, "qingstor"))


def test_bodies_that_are_no_text() -> None:
    parsed = pa.table({"body": [{"code": "object_not_exists", "message": "gone"}, None], "status": [404, 503]})
    assert kinds(normalize_batch(parsed, "qingstor")) == ["NotFound", "Unavailable"]
    assert kinds(normalize_batch(pa.table({"body": pa.nulls(2), "status": [404, 503]}), "qingstor")) == ["NotFound", "Unavailable"]
    with pytest.raises(TypeError, match="int64; a body is binary, string or a struct"):
        normalize_batch(pa.table({"body": [1]}), "qingstor")


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["404", " 404 ", "x", "99", "1000", None, "\uff14\uff10\uff14"]),
        pa.array([404.0, 404.5, float("nan"), float("inf"), None, 1e300, 99.0]),
        pa.array([404, -1, 0, 99, 100, 999, 1000], pa.int64()),
        pa.array([404, 255, 0, 1, 2, 3, None], pa.uint16()),
        pa.array([2**64 - 1, 404, 0, None, 1, 2, 3], pa.uint64()),
        pa.array([True, False, None, True, True, True, True]),
        pa.array([Decimal(404), None, Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(5)]),
        pa.array(["404", "503"] * 3 + [None]).dictionary_encode(),
        pa.nulls(7),
        pa.array([b"404", b"\xff", None, b"", b"503", b"1", b"2"]),
        pa.array([[404], [], None, [503], [1], [2], [3]]),
    ],
    ids=lambda column: str(column.type),
)
def test_statuses_of_every_type(column: pa.Array) -> None:
    table = pa.table({"body": [MISSING] * 3 + [None] * 4, "status": column})
    rows = [{"provider": "qingstor", **row} for row in table.to_pylist()]
    assert not differences(rows, normalize_batch(table, "qingstor"))


HEADERS = [[("X-QS-Request-ID", "from a header"), ("Server", "QingStor")], None, [], [("Retry-After", "7")], [("x-qs-request-id", " 7 ")]]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(HEADERS, pa.map_(pa.string(), pa.string())),
        pa.array([None if each is None else [{"name": name, "value": value} for name, value in each] for each in HEADERS]),
        pa.array([None if each is None else dict(each) for each in HEADERS], pa.struct([(name, pa.string()) for name in ("X-QS-Request-ID", "Server", "Retry-After", "x-qs-request-id")])),
        pa.array([None if each is None else json.dumps(dict(each)) for each in HEADERS]),
        pa.array([None if each is None else json.dumps(each) for each in HEADERS]),
        pa.array([None if each is None else "".join(f"{name}: {value}\r\n" for name, value in each) for each in HEADERS]),
        pa.array([None if each is None else "HTTP/1.1 404 Not Found\r\n" + "".join(f"{name}: {value}\r\n" for name, value in each) for each in HEADERS]),
        pa.array([None if each is None else "".join(f"{name}: {value}\n" for name, value in each).encode() for each in HEADERS]),
    ],
    ids=lambda column: str(column.type),
)  # fmt: skip
def test_headers_of_every_type(column: pa.Array) -> None:
    for body in (None, MISSING, b'{"code": "object_not_exists", "message": "gone"}', b"<html>"):
        rows = [{"provider": "qingstor", "body": body, "status": 503, "headers": each} for each in HEADERS]
        table = pa.table({"body": pa.array([body] * len(rows), pa.binary()), "status": [503] * len(rows), "headers": column})
        assert not differences(rows, normalize_batch(table, "qingstor"))
        assert not differences(rows[1:], normalize_batch(table.slice(1), "qingstor"))


@pytest.mark.parametrize(
    "column",
    [
        pa.array([[("X-QS-Request-ID", b"h")], None], pa.map_(pa.string(), pa.binary())),
        pa.array([[{"name": "X-QS-Request-ID", "value": "h", "more": 1}], None]),
        pa.array([{"X-QS-Request-ID": 7}, None]),
        pa.array([[(f"x{number}", "h") for number in range(2_000)], None], pa.map_(pa.string(), pa.string())),
        pa.array([[], None], pa.list_(pa.string())),
    ],
    ids=lambda column: str(column.type),
)
def test_headers_that_are_read_one_by_one(column: pa.Array) -> None:
    table = pa.table({"body": [b'{"code": "object_not_exists"}'] * 2, "status": [404] * 2, "headers": column})
    headers = [
        value if isinstance(value, dict) else value and [tuple(each.values()) if isinstance(each, dict) else each for each in value]
        for value in column.to_pylist()
    ]
    rows = [{"provider": "qingstor", "body": b'{"code": "object_not_exists"}', "status": 404, "headers": each} for each in headers]
    assert not differences(rows, normalize_batch(table, "qingstor"))


def test_headers_that_are_nonsense() -> None:
    table = pa.table({"body": [MISSING] * 4, "status": [404] * 4, "headers": ["{", "7", '"x"', "no header"]})
    assert kinds(normalize_batch(table, "qingstor")) == ["NotFound"] * 4
    odd = pa.table({"status": [404], "headers": pa.array([[("a", "b"), (None, "c")]], pa.list_(pa.struct([("k", pa.string()), ("v", pa.string())])))})
    assert kinds(normalize_batch(odd, "qingstor")) == ["NotFound"]


def test_providers_in_a_column() -> None:
    names = ["qingstor", "QingCloud", " s3 ", "nobody", None, "", "auto"]
    bodies = [MISSING, MISSING, XML_BODY, MISSING, None, None, TELLING]
    table = pa.table({"who": names, "body": bodies, "status": [404] * 7})
    for column in (pa.array(names), pa.array(names).dictionary_encode(), pa.array(names, pa.large_string())):
        answers = normalize_batch(table.set_column(0, "who", column), provider_column="who")
        rows = [{"provider": name, "body": body, "status": 404} for name, body in zip(names, bodies, strict=True)]
        assert not differences(rows, answers)
        assert answers["problem"].to_pylist()[:3] == [None] * 3
        assert "nobody" in answers["problem"][3].as_py()
        assert answers["problem"][4].as_py() == "no provider is named"
    assert answers["provider"].to_pylist() == ["qingstor", "qingstor", "aws-s3", "nobody", None, "", "qingstor"]


def test_auto_for_all() -> None:
    assert normalize_batch(pa.table({"body": [TELLING], "status": [404]}), "auto")["provider"].to_pylist() == ["qingstor"]


def test_what_is_refused() -> None:
    table = pa.table({"payload": [MISSING], "who": ["qingstor"]})
    with pytest.raises(UnknownProvider, match="nobody"):
        normalize_batch(table, "nobody", body="payload")
    with pytest.raises(KeyError, match="no column named body, status or headers among payload, who"):
        normalize_batch(table, "qingstor")
    with pytest.raises(KeyError, match="did you mean 'payload'"):
        normalize_batch(table, "qingstor", body="payloat")
    with pytest.raises(KeyError, match="several columns"):
        normalize_batch(pa.table([[b""], [b""]], names=["body", "body"]), "qingstor")
    for provider, named_in in ((None, None), ("qingstor", "who")):
        with pytest.raises(TypeError, match="provider"):
            normalize_batch(table, provider, provider_column=named_in, body="payload")
    assert kinds(normalize_batch(table, provider_column="who", body="payload")) == ["NotFound"]


def test_columns_can_be_left_out() -> None:
    table = pa.table({"body": [MISSING], "status": ["nonsense"], "headers": ["{}"]})
    assert normalize_batch(table, "qingstor", status=None, headers=None)["status"].to_pylist() == [None]


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe<\x00",
        b"\xc3\x28",
        b'{"code": "\xff"}',
        "é".encode(),
        b"\0",
        b"{" * 9_000,
        b"[" * 50,
        b'{"code": "x\\',
        b'{"a": 00}',
        b"{" + b" " * 2_000 + b"x",
    ],
)
def test_bodies_that_are_odd(body: bytes) -> None:
    agree([{"provider": slug, "body": each, "status": 404} for slug in ("qingstor", "aws-s3") for each in (body, MISSING, body, XML_BODY)])


def test_a_body_of_100_megabytes() -> None:
    body = b'{"code": "object_not_exists", "message": "' + b"x" * 100_000_000 + b'"}'
    answers = normalize_batch(pa.table({"body": pa.array([MISSING, body, MISSING], pa.large_binary()), "status": [404] * 3}), "qingstor")
    assert answers["message"].to_pylist() == ["gone", None, "gone"]
    assert kinds(answers) == ["NotFound"] * 3


def test_many_columns_and_chunks() -> None:
    """More rows than are worked on at once, of two chunks that begin at other rows than the work."""
    rows = 70_000
    table = pa.table({"body": [MISSING] * rows, "status": [404] * rows})
    answers = normalize_batch(pa.concat_tables([table.slice(0, 100), table.slice(100)]), "qingstor")
    assert answers["kind"].combine_chunks().dictionary.to_pylist() == ["NotFound"]
    assert answers["request_id"].to_pylist() == ["7"] * rows


def test_forms_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names come from the wire and must not fill the memory."""
    monkeypatch.setattr(forms, "MOST_FORMS", 20)
    agree([{"provider": "qingstor", "body": b'{"code": "x", "name%d": 1}' % number, "status": 404} for number in range(100)])
    agree([{"provider": "qingstor", "body": b'{"code": "x", "%s": 1}' % (b"x" * 2_000), "status": 404}])
    known = TABLES.provider("qingstor").remembered["forms"]
    assert len(known) <= 20
    assert max(map(len, known)) <= forms.LONGEST_FORM


def test_a_form_is_read_as_its_body_is() -> None:
    """The trees that stand for forms have the members of the bodies, in their places."""
    bodies = [real.body for real in real_bodies()]
    forms = 0
    for pattern, take, tree_of in ((XML, take_xml, xml_tree), (JSON, take_json, json_tree)):
        plain = pa.array(bodies).filter(pa.compute.match_substring_regex(pa.array(bodies), pattern))
        tokens = take(plain)
        for body, form in zip(plain.to_pylist(), tokens.form.to_pylist(), strict=True):
            tree = tree_of(form)
            assert (tree is None) or _names(tree) == _names(decode(body)[0])
            forms += tree is not None
    assert forms > 300


def _names(tree: Any) -> Any:
    return (
        {name: _names(value) for name, value in tree.items()}
        if isinstance(tree, dict)
        else [_names(each) for each in tree]
        if isinstance(tree, list)
        else None
    )


def test_values_are_those_of_normalize() -> None:
    answer = normalize_batch(pa.table({"body": [XML_BODY], "status": [404]}), "aws-s3").to_pylist()[0]
    record = normalize("aws-s3", XML_BODY, status=404)
    assert {name: answer[name] for name in answer if name != "problem"} == {name: getattr(record, name) for name in answer if name != "problem"}
