"""A record is a value: it survives every copy, and nobody changes it."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from normalizer import ErrorRecord, StorageError, errors_in, normalize
from normalizer.frozen import FrozenDict
from tests.laws.hostile import BODIES
from tests.strategies import ALL_HEADERS, SLUGS, bodies, scalars, statuses, trees, values

headers = st.lists(st.tuples(st.sampled_from(ALL_HEADERS), scalars | st.sampled_from(["1.5", "Sat, 21 Nov 2026 10:00:30 GMT"])), max_size=4)
DEEP: Any = json.loads("[" * 12 + "{}" + "]" * 12)


def records(slug: str, body: Any, status: Any = None, headers_: Any = None) -> list[ErrorRecord]:
    return [normalize(slug, body, status=status, headers=headers_), *errors_in(slug, body, status=status, headers=headers_)]


def check(record: ErrorRecord) -> None:
    """All the ways of copying a record give an equal one with an equal hash."""
    text = record.model_dump_json()
    assert json.loads(text) == json.loads(json.dumps(record.model_dump(mode="json")))
    copies = [
        ErrorRecord.model_validate_json(text),
        ErrorRecord.model_validate(record.model_dump()),
        ErrorRecord.model_validate(record.model_dump(mode="json")),
        ErrorRecord(**record.model_dump()),
        *(pickle.loads(pickle.dumps(record, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)),  # noqa: S301  our own
        copy.copy(record),
        copy.deepcopy(record),
        record.model_copy(),
    ]
    for each in copies:
        assert each == record
        assert hash(each) == hash(record)
        assert each.model_dump_json() == text
        assert repr(each) == repr(record)
        assert type(each.native) is FrozenDict
    assert len({record, *copies}) == 1


@given(st.sampled_from(SLUGS), bodies, st.none() | statuses, headers)
@example("upyun", {"code": 40400001, "path": DEEP, "time": {"a": DEEP}}, None, [])
@example("aws-s3", {"Error": {"Code": "x", "VersionId": {"\ud800": "\ud800"}, "Expires": [1.5, -0.0, 10**400]}}, None, [])
@example("upyun", {"code": "x", "path": {"a": {"b": [{"c": None}, True, ""]}}, "time": float("nan")}, 404, [("X-Request-Path", "\ud800")])
def test_every_record_round_trips(slug: str, body: Any, status: int | None, headers_: Any) -> None:
    """The record round-trips through JSON and pickle and hashes."""
    for record in records(slug, body, status, headers_):
        check(record)


@given(st.sampled_from(SLUGS), values)
def test_what_is_kept_round_trips(slug: str, value: Any) -> None:
    """The record round-trips through JSON and pickle and hashes: whatever stands in the fields that are kept."""
    kept = dict.fromkeys(("path", "time", "type", "field", "request", "url", "statusCode", "Expires", "Condition", "VersionId", "HostId"), value)
    for body in (kept | {"code": "x", "error_code": "7"}, {"Error": kept | {"Code": "x"}}):
        for record in records(slug, body):
            check(record)


@pytest.mark.parametrize("name", [name for name in BODIES if "100 MB" not in name and "raise" not in name])
def test_a_record_of_a_hostile_body_round_trips(name: str) -> None:
    """The record round-trips through JSON and pickle and hashes."""
    check(normalize("upyun", BODIES[name](), status=500))


@given(st.sampled_from(SLUGS), trees, headers)
@example("jss", {}, [("x-jss-request-id", "?=")])
@example("aws-s3", {}, [("x-amz-error-message", "?a=b"), ("x-amz-bucket-region", "?a=b")])
@example("upyun", {}, [("Location", "/?code=403&message=%3Fa%3Db"), ("X-Request-Id", "\u2028")])
@example("qingstor", {"errors": [{"code": "x", "message": "?a=b", "key": "?://=b"}]}, [])
@example("upyun", {"invalid_domain_of_url": ["?a=b", " "]}, [])
@example("aws-s3", {"Error": {"Code": "x", "Message": "?a=b", "Resource": "/?a=b", "RequestId": " ?a=b "}}, [])
def test_a_record_is_as_its_fields_say(slug: str, tree: Any, headers_: Any) -> None:
    """Equals ErrorRecord.model_validate(record.model_dump()): so no text is empty where None was meant, and no field is missing."""
    for record in records(slug, tree, 400, headers_):
        assert list(record.model_dump()) == list(ErrorRecord.model_fields)
        assert "" not in {getattr(record, name) for name in ErrorRecord.model_fields if name != "native"}


@pytest.mark.parametrize(
    "change",
    [
        lambda native: native.__setitem__("a", 1),
        lambda native: native.__delitem__("path"),
        lambda native: native.__ior__({"a": 1}),
        lambda native: native.update(a=1),
        lambda native: native.setdefault("a", 1),
        lambda native: native.pop("path"),
        lambda native: native.popitem(),
        lambda native: native.clear(),
        lambda native: native["path"]["b"].append(1),
        lambda native: native["path"].__setitem__("b", 1),
    ],
)
def test_native_cannot_be_changed(change: Any) -> None:
    """Native cannot be changed."""
    body: dict[str, Any] = {"code": "x", "path": {"b": [1]}}
    record = normalize("upyun", body)
    before = hash(record)
    with pytest.raises((TypeError, AttributeError)):
        change(record.native)
    body["path"]["b"].append(2)
    assert record.model_dump(mode="json")["native"] == {"path": {"b": [1]}}
    assert hash(record) == before


def test_native_is_bounded() -> None:
    """Native cannot be changed, and is no deeper than eight levels nor wider than 256 members whatever was sent."""
    wide = normalize("upyun", {"code": "x", "path": list(range(1_000)), "time": {str(number): number for number in range(1_000)}}).native
    assert (len(wide["path"]), len(wide["time"])) == (256, 256)
    deep, levels = normalize("upyun", {"code": "x", "path": DEEP}).native, 0
    while isinstance(deep, (FrozenDict, tuple)):
        deep, levels = (deep["path"] if levels == 0 else deep[0]), levels + 1  # type: ignore[index]
    assert levels == 8


def test_a_field_cannot_be_changed() -> None:
    """The record hashes: so no field of it can be set, and none can be added."""
    record = normalize("jss", status=404)
    for name in ErrorRecord.model_fields:
        with pytest.raises(ValidationError):
            setattr(record, name, None)
    with pytest.raises(ValidationError):
        ErrorRecord.model_validate(record.model_dump() | {"extra": 1})


def test_the_schema() -> None:
    """The JSON schema can be made, and knows every field."""
    for mode in ("validation", "serialization"):
        schema = ErrorRecord.model_json_schema(mode=mode)
        assert set(schema["properties"]) == set(ErrorRecord.model_fields)
        assert json.dumps(schema)


@given(st.sampled_from(SLUGS), bodies, statuses, st.none() | st.text() | st.binary())
def test_an_exception_round_trips(slug: str, body: Any, status: int, filename: Any) -> None:
    """Exceptions pickle too and keep record and filename."""
    record = normalize(slug, body, status=status)
    if record.is_error:
        error = record.to_exception(filename)
        for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301  our own
            assert type(other) is type(error)
            assert isinstance(other, StorageError)
            assert (other.error, other.filename) == (record, filename)
            assert (other.errno, other.strerror, str(other)) == (error.errno, error.strerror, str(error))
