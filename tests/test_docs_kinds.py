"""The pages of the kinds, and the matrix of providers and kinds."""

from __future__ import annotations

import errno
import re

import pytest

from normalizer import Kind, Tables
from normalizer.kinds import KIND_FACTS
from tests.markdown import rendered
from tools.docs_facts import exception_cell, reason_meanings
from tools.docs_groups import ABREAST, GROUPS, Group, bundles
from tools.docs_kind import SHOWN, kind_page, senders
from tools.docs_kinds import kinds_page
from tools.docs_markdown import BLANK, anchor, code, text
from tools.docs_matrix import matrix_page
from tools.docs_rows import PLATFORM_ERRNO, codes_of, listed_rows
from tools.precision import ROOT

TABLES = Tables()
PROVIDERS = [TABLES.provider(slug) for slug in TABLES.providers()]


def test_groups_are_those_of_the_readme_and_hold_every_kind_once() -> None:
    cells = rendered((ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Kinds\n")[2].partition("\n## ")[0]).texts
    assert list(zip(cells[2::2], cells[3::2], strict=True)) == [(group.change, ", ".join(group.kinds)) for group in GROUPS]
    kinds = [kind for group in GROUPS for kind in group.kinds]
    assert sorted(kinds) == sorted(Kind)


def test_bundles_keep_groups_whole_and_in_order() -> None:
    first, second, third = (Group(name, (Kind.UNKNOWN,) * size) for name, size in (("a", 2), ("b", 1), ("c", 5)))
    assert bundles((first, second, third), 3) == [[first, second], [third]]
    assert bundles((first, second, third), 2) == [[first], [second], [third]]
    assert [group for bundle in bundles() for group in bundle] == list(GROUPS)


def test_the_overview_has_every_kind_below_its_group() -> None:
    sections = dict(zip(*[iter(re.split(r"^## (.+)$", kinds_page(TABLES), flags=re.MULTILINE)[1:])] * 2, strict=True))
    for group, (heading, lines) in zip(GROUPS, sections.items(), strict=True):
        assert heading.lower() == group.change
        for kind, line in zip(group.kinds, lines.strip().splitlines(), strict=True):
            assert line.startswith(f"* **[{kind}](kinds/{kind}.md)**: {KIND_FACTS[kind].definition[:10]}")
            assert f"retry `{KIND_FACTS[kind].retry}`; {len(senders(kind, PROVIDERS))} provider" in line


@pytest.mark.parametrize("kind", Kind)
def test_a_page_of_a_kind_says_what_each_provider_sends(kind: Kind) -> None:
    page = kind_page(kind, PROVIDERS, reason_meanings(TABLES))
    assert KIND_FACTS[kind].definition[1:20] in page
    assert str(KIND_FACTS[kind].retry) in rendered(page).texts
    parts = dict(zip(*[iter(re.split(r"^### (.+)$", page, flags=re.MULTILINE)[1:])] * 2, strict=True))
    overview = rendered(page.partition("\n## Who sends it\n")[2].partition("\n### ")[0]).texts
    for provider in PROVIDERS:
        own = [row for row in provider.rows if row.kind is kind]
        families = [family for family in provider.declaration.family if family.kind is kind]
        assert (provider.slug in parts) == (provider.slug in overview) == bool(codes_of(kind, provider) or families)
        if provider.slug not in parts:
            continue
        part = parts[provider.slug]
        assert overview[overview.index(provider.slug) + 1] == str(len(codes_of(kind, provider)))
        listed = [line for line in part.splitlines() if line.startswith("* ") and not line.startswith("* family ")]
        assert len(listed) == min(len(own), SHOWN)
        assert set(listed) <= {line for row in own for line in listed if line.startswith(f"* {code(row.code)} ") and line.endswith(text(row.meaning))}
        assert (f"[… and {len(own) - SHOWN} more](../providers/{provider.slug}.md#{anchor(kind)})" in part) == (len(own) > SHOWN)
        assert part.count("* family ") == len(families)
        for confirmed in {row.code for row in listed_rows(provider)[len(provider.rows) :] if row.kind is kind}:
            assert code(confirmed) in part.partition("\nAs [")[2]


def test_the_plainest_code_of_a_kind_stands_first() -> None:
    page = kind_page(Kind.NOT_FOUND, PROVIDERS, [])
    assert re.search(r"### aws-s3\n\n.*\n\n\* `NoSuch(Bucket|Key)` 404, (bucket|object): ", page)


def test_exceptions_are_named_with_the_builtins_that_they_are() -> None:
    assert exception_cell(Kind.NOT_FOUND) == "`NotFound`; of bucket, object, version or nothing named a `FileNotFoundError` too"
    assert exception_cell(Kind.TIMEOUT) == "`Timeout`, a `TimeoutError` too"
    assert exception_cell(Kind.INTERNAL) == "`Internal`"
    assert exception_cell(Kind.NOT_MODIFIED) == "none"


@pytest.mark.parametrize(("kind", "name"), PLATFORM_ERRNO.items())
def test_errno_names_that_not_every_platform_has(kind: Kind, name: str) -> None:
    assert KIND_FACTS[kind].errno == getattr(errno, name, errno.EIO)


def test_matrix_counts_the_codes_of_every_kind_and_provider() -> None:
    page = matrix_page(TABLES)
    parts = re.split(r"^## .+$", page, flags=re.MULTILINE)[1:]
    for bundle, part in zip(bundles(), parts, strict=True):
        kinds = [kind for group in bundle for kind in group.kinds]
        assert len(kinds) <= ABREAST
        lines = [line.strip("| ").split(" | ") for line in part.strip().splitlines()]
        assert [re.sub(r"\[(.+)\].*", r"\1", each).replace("<wbr>", "") for each in lines[0][1:]][: len(kinds)] == kinds
        for provider, line in zip(PROVIDERS, lines[2:], strict=True):
            name = f"[{provider.slug}](providers/{provider.slug}.md)"
            assert [line[0], *line[len(kinds) + 1 :]] == [name] * (2 if len(kinds) > 3 else 1)
            for kind, cell in zip(kinds, line[1:], strict=False):
                known = {row.code for row in listed_rows(provider) if row.kind is kind}
                family = any(family.kind is kind for family in provider.declaration.family)
                blank = f"[fam.](providers/{provider.slug}.md#families-of-codes)" if family else BLANK
                assert cell == (f"[{len(known)}](providers/{provider.slug}.md#{anchor(kind)})" if known else blank)
