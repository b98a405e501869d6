"""from_exception, from_result and canonical_errors without any SDK: hostile exceptions, chains, the tables behind them. tests/sdks asks the real ones."""

from __future__ import annotations

import asyncio
import csv
import pickle
import socket
import urllib.error
from email.message import Message
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizer import (
    Effect,
    ErrorRecord,
    Kind,
    MatchedBy,
    NotFound,
    PermissionDenied,
    Retry,
    StorageError,
    Tables,
    UnknownProvider,
    canonical_errors,
    from_exception,
    from_result,
    normalize,
)  # fmt: skip
from normalizer.kinds import KIND_FACTS
from normalizer.sdks import SDKS, faults, sdk_of, sdks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BODY = b"<Error><Code>NoSuchKey</Code><Message>no</Message><RequestId>RID7</RequestId></Error>"


def class_of(module: str, name: str, *bases: type[BaseException]) -> type[Any]:
    """A class as one of that library's, which is not imported."""
    return type(name, bases or (Exception,), {"__module__": module})


ClientError = class_of("botocore.exceptions", "ClientError")


def client_error(status: int = 404, code: str = "NoSuchKey") -> Exception:
    error = ClientError("words")
    headers = {"x-amz-request-id": "RID7"}
    error.response = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": headers}}
    error.operation_name = "GetObject"
    return error  # type: ignore[no-any-return]


def answered(status: int = 404, body: bytes = BODY) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("http://127.0.0.1/b/k", status, "no", Message(), BytesIO(body))


class Hostile(Exception):
    """Fails at whatever it is asked for."""

    def __str__(self) -> str:
        raise ZeroDivisionError

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__"):
            return super().__getattribute__(name)
        raise ZeroDivisionError

    @property
    def response(self) -> Any:
        raise ZeroDivisionError


HOSTILE_TEXTS = [
    "", "\x00", "\ud800", "x" * 200_000, "Object at location " + "\n\nDebug source:\nX {\n    method: GET,\n    uri: Some(\n    x,\n" * 3_000,
    "NotFound (permanent) at read => " + "\n\nContext:\n   uri: x\n" * 5_000, "Generic S3 error: " + "Error performing GET x in x - " * 5_000,
]  # fmt: skip
MODULES = [
    "builtins",
    "botocore.exceptions",
    "obstore.exceptions",
    "opendal.exceptions",
    "b2sdk._internal.exception",
    "azure.core.exceptions",
    "mine",
    "qiniu",
]
NAMES = [*faults(), *(name for sdk in sdks() for answers in sdk.answers for name in answers.classes), "Mine"]


@given(
    st.sampled_from(MODULES),
    st.sampled_from(NAMES),
    st.sampled_from(HOSTILE_TEXTS) | st.text(),
    st.dictionaries(
        st.sampled_from(["response", "status", "code", "headers", "body", "args", "inner_exception", "kwargs", "_error", "message"]),
        st.none() | st.integers() | st.text() | st.binary() | st.dictionaries(st.text(), st.integers()) | st.just(object()) | st.just(Hostile()),
    ),
)
def test_any_exception_has_a_record(module: str, name: str, text: str, attributes: dict[str, Any]) -> None:
    """Whatever an exception is, holds or says, there is a record of it, which is a value."""
    error = class_of(module, name)(text)
    for attribute, value in attributes.items():
        if attribute != "args":
            setattr(error, attribute, value)
    record = from_exception(error)
    assert record.kind is not Kind.NOT_AN_ERROR
    assert ErrorRecord.model_validate_json(record.model_dump_json()) == record
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301  our own bytes
    assert from_exception(error, "aws-s3").provider == "aws-s3"


def test_a_hostile_exception() -> None:
    assert from_exception(Hostile()).kind is Kind.UNKNOWN


def test_a_chain_without_an_end() -> None:
    one, other = ValueError("a"), ValueError("b")
    one.__cause__, other.__cause__ = other, one
    assert from_exception(one).kind is Kind.UNKNOWN
    long = client_error()
    for _ in range(1_000):
        outer = ValueError()
        outer.__cause__, long = long, outer
    assert from_exception(long).kind is Kind.UNKNOWN, "it is behind more than is looked at"


def test_what_is_not_known_is_unknown() -> None:
    record = from_exception(KeyError("k"))
    assert (record.provider, record.kind, record.retry, record.effect, record.matched_by) == (
        "unknown", Kind.UNKNOWN, Retry.UNKNOWN, Effect.UNKNOWN, MatchedBy.NOTHING,
    )  # fmt: skip
    assert (record.message, record.native) == ("'k'", {"exception": "builtins.KeyError"})


def test_an_unknown_provider() -> None:
    with pytest.raises(UnknownProvider):
        from_exception(KeyError(), "nobody")
    with pytest.raises(UnknownProvider):
        canonical_errors("nobody")


