"""The examples of the guide to large logs: Spark, Dask and Ray, each started for real."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import pytest

from tests.guides import guides_of, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

GUIDES = guides_of("engines")


@pytest.fixture
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Ray of two workers that asks nobody outside and leaves nothing behind, before the guide would start one."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    import ray as engine  # noqa: PLC0415  it reads the environment when it is imported

    engine.init(num_cpus=2, include_dashboard=False, logging_level="error", log_to_driver=False, _temp_dir=str(tmp_path_factory.mktemp("ray")))
    yield
    engine.shutdown()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")  # it warns of its own settings
@pytest.mark.usefixtures("ray")
@pytest.mark.parametrize("name", GUIDES)
def test_examples_run(spark: SparkSession, name: str) -> None:
    assert spark.sparkContext.defaultParallelism == 2
    run(name, GUIDES[name], waits=True)


def test_there_is_one() -> None:
    assert "scaling.md" in GUIDES
