"""Connections that cost much and ask little: too many of an address, and requests whose head never ends (slowloris)."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.operations.networks import lies_in, network

HEAD_SECONDS = 15.0
"""How long a connection may take to ask something, and after an answer to ask again."""
MOST_HEAD_BYTES = 16 * 1024
"""A browser's head with all cookies has two kilobytes; the parser itself would take any."""
MOST_OF_AN_ADDRESS = 200
"""A browser opens six, and many people share an address. Proxies that are trusted may open any number."""
MOST_AT_ONCE = 4000
"""Beyond so many connections uvicorn itself answers 503."""
log = structlog.get_logger()


class Guarded(HttpToolsProtocol):
    """uvicorn's protocol, with limits that it lacks: time and size of a request's head, an address's connections."""

    proxies: Sequence[str] = ()
    opened: ClassVar[Counter[str]]
    _host = ""
    _giving_up: asyncio.TimerHandle | None = None
    _head_bytes: int | None = None
    """How much of a head that is not whole has come; None between heads."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection; close it at once if its address has too many."""
        super().connection_made(transport)
        self._host = self.counted(self.client[0] if self.client else "")
        self.opened[self._host] += 1
        if self._host and self.opened[self._host] > MOST_OF_AN_ADDRESS:
            log.info("limit_refused", limit="connections")
            transport.abort()
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no longer."""
        super().connection_lost(exc)
        self.opened[self._host] -= 1
        if not self.opened[self._host]:
            del self.opened[self._host]
        if self._giving_up:
            self._giving_up.cancel()

    def on_message_begin(self) -> None:
        """Begin to measure the head."""
        super().on_message_begin()
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """Measure no more."""
        self._head_bytes = None
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has grown too large."""
        super().data_received(data)
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.send_400_response("Request head too large")

    def on_response_complete(self) -> None:
        """Let the next request, if one comes, be whole in time too."""
        super().on_response_complete()
        self._wait_for_head()

    def _wait_for_head(self) -> None:
        if self._giving_up:
            self._giving_up.cancel()
        self._giving_up = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        """Close, unless a request is being answered; its body has a time limit of its own (`bodies`)."""
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    @classmethod
    def counted(cls, host: str) -> str:
        """Return what counts as the address; "" for proxies, and where none is known."""
        return "" if lies_in(host, cls.proxies) else network(host)


def guarded(trusted_proxies: Sequence[str]) -> type[Guarded]:
    """Return the protocol of one server, which counts its connections."""

    class OfOneServer(Guarded):
        proxies = trusted_proxies
        opened: ClassVar[Counter[str]] = Counter()

    return OfOneServer
