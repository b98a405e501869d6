"""The lower rungs of the ladder once more, written as plainly as can be from the files, to compare the engine with."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from typing import Any, Final

from normalizer.folders import FOLDER
from normalizer.kinds import KIND_FACTS, REPEATING, Kind

Cells = dict[str, str]


@cache
def declaration(slug: str) -> dict[str, Any]:
    """The TOML file."""
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


def lines(name: str) -> list[Cells]:
    """The lines of a CSV file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rows(slug: str) -> list[Cells]:
    """The lines of the provider's table."""
    return lines(f"{slug}.csv")


GENERIC: Final = {line["status"]: line for line in lines("statuses.csv") if not line["when"]}
"""What a status means to everybody, where nothing else is known of the request."""


def generic(status: int) -> Cells | None:
    """The line of statuses.csv that a status has."""
    return GENERIC.get(str(status)) or GENERIC.get(f"{status // 100}xx")


def generic_repeats(status: int) -> bool:
    """Does statuses.csv say that the request may be repeated?"""
    line = generic(status)
    return line is not None and (line["retry"] or KIND_FACTS[Kind(line["kind"])].retry) in REPEATING


def kind_of_status(slug: str, status: int) -> str:
    """The kind that a status alone means at a provider: its own meaning, its elder's, everybody's."""
    names = [slug, declaration(slug).get("like", "")]
    own = [each for name in names if name for each in declaration(name).get("status", []) if "when" not in each]
    for each in own:
        if each["status"] in {str(status), f"{status // 100}xx"}:
            return str(each["kind"])
    line = generic(status)
    return line["kind"] if line else "Unknown"


def family_of(slug: str, code: str, status: int | None) -> tuple[str, str] | None:
    """Kind and resource that the structure of a code tells, each "" where it does not."""
    for family in declaration(slug).get("family", []):
        found = re.fullmatch(family["pattern"], code, re.ASCII)
        if not found:
            continue
        groups = found.groupdict()
        stands_for = int(groups["status"]) if groups.get("status") else status
        kind = family.get("kind") or ("" if stands_for is None else kind_of_status(slug, stands_for))
        resource = family.get("resources", {}).get(groups.get("part") or "") or family.get("resource", "")
        if kind not in {"", "Unknown"} or resource:
            return kind.replace("Unknown", ""), resource
    return None


def share(hits: list[bool]) -> float:
    """How many are True, rounded down to three digits; 0 of none."""
    return 1000 * sum(hits) // len(hits) / 1000 if hits else 0.0


def family_hits(slug: str) -> list[bool]:
    """For each row that a family could answer if it were not there: would the family be right?"""
    hits = []
    for row in rows(slug):
        told = family_of(slug, row["code"], int(row["status"]) if row["status"] else None)
        if told:
            hits.append(told[0] == row["kind"] if told[0] else told[1] == row["resource"])
    return hits


def status_hits(slug: str) -> list[bool]:
    """For each row with a status: does the status alone tell its kind?"""
    return [kind_of_status(slug, int(row["status"])) == row["kind"] for row in rows(slug) if row["status"]]


def inherited_hits(slug: str) -> list[bool]:
    """For each code that both a follower and its elder document: has the follower the elder's kind?"""
    like = declaration(slug).get("like")
    if not like:
        return []
    elder: dict[str, list[Cells]] = {}
    for row in rows(like):
        elder.setdefault(row["code"], []).append(row)
    hits = [True] * len(declaration(slug).get("confirmed", []))
    for row in rows(slug):
        plain = [each for each in elder.get(row["code"], []) if not each["when"]]
        if plain:
            fitting = [each for each in plain if each["status"] == row["status"]] or sorted(plain, key=lambda each: each["status"])
            hits.append(fitting[0]["kind"] == row["kind"])
    return hits
