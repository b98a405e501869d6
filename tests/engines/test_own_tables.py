"""A user's own tables: each worker reads them from the same path, and a worker that has others says so."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from normalizer import TableError
from normalizer.spark import answer_schema, mapper, normalize_dataframe
from tests.acme import write_acme

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession


@pytest.fixture
def df(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame([("acme", b'{"err": "E7"}', 404), ("upyun", b'{"code": 40100012}', 401)], "vendor string, body binary, status int")


def kinds(df: DataFrame) -> set[tuple[str, str]]:
    return {(each.provider, each.kind) for each in df.collect()}


def test_beside_ours(df: DataFrame, tmp_path: Path) -> None:
    folder = write_acme(tmp_path / "tables")
    assert kinds(normalize_dataframe(df, provider_column="vendor", tables=folder)) == {("acme", "NotFound"), ("upyun", "NotFound")}
    assert kinds(normalize_dataframe(df, provider_column="vendor")) == {("acme", "Unknown"), ("upyun", "NotFound")}


def test_a_folder_that_was_changed_is_read_anew(df: DataFrame, tmp_path: Path) -> None:
    for resource in ("object", "bucket", "object"):
        folder = write_acme(tmp_path / "tables", resource=resource)
        assert {each.resource for each in normalize_dataframe(df.where("vendor = 'acme'"), "acme", tables=str(folder)).collect()} == {resource}


def test_a_relative_path(df: DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the driver's: workers have another folder to work in."""
    write_acme(tmp_path / "tables")
    monkeypatch.chdir(tmp_path)
    assert ("acme", "NotFound") in kinds(normalize_dataframe(df, provider_column="vendor", tables=["tables"]))


def test_a_broken_folder_is_refused_at_once(df: DataFrame, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is no folder"):
        normalize_dataframe(df, "acme", tables=tmp_path / "nowhere")
    with pytest.raises(TableError, match="Nothing"):
        normalize_dataframe(df, "acme", tables=write_acme(tmp_path / "tables", kind="Nothing"))


def test_a_worker_without_the_folder(df: DataFrame, tmp_path: Path) -> None:
    folder = write_acme(tmp_path / "tables")
    asked = normalize_dataframe(df, "acme", tables=folder)
    shutil.rmtree(folder)
    with pytest.raises(Exception, match="is no folder; pass the folder that holds"):
        asked.collect()


def test_a_worker_with_other_tables(df: DataFrame) -> None:
    """A newer package on the driver than on the workers would mix answers of two versions."""
    other = replace(mapper(provider_column="vendor"), fingerprint="0.0.1")
    with pytest.raises(Exception, match=r"are not those of the driver \(0\.0\.1\)"):
        df.mapInArrow(other, answer_schema()).collect()
