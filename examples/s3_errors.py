"""Another store's errors as Amazon S3's: a piece of ASGI middleware for a gateway.

It stands around an application that passes S3's requests on to another store. Successes go through as they are; an error of
the store is read, normalized and written anew as S3 would send it, so that a client of S3 raises its own exceptions.

    app = S3Errors(gateway, source="azure-blob")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from normalizer import translate

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[Message, Receive, Send], Awaitable[None]]

FIRST_ERROR: Final = 300
MAX_BODY: Final = 64 * 1024


class S3Errors:
    """The middleware. `source`: the provider behind `app`; `to`: whose errors the clients expect."""

    def __init__(self, app: App, source: str, to: str = "aws-s3") -> None:
        self.app, self.source, self.to = app, source, to

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def translating(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= FIRST_ERROR:
                start.update(message)
            elif message["type"] == "http.response.body" and start:
                body.extend(message.get("body", b"")[: MAX_BODY - len(body)])
                if not message.get("more_body", False):
                    await self.answer(scope["method"], start, bytes(body), send)
            else:
                await send(message)

        await self.app(scope, receive, translating)

    async def answer(self, method: str, start: Message, body: bytes, send: Send) -> None:
        """Send what S3 would have sent instead."""
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start.get("headers", ())]
        error = translate(body, self.to, source=self.source, status=start["status"], headers=headers, method=method)
        written = [(name.encode(), value.encode()) for name, value in error.headers.items()]
        if error.body:
            written.append((b"content-length", str(len(error.body)).encode()))
        await send({"type": "http.response.start", "status": error.status, "headers": written})
        await send({"type": "http.response.body", "body": error.body})