def test_an_answer_is_found_behind_a_cause() -> None:
    mine = LookupError("mine")
    mine.__cause__ = client_error()
    record = from_exception(mine)
    assert (record.kind, record.code, record.request_id) == (Kind.NOT_FOUND, "NoSuchKey", "RID7")
    group = ExceptionGroup("several", [KeyError(), client_error(403, "AccessDenied")])
    assert from_exception(group).kind is Kind.PERMISSION_DENIED


def test_a_context_of_the_callers_own_is_not_looked_at() -> None:
    mine = LookupError("mine")
    mine.__context__ = client_error()
    assert from_exception(mine).kind is Kind.UNKNOWN


def test_a_code_made_of_the_status_is_none() -> None:
    record = from_exception(client_error(404, "404"))
    assert (record.kind, record.code, record.message, record.matched_by) == (Kind.NOT_FOUND, None, None, MatchedBy.STATUS)


def test_the_answer_of_an_error_of_urllib() -> None:
    assert from_exception(answered(), "aws-s3") == normalize("aws-s3", BODY, status=404, headers={}, url="http://127.0.0.1/b/k")
    read = answered()
    read.read()
    assert from_exception(read, "aws-s3").kind is Kind.NOT_FOUND


def test_the_answer_of_an_unknown_library() -> None:
    """An exception of anybody's that holds a response in the usual place."""
    error = class_of("elsewhere", "Failed")("words")
    error.response = answered(403, BODY.replace(b"NoSuchKey", b"AccessDenied"))
    assert from_exception(error).kind is Kind.PERMISSION_DENIED


def test_what_is_no_exception_is_told_what_to_ask() -> None:
    with pytest.raises(TypeError, match="ask from_result"):
        from_exception(None)  # type: ignore[arg-type]


def test_a_canonical_exception_is_its_own_record() -> None:
    error = normalize("aws-s3", BODY, status=404).to_exception()
    assert from_exception(error) is error.error


@pytest.mark.parametrize(
    ("error", "kind", "effect"),
    [
        (ConnectionRefusedError(), Kind.UNAVAILABLE, Effect.NOT_APPLIED),
        (ConnectionResetError(), Kind.TIMEOUT, Effect.UNKNOWN),
        (TimeoutError(), Kind.TIMEOUT, Effect.UNKNOWN),
        (OSError(113, "No route to host"), Kind.UNAVAILABLE, Effect.NOT_APPLIED),
        (OSError(2, "No such file"), Kind.UNKNOWN, Effect.UNKNOWN),
        (FileNotFoundError(2, "a file of the caller's own"), Kind.UNKNOWN, Effect.UNKNOWN),
        (asyncio.CancelledError(), Kind.CANCELLED, Effect.UNKNOWN),
    ],
)
def test_exceptions_of_the_language(error: BaseException, kind: Kind, effect: Effect) -> None:
    record = from_exception(error)
    assert (record.kind, record.effect, record.matched_by, record.status) == (kind, effect, MatchedBy.NOTHING, None)


def test_a_result_that_is_none_is_told_what_to_pass() -> None:
    for result in (None, (None, None), {"status": 404}, b"<Error/>"):
        with pytest.raises(TypeError, match="pass body, status and headers to normalize"):
            from_result(result)
    assert from_result(answered(), "aws-s3").kind is Kind.NOT_FOUND


def test_a_block() -> None:
    with pytest.raises(FileNotFoundError) as caught, canonical_errors("aws-s3", filename="b/k"):
        raise client_error()
    assert isinstance(caught.value, NotFound)
    assert isinstance(caught.value.__cause__, ClientError)
    assert (caught.value.filename, caught.value.error.code) == ("b/k", "NoSuchKey")


class Mine(BaseException):
    pass


