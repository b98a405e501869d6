"""What a vendor echoes of the caller's secrets goes no further."""

from __future__ import annotations

import json
import pickle
import re
import traceback
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import ErrorRecord, UnknownProvider, errors_in, normalize
from tests.render import nested, put
from tests.standard_forms import outputs
from tests.strategies import SLUGS, TABLES, xml_of

if TYPE_CHECKING:
    from collections.abc import Iterable

secrets = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", min_size=16, max_size=40).map("s3cr3t".__add__)
"""As access keys, tokens and signatures are written, and no other word."""

FEW = settings(max_examples=max(3, (settings.default or settings()).max_examples // 30))
"""Each secret is tried in many places at once."""

UNDECLARED = ("SecretKey", "X-Amz-Security-Token", "SessionToken", "policy", "Authorization", "password", "x")
REQUEST_HEADERS = ("Authorization", "x-amz-security-token", "If-None-Match", "Cookie")
QUERY = "?X-Amz-Credential=a%2Fb&X-Amz-Signature={0}&X-Amz-Security-Token={0}"


def forms(record: ErrorRecord) -> str:
    """Everything that can be printed, written or sent of a record."""
    texts = [str(record), repr(record), record.model_dump_json(), json.dumps(record.model_dump(mode="json")), repr(record.model_dump())]
    texts += [repr(pickle.dumps(record)), *map(str, record), repr(list(record)), repr(outputs(record, message=True, names=True))]
    if record.is_error:
        error = record.to_exception("a/b")
        texts += [str(error), repr(error), repr(error.args), repr(vars(error)), repr(pickle.dumps(error)), "".join(traceback.format_exception(error))]
    return "\n".join(texts)


def survives(secret: str, texts: Iterable[str]) -> list[str]:
    """The places where the secret can still be read."""
    text = "\n".join(texts)
    return [text[max(0, found.start() - 40) : found.end()] for found in re.finditer(re.escape(secret), text)][:3]


def outcomes(slug: str, members: dict[str, Any], **arguments: Any) -> list[str]:
    """All forms of all records of a body with these members, at each place and in each format."""
    texts: list[str] = []
    for place in TABLES.provider(slug).envelope.at:
        tree = nested(place, members)
        written: list[Any] = [tree, json.dumps(tree).encode()]
        written += [xml_of(inner, name).encode() for name, inner in tree.items() if place]
        for body in written:
            records = [normalize(slug, body, **arguments), *errors_in(slug, body, **arguments)]
            assert records[0].code == "SomeCode"
            texts += map(forms, records)
    return texts


def members_of(slug: str, **others: Any) -> dict[str, Any]:
    members: dict[str, Any] = {}
    put(members, TABLES.provider(slug).envelope.code[0], "SomeCode")
    for path, value in others.items():
        put(members, path, value)
    return members


@pytest.mark.parametrize("slug", SLUGS)
@FEW
@given(secret=secrets)
def test_a_declared_secret(slug: str, secret: str) -> None:
    """No secret survives: of a declared secret field, also where the message says it again."""
    envelope = TABLES.provider(slug).envelope
    for value in (secret, f" {secret}\n", f"AWS4-HMAC-SHA256\n{secret}"):
        members = members_of(slug, **dict.fromkeys(envelope.secret, value))
        assert not survives(secret, outcomes(slug, members))
        for message in envelope.message if envelope.secret else ():
            put(members, message, f"the signature of {value} is wrong")
            assert not survives(secret, outcomes(slug, members))


@given(st.sampled_from(SLUGS), secrets)
def test_an_undeclared_field(slug: str, secret: str) -> None:
    """No secret survives: of fields that nobody declared, and of fields that nobody declared inside of others."""
    assert not survives(secret, outcomes(slug, members_of(slug, **dict.fromkeys(UNDECLARED, secret), Deep={"x": [secret, {"Code": secret}]})))


@pytest.mark.parametrize(
    "around",
    [
        "https://a.example/b/c{}", "GET https://a.example/b/c{} failed", "'https://a.example/b{}'", '"/b/c{}"', "<https://a.example{}>", "(see /b{}).",
        "/b/c{} and /d/e{}", "https://a.example/b/c?response-content-disposition=it's&{}", "https://a.example/b??{}", "https://a.example/b?{}#x",
        "https://a.example/b?list-type=2\u00e9&{}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("slug", SLUGS)
@FEW
@given(secret=secrets)
def test_a_query_string(around: str, slug: str, secret: str) -> None:
    """No secret survives: of query strings of URLs in message, endpoint, native fields."""
    query = QUERY.format(secret)
    text = around.format(*[query.replace("?", "&") if "?" in around else query] * 2)
    envelope = TABLES.provider(slug).envelope
    paths = [*envelope.message, *envelope.endpoint, *envelope.native, *envelope.path, *envelope.request_id, *envelope.region, *envelope.status]
    members = members_of(slug, **{path: text for path in paths if not path.startswith(".")})
    assert not survives(secret, outcomes(slug, members))
    for value in ([text], {"a": text}, [{"a": [text]}]):
        for path in envelope.native:
            put(members, path, value)
        assert not survives(secret, outcomes(slug, members))


@pytest.mark.parametrize("slug", SLUGS)
@FEW
@given(secret=secrets)
def test_a_query_string_in_a_name(slug: str, secret: str) -> None:
    """No secret survives: of query strings of URLs that are names of members inside of native fields."""
    members = members_of(slug, **{path: [{"/b" + QUERY.format(secret): 1}] for path in TABLES.provider(slug).envelope.native})
    assert not survives(secret, [forms(record) for record in errors_in(slug, nested(TABLES.provider(slug).envelope.at[0], members))])


@pytest.mark.parametrize("slug", SLUGS)
@FEW
@given(secret=secrets)
def test_a_query_string_in_a_header(slug: str, secret: str) -> None:
    """No secret survives: of query strings of URLs in Location and in every other header that is read."""
    names = TABLES.provider(slug).headers
    url = "https://a.example/b" + QUERY.format(secret)
    declared = [*names.message, *names.request_id, *names.region, *names.native, *names.retry_after_ms, "Location", "Retry-After", "Date"]
    for location in (url, f"{url}&code=503&message=m", f"/x?code=503&message={url.replace('?', '%3F').replace('&', '%26').replace('=', '%3D')}"):
        given_ = dict.fromkeys(declared, url) | {"Location": location}
        for status in (301, 302, 503):
            assert not survives(secret, outcomes(slug, members_of(slug), headers=given_, status=status))
            assert not survives(secret, [forms(normalize(slug, headers=given_, status=status))])
    assert not survives(secret, [forms(normalize(slug, headers={"Retry-After": f"Sat, 21 Nov 2026 10:00:30 GMT {url}"}, status=503))])


@given(st.sampled_from(SLUGS), secrets)
def test_the_request(slug: str, secret: str) -> None:
    """No secret survives: of the request's own headers and URL."""
    url = "https://a.example/b" + QUERY.format(secret)
    text = outcomes(slug, members_of(slug), request_headers=dict.fromkeys(REQUEST_HEADERS, secret), url=url, method="GET", status=403)
    assert not survives(secret, text)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if any(items.code for items in TABLES.provider(slug).items)])
@FEW
@given(secret=secrets)
def test_an_item_of_a_batch(slug: str, secret: str) -> None:
    """No secret survives: of the items of a batch reply."""
    url = "https://a.example/b" + QUERY.format(secret)
    for items in TABLES.provider(slug).items:
        item: dict[str, Any] = dict.fromkeys(UNDECLARED, secret)
        for path in (*items.message, *items.key, *items.native):
            put(item, path, url)
        put(item, items.code[0], "SomeCode")
        found = [item, item | {name: {"a": [url]} for name in items.native}]
        tree: dict[str, Any] = {}
        if items.at:
            put(tree, items.at, found)
        records = errors_in(slug, json.dumps(tree or found).encode(), status=200)
        assert len(records) == 2
        assert not survives(secret, map(forms, records))


@given(st.sampled_from(SLUGS), secrets)
def test_a_page_or_a_text(slug: str, secret: str) -> None:
    """No secret survives: of query strings of URLs in HTML, plain text and forms."""
    url = "https://a.example/b" + QUERY.format(secret)
    pages = [
        f"<html><title>403 {url}</title>{secret}</html>",
        f"cannot get {url}",
        f"Signature={secret}&code=1&message={url}",
        f"x\n{'a' * 1_950} {url}",
    ]
    for page in pages:
        assert not survives(secret, [forms(normalize(slug, page, status=403))])


@given(secrets)
def test_what_is_raised(secret: str) -> None:
    """No secret survives: in no exception text of a wrong call."""
    with pytest.raises(TypeError) as wrong:
        normalize("jss", [secret])
    with pytest.raises(UnknownProvider) as unknown:
        normalize("no-such-provider", secret)
    assert secret not in f"{wrong.value!r} {unknown.value!r}"


def test_secrets_are_declared() -> None:
    """No secret survives: there are providers that declare fields for it."""
    assert sum(bool(TABLES.provider(slug).envelope.secret) for slug in SLUGS) >= 3


@pytest.mark.parametrize("member", ["Message", "Method", "Resource", "HostId", "Region"])
def test_a_secret_echoed_in_another_member(member: str) -> None:
    """Declared secret fields appear in no str, repr, JSON: wherever the same body repeats one."""
    record = normalize("aws-s3", {"Error": {"Code": "x", "StringToSign": "s3cr3t-to-sign", member: "/a/s3cr3t-to-sign"}}, status=403)
    assert "s3cr3t-to-sign" not in repr(record) + record.model_dump_json()
