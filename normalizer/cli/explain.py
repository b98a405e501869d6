"""The command `explain`: what a code means, and what other providers send for the same."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from normalizer.cli import output, usage
from normalizer.cli.command import EXIT_NOTHING, Command, Parser
from normalizer.cli.described import family_fields, row_fields, row_object
from normalizer.cli.lookup import Found, Meaning, Other, elsewhere, find, known_to, similar
from normalizer.cli.table import Fields, print_fields, print_table
from normalizer.errors import did_you_mean
from normalizer.kinds import MatchedBy

if TYPE_CHECKING:
    from argparse import Namespace

    from normalizer.tables import Tables

SHOWN: Final = 5
"""Rows of one other provider in the readable output; --json has all."""

_SHOWN: Final = 3
"""Providers that are named in one line."""


def add_arguments(parser: Parser) -> None:
    """The arguments of the command."""
    parser.add_argument("provider", metavar="PROVIDER", help="slug or alias, any case")
    parser.add_argument("code", metavar="CODE", help="the provider's code, as sent")
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")


def run(options: Namespace, tables: Tables) -> int:
    """Print what the tables know of a code."""
    found = find(usage.provider_of(tables, options.provider), options.code)
    unknown = found.matched_by is MatchedBy.NOTHING
    if options.json:
        output.write_json(output.as_json(_object(found, tables)))
    elif unknown:
        output.complain(_not_found(found, tables))
    else:
        _print(found, tables)
    return EXIT_NOTHING if unknown else 0


def _not_found(found: Found, tables: Tables) -> str:
    slug = found.provider.slug
    guess = did_you_mean(similar(found.provider, found.code)) or f"; 'storage-errors codes {slug}' lists all"
    elsewhere_too = known_to(tables, found.code)
    shown = ", ".join(elsewhere_too[:_SHOWN]) + (f" and {len(elsewhere_too) - _SHOWN} others" if len(elsewhere_too) > _SHOWN else "")
    also = f" (known to {shown})" if elsewhere_too else ""
    return f"{slug} has no code {found.code[:80]!r}{also}{guess}"


def _object(found: Found, tables: Tables) -> dict[str, Any]:
    unknown = found.matched_by is MatchedBy.NOTHING
    return {
        "code": found.code,
        "confirmed": found.confirmed if found.owner is not found.provider else None,
        "family": _family_object(found),
        "known_to": known_to(tables, found.code) if unknown else [],
        "matched_by": found.matched_by,
        "others": [row_object(each.row, tables.provider(each.provider)) | _common(each) for each in elsewhere(tables, found)],
        "provider": found.provider.slug,
        "rows": [row_object(row, found.owner) for row in found.rows],
        "success": found.success,
        "suggestions": list(similar(found.provider, found.code)) if unknown else [],
    }


def _common(other: Other) -> dict[str, Any]:
    """The provider that sends it, which may have inherited the row, and what is the same."""
    return {"provider": other.provider, "same": list(other.same)}


def _family_object(found: Found) -> dict[str, Any] | None:
    family, verdict = found.family, found.verdict
    if family is None or verdict is None:
        return None
    told = {name: getattr(verdict, name) for name in ("confidence", "effect", "kind", "reason", "resource", "retry")}
    return {"pattern": family.pattern, "why": family.why, **told}


def _print(found: Found, tables: Tables) -> None:
    head: Fields = [("provider", found.provider.slug)]
    if found.success:
        print_fields([*head, ("code", found.code), ("kind", "NotAnError"), ("meaning", "a success")])
    if found.owner is not found.provider:
        confirmed = ", confirmed by its own documentation" if found.confirmed else ""
        head.append(("inherited", f"from {found.owner.slug}{confirmed}"))
    for number, row in enumerate(found.rows):
        if number:
            output.write_text("")
        print_fields([*head, *row_fields(row, found.owner)])
    if found.family and found.verdict:
        told = [(name, getattr(found.verdict, name)) for name in ("matched_by", "confidence", "kind", "reason", "resource", "retry", "effect")]
        print_fields([*head, ("code", found.code), *((name, str(value)) for name, value in told if value is not None), *family_fields(found.family)])
    for meaning, others in groupby(elsewhere(tables, found), key=attrgetter("meaning")):
        _print_others(meaning, list(others))


def _print_others(meaning: Meaning, others: list[Other]) -> None:
    named = ", ".join(str(each) for each in meaning if each is not None)
    output.write_text(f"\nother providers for the same ({named}):")
    lines: list[tuple[str, ...]] = []
    for slug, group in groupby(others, key=attrgetter("provider")):
        rows = list(group)
        for each in rows[:SHOWN]:
            row = each.row
            differs = "" if "reason" in each.same else f"reason {row.reason or 'none'}"
            lines.append((slug, row.code, "" if row.status is None else str(row.status), row.meaning, differs))
        if len(rows) > SHOWN:
            lines.append((slug, f"and {len(rows) - SHOWN} more", "", "", ""))
    print_table(("provider", "code", "status", "meaning", "differs"), lines)


COMMAND = Command(
    "explain",
    "what a code means, and what other providers send for the same",
    "What a code means: its rows, those that the provider inherits, or the family of codes it belongs to;\nand what other providers send for the same.",
    """\
  storage-errors explain upyun 40100012
  storage-errors explain jdcloud-oss NoSuchKey
  storage-errors explain aws-s3 SlowDown --json""",
    add_arguments,
    run,
)
