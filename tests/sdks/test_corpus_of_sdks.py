"""The corpus through the SDKs: its bytes are played, and the record of what an SDK raised or returned is the record of the bytes.

What an SDK loses on the way may change the answer: losses.csv lists each such case with the reason, and a loss that is none any more fails.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from normalizer import Tables
from tests.sdks.clients import CLIENTS, Client, asked, record
from tests.sdks.stage import Played, Stage
from tests.test_corpus import CORPUS, Case, names, read

if TYPE_CHECKING:
    from collections.abc import Iterator

LOSSES = Path(__file__).parent / "losses.csv"
FAILURE = 400
_TABLES = Tables()
FOLLOWERS = [slug for slug in _TABLES.providers() if _TABLES.declaration(slug).like == "aws-s3"]


def playable(case: Case) -> bool:
    """A single failure, of which no fact of the request but GET and HEAD counts."""
    known = case.arguments
    plain = not (known["operation"] or known["url"] or known["request_headers"]) and known["method"] in {None, "GET", "HEAD"}
    return plain and (known["status"] or 0) >= FAILURE and "errors" not in case.wanted


def played() -> Iterator[tuple[Client, str]]:
    cases = {name: case for name in names(".http") if playable(case := read(CORPUS / f"{name}.http"))}
    for client in CLIENTS:
        providers = {client.provider, *(FOLLOWERS if client.sdk in {"botocore", "minio"} else ())}
        for name, case in cases.items():
            if case.provider in providers and (client.head or case.arguments["method"] != "HEAD"):
                yield client, name


def losses() -> dict[tuple[str, str], dict[str, str]]:
    with LOSSES.open(encoding="utf-8", newline="") as lines:
        return {(row["sdk"], row["case"]): row for row in csv.DictReader(lines)}


PLAYED = list(played())
KNOWN_LOSSES = losses()


@pytest.mark.parametrize(("client", "name"), PLAYED, ids=[f"{client.sdk}-{name}" for client, name in PLAYED])
def test_the_record_is_that_of_the_bytes(client: Client, name: str, stage: Stage) -> None:
    case = read(CORPUS / f"{name}.http")
    answer = Played(case.arguments["status"], tuple(case.arguments["headers"]), case.body)
    found = record(asked(client, stage, answer, head=case.arguments["method"] == "HEAD"))
    wanted = case.wanted["expect"]
    loss = KNOWN_LOSSES.get((client.sdk, name))
    if loss:
        assert found.kind == loss["comes"] != wanted["kind"], "losses.csv says something else"
        assert loss["why"]
    else:
        assert (found.kind, found.effect) == (wanted["kind"], wanted["effect"])
    if found.code == wanted["code"] and not loss:
        assert found.retry == wanted["retry"]
    assert found.code in {wanted["code"], None}, "a code that was not sent"
    assert found.request_id in {wanted["request_id"], None}, "an id that was not sent"


@pytest.mark.parametrize(("client", "name"), [pair for pair in PLAYED if "absent" in read(CORPUS / f"{pair[1]}.http").wanted])
def test_no_secret_comes_out(client: Client, name: str, stage: Stage) -> None:
    case = read(CORPUS / f"{name}.http")
    found = record(asked(client, stage, Played(case.arguments["status"], tuple(case.arguments["headers"]), case.body)))
    shown = found.model_dump_json() + str(found) + (str(found.to_exception()) if found.is_error else "")
    assert [secret for secret in case.wanted["absent"] if secret in shown] == []


def test_every_loss_is_of_a_case_that_is_played() -> None:
    assert set(KNOWN_LOSSES) <= {(client.sdk, name) for client, name in PLAYED}


def test_enough_is_played() -> None:
    assert {client.sdk for client, _ in PLAYED} == {client.sdk for client in CLIENTS}
    assert len(PLAYED) > 350
