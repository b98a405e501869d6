"""gRPC: numbers and names as grpcio has them, a status that protobuf reads, and a real call that brings it to a client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.json_format import ParseDict
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status as grpc_rpc_status

from normalizer.kinds import GRPC_BY_REASON, KIND_FACTS
from normalizer.standards.grpc import NUMBERS, rpc_status, status_code
from tests.standards.records import SLOW, real_failures, real_records

if TYPE_CHECKING:
    from collections.abc import Iterator

METHOD = "/tests.Store/Get"


def unpacked(status: Any) -> tuple[Any, Any]:
    """ErrorInfo and RetryInfo of a google.rpc.Status, None where there is none."""
    found = []
    for message in (error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()):
        detail = next((each for each in status.details if each.Is(message.DESCRIPTOR)), None)
        found.append(message if detail is not None and detail.Unpack(message) else None)
    return found[0], found[1]


def test_numbers_and_names() -> None:
    assert NUMBERS == {code.name: code.value[0] for code in grpc.StatusCode} == dict(code_pb2.Code.items())
    assert {facts.grpc for facts in KIND_FACTS.values()} | set(GRPC_BY_REASON.values()) <= set(NUMBERS)


def test_protobuf_reads_every_real_record() -> None:
    """ParseDict refuses unknown members, wrong types and durations that are none."""
    waits = 0
    for record in real_records():
        status = ParseDict(rpc_status(record, message=True, names=True), status_pb2.Status())
        assert code_pb2.Code.Name(status.code) == status_code(record).name
        info, wait = unpacked(status)
        assert (info is not None) == record.is_error
        waits += wait is not None
        if wait is not None:
            assert wait.retry_delay.ToTimedelta().total_seconds() == pytest.approx(record.retry_after, abs=0.001)
    assert waits > 5


def test_error_info() -> None:
    info, wait = unpacked(ParseDict(rpc_status(SLOW, domain="photos.example"), status_pb2.Status()))
    assert (info.reason, info.domain) == ("RATE_LIMITED", "photos.example")
    assert info.metadata["code"] == "SlowDown"
    assert wait.retry_delay.ToMilliseconds() == 2250


@pytest.fixture(scope="module")
def call() -> Iterator[Any]:
    """A call of a server on loopback that fails with the record whose number it is sent."""

    def handle(request: bytes, context: Any) -> bytes:
        record = real_failures()[int(request)]
        context.abort_with_status(grpc_rpc_status.to_status(ParseDict(rpc_status(record), status_pb2.Status())))
        return b""  # pragma: no cover  abort raises

    with ThreadPoolExecutor(1) as pool:
        server = grpc.server(pool)
        handler = grpc.method_handlers_generic_handler("tests.Store", {"Get": grpc.unary_unary_rpc_method_handler(handle)})
        server.add_generic_rpc_handlers((handler,))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel.unary_unary(METHOD)
        server.stop(None).wait()


def test_a_real_call(call: Any) -> None:
    seen = set()
    for number, record in enumerate(real_failures()):
        if (record.provider, record.kind) in seen:
            continue
        seen.add((record.provider, record.kind))
        with pytest.raises(grpc.RpcError) as caught:
            call(b"%d" % number)
        assert caught.value.code().name == status_code(record).name
        status = grpc_rpc_status.from_call(caught.value)
        info, _ = unpacked(status)
        assert info.metadata["kind"] == record.kind
        assert info.metadata["provider"] == record.provider
        assert caught.value.details() == status.message == rpc_status(record)["message"]
    assert len({kind for _, kind in seen}) > 20
