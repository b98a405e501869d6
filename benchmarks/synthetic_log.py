"""A log of failures as large as you like: the responses of five vendors, in the layouts that their bodies in tests/corpus have.

`python -m benchmarks.synthetic_log 5_000_000 build/log.parquet [--shuffled]` writes Parquet (zstd), or JSON Lines where the file ends in .jsonl.
Columns: provider, status, body. Codes are drawn from the tables, few of them often; no request id comes twice. One row in 100 is a
proxy's page of HTML, one in 200 breaks off, one in 200 has escapes or entities. `--shuffled`: members, white space and indentation
in an order of its own in each row.
"""

from __future__ import annotations

import argparse
import json
import random
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.synthetic_vendors import VENDORS, Fault, Vendor
from normalizer import Tables
from normalizer.kinds import KIND_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalizer.row import Row

CHUNK: Final = 50_000
SCHEMA: Final = pa.schema({"provider": pa.dictionary(pa.int32(), pa.string()), "status": pa.int32(), "body": pa.binary()})
HTML: Final = 0.01
TRUNCATED: Final = 0.005
ESCAPED: Final = 0.005
SKEW: Final = 1.2
"""The share of the code of rank n is as n ** -SKEW."""

_PAGE: Final = "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
_WORDS: Final = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}
_ODD_TEXTS: Final = (' & "quotes" <x>', " caf\u00e9", " \\ back\n")


def faults_of(slug: str, tables: Tables, dice: random.Random) -> list[Fault]:
    """What a provider can say, as its tables have it, in a random order: of rows with a condition those that ask for a sentence."""
    provider = tables.provider(slug)
    rows = [row for row in provider.documented() if row.when in {"", "message"} and KIND_FACTS[row.kind].fault]
    if slug == "upyun":
        rows = [row for row in rows if row.code.isdecimal()]
    elif slug == "gcs":
        rows = [row for row in rows if row.code[:1].islower() and not row.when]
    found = [_fault(row) for row in rows]
    dice.shuffle(found)
    return found


def _fault(row: Row) -> Fault:
    return Fault(
        row.code, row.status or KIND_FACTS[row.kind].statuses[0], row.message or f"{row.meaning[:1].upper()}{row.meaning[1:]}.", row.resource or ""
    )


def chunks(rows: int, *, seed: int = 2026, shuffled: bool = False, size: int = CHUNK) -> Iterator[pa.RecordBatch]:
    """The log, `size` rows at a time: the same for the same seed."""
    dice, tables = random.Random(seed), Tables()  # noqa: S311  no secret
    faults = {vendor.slug: faults_of(vendor.slug, tables, dice) for vendor in VENDORS}
    shares = {slug: list(accumulate((rank + 1) ** -SKEW for rank in range(len(each)))) for slug, each in faults.items()}
    for start in range(0, rows, size):
        count = min(size, rows - start)
        vendors = dice.choices(VENDORS, [vendor.share for vendor in VENDORS], k=count)
        made = [
            _response(vendor, dice.choices(faults[vendor.slug], cum_weights=shares[vendor.slug])[0], dice, shuffled=shuffled) for vendor in vendors
        ]
        slugs = pa.array([vendor.slug for vendor in vendors]).dictionary_encode()
        yield pa.record_batch(
            [slugs, pa.array([status for status, _ in made], pa.int32()), pa.array([body for _, body in made], pa.binary())], schema=SCHEMA
        )


def _response(vendor: Vendor, fault: Fault, dice: random.Random, *, shuffled: bool) -> tuple[int, bytes]:
    chance = dice.random()
    if chance < HTML:
        status, words = dice.choice(list(_WORDS.items()))
        return status, _PAGE.format(status, words).encode()
    words = fault.words + dice.choice(_ODD_TEXTS) if chance > 1 - ESCAPED else fault.words
    members = vendor.members(fault, words, dice)
    body = (vendor.shuffles if shuffled else vendor.writes)(members, dice).encode()
    return fault.status, body[: dice.randrange(1, len(body))] if chance < HTML + TRUNCATED else body


def write_log(path: str | Path, rows: int, *, seed: int = 2026, shuffled: bool = False) -> Path:
    """Write the log: Parquet, or JSON Lines where the name ends in .jsonl. Holds one chunk in memory at a time."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            for chunk in chunks(rows, seed=seed, shuffled=shuffled):
                lines = ({**row, "body": row["body"].decode("utf-8", "replace")} for row in chunk.to_pylist())
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    else:
        with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
            for chunk in chunks(rows, seed=seed, shuffled=shuffled):
                writer.write_batch(chunk)
    return path


def main() -> int:
    """Write the log that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, help="how many, such as 5_000_000")
    parser.add_argument("file", type=Path, help="ends in .jsonl for JSON Lines, else Parquet")
    parser.add_argument("--seed", type=int, default=2026, help="of the dice (2026)")
    parser.add_argument("--shuffled", action="store_true", help="members and white space in another order in each row")
    asked = parser.parse_args()
    path = write_log(asked.file, asked.rows, seed=asked.seed, shuffled=asked.shuffled)
    print(f"{path}: {asked.rows:,} rows, {path.stat().st_size / 1e6:,.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
