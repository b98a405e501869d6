"""The engine answers anything: what comes off the wire never makes it fail."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import ErrorRecord, Kind, UnknownProvider, errors_in, normalize
from normalizer.envelope import walk
from tests.laws.hostile import BODIES
from tests.laws.odd_values import TextEnum, odd_any, odd_arguments, odd_values
from tests.strategies import ALL_HEADERS, DIALECTS, SLUGS, TABLES, RealBody, bodies, real_bodies

ARGUMENTS = ("status", "headers", "method", "operation", "url", "request_headers")
if TYPE_CHECKING:
    from collections.abc import Callable

arguments = st.fixed_dictionaries({}, optional=dict.fromkeys(ARGUMENTS, odd_arguments))


def answer(slug: str, body: Any, **given_: Any) -> ErrorRecord:
    """The first record of a response, after all were seen to serialize."""
    first, every = normalize(slug, body, **given_), errors_in(slug, body, **given_)
    for record in (first, *every):
        assert json.loads(record.model_dump_json())["provider"] == slug
        assert repr(record)
        assert str(record)
    return first


@given(st.sampled_from(SLUGS), bodies, arguments)
def test_any_response(slug: str, body: Any, given_: dict[str, Any]) -> None:
    """Any bytes, str, mapping or None; any status, headers, method, operation, url, request_headers of any odd type gets a record that serializes to JSON."""
    answer(slug, body, **given_)


@pytest.mark.parametrize("name", ARGUMENTS)
@pytest.mark.parametrize("number", range(len(odd_values)))
def test_any_argument(name: str, number: int) -> None:
    """Nothing raises but UnknownProvider for the provider and TypeError for a body of another type."""
    for slug in DIALECTS:
        answer(slug, None, **{name: odd_values[number]})


@pytest.mark.parametrize("number", range(len(odd_values)))
def test_any_header_value(number: int) -> None:
    """Any headers of any odd type."""
    given_ = dict.fromkeys(ALL_HEADERS, odd_values[number])
    for slug in DIALECTS:
        answer(slug, b"<Error/>", status=404, headers=given_, request_headers=given_)
        answer(slug, b"{}", status=301, headers=list(given_.items()))


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body(name: str) -> None:
    """Any bytes, str, mapping or None."""
    body = BODIES[name]()
    for slug in DIALECTS:
        answer(slug, body, status=500)


def named_again(real: RealBody) -> set[str]:
    """What stands in a JSON body under the provider's other names of a code."""
    try:
        tree = json.loads(real.body)
    except ValueError:
        return set()
    envelope = TABLES.provider(real.provider).envelope
    nodes = [walk(tree, tuple(place.split("."))) if place else tree for place in envelope.at]
    return {str(walk(node, tuple(path.split(".")))) for node in nodes for path in envelope.code}


@pytest.mark.parametrize("real", real_bodies(), ids=lambda real: f"{real.provider}/{real.name}")
def test_a_body_that_breaks_off(real: RealBody) -> None:
    """Truncated JSON or XML at every byte offset gets a record; and what is left of a code is never taken for another code.

    Where a body has two names for what went wrong, the second may be left when the first has been cut off.
    """
    codes = {None, normalize(real.provider, real.body, status=500).code, *named_again(real)}
    structured = real.body.lstrip(b"\xef\xbb\xbf \r\n")[:1] in {b"<", b"{"}
    size = len(real.body)
    for end in range(0, size, 1 if size < 5_000 else size // 100):
        record = normalize(real.provider, real.body[:end], status=500)
        assert record.model_dump_json()
        assert not structured or record.code in codes


@pytest.mark.parametrize("real", real_bodies()[::7], ids=lambda real: f"{real.provider}/{real.name}")
def test_a_body_in_another_charset(real: RealBody) -> None:
    """Any headers: a charset that the body does not have, or that is none, changes no ASCII code."""
    codes = {
        normalize(real.provider, real.body, headers={"Content-Type": f"text/xml; charset={charset}"}).code
        for charset in ("utf-16", "gbk", "no-such", "unicode_escape", "idna", "punycode", "rot13", "\ud800", "undefined", "utf-8")
    }
    assert codes == {normalize(real.provider, real.body).code}


@given(odd_any | st.text() | st.integers() | st.binary())
def test_any_provider(name: Any) -> None:
    """Nothing raises but UnknownProvider for the provider."""
    if not isinstance(name, str) or name.strip().lower() not in SLUGS:
        with pytest.raises(UnknownProvider) as caught:
            normalize(name)
        assert str(caught.value)


@given(odd_arguments.filter(lambda value: not isinstance(value, (str, bytes, bytearray, memoryview, dict)) and value is not None))
def test_another_body(body: Any) -> None:
    """TypeError for a body of another type, and it names no more than the type."""
    with pytest.raises(TypeError, match=type(body).__name__):
        normalize("jss", body)


def test_an_external_entity_is_not_read() -> None:
    """External entities: nothing of them is fetched, and a code behind one is no code."""
    for name in ("an external entity", "billion laughs"):
        assert normalize("aws-s3", BODIES[name](), status=404).code is None


def test_what_can_be_read_is_read() -> None:
    """Bodies that are merely odd are understood; so the cases above are not all answered by giving up."""
    readable = ("gzip", "JSON in UTF-16 with a mark", "JSON in UTF-16 without", "duplicate keys", "gzip of gzip")
    kinds = [normalize("jss", BODIES[name]()).kind for name in readable]
    assert kinds[:3] == [Kind.NOT_FOUND] * 3
    assert normalize("aws-s3", BODIES["ordered dicts"]()).kind is Kind.NOT_FOUND
    assert normalize("aws-s3", BODIES["UTF-8 called UTF-16"]()).kind is Kind.NOT_FOUND
    assert normalize("aws-s3", BODIES["an entity that is not declared"]()).kind is Kind.NOT_FOUND


def test_an_odd_argument_is_read_or_named() -> None:
    """Any status, headers, method of any odd type: what can be read is read, and what cannot is named in `ignored`."""
    read = normalize("upyun", headers=[(b"X-Error-Code", b"40100005"), (b"X-Request-Id", b"7")], status=b"401")
    assert (read.code, read.request_id, read.status, read.ignored) == ("40100005", "7", 401, ())
    assert normalize("aws-s3", status=400, method=TextEnum.HEAD) == normalize("aws-s3", status=400, method="HEAD")
    odd = normalize("upyun", status=object(), headers=object(), method=object(), operation=object(), request_headers=object(), url=object())
    assert odd.ignored == ("status", "headers", "request_headers", "method", "operation", "url")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bytes.decode, bytearray, memoryview])
@pytest.mark.parametrize("shape", [b'{"code": "NoSuchKey", "message": "%s"}', b"<Error><Code>NoSuchKey</Code><Message>%s</Message></Error>", b"%s"])
def test_no_more_is_read_than_the_bound(pack: Callable[[bytes], Any], shape: bytes) -> None:
    """Any bytes: of a long body, packed or not, only the beginning is read, and the record says so."""
    long, longer = (pack(shape % (b"a" * size)) for size in (100_000, 9_000_000))
    for record in (normalize("jss", long), normalize("jss", longer), *errors_in("jss", longer)):
        assert record.truncated
        assert len(record.message or "") <= 65_536
    for record in errors_in("jss", long):
        assert not record.truncated
