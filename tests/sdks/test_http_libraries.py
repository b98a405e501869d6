"""requests, httpx, aiohttp and urllib3: their responses, their exceptions, and responses that were not read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import pytest
import requests
import urllib3

from normalizer import Effect, Kind, canonical_errors, from_exception, from_response
from tests.sdks.clients import an_answer, outcome
from tests.sdks.stage import Stage, closed_port
from tests.test_corpus import CORPUS, read

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT = 2
GBK = read(CORPUS / "aws-s3" / "gbk-declared.http")


@pytest.fixture
def url(stage: Stage) -> str:
    stage.set(an_answer("aws-s3", 404, "NoSuchKey", "no", "RID7"))
    return f"{stage.url}/bucket/key"


async def by_aiohttp(url: str, *, read: bool = True, fail: bool = False, method: str = "GET") -> Any:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session, session.request(method, url) as response:
        if read:
            await response.read()
        if fail:
            response.raise_for_status()
        return response if read else outcome(lambda: from_response(response))


async def by_async_httpx(url: str, *, method: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(timeout=TIMEOUT) as client:
        return await client.request(method, url)


ASK: dict[str, Callable[[str, str], Any]] = {
    "requests": lambda method, url: requests.request(method, url, timeout=TIMEOUT),
    "requests, streamed": lambda method, url: requests.request(method, url, stream=True, timeout=TIMEOUT),
    "httpx": lambda method, url: httpx.request(method, url, timeout=TIMEOUT),
    "httpx, async": lambda method, url: asyncio.run(by_async_httpx(url, method=method)),
    "aiohttp": lambda method, url: asyncio.run(by_aiohttp(url, method=method)),
    "urllib3": lambda method, url: urllib3.PoolManager(retries=False, timeout=TIMEOUT).request(method, url),
    "urllib3, streamed": lambda method, url: urllib3.PoolManager(retries=False, timeout=TIMEOUT).request(method, url, preload_content=False),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_a_response(ask: Callable[[str, str], Any], url: str) -> None:
    found = from_response(ask("GET", url), "aws-s3")
    assert (found.kind, found.code, found.request_id, found.retry_after) == (Kind.NOT_FOUND, "NoSuchKey", "RID7", 7.0)


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_a_response_to_a_head(ask: Callable[[str, str], Any], stage: Stage) -> None:
    """A 400 to a HEAD is Unknown and to a GET InvalidArgument: the method is taken from the response."""
    stage.play(400)
    assert from_response(ask("HEAD", f"{stage.url}/bucket/key"), "aws-s3").kind is Kind.UNKNOWN
    assert from_response(ask("GET", f"{stage.url}/bucket/key"), "aws-s3").kind is Kind.INVALID_ARGUMENT


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_bytes_are_taken_and_not_text(ask: Callable[[str, str], Any], stage: Stage) -> None:
    stage.play(GBK.arguments["status"], GBK.body, Content_Type="application/xml; charset=utf-8")
    wanted = GBK.wanted["expect"]
    assert from_response(ask("GET", stage.url), "aws-s3").code == wanted["code"]


def test_a_body_that_was_not_read(url: str) -> None:
    with httpx.Client() as client, client.stream("GET", url) as response:
        with pytest.raises(TypeError, match=r"read\(\) or await aread\(\)"):
            from_response(response)
        response.read()
        assert from_response(response).code == "NoSuchKey"
    assert isinstance(asyncio.run(by_aiohttp(url, read=False)), TypeError)
    streamed = requests.get(url, stream=True, timeout=TIMEOUT)
    list(streamed.iter_content())
    with pytest.raises(TypeError, match="pass the bytes you have read"):
        from_response(streamed)


def test_what_raise_for_status_raises(url: str) -> None:
    """aiohttp's exception has no body; the others hold their response."""
    for call in (lambda: requests.get(url, timeout=TIMEOUT).raise_for_status(), lambda: httpx.get(url).raise_for_status()):
        found = from_exception(outcome(call), "aws-s3")  # type: ignore[arg-type]
        assert (found.kind, found.code, found.request_id) == (Kind.NOT_FOUND, "NoSuchKey", "RID7")
    found = from_exception(outcome(lambda: asyncio.run(by_aiohttp(url, fail=True))), "aws-s3")  # type: ignore[arg-type]
    assert (found.kind, found.status, found.code, found.request_id) == (Kind.NOT_FOUND, 404, None, "RID7")


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_nobody_listens(ask: Callable[[str, str], Any]) -> None:
    found = from_exception(outcome(lambda: ask("GET", f"http://127.0.0.1:{closed_port()}/")))  # type: ignore[arg-type]
    assert (found.kind, found.effect, found.fault, found.provider) == (Kind.UNAVAILABLE, Effect.NOT_APPLIED, None, "unknown")


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_no_name(ask: Callable[[str, str], Any]) -> None:
    found = from_exception(outcome(lambda: ask("GET", "http://nowhere.invalid/")))  # type: ignore[arg-type]
    assert (found.kind, found.effect, found.alternatives) == (Kind.UNAVAILABLE, Effect.NOT_APPLIED, (Kind.WRONG_ENDPOINT,))


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK.keys())
def test_a_signed_url_does_not_come_out(ask: Callable[[str, str], Any]) -> None:
    found = from_exception(outcome(lambda: ask("GET", f"http://127.0.0.1:{closed_port()}/k?X-Amz-Signature=5ec4e7&a=b")))  # type: ignore[arg-type]
    assert "5ec4e7" not in found.model_dump_json() + str(found.to_exception())


def test_canonical_errors_of_a_coroutine(url: str) -> None:
    @canonical_errors("aws-s3", filename="bucket/key")
    async def fetch() -> Any:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            response.raise_for_status()
            return await response.read()

    with pytest.raises(FileNotFoundError) as caught:
        asyncio.run(fetch())
    assert isinstance(caught.value.__cause__, aiohttp.ClientResponseError)
    assert caught.value.filename == "bucket/key"
