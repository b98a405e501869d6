"""OpenTelemetry: names as the conventions have them, values as the SDK takes them, series as few as metrics want."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv.attributes import error_attributes, http_attributes

from normalizer import normalize
from normalizer.standards.telemetry import ERROR_TYPE, ERROR_TYPES, NAMESPACE, STATUS_CODE, error_type, metric_attributes, span_attributes
from tests.standards.records import SLOW, real_records

if TYPE_CHECKING:
    import pytest


def test_names_are_those_of_the_conventions() -> None:
    assert error_attributes.ERROR_TYPE == ERROR_TYPE
    assert http_attributes.HTTP_RESPONSE_STATUS_CODE == STATUS_CODE
    assert error_attributes.ErrorTypeValues.OTHER.value == error_type(normalize("aws-s3"))
    assert error_attributes.ErrorTypeValues.OTHER.value in ERROR_TYPES


def test_other_names_are_in_a_namespace() -> None:
    """Names are lower case, words joined by _ and namespaces by a dot."""
    for name in set(span_attributes(SLOW, message=True, names=True)) - {ERROR_TYPE, STATUS_CODE}:
        assert re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", name)
        assert name.startswith(NAMESPACE)


def test_a_span_keeps_every_attribute(caplog: pytest.LogCaptureFixture) -> None:
    """The SDK drops, with a warning, what has a type that it does not know."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("tests")
    with caplog.at_level(logging.WARNING):
        for record in real_records():
            with tracer.start_as_current_span("GetObject") as span:
                span.set_attributes(span_attributes(record, message=True, names=True))
    assert not caplog.records
    finished = exporter.get_finished_spans()
    assert len(finished) == len(real_records())
    for record, ended in zip(real_records(), finished, strict=True):
        assert dict(ended.attributes) == span_attributes(record, message=True, names=True)
    provider.shutdown()


def test_a_counter_has_few_series() -> None:
    """A thousand errors with ids, names and messages of their own are one series."""
    reader = InMemoryMetricReader()
    meters = MeterProvider(metric_readers=[reader])
    counter = meters.get_meter("tests").create_counter("storage.client.errors")
    for number in range(1000):
        body = b"<Error><Code>SlowDown</Code><Message>m%d</Message><Key>k%d</Key><RequestId>r%d</RequestId></Error>" % (number, number, number)
        counter.add(1, metric_attributes(normalize("aws-s3", body, status=503)))
    data = reader.get_metrics_data()
    assert data is not None
    points = data.resource_metrics[0].scope_metrics[0].metrics[0].data.data_points
    assert [(point.value, point.attributes[ERROR_TYPE]) for point in points] == [(1000, "RateLimited")]
    meters.shutdown()
