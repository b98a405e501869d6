"""The corpus: responses as files, byte for byte, and what must come out of each. tests/corpus/README.md says how a case is written."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from normalizer import ErrorRecord, errors_in, normalize, providers

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS = Path(__file__).parent / "corpus"
REQUEST = ("method", "url", "operation", "request_headers")
ALWAYS = {"kind", "resource", "retry", "effect", "matched_by", "code", "request_id"}
MEMBERS = {*REQUEST, "expect", "alternatives_among", "errors", "absent", "origin", "source"}


class Case(NamedTuple):
    """A response and the request's facts as arguments of a call, and the members of the JSON file."""

    provider: str
    body: bytes
    arguments: dict[str, Any]
    wanted: dict[str, Any]

    def record(self) -> ErrorRecord:
        return normalize(self.provider, self.body, **self.arguments)

    def errors(self) -> list[ErrorRecord]:
        return errors_in(self.provider, self.body, **self.arguments)


def read(path: Path) -> Case:
    """The case of an .http file and the .json file beside it."""
    head, _, body = path.read_bytes().partition(b"\n\n")
    status_line, *lines = head.decode("latin-1").split("\n")
    status = status_line.split(" ")[1]
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    arguments = {name: wanted.get(name) for name in REQUEST}
    return Case(path.parent.name, body, arguments | {"status": None if status == "-" else int(status), "headers": headers}, wanted)


def names(suffix: str) -> list[str]:
    """Provider/slug of all files of that suffix."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in CORPUS.glob(f"*/*{suffix}"))


def chosen(record: ErrorRecord, fields: Iterable[str]) -> dict[str, Any]:
    """These fields of a record in its JSON form."""
    form = json.loads(record.model_dump_json())
    return {name: form[name] for name in fields}


@pytest.fixture(params=names(".http"))
def case(request: pytest.FixtureRequest) -> Case:
    return read(CORPUS / f"{request.param}.http")


def test_what_must_come_out(case: Case) -> None:
    record = case.record()
    assert chosen(record, case.wanted["expect"]) == case.wanted["expect"]
    assert set(case.wanted.get("alternatives_among", ())) <= set(record.alternatives)
    assert record.ignored == ()


def test_errors_in(case: Case) -> None:
    """The errors that the case lists; where it lists none: the one of `normalize`, or none of a success."""
    record, found = case.record(), case.errors()
    if "errors" in case.wanted:
        assert [chosen(error, wanted) for error, wanted in zip(found, case.wanted["errors"], strict=False)] == case.wanted["errors"]
        assert len(found) == len(case.wanted["errors"])
    else:
        assert len(found) == (record.kind != "NotAnError")
    if found and not record.truncated:
        assert found[0] == record


def test_records_round_trip(case: Case) -> None:
    for record in (case.record(), *case.errors()):
        assert ErrorRecord.model_validate_json(record.model_dump_json()) == record
        assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301  our own bytes
        assert hash(record) == hash(ErrorRecord.model_validate(record.model_dump()))


@pytest.mark.parametrize("name", [name for name in names(".http") if "absent" in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))])
def test_no_secret_comes_out(name: str) -> None:
    case = read(CORPUS / f"{name}.http")
    for record in (case.record(), *case.errors()):
        exception = record.to_exception("file") if record.is_error else None
        shown = " ".join(
            [str(record), repr(record), record.model_dump_json(), pickle.dumps(record).decode("latin-1"), str(exception), repr(exception)]
        )
        assert [secret for secret in case.wanted["absent"] if secret in shown] == []


@pytest.mark.parametrize("name", names(".json"))
def test_a_case_is_whole(name: str) -> None:
    case = read(CORPUS / f"{name}.http")
    assert set(case.wanted) <= MEMBERS
    assert set(case.wanted["expect"]) >= ALWAYS
    assert case.wanted["origin"] in {"documented", "observed", "constructed"}
    assert case.wanted["source"].strip()
    for secret in case.wanted.get("absent", ()):
        assert secret.encode() in case.body + repr(case.arguments["headers"]).encode()


def test_every_response_has_an_expectation() -> None:
    assert names(".http") == names(".json")


def test_every_provider_has_cases() -> None:
    assert {name.partition("/")[0] for name in names(".http")} == set(providers())