@pytest.mark.parametrize(
    "error",
    [
        KeyError("k"),
        ValueError(),
        FileNotFoundError(),
        TimeoutError(),
        KeyboardInterrupt(),
        asyncio.CancelledError(),
        Mine(),
        client_error(304, "304"),
    ],
)
def test_what_is_no_storage_error_passes(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, canonical_errors("aws-s3"):
        raise error
    assert caught.value is error
    assert error.__cause__ is None


def raised_by(module: str, error: BaseException) -> BaseException:
    """The exception as code of that module raised it."""
    names: dict[str, Any] = {"__name__": module, "error": error}
    exec("def call():\n    raise error", names)  # noqa: S102  a module that is not here
    try:
        names["call"]()
    except BaseException as raised:  # noqa: BLE001  what was to be raised
        return raised
    pytest.fail("nothing was raised")


@pytest.mark.parametrize(
    ("module", "error", "kind", "provider"),
    [
        ("obs.client", socket.gaierror(-2, "no name"), Kind.UNAVAILABLE, "huawei-obs"),
        ("obs.client", ConnectionRefusedError(), Kind.UNAVAILABLE, "huawei-obs"),
        ("obs.client", Exception(), Kind.INVALID_ARGUMENT, "huawei-obs"),
        ("minio.helpers", ValueError("invalid bucket name"), Kind.INVALID_ARGUMENT, "s3-compatible"),
        ("gcsfs.core", FileNotFoundError("b/k"), Kind.NOT_FOUND, "gcs"),
        ("gcsfs.retry", OSError("Forbidden: https://storage.googleapis.com/b/k\nno"), Kind.PERMISSION_DENIED, "gcs"),
    ],
)
def test_a_builtin_exception_is_of_the_code_that_raised_it(module: str, error: Exception, kind: Kind, provider: str) -> None:
    record = from_exception(raised_by(module, error))
    assert (record.kind, record.provider) == (kind, provider)
    with pytest.raises(StorageError) as caught, canonical_errors():
        raise raised_by(module, error)
    assert caught.value.error.kind is kind


@pytest.mark.parametrize("error", [KeyError("a fault of the client's own"), TypeError(), Mine()])
def test_a_fault_of_the_clients_own_is_none_of_storage(error: BaseException) -> None:
    raised = raised_by("obs.client", error)
    assert from_exception(raised).kind is Kind.UNKNOWN
    with pytest.raises(type(error)), canonical_errors():
        raise raised


def test_what_the_caller_made_of_it_passes() -> None:
    with pytest.raises(LookupError), canonical_errors("aws-s3"):
        raise LookupError from client_error()
    ours = normalize("aws-s3", status=404).to_exception()
    with pytest.raises(StorageError) as caught, canonical_errors("aws-s3"):
        raise ours
    assert caught.value is ours


def test_functions_of_all_sorts() -> None:
    shield = canonical_errors("aws-s3")

    @shield
    def plain(value: int) -> int:
        """Its words."""
        if value:
            raise client_error(403, "AccessDenied")
        return value

    @shield
    async def coroutine(value: int) -> int:
        return plain(value)

    @shield
    def generator(value: int) -> Iterator[int]:
        yield 0
        yield plain(value)

    @shield
    async def asynchronous(value: int) -> AsyncIterator[int]:
        yield 0
        yield plain(value)

    async def block(value: int) -> int:
        async with canonical_errors("aws-s3"):
            if value:
                raise client_error(403, "AccessDenied")
        return value

    async def listed(value: int) -> list[int]:
        return [each async for each in asynchronous(value)]

    assert (plain.__name__, plain.__doc__) == ("plain", "Its words.")
    assert (plain(0), asyncio.run(coroutine(0)), list(generator(0)), asyncio.run(listed(0)), asyncio.run(block(0))) == (0, 0, [0, 0], [0, 0], 0)
    for call in (
        lambda: plain(1),
        lambda: asyncio.run(coroutine(1)),
        lambda: list(generator(1)),
        lambda: asyncio.run(listed(1)),
        lambda: asyncio.run(block(1)),
    ):
        with pytest.raises(PermissionDenied) as caught:
            call()
        assert isinstance(caught.value.__cause__, ClientError)


def test_tables_of_the_callers_own(tmp_path: Any) -> None:
    (tmp_path / "acme.toml").write_text(
        'name = "Acme"\nlike = "aws-s3"\n[sources.wiki]\ntitle = "w"\nwhere = "w"\nread = "2026-11-21"\nkind = "documentation"\n'
    )
    (tmp_path / "acme.csv").write_text(
        "code,status,when,kind,reason,resource,retry,effect,meaning,message,note,source\nTaken,409,,AlreadyExists,,object,,,somebody has it,,,wiki\n"
    )
    tables = Tables.load(tmp_path)
    assert from_exception(client_error(409, "Taken"), "acme", tables=tables).kind is Kind.ALREADY_EXISTS
    with pytest.raises(StorageError) as caught, canonical_errors("acme", tables=tables):
        raise client_error(409, "Taken")
    assert caught.value.error.provider == "acme"


def test_what_is_said_of_sdks_is_whole() -> None:
    """Every file names packages, modules and a provider that there is, and each answer where its status is."""
    known = {*Tables().aliases(), "auto"}
    for sdk in sdks():
        assert sdk.name
        assert sdk.packages
        assert sdk.modules
        assert sdk.provider in known
        assert {provider for _, provider in sdk.services} <= known
        assert all(sdk_of(module) == sdk for module in sdk.modules), "a module of two SDKs"
        for answers in sdk.answers:
            assert answers.status or answers.response, sdk.slug


def test_faults_are_in_order_and_say_nothing_twice() -> None:
    lines = (SDKS / "faults.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    keys = [(row["module"], row["class"], row["text"]) for row in rows]
    assert keys == sorted(set(keys))
    reasons = Tables().reasons()
    for row in rows:
        facts = KIND_FACTS[Kind(row["kind"])]
        assert row["meaning"], row
        assert row["retry"] != facts.retry, row
        assert row["effect"] != facts.effect, row
        assert row["fault"] != facts.fault, row
        assert not row["reason"] or (row["reason"], Kind(row["kind"])) in reasons, row
