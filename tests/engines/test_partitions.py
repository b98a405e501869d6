"""However the rows are spread over partitions and batches: as many answers, and the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from normalizer.arrow import SCHEMA
from normalizer.spark import mapper, normalize_dataframe
from tests.engines.responses import Row, assert_same, corpus_rows, mutant_rows, row, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

SKEWED: Final = [row(line, "aws-s3" if line % 20 else each["vendor"], each["body"], each["status"]) for line, each in enumerate(mutant_rows())]
"""Nineteen rows of twenty are of one provider."""


@pytest.fixture
def batches_of(spark: SparkSession) -> Iterator[SparkSession]:
    """Spark, whose number of rows in a batch is set back afterwards."""
    yield spark
    spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")


def given(spark: SparkSession, rows: list[Row]) -> DataFrame:
    return spark.createDataFrame(table(rows))


def answers(df: DataFrame) -> pa.Table:
    return normalize_dataframe(df, provider_column="vendor").toArrow()


def test_skew(spark: SparkSession) -> None:
    """A partition for each provider: one holds nearly all rows, and some hold none."""
    assert_same(answers(given(spark, SKEWED).repartition(8, "vendor")), SKEWED)


def test_empty_partitions(spark: SparkSession) -> None:
    rows = corpus_rows()[:3]
    spread = given(spark, rows).repartition(16)
    sizes = spread.rdd.mapPartitions(lambda each: [sum(1 for _ in each)]).collect()
    assert sizes.count(0) >= 13
    assert_same(answers(spread), rows)


def test_no_rows(spark: SparkSession) -> None:
    found = answers(given(spark, []))
    assert (found.num_rows, found.column_names) == (0, ["line", *SCHEMA.names])
    assert answers(given(spark, corpus_rows()).where("line < 0")).num_rows == 0


def test_many_small_partitions(spark: SparkSession) -> None:
    rows = mutant_rows()[:600]
    assert_same(answers(given(spark, rows).repartition(40)), rows)


@pytest.mark.parametrize("size", [1, 7, 1_000_000])
def test_batches_of_any_size(batches_of: SparkSession, size: int) -> None:
    batches_of.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", size)
    rows = mutant_rows()[:2_000]
    assert_same(answers(given(batches_of, rows).repartition(3)), rows)


def test_what_was_answered_can_be_written_and_counted(spark: SparkSession, tmp_path: Path) -> None:
    """As a job does it: from Parquet to Parquet, then sums by kind."""
    rows = corpus_rows()
    given(spark, rows).repartition(5).write.parquet(str(tmp_path / "log"))
    normalize_dataframe(spark.read.parquet(str(tmp_path / "log")), provider_column="vendor").write.parquet(str(tmp_path / "answers"))
    written = spark.read.parquet(str(tmp_path / "answers"))
    assert_same(written.toArrow(), rows)
    assert sum(each["count"] for each in written.groupBy("provider", "kind").count().collect()) == len(rows)


def test_a_stream(spark: SparkSession, tmp_path: Path) -> None:
    """What comes bit by bit is answered all the same."""
    rows = corpus_rows()[:200]
    for start in (0, 100):
        given(spark, rows[start : start + 100]).coalesce(1).write.mode("append").parquet(str(tmp_path / "log"))
    coming = spark.readStream.schema(given(spark, rows).schema).option("maxFilesPerTrigger", 1).parquet(str(tmp_path / "log"))
    found = normalize_dataframe(coming, provider_column="vendor")
    query = found.writeStream.format("parquet").option("checkpointLocation", str(tmp_path / "seen")).trigger(availableNow=True)
    query.start(str(tmp_path / "answers")).awaitTermination(60)
    assert_same(spark.read.parquet(str(tmp_path / "answers")).toArrow(), rows)


def test_a_worker_loads_the_tables_once(spark: SparkSession) -> None:
    """One worker process that answers several tasks has the tables of the first."""
    import pyarrow as pa  # noqa: PLC0415  the function is sent to a worker whole

    inner = mapper("upyun")

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import os  # noqa: PLC0415  as above

        from normalizer.carried import tables_of  # noqa: PLC0415  as above

        rows = sum(answer.num_rows for answer in inner(batches))
        yield pa.record_batch({"worker": [os.getpid()], "misses": [tables_of.cache_info().misses], "rows": [rows]})

    df = given(spark, mutant_rows()[:200]).repartition(10)
    seen = [each for _ in range(2) for each in df.mapInArrow(run, "worker long, misses long, rows long").collect()]
    assert sum(each.rows for each in seen) == 400
    assert len({each.worker for each in seen}) < len(seen)
    assert {each.misses for each in seen} == {1}
