"""Translations of hostile names: whatever bucket, key and request id hold, the response is well-formed and means the same."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from normalizer import Fidelity, NativeResponse, normalize
from normalizer.fidelity import meaning_of
from normalizer.form import form_of
from tests.laws.test_secrets import members_of, secrets
from tests.render import nested, put
from tests.strategies import SLUGS, TABLES, bodies, broken_texts, statuses
from tests.translations import meanings, read

if TYPE_CHECKING:
    from normalizer import ErrorRecord

names = (
    broken_texts
    | st.text(max_size=8)
    | st.sampled_from(["<a>&amp;", "]]>", '"', "\\", "a\r\nX: y", "\x00", "\x1b[31m", "{code}", "{0}", "../", "é漢"])
)
every_meaning = st.sampled_from(list(meanings().values()))


@given(every_meaning, st.sampled_from(SLUGS), names, names, names, st.sampled_from([None, "GET", "HEAD", "PUT"]))
def test_names_change_nothing(record: ErrorRecord, to: str, bucket: str, key: str, request_id: str, method: str | None) -> None:
    """Names are escaped: bytes that parse, headers that keep to their line, and the meaning that the plain record gets."""
    named = record.model_copy(update={"bucket": bucket or None, "key": key or None})
    response = TABLES.translate(named, to, method=method, request_id=request_id)
    plain = TABLES.translate(record, to, method=method)
    assert (response.status, response.code, response.fidelity, response.why) == (plain.status, plain.code, plain.fidelity, plain.why)
    assert all(value.isascii() and value.isprintable() and name.isascii() for name, value in response.headers.items())
    assert method != "HEAD" or not response.body
    if response.body:
        well_formed(response)
    if record.provider != to:
        method = "HEAD" if method == "HEAD" else None
        assert meaning_of(read(response, method)) == meaning_of(read(plain, method))


@given(st.sampled_from(SLUGS), bodies, statuses, st.sampled_from(SLUGS))
def test_a_gateway_always_answers(source: str, body: Any, status: int, to: str) -> None:
    """Whatever was read can be translated, and the response is one that HTTP can carry."""
    response = TABLES.translate(body, to, source=source, status=status)
    assert type(response) is NativeResponse
    assert 100 <= response.status <= 999
    assert isinstance(response.fidelity, Fidelity)
    assert response.why.strip()
    assert response.body.isascii() or response.body.decode()
    assert pickle.loads(pickle.dumps(response)) == response  # noqa: S301  our own
    assert hash(response) == hash(TABLES.translate(body, to, source=source, status=status))


@given(
    st.sampled_from([slug for slug in SLUGS if TABLES.provider(slug).envelope.secret]),
    st.sampled_from(SLUGS),
    st.sampled_from([None, "HEAD"]),
    secrets,
)
def test_secrets_never_come_out(source: str, to: str, method: str | None, secret: str) -> None:
    """Secrets never come out: of what the provider declares secret, nothing is in status, headers, body or why."""
    provider = TABLES.provider(source)
    code = next(iter(provider.codes))
    told = {provider.envelope.message[0]: f"you sent {secret}"} if provider.envelope.message else {}
    members = members_of(source, **dict.fromkeys(provider.envelope.secret, secret), **told)
    put(members, provider.envelope.code[0], code)
    record = TABLES.normalize(source, nested(provider.envelope.at[0], members), status=403, headers={"Authorization": secret})
    assert record.code == code
    assert secret not in repr(tuple(TABLES.translate(record, to, method=method)))


def test_only_names_and_ids_are_carried_over() -> None:
    """Of the source's own words nothing comes out: no message, endpoint, region or native member of another provider."""
    body = b"<Error><Code>NoSuchKey</Code><Message>w0rds</Message><Key>k3y</Key><Region>r3gion</Region><Endpoint>3ndpoint</Endpoint><HostId>h0st</HostId></Error>"
    record = normalize("aws-s3", body, status=404)
    for to in set(SLUGS) - {"aws-s3"}:
        response = TABLES.translate(record, to)
        whole = repr(tuple(response))
        assert not [word for word in ("w0rds", "r3gion", "3ndpoint", "h0st") if word in whole]


def well_formed(response: NativeResponse) -> None:
    form = form_of(TABLES.provider(response.provider)).form
    if form == "json":
        json.loads(response.body)
    elif form == "xml":
        xmltodict.parse(response.body)
    else:
        response.body.decode()
