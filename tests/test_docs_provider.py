"""The page of a provider: what is peculiar comes first, everything declared is said, every row is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from normalizer import Kind, Tables
from normalizer.declaration import Declaration, Envelope, HeaderNames, Items
from normalizer.row import COLUMNS
from tests.markdown import rendered
from tools.docs_provider import provider_page
from tools.docs_rows import codes_of, is_odd, listed_rows
from tools.docs_wire import FIELDS, wire

if TYPE_CHECKING:
    from pathlib import Path

    from normalizer.provider import Provider

TABLES = Tables()
PROVIDERS = [TABLES.provider(slug) for slug in TABLES.providers()]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_a_page_has_every_row_once_in_full_and_surprises_first(provider: Provider) -> None:
    page = provider_page(provider)
    head, found, full = page.partition("\n## All codes\n")
    assert found
    cells = rendered(full).texts
    for meaning in {row.meaning for row in listed_rows(provider)}:
        assert cells.count(meaning) >= sum(row.meaning == meaning for row in listed_rows(provider)), meaning
    surprises = head.partition("\n## Rows whose status surprises\n")[2].partition("\n## ")[0]
    odd = [row for row in provider.rows if is_odd(row, provider)]
    listed = [line for line in surprises.splitlines() if line.startswith("| `")]
    assert len(listed) == len(odd)
    assert bool(odd) == bool(provider.declaration.odd)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_a_page_begins_with_facts_quirks_sources_and_odd_pairs(provider: Provider) -> None:
    page = provider_page(provider)
    said = provider.declaration
    first = {"Quirks": said.quirks, "Sources": said.sources, "Kinds with a status that is not natural for them": said.odd}
    assert re.findall(r"^## (.+)$", page, flags=re.MULTILINE)[: len([each for each in first.values() if each])] == [
        heading for heading, each in first.items() if each
    ]
    assert page.index(f"slug: `{provider.slug}`") < page.index("\n## ")
    for name, source in said.sources.items():
        assert re.search(rf"^\* `{re.escape(name)}`: .*\({source.kind}, read {source.read}\)", page, flags=re.MULTILINE)
    for odd in said.odd:
        count = sum((row.status, row.kind) == (odd.status, odd.kind) for row in provider.rows)
        assert f"* {odd.status} for [{odd.kind}](../kinds/{odd.kind}.md), {count} row" in page


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_every_kind_with_a_code_has_a_heading_and_says_what_is_confirmed(provider: Provider) -> None:
    page = provider_page(provider)
    for kind in Kind:
        part = page.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]
        assert bool(part) == bool(codes_of(kind, provider))
        confirmed = {row.code for row in listed_rows(provider)[len(provider.rows) :] if row.kind is kind}
        assert set(re.findall(r"^\| `([^`]+)`", part.partition("confirmed by the provider's own source:")[2], flags=re.MULTILINE)) == confirmed


ACME = """\
name = "Acme"
code_pattern = '[a-z]+'
code_part = 'acme: (\\w+)'
status_is_code = true
multipart = true
report_text = true
lenient = true
charset = "gbk"
text_lines = true
text_prefixes = ["oops ("]
own_pages = ["<html><!-- acme"]
success_codes = ["fine"]

[hides]
PermissionDenied = ["NotFound"]

[envelope]
at = ["problem", ""]
code = ["what"]
request_id_mark = "Trace:"
tag = "variant"
listed_first = true

[headers]
code = ["x-acme-code"]
body = ["x-acme-whole"]
location_code = ["acmecode"]

[hosts]
names = ["{bucket}.acme.example"]
paths = ["/v1/{bucket}/{key}"]

[operations]
FetchThing = "GetObject"

[detect]
headers = { x-acme-id = '\\d+' }
hints = { server = "" }

[[detect.body]]
at = "problem"
format = "json"
weight = "fair"
has = ["what"]
lacks = ["Code"]
values = { what = '[a-z]+' }

[[items]]
reply = "Answers"
at = "Answers.List"
constant = "denied"
success = ["ok"]
status = ["Status"]
path = ["Path"]

[render]
form = "xml"
at = "Fault"
headers = { x-acme-code = "{code}" }
codes = "[a-z]+"
general = ["oops"]
special = ["denied"]

[sources.wiki]
title = "Wiki"
where = "wiki"
read = "2026-11-21"
kind = "documentation"
"""


def test_everything_declared_of_the_wire_is_said(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text(ACME, encoding="utf-8")
    (tmp_path / "acme.csv").write_text(
        ",".join(COLUMNS) + "\n" + "".join(f"{each},404,,NotFound,,,,,it is gone,,,wiki\n" for each in ("denied", "oops")), encoding="utf-8"
    )
    page = "\n".join(line for block in wire(Tables.load(tmp_path).provider("acme")) for line in block)
    for said in (
        "| code | `what` | `x-acme-code` |",
        "| code, in the query of Location |  | `acmecode` |",
        "below `problem` or the root, whichever first has a code",
        "name in `variant`, joined with slashes.",
        "Of several codes in a body the first",
        "The request id also stands in the message, after `Trace:`.",
        "a header carries it in Base64: `x-acme-whole`.",
        "quoted JSON",
        "`gbk`",
        "where it begins with `<html><!-- acme`",
        "A code has the form `[a-z]+`.",
        "The HTTP status is the code where",
        "matches in `acme: (\\w+)`.",
        "A whole line of a plain-text body",
        "begin with the code: `oops (`.",
        "success: `fine`.",
        "A body with `Answers` is a batch reply; its failed items stand at `Answers.List`; of an item: path of bucket and key `Path`;",
        "; status of its own `Status`; the code of an item without one is `denied`; success is `ok`.",
        "multipart/mixed",
        "may come as lines of text",
        "Behind PermissionDenied may hide NotFound.",
        "* `{bucket}.acme.example`",
        "The path of a URL: `/v1/{bucket}/{key}`.",
        "* headers of its own: `x-acme-id` is `\\d+`",
        "* headers that few others send: `server`",
        "* JSON body, a fair sign: `problem`: has `what`; lacks `Code`; `what` is `[a-z]+`",
        "| `FetchThing` | `GetObject` |",
        "* An error is written as XML with `what`",
        " below `Fault`.",
        "* Every error has the headers `x-acme-code`.",
        "* Only codes of the form `[a-z]+` are written.",
        "the best first: `oops`.",
        "* Codes that say more, though no other shares kind, reason and resource: `denied`.",
    ):
        assert said in page, said


def test_every_field_of_the_wire_has_words() -> None:
    elsewhere = {"at", "body", "request_id_mark", "reply", "constant", "success", "tag", "tag_value", "listed_first"}
    assert {name for cls in (Envelope, HeaderNames, Items) for name in cls.__annotations__} == {*FIELDS, *elsewhere}
    known = set(re.findall(r"^\[*([a-z_]+)\b", ACME, flags=re.MULTILINE))
    others = {"documentation", "license", "aliases", "like", "confirmed", "quirks", "family", "status", "odd"}
    assert {*Declaration.__annotations__} - others <= known, "say on the provider's page what the new key declares"


def test_a_follower_says_what_it_leaves_to_its_elder(tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text('name = "Acme"\nlike = "aws-s3"\n[headers]\ncode = ["x-acme"]\n', encoding="utf-8")
    page = "\n".join(line for block in wire(Tables.load(tmp_path).provider("acme")) for line in block)
    assert re.search(r"As \[Amazon S3\]\(aws-s3\.md\): bodies, batch replies, addresses", page)
    assert "## Signs" not in page
