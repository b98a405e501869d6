"""benchmarks/peers.csv, of which docs/peers.md is made: what it says of our own answers is so, and what counts as told is told."""

from __future__ import annotations

import pytest

from benchmarks.bodies import CORPUS, Body, read_response
from benchmarks.peers.choice import EDGE, original
from benchmarks.peers.data import read
from benchmarks.peers.paths import PATHS
from benchmarks.peers.summary import is_unparsed, summaries
from benchmarks.peers.truth import FIELDS, case, judged, message_in
from normalizer import normalize

LINES = read()
BODIES = sorted({line.body for line in LINES} - {EDGE})
WORDS = {"yes", "no", "other", "raw", "-"}


@pytest.mark.parametrize("name", BODIES)
def test_what_normalize_tells_of_a_body(name: str) -> None:
    """The corpus and a plain parser say what the bytes hold."""
    status, headers, data = read_response(CORPUS / f"{name}.http")
    body = original(Body(name, name.partition("/")[0], status, "XML" if data.lstrip(b"\xef\xbb\xbf")[:1] == b"<" else "JSON", ((data, headers),)))
    sent = body.variants[0][1]
    record = normalize(body.provider, data, status=status, headers=sent)
    told = judged({field: getattr(record, field) for field in FIELDS}, case(body).truth, data)
    for line in LINES:
        if line.body == name:
            assert {field: getattr(line, f"our_{field}") for field in FIELDS} == told, 'run "make peers"'
            assert line.origin == case(body).origin


def test_every_client_has_lines_and_every_line_a_client() -> None:
    assert {line.peer for line in LINES} == set(PATHS)
    assert [each.name for each in summaries(LINES)] == list(PATHS)
    for each in summaries(LINES):
        assert each.bodies == sum(times.bodies for times in (each.alike, each.unparsed) if times)
        assert each.bodies > 1
    for line in LINES:
        assert {getattr(line, field) for field in FIELDS} <= WORDS
        assert min(float(line.ours_us), float(line.theirs_us), float(line.ratio)) > 0


def test_classes_that_leave_a_body_unparsed_are_raised() -> None:
    """A class that a client no longer raises would be named in vain."""
    for name, path in PATHS.items():
        unread = [line for line in LINES if line.peer == name and line.body != EDGE and is_unparsed(line)]
        assert bool(unread) == bool(path.unparsed)


TRUTH = {"code": "NoSuchKey", "message": "The key  does not exist.", "request_id": None}
BODY = b"<Error><Code>NoSuchKey</Code><Message>The key  does not exist.</Message></Error>"


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ({"code": "NoSuchKey", "message": "The key does not exist."}, "yes", "yes"),
        ({"code": "NoSuchKeys", "message": "GET /: The key does not exist. [7]"}, "other", "yes"),
        ({"code": None, "message": BODY}, "no", "raw"),
        ({"code": BODY.decode(), "message": f"404 {BODY.decode()}"}, "raw", "raw"),
        ({"message": "no"}, "no", "other"),
        ({}, "no", "no"),
    ],
)
def test_judged(given: dict[str, object], code: str, message: str) -> None:
    assert judged({"request_id": "7", **given}, TRUTH, BODY) == {"code": code, "message": message, "request_id": "-"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (BODY, "The key  does not exist."),
        (b'<e:Error xmlns:e="x"><e:Message>m</e:Message></e:Error>', "m"),
        (b'{"error": {"errors": [{"message": "inner"}], "message": "outer"}}', "outer"),
        (b'{"error": "words", "code": 7}', "words"),
        (b'{"msg": "words", "error": "other words"}', "words"),
        (b'{"message": " "}', None),
        (b"<html", None),
        (b"", None),
    ],
)
def test_the_words_of_a_body(body: bytes, message: str | None) -> None:
    assert message_in(body) == message
