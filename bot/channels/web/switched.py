"""While the web chat is switched off: 503 and a kind word for who asks. Pages of procedures stay: they show facts."""

from http import HTTPStatus

import structlog
from fastapi import Request
from starlette.exceptions import HTTPException

from bot.channels.web import texts
from bot.channels.web.visitors import CHANNEL
from bot.services import Services
from handlers.erasing import asks_to_forget

RETRY_SECONDS = 600
log = structlog.get_logger()


async def check(request: Request, text: str = "") -> None:
    """Raise HTTPException 503 while the web chat is off; who asks to be forgotten is heard all the same."""
    services: Services = request.app.state.services
    if await services.is_off(CHANNEL) and not asks_to_forget(text):
        log.info("channel_off", channel=CHANNEL)
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, texts.OFF, {"Retry-After": str(RETRY_SECONDS)})
