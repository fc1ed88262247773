"""Bodies that never end: cut when they grow too large, given up when they trickle (slowloris)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web import texts

_CLOSE = {"Connection": "close"}
"""What still comes of the body is not waited for."""


@dataclass(frozen=True, slots=True)
class Most:
    """How many bytes a body may have, and in how many seconds it must have come."""

    size: int
    seconds: float


class Bodies:
    """Middleware that raises HTTPException 413 or 408 where an endpoint reads a body; right around the endpoints.

    `most` tells what holds for a path. Time runs from when the endpoint begins to read.
    """

    def __init__(self, app: ASGIApp, most: Callable[[str], Most]) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        body = _Body(receive, self._most(scope["path"])).receive if scope["type"] == "http" else receive
        await self._app(scope, body, send)


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
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, texts.BODY_TOO_LARGE, _CLOSE)
        return message
