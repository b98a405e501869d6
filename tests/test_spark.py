"""What `normalizer.spark` does without Spark: a cheap import, messages, and the function itself. With Spark: tests/engines."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pytest

from normalizer import TableError, Tables, UnknownProvider
from normalizer.carried import fingerprint_of
from normalizer.spark import answer_schema, mapper, normalize_dataframe
from tests.acme import write_acme

if TYPE_CHECKING:
    from pathlib import Path

LOG: Final = pa.record_batch({"line": [7, 8], "body": [b'{"err": "E7"}', None], "status": [404, 503]})


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return write_acme(tmp_path)


def test_the_import_brings_no_engine() -> None:
    code = "import sys, normalizer.spark; print([m for m in ('pyspark', 'pyarrow', 'pandas', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["pyspark", "pyarrow"])
def test_without_an_engine_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    for each in ("pyspark", "pyarrow"):
        monkeypatch.setitem(sys.modules, each, None if each == module else ModuleType(each))
    missing = rf"needs {module}; `pip install 'storage-errors\[spark\]'`"
    with pytest.raises(ModuleNotFoundError, match=missing):
        answer_schema()
    with pytest.raises(ModuleNotFoundError, match=missing):
        normalize_dataframe(None, "upyun")


def test_own_tables(acme: Path) -> None:
    found = [row for batch in mapper("acme", keep=["line"], tables=acme)([LOG]) for row in batch.to_pylist()]
    assert [(row["line"], row["kind"], row["matched_by"]) for row in found] == [(7, "NotFound", "code"), (8, "Unavailable", "status")]
    with pytest.raises(TableError, match="is no folder"):
        mapper("acme", tables=[acme, acme / "nowhere"])


def test_other_tables_on_a_worker_are_refused(acme: Path) -> None:
    made = mapper("acme", tables=acme)
    write_acme(acme, resource="bucket")
    assert list(made([LOG]))  # of this process: it has read the folder already
    with pytest.raises(RuntimeError, match="give both the same version of storage-errors"):
        list(replace(made, fingerprint="0.1.0")([LOG]))


def test_the_fingerprint_is_of_what_is_in_the_folder(acme: Path) -> None:
    first = fingerprint_of((str(acme),))
    (acme / "notes.txt").write_text("no table", encoding="utf-8")
    assert fingerprint_of((str(acme),)) == first
    write_acme(acme, resource="bucket")
    assert fingerprint_of((str(acme),)) != first
    assert fingerprint_of(()) == Tables().version


def test_wrong_calls() -> None:
    with pytest.raises(UnknownProvider, match="did you mean 'upyun'"):
        mapper("upyum")
    with pytest.raises(TypeError, match="provider_column"):
        mapper()
    with pytest.raises(TypeError, match="bodies"):
        mapper("upyun", bodies="body")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="body is the name of a column, not int"):
        mapper("upyun", body=1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"keep is a list of names: keep=\['line'\]"):
        mapper("upyun", keep="line")
    with pytest.raises(ValueError, match="two columns would be named 'Status'"):
        mapper("upyun", keep=["Status"])
    assert mapper("upyun", keep=["Status"], prefix="x_").keep == ("Status",)
    assert mapper("upyun", body=None, headers=None).asked["body"] is None
