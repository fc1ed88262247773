"""What is answered to who posts to a webhook without its secret: refused, and soon without being looked at."""

import math
from http import HTTPStatus

import structlog
from fastapi import Request, Response

from bot.operations.networks import network
from bot.storage.allowances import Allowances, MemoryAllowances, Want

WRONG_PER_MINUTE = 30
log = structlog.get_logger()


class Strangers:
    """Counts wrong secrets by address, each process for itself: guessing must not cost the database anything.

    Only what is wrong is ever refused: whoever has the secret is served, from the same address too.
    """

    def __init__(self, channel: str, allowances: Allowances | None = None) -> None:
        self._channel = channel
        self._allowances = allowances or MemoryAllowances()

    async def refuse(self, request: Request) -> Response:
        """Return 403 for a wrong secret; 429 with Retry-After, and no line in the log, after too many of an address."""
        host = network(request.client.host if request.client else "")
        refused = await self._allowances.take([Want("wrong_secret", host, WRONG_PER_MINUTE)])
        if refused:
            wait = str(math.ceil(refused.seconds))
            return Response(status_code=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": wait})
        log.warning("wrong_secret", channel=self._channel)
        return Response(status_code=HTTPStatus.FORBIDDEN)
