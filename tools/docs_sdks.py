"""The page about SDKs: what each keeps of an answer, as measured, and what exceptions without an answer mean."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from normalizer.row import read_lines
from normalizer.sdks import FAULT_COLUMNS, SDKS, Sdk, sdks
from tools.docs_markdown import BLANK, code, codes, page, section, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTS: Final = ("status", "code", "message", "request_id", "headers", "body")
_SIGNS: Final = {"yes": "yes", "no": "**lost**", "-": BLANK}
_INTRODUCTION: Final = """\
`from_exception`, `from_result` and `canonical_errors` read what an SDK kept of an answer where `mappings/sdks/<sdk>.toml` says that it is. An SDK that keeps less leaves less to go by: without a code the status answers,
and the record says so in `matched_by`. What follows was measured: an answer of which every part is another was played to each SDK on loopback, and looked for in the record. `make sdks` measures anew, `make test-sdks` compares."""
_KEPT: Final = """\
One line for an object that is not there, and one for its HEAD (of wrappers: `info()`), whose answer has no body and so mostly neither code nor words. Headers stand for all that is said there: waits, regions, signs of the provider.
Where an SDK keeps no body, conditions on its members cannot hold."""
_FAULTS: Final = """\
Exceptions that hold no answer. The record has no status, code or request id; `matched_by` is `nothing`, `message` holds the client's words, and `native` names the class. The fault is nobody's where the network may be to blame.
Not applied is told only where the request surely was not sent. Of an exception that wraps another the inner one tells more, where there is one; these rows are marked. The table is `mappings/sdks/faults.csv`."""


def sdks_page(root: Path) -> str:
    known = {sdk.slug: sdk for sdk in sdks()}
    with (root / "tests" / "sdks" / "kept.csv").open(encoding="utf-8", newline="") as lines:
        measured = list(csv.DictReader(lines))
    kept = [(code(row["sdk"]), row["version"], row["answer"], *(_SIGNS[row[part]] for part in PARTS)) for row in measured]
    return page(
        ["# SDKs"],
        [_INTRODUCTION],
        section("## What is kept", [_KEPT], table(("sdk", "version", "answer", *(part.replace("_", " ") for part in PARTS)), kept, blanks=True)),
        section("## The SDKs", table(("sdk", "packages", "provider", "what to know"), (_row(sdk) for sdk in known.values()))),
        section(
            "## Without an answer",
            [_FAULTS],
            table(("package", "classes", "kind", "reason", "resource", "retry", "effect", "fault", "may be", "inner first", "meaning"), _faults()),
        ),
    )


def _row(sdk: Sdk) -> tuple[str, str, str, str]:
    provider = "as detected" if sdk.provider == "auto" else code(sdk.provider)
    return code(sdk.slug), text(sdk.name), provider + (", or as detected" if sdk.detect and sdk.provider != "auto" else ""), sdk.note


def _faults() -> Iterator[tuple[str, ...]]:
    """The rows; classes of a package that mean the same share one."""
    shared: dict[tuple[str, ...], list[str]] = {}
    for _, cells in read_lines(SDKS / "faults.csv", FAULT_COLUMNS):
        rest = ("kind", "reason", "resource", "retry", "effect", "fault", "alternatives", "deeper", "meaning")
        key = (cells["module"], *(cells[name] for name in rest))
        shared.setdefault(key, []).append(cells["class"])
    for (module, *facts), names in shared.items():
        yield code(module), codes(dict.fromkeys(names)), *facts[:-1], text(facts[-1])
