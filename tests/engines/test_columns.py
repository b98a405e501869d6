"""Which columns are read, kept and made, of which types, and what a wrong call is told before Spark runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from normalizer import UnknownProvider
from normalizer.arrow import SCHEMA
from normalizer.spark import answer_schema, normalize_dataframe
from tests.engines.responses import assert_same, corpus_rows, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession


@pytest.fixture
def corpus(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame(table(corpus_rows()))


@pytest.fixture
def large_types(spark: SparkSession) -> Iterator[None]:
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    yield
    spark.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")


def test_types(spark: SparkSession) -> None:
    """No type that Spark cannot write or sum up; the same as the frame has."""
    types = {field.name: field.dataType.simpleString() for field in answer_schema().fields}
    assert list(types) == SCHEMA.names
    assert {name for name, each in types.items() if each != "string"} == {"retry_after", "confidence", "consistent", "status"}
    assert (types["retry_after"], types["consistent"], types["status"]) == ("double", "boolean", "int")
    assert normalize_dataframe(spark.createDataFrame([(b"", 1)], "body binary, n long").drop("n"), "upyun").schema == answer_schema()


def test_status_as_text(corpus: DataFrame) -> None:
    assert_same(normalize_dataframe(corpus.withColumn("status", corpus.status.cast("string")), provider_column="vendor").toArrow(), corpus_rows())


def test_headers_as_json(corpus: DataFrame) -> None:
    from pyspark.sql.functions import to_json  # noqa: PLC0415  only this environment has it

    told = corpus.withColumns({"headers": to_json("headers"), "request_headers": to_json("request_headers")})
    assert_same(normalize_dataframe(told, provider_column="vendor").toArrow(), corpus_rows())


def test_bodies_as_text(corpus: DataFrame) -> None:
    def is_text(body: bytes) -> bool:
        try:
            body.decode()
        except UnicodeDecodeError:
            return False
        return True

    rows = [row for row in corpus_rows() if is_text(row["body"])]
    text = corpus.where(corpus.line.isin([row["line"] for row in rows])).withColumn("body", corpus.body.cast("string"))
    assert len(rows) > 500
    assert_same(normalize_dataframe(text, provider_column="vendor").toArrow(), rows)


def test_bodies_already_parsed(spark: SparkSession) -> None:
    body = {"code": "object_not_exists", "request_id": "r7"}
    df = spark.createDataFrame([(json.dumps(body), 404)], "text string, status int")
    parsed = df.selectExpr("from_json(text, 'code string, request_id string, message string') as body", "status")
    [found] = normalize_dataframe(parsed, "qingstor").collect()
    assert (found.kind, found.code, found.request_id) == ("NotFound", "object_not_exists", "r7")


@pytest.mark.usefixtures("large_types")
def test_large_types(corpus: DataFrame) -> None:
    assert_same(normalize_dataframe(corpus, provider_column="vendor").toArrow(), corpus_rows())


def test_columns_of_any_name(spark: SparkSession, corpus: DataFrame) -> None:
    """Dots, backticks and spaces in names are no ways into structs; a column that is kept comes unchanged, whatever its type."""
    odd = {"vendor": "who.is it", "body": "http.body", "status": "http.`status`", "headers": "c0", "line": "a.b"}
    df = corpus.withColumnsRenamed(odd).selectExpr(
        "*", "struct(method, url) as `s.t`", "timestamp_seconds(`a.b`) as `when`", "array(1, null) as list"
    )
    found = normalize_dataframe(
        df, provider_column="who.is it", body="http.body", status="http.`status`", headers="c0", keep=["a.b", "s.t", "when", "list", "c0"]
    )
    assert found.columns == ["a.b", "s.t", "when", "list", "c0", *SCHEMA.names]
    assert_same(found.withColumnRenamed("a.b", "line").select("line", *SCHEMA.names).toArrow(), corpus_rows())
    kept = ["`s.t`", "when", "list", "c0"]
    assert sorted(found.selectExpr(*kept).collect(), key=str) == sorted(df.selectExpr(*kept).collect(), key=str)
    assert spark.createDataFrame([], found.schema).count() == 0


def test_what_is_kept(corpus: DataFrame) -> None:
    """By default all but what is read; otherwise what is asked for."""
    assert normalize_dataframe(corpus, provider_column="vendor").columns == ["line", *SCHEMA.names]
    assert normalize_dataframe(corpus, "upyun").columns == ["line", "vendor", *SCHEMA.names]
    assert normalize_dataframe(corpus, "upyun", headers=None, keep=[]).columns == SCHEMA.names
    assert normalize_dataframe(corpus, "upyun", keep=["body", "line"]).columns == ["body", "line", *SCHEMA.names]


def test_a_column_that_is_left_out_is_not_read(corpus: DataFrame) -> None:
    rows = [row | {"headers": None, "body": None} for row in corpus_rows()]
    assert_same(normalize_dataframe(corpus, provider_column="vendor", headers=None, body=None, keep=["line"]).toArrow(), rows)


@pytest.mark.parametrize("name", ["status", "Status", "KIND"])
def test_two_columns_of_one_name_are_refused(corpus: DataFrame, name: str) -> None:
    """In any case of letters, as Spark finds columns."""
    df = corpus.withColumnRenamed("status", "http").withColumn(name, corpus.line)
    with pytest.raises(ValueError, match=f"two columns would be named '{name}'.*prefix='error_'"):
        normalize_dataframe(df, "upyun", status="http", keep=[name])
    prefixed = normalize_dataframe(df, "upyun", status="http", keep=[name], prefix="error_")
    assert prefixed.columns == [name, *("error_" + each for each in SCHEMA.names)]
    assert {each.error_provider for each in prefixed.collect()} == {"upyun"}


def test_a_prefix_may_clash_too(corpus: DataFrame) -> None:
    with pytest.raises(ValueError, match="'x_kind'"):
        normalize_dataframe(corpus.withColumnRenamed("line", "x_kind"), "upyun", prefix="x_")
    with pytest.raises(ValueError, match="'line'"):
        normalize_dataframe(corpus, "upyun", keep=["line", "line"])


def test_wrong_calls_are_told_before_anything_runs(corpus: DataFrame) -> None:
    with pytest.raises(UnknownProvider, match="did you mean 'upyun'"):
        normalize_dataframe(corpus, "upyum")
    with pytest.raises(TypeError, match="provider_column"):
        normalize_dataframe(corpus)
    with pytest.raises(TypeError, match="provider_column"):
        normalize_dataframe(corpus, "upyun", provider_column="vendor")
    with pytest.raises(TypeError, match="bodies"):
        normalize_dataframe(corpus, "upyun", bodies="body")  # type: ignore[call-arg]
    with pytest.raises(KeyError, match="did you mean 'vendor'"):
        normalize_dataframe(corpus, provider_column="vendors")
    with pytest.raises(KeyError, match="did you mean 'body'"):
        normalize_dataframe(corpus, "upyun", body="bodys")
    with pytest.raises(KeyError, match="did you mean 'line'"):
        normalize_dataframe(corpus, "upyun", keep=["lines"])
    with pytest.raises(KeyError, match="no column named body, status or headers among line, vendor"):
        normalize_dataframe(corpus.select("line", "vendor"), "upyun")
    with pytest.raises(TypeError, match="column 'line' is int64; a body is"):
        normalize_dataframe(corpus, "upyun", body="line")
    with pytest.raises(TypeError, match="body is the name of a column, not Column; "):
        normalize_dataframe(corpus, "upyun", body=corpus.body)
    with pytest.raises(TypeError, match="column 'parsed' is variant; hand it over as text, with to_json"):
        normalize_dataframe(corpus.selectExpr("parse_json('{}') as parsed"), "upyun", body="parsed")
    with pytest.raises(KeyError, match="several columns are named 'body'"):
        normalize_dataframe(corpus.select("*", "body"), "upyun")
