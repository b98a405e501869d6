"""The second readings of the tables, the rulings where two readers differed, and how often they did not."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.strategies import TABLES

if TYPE_CHECKING:
    from normalizer import Row

READINGS = Path(__file__).parent / "readings"
DECISIONS = Path(__file__).parent.parent / "docs" / "decisions.md"
HEAD = ["provider", "code", "status", "when", "first", "second", "ruling", "why"]


class Key(NamedTuple):
    """What names a row in a ruling. `when` of a condition on the message shows the message: `message: <text>`, `message^: <text>`."""

    provider: str
    code: str
    status: str
    when: str


class Ruling(NamedTuple):
    """What two readers said of a row and what holds, each as kind and resource with a blank between."""

    key: Key
    first: str
    second: str
    ruling: str
    why: str


class Agreement(NamedTuple):
    """Of `read` rows that were read twice, in `alike` both readers gave the same kind and resource."""

    read: int
    alike: int


def readings(slug: str, folder: Path = READINGS) -> dict[Key, str]:
    """The second reading of a provider's rows."""
    with (folder / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = {_key(slug, line["code"], line["status"], line["when"], line["message"]): _said(line["kind"], line["resource"]) for line in lines}
    assert len(found) == len(lines)
    return found


@cache
def table(slug: str) -> dict[Key, str]:
    """What the tables say of a provider's rows, and of its elder's plain rows of the codes that it confirms."""
    provider = TABLES.provider(slug)
    elder = provider.elder.rows if provider.elder else ()
    confirmed = [row for row in elder if row.code in provider.declaration.confirmed and not row.when]
    return {_key_of(slug, row): _said(row.kind, row.resource or "") for row in (*provider.rows, *confirmed)}


def _key_of(slug: str, row: Row) -> Key:
    return _key(slug, row.code, "" if row.status is None else str(row.status), row.when, row.message)


def _key(slug: str, code: str, status: str, when: str, message: str) -> Key:
    return Key(slug, code, status, f"{when}: {message}" if "message" in when else when)


def _said(kind: str, resource: str) -> str:
    return f"{kind} {resource}".strip()


def answer(key: Key) -> str | None:
    """What the tables say of a row, or the engine of a template such as 503xx004. None where they have neither."""
    if "xx" not in key.code:
        return table(key.provider).get(key)
    code = key.code.replace("xx", "01", 1)
    if not code.isdigit():
        return None
    record = TABLES.normalize(key.provider, {TABLES.provider(key.provider).envelope.code[0]: code}, status=key.status)
    return _said(record.kind, record.resource or "")


def rulings(text: str) -> list[Ruling]:
    """The rulings of a page, in its order; of a row with several the last one holds."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == len(HEAD) and cells != HEAD and set(cells[0]) != {"-"}:
            found.append(Ruling(Key(*cells[:4]), *cells[4:]))
    return found


def problems(slug: str, second: dict[Key, str], ruled: list[Ruling]) -> list[str]:
    """Where two readings of a provider differ without a ruling that says why, and where a ruling is stale."""
    mine = [ruling for ruling in ruled if ruling.key.provider == slug]
    last = {ruling.key: ruling for ruling in mine}
    found = [f"{row}: has no second reading" for row in table(slug) if row not in second]
    for key, said in second.items():
        ours = answer(key)
        if key in last and (last[key].second, last[key].ruling) != (said, ours):
            found.append(f"{key}: the ruling has {last[key].second!r} → {last[key].ruling!r}, the reading {said!r}, the table {ours!r}")
        elif key not in last and ours != said and not (ours is None and "xxx" in key.code):
            found.append(f"{key}: the table has {ours!r}, the second reading {said!r}, and no ruling says why")
    for ruling in mine:
        if ruling.key not in second:
            found.append(f"{ruling.key}: the ruling is about no row that was read twice")
        elif ruling.first == ruling.second == ruling.ruling:
            found.append(f"{ruling.key}: the ruling rules on nothing")
    return found


def agreement() -> dict[str, Agreement]:
    """How often two readers agreed, by provider: they differ where a ruling's first and second reading do."""
    ruled = rulings(DECISIONS.read_text(encoding="utf-8"))
    differing = {ruling.key for ruling in ruled if ruling.first != ruling.second}
    found = {}
    for path in sorted(READINGS.glob("*.csv")):
        read = readings(path.stem)
        found[path.stem] = Agreement(len(read), sum(key not in differing for key in read))
    return found
