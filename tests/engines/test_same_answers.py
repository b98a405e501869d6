"""Spark gives the same rows and the same answers as `normalize`, in every column of the answer, whatever the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from normalizer.spark import answer_schema, mapper, normalize_dataframe
from tests.engines.responses import Row, assert_same, corpus_rows, mutant_rows, row, scalar, table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ODD: list[Row] = [
    row(0, "upyun"),
    row(1, "upyun", None, 404),
    row(2, "upyun", b"", 503),
    row(3, "upyun", b'{"code": 40100012}', None),
    row(4, " UPYUN-REST ", b'{"code": 40100012}', 401),
    row(5, "upyum", b'{"code": 40100012}', 401),
    row(6, None, b'{"code": 40100012}', 401),
    row(7, "", b"{}", 0),
    row(8, "auto", b"<Error><Code>NoSuchKey</Code></Error>", 404, headers={"x-oss-request-id": "5C3D9175B6FC201293AD4890"}),
    row(9, "auto", b"nobody's", 404),
    row(10, "aws-s3", None, 404, headers={}, method="HEAD"),
    row(11, "azure-blob", None, 404, headers={"x-ms-error-code": "ContainerNotFound"}, method="HEAD"),
    row(12, "aws-s3", b"<Error><Code>NoSuchKey</Code></Error>" + b" " * 3_000_000, 404),
    row(13, "aws-s3", b"<Error><Code>NoSuchKey</Code><Message>" + b"x" * 5_000_000 + b"</Message></Error>", 404),
    row(14, "upyun", b"[" * 2_000_000, 500),
    row(15, "upyun", bytes(range(256)) * 300, -1),
    row(16, "aws-s3", b"<Error><Code>SlowDown</Code></Error>", 503, headers={"Retry-After": "7", "Nothing": None}),
    row(17, "qingstor", '{"code": "object_not_exists", "message": "没有 \U0001f4a5"}'.encode(), 404),
]
"""Null, empty, very long and broken parts; providers that nobody has."""


def frame(spark: SparkSession, rows: list[Row], partitions: int = 4) -> DataFrame:
    return spark.createDataFrame(table(rows)).repartition(partitions)


@pytest.mark.parametrize("rows", [corpus_rows(), mutant_rows(), ODD], ids=["corpus", "mutants", "odd"])
def test_the_frame(spark: SparkSession, rows: list[Row]) -> None:
    assert_same(normalize_dataframe(frame(spark, rows), provider_column="vendor").toArrow(), rows)


def test_the_function_alone(spark: SparkSession) -> None:
    given = frame(spark, corpus_rows())
    run = mapper(provider_column="vendor", keep=["line"])
    assert_same(given.mapInArrow(run, answer_schema(given.schema, keep=["line"])).toArrow(), corpus_rows())


@pytest.mark.parametrize("provider", ["aws-s3", "UPYUN", "auto"])
def test_one_provider_for_all(spark: SparkSession, provider: str) -> None:
    rows = [each | {"vendor": provider} for each in corpus_rows()]
    assert_same(normalize_dataframe(frame(spark, rows).drop("vendor"), provider).toArrow(), rows)


def test_an_unknown_provider_is_a_row_with_a_reason(spark: SparkSession) -> None:
    found = normalize_dataframe(frame(spark, ODD), provider_column="vendor").where("problem is not null").orderBy("line").collect()
    assert [(each.line, each.kind) for each in found] == [(5, "Unknown"), (6, "Unknown"), (7, "Unknown")]
    assert "did you mean 'upyun'" in found[0].problem


def test_long_bodies_may_be_cut_before(spark: SparkSession) -> None:
    """As the guide tells to, so that they are not carried whole."""
    given = frame(spark, ODD)
    cut = given.withColumn("body", given.body.substr(1, 64 * 1024 + 1))
    assert_same(normalize_dataframe(cut, provider_column="vendor").toArrow(), ODD)


def test_mutants_are_not_all_unknown() -> None:
    """Else the comparison would prove nothing."""
    rungs = [scalar(each)["matched_by"] for each in mutant_rows()]
    assert rungs.count("code") > len(rungs) / 4
    assert min(rungs.count(rung) for rung in ("inherited", "family", "status", "nothing")) > 10
