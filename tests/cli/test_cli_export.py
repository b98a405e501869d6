"""The command `export`: the flat table as a file."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from normalizer import Tables
from normalizer.export import COLUMNS, FlatRow, flat_rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_types import Run

ROWS = list(flat_rows(Tables()))


def typed(cells: dict[str, str]) -> FlatRow:
    """A line of the CSV file as the row that it was."""
    values: dict[str, object] = {name: value or None for name, value in cells.items()}
    values |= {"exact": cells["exact"] == "true", "default": cells["default"] == "true", "rows": int(cells["rows"])}
    values |= {"status": int(cells["status"]) if cells["status"] else None, "confidence": float(cells["confidence"])}
    values |= {name: cells[name] for name in ("meaning", "source")}
    return FlatRow(**values)  # type: ignore[arg-type]


def test_csv(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    status, out, err = run("export", "--output", str(path))
    assert (status, out, err) == (0, "", f"{len(ROWS):,} rows of {len(Tables().slugs())} providers in {path}\n")
    text = path.read_bytes()
    assert [typed(cells) for cells in csv.DictReader(io.StringIO(text.decode(), newline=""))] == ROWS
    assert run("export") == (0, text.decode(), "")


def test_parquet(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "codes.parquet"
    assert run("export", "-o", str(path))[:2] == (0, "")
    table = parquet.read_table(path)
    assert tuple(table.column_names) == COLUMNS
    assert [FlatRow(**row) for row in table.to_pylist()] == ROWS


def test_tables_of_ones_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "upyun.csv").write_text(
        "code,status,when,kind,reason,resource,retry,effect,meaning,message,note,source\n40400001,404,,NotFound,,bucket,,,gone,,,errno-2017\n",
        encoding="utf-8",
    )
    lines = list(csv.DictReader(io.StringIO(run("--tables", str(tmp_path), "export")[1])))
    (mine,) = [line for line in lines if (line["provider"], line["code"]) == ("upyun", "40400001")]
    assert (mine["resource"], mine["tables_version"]) == ("bucket", Tables().version + "+local")


@pytest.mark.parametrize("name", ["codes.tsv", "codes"])
def test_another_ending(run: Run, tmp_path: Path, name: str) -> None:
    assert run("export", "-o", str(tmp_path / name)) == (2, "", f"storage-errors: {name!r} ends in none of .csv, .parquet\n")


def test_without_pyarrow(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    status, _, err = run("export", "-o", str(tmp_path / "codes.parquet"))
    assert (status, err) == (2, "storage-errors: Parquet needs pyarrow; `pip install 'storage-errors[arrow]'` brings it\n")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    status, _, err = run("export", "-o", str(tmp_path / "no" / "codes.csv"))
    assert (status, "cannot go on" in err) == (2, True)
