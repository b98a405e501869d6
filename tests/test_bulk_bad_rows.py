"""Bad rows never end a run: each is in the output with the reason, and counted."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from normalizer.arrow.bulk import Job, JobError, run
from tests.bulk_logs import as_lines, read, rows, write

if TYPE_CHECKING:
    from pathlib import Path

GOOD = b'{"provider": "qingstor", "status": 404, "body": {"code": "object_not_exists"}}\n'


def answered(tmp_path: Path, name: str, data: bytes, **options: Any) -> list[dict[str, Any]]:
    (tmp_path / name).write_bytes(data)
    options = options if "provider" in options else {"provider_field": "provider", **options}
    outcome = run(Job(inputs=(str(tmp_path / name),), output=str(tmp_path / "out.parquet"), chunk_bytes=1_024, **options))
    found = read(tmp_path / "out.parquet")
    assert outcome.tally.rows == len(found)
    assert outcome.tally.bad == sum(row["problem"] is not None for row in found)
    assert all(row["kind"] == "Unknown" for row in found if row["problem"])
    return found


def told(found: list[dict[str, Any]]) -> dict[int, str | None]:
    return {row["row"]: row["problem"] for row in found}


def test_lines(tmp_path: Path) -> None:
    long = b'{"provider": "upyun", "status": 404, "x": "' + b"y" * 5_000 + b'"}\n'
    bad = [
        b"nonsense\n",
        b"[1]\n",
        b'{"a": "\xff"}\n',
        b'{"provider": "upyun", "bdy": 1}\n',
        b'{"provider": 5, "status": 404}\n',
        b'{"provider": "upyn", "status": 404}\n',
    ]
    found = told(
        answered(
            tmp_path, "log.jsonl", b"\xef\xbb\xbf" + GOOD + b"\n \n" + b"".join(bad) + long + b'{"provider": "upyun", "body": 5}\n' + GOOD.rstrip()
        )
    )
    assert list(found) == [1, *range(4, 13)]
    assert [found[1], found[12]] == [None, None]
    reasons = [
        "no JSON: Expecting value at character 1",
        "must be a JSON object, not a list",
        "no UTF-8 at byte 8",
        "has neither 'body' nor 'status' nor 'headers', but 'provider', 'bdy'; name the members with --body-field and its like",
        "has no text in 'provider', which should name the provider",
        "unknown provider 'upyn'; did you mean 'upyun'",
        "longer than 1024 bytes; a larger --chunk-size reads it",
        "'body' is a number; a body is a string, an object, a list or null",
    ]
    for number, reason in enumerate(reasons, 4):
        assert str(found[number]).startswith(reason)


def test_cells(tmp_path: Path) -> None:
    head, good = b"provider,status,body\r\n", b'qingstor,404,"{""code"": ""object_not_exists""}"\r\n'
    data = (
        head
        + good
        + b"\r\n"
        + b"upyun,404\r\n"
        + b"upyun,404,x,y\r\n"
        + b',404,"a\nb"\r\n'
        + b'upyun,404,"'
        + b"z" * 3_000
        + b'"\r\n'
        + good
        + b'upyun,404,"open\r\n'
        + good
    )
    found = answered(tmp_path, "log.csv", data)
    assert told(found) == {
        1: None,
        3: "has 2 cells, the first line 3",
        4: "has 4 cells, the first line 3",
        5: "no provider is named",
        6: "longer than 1024 bytes, or a quote is opened and never closed",
        7: None,
        8: "a quote is opened and never closed",
        9: None,
    }
    assert [row["code"] for row in found if row["problem"] is None] == ["object_not_exists"] * 3


def test_bytes_that_are_no_text_in_csv(tmp_path: Path) -> None:
    found = answered(tmp_path, "log.csv", b'id,body\n\xff,{"code": 40100012}\nb,{"code": 40100012}\n', provider="upyun", keep=("id",))
    assert [(row["id"], row["kind"]) for row in found] == [("\ufffd", "NotFound"), ("b", "NotFound")]


def test_base64(tmp_path: Path) -> None:
    body = base64.b64encode(b'{"code": 40100012}').decode()
    lines = b"".join(json.dumps({"body": each}).encode() + b"\n" for each in (body, "%", {"code": 40100012}, None))
    found = answered(tmp_path, "log.jsonl", lines, provider="upyun", encoded=True)
    assert [row["kind"] for row in found] == ["NotFound", "Unknown", "NotFound", "Unknown"]
    assert str(found[1]["problem"]).startswith("'body' is no base64: ")
    found = answered(tmp_path, "log.csv", f"body\n{body}\n%\n".encode(), provider="upyun", encoded=True)
    assert [row["kind"] for row in found] == ["NotFound", "Unknown"]
    pq.write_table(pa.table({"body": [body, "%", None]}), tmp_path / "log.parquet")
    found = answered(tmp_path, "log.parquet", (tmp_path / "log.parquet").read_bytes(), provider="upyun", encoded=True)
    assert [row["kind"] for row in found] == ["NotFound", "Unknown", "Unknown"]


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_file_is_read_up_to_the_damage(tmp_path: Path, damage: str) -> None:
    data = bytearray(gzip.compress(as_lines(rows(24_000))))
    if damage == "cut":
        del data[-len(data) // 4 :]
    else:
        data[len(data) * 3 // 4] ^= 255
    (tmp_path / "broken.jsonl.gz").write_bytes(data)
    (tmp_path / "whole.jsonl").write_bytes(as_lines(rows(10)))
    names = (str(tmp_path / "broken.jsonl.gz"), str(tmp_path / "whole.jsonl"))
    outcome = run(Job(inputs=names, output=str(tmp_path / "out.parquet"), provider_field="provider"))
    found = read(tmp_path / "out.parquet")
    broken = [row for row in found if row["file"] == names[0]]
    assert len(found) - len(broken) == 10
    assert 5_000 < len(broken) < 24_000
    assert [row["row"] for row in broken] == list(range(1, len(broken) + 1))
    assert str(broken[-1]["problem"]).startswith("cannot be read from here on: ")
    assert outcome.tally.bad >= 1  # lines that the damage garbles are bad too


def test_damaged_parquet_is_read_up_to_the_damage(tmp_path: Path) -> None:
    source = write(tmp_path / "log.parquet", rows(3_000), 1_000)
    body = pq.ParquetFile(source).metadata.row_group(1).column(3)
    data = bytearray(source.read_bytes())
    data[body.data_page_offset : body.data_page_offset + 20] = b"\xff" * 20
    source.write_bytes(data)
    outcome = run(Job(inputs=(str(source),), output=str(tmp_path / "out.parquet"), provider_field="provider", keep=("id",)))
    found = read(tmp_path / "out.parquet")
    problems = [row for row in found if row["problem"]]
    assert [(row["row"], row["id"]) for row in problems] == [(1_001, None)]
    assert str(problems[0]["problem"]).startswith("the rest of these rows cannot be read: ")
    assert [row["row"] for row in found] == [*range(1, 1_002), *range(2_001, 3_001)]
    assert outcome.tally.bad == 1


def test_names_that_lead_into_objects_and_structs(tmp_path: Path) -> None:
    values = [{"http": {"text": '{"code": 40100012}', "code": 401, "head": {"X-Request-Id": "7"}}, "who": "upyun", "a.b": 1, "tags": ["x"]}]
    fields = Job(inputs=(), output="").fields._replace(body="http.text", status="http.code", headers="http.head")
    (tmp_path / "log.jsonl").write_bytes(as_lines(values))
    pq.write_table(pa.Table.from_pylist(values), tmp_path / "log.parquet")
    for name in ("log.jsonl", "log.parquet"):
        data = (tmp_path / name).read_bytes()
        (row,) = answered(tmp_path, name, data, provider="upyun", fields=fields, keep=("a.b", "tags", "who", "http.code"))
        assert [row["kind"], row["status"], row["request_id"], row["who"]] == ["NotFound", 401, "7", "upyun"]
        assert [row["a.b"], row["tags"], row["http.code"]] == ([1, ["x"], 401] if name == "log.parquet" else ["1", '["x"]', "401"])


def test_headers_are_json_or_a_header_block(tmp_path: Path) -> None:
    lines = as_lines(
        [{"status": 503, "headers": headers} for headers in ({"Retry-After": "3"}, [["Retry-After", "3"]], "Retry-After: 3\r\nA: b", 5, None)]
    )
    assert [row["retry_after"] for row in answered(tmp_path, "log.jsonl", lines, provider="s3")] == [3.0, 3.0, 3.0, None, None]
    cells = b'status,headers\n503,"{""Retry-After"": 3}"\n503,Retry-After: 3\n503,\n'
    assert [row["retry_after"] for row in answered(tmp_path, "log.csv", cells, provider="s3")] == [3.0, 3.0, None]


def test_kept_columns_do_not_hide_answers(tmp_path: Path) -> None:
    (row,) = answered(tmp_path, "log.jsonl", GOOD, keep=("status", "missing"))
    assert [row["status"], row["input_status"], row["missing"]] == [404, "404", None]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "'{}' has no column named body, status or headers, but "),
        (b"a,body,a\n", "'{}' has two columns named 'a' in its first line"),
        (b"bdy,id\n", "'{}' has no column 'provider'; it has bdy, id"),
        (b"provider,bdy\n", "'{}' has no column named body, status or headers, but provider, bdy; name yours with --body-field"),
        (b"x" * 5_000, "the first line of '{}' does not end within 1024 bytes"),
    ],
)
def test_csv_needs_the_names_of_its_columns(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(JobError) as raised:
        answered(tmp_path, "log.csv", data, **({"provider": "upyun"} if not data else {}))
    assert str(raised.value).startswith(reason.format(tmp_path / "log.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]
