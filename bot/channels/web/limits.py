"""How often one may ask: a session, an address, everybody together.

A minute's worth may be asked at once, so only who goes on like a machine waits. Sessions are the askers' own to choose,
so the address counts too; it is set wide, because mobile networks and waiting halls put hundreds behind one.
"""

import math
from collections.abc import Iterator
from http import HTTPStatus

import structlog
from fastapi import Request
from starlette.exceptions import HTTPException

from bot.channels.web import texts
from bot.operations.networks import network
from bot.settings import WebSettings
from bot.storage.allowances import Allowances, Want

SESSION, ADDRESS, ALL = "web.session", "web.address", "web.all"
_SENTENCES = {SESSION: texts.TOO_MANY, ADDRESS: texts.BUSY, ALL: texts.BUSY}
log = structlog.get_logger()


class Limits:
    """The three limits of a website; one that is set to 0 is none."""

    def __init__(self, web: WebSettings, allowances: Allowances) -> None:
        self._web = web
        self._allowances = allowances

    async def admit(self, session: str, address: str) -> None:
        """Count a question; raises HTTPException 429 with Retry-After, counting nothing, if one limit is reached.

        `session` is "" for a question outside of any conversation.
        """
        refused = await self._allowances.take(list(self._wants(session, address)))
        if refused:
            log.info("limit_refused", limit=refused.limit, channel="web")
            seconds = math.ceil(round(refused.seconds, 3))
            message = _SENTENCES[refused.limit].format(seconds=seconds)
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, message, {"Retry-After": str(seconds)})

    def _wants(self, session: str, address: str) -> Iterator[Want]:
        web = self._web
        limits = (
            (SESSION, session, web.session_per_minute),
            (ADDRESS, address, web.address_per_minute),
            (ALL, "everybody", web.all_per_minute),
        )
        for name, who, per_minute in limits:
            if who and per_minute:
                yield Want(name, who, per_minute)


async def admit(request: Request, session: str) -> None:
    """Count a question of this request; raises HTTPException 429 if there were too many."""
    limits: Limits = request.app.state.limits
    await limits.admit(session, network(request.client.host if request.client else ""))


async def admitted(request: Request, session: str) -> bool:
    """Count the same; say whether there were not too many, where nobody need be told."""
    try:
        await admit(request, session)
    except HTTPException:
        return False
    return True
