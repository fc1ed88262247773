"""Bodies that never end: refused or cut when they are too large, given up when they trickle (slowloris)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web import errors, texts

_CLOSE = {"Connection": "close"}
"""What still comes of the body is not waited for."""


@dataclass(frozen=True, slots=True)
class Most:
    """How many bytes a body may have, in how many seconds it must have come, and what is said of one too large."""

    size: int
    seconds: float
    too_large: str = texts.BODY_TOO_LARGE

    def refusal(self) -> HTTPException:
        """Return the error for a body that is too large."""
        return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self.too_large, _CLOSE)


class Bodies:
    """Middleware that refuses bodies; right around the endpoints.

    One that is said to be too large is answered with 413 before it comes. Where an endpoint reads one that turns out
    so, or comes too slowly, HTTPException 413 or 408 is raised there. `most` tells what holds for a path; time runs
    from when the endpoint begins to read.
    """

    def __init__(self, app: ASGIApp, most: Callable[[str], Most]) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, most = Request(scope), self._most(scope["path"])
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most.size:
            refused = await errors.error_page(request, most.refusal())
            await refused(scope, receive, send)
        else:
            await self._app(scope, _Body(receive, most).receive, send)


class _Body:
    """The body of one request."""

    def __init__(self, receive: Receive, most: Most) -> None:
        self._receive = receive
        self._most = most
        self._size = 0
        self._until: float | None = None
        self._came = False

    async def receive(self) -> Message:
        """Return the next piece; once all came, wait for the end of the connection, however long."""
        if self._came:
            return await self._receive()
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + self._most.seconds
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, texts.TOO_SLOW, _CLOSE) from None
        self._came = not message.get("more_body", False)
        self._size += len(message.get("body", b""))
        if self._size > self._most.size:
            raise self._most.refusal()
        return message
