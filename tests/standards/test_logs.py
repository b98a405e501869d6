"""Logs: the fields arrive where real loggers and formatters write them."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from pythonjsonlogger.json import JsonFormatter

from normalizer.standards.logs import StorageErrorFilter, add_storage_error, log_fields
from tests.standards.records import SLOW, real_failures

if TYPE_CHECKING:
    from collections.abc import Iterator


class Written:
    """A logger of the standard library that writes JSON, and what it wrote."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(JsonFormatter())
        self.logger = logging.Logger("tests")  # noqa: LOG001  kept to the test
        self.logger.addHandler(self.handler)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def written() -> Iterator[Written]:
    it = Written()
    yield it
    it.handler.close()


def test_extra(written: Written) -> None:
    for record in real_failures():
        written.logger.warning("upload failed", extra=log_fields(record, message=True, names=True))
    assert written.lines() == [{"message": "upload failed", **log_fields(record, message=True, names=True)} for record in real_failures()]


def test_filter(written: Written) -> None:
    written.handler.addFilter(StorageErrorFilter())
    for record in real_failures():
        try:
            raise record.to_exception()
        except OSError:
            written.logger.exception("upload failed")
    for record, line in zip(real_failures(), written.lines(), strict=True):
        assert {name: value for name, value in line.items() if name.startswith("storage_")} == log_fields(record)


def test_structlog() -> None:
    stream = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(stream), processors=[add_storage_error, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    for record in real_failures():
        try:
            raise record.to_exception()
        except OSError:
            logger.exception("upload failed", attempt=1)
    logger.warning("slow", **log_fields(SLOW, prefix=""))
    *lines, slow = map(json.loads, stream.getvalue().splitlines())
    for record, line in zip(real_failures(), lines, strict=True):
        assert {name: value for name, value in line.items() if name.startswith("storage_")} == log_fields(record)
        assert (line["event"], line["attempt"]) == ("upload failed", 1)
        assert "Traceback" in line["exception"]
    assert slow == {"event": "slow"} | log_fields(SLOW, prefix="")
