"""Where Zalo posts updates to: kept first, then acknowledged."""

import hmac
import json
from collections.abc import Awaitable, Callable

import structlog
from fastapi import APIRouter, Request, Response, status
from pydantic import SecretStr

from bot.channels.strangers import Strangers
from bot.channels.zalo_bot.updates import Received, read

PATH = "/webhook/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105  a header's name
log = structlog.get_logger()


def create_router(secret: SecretStr, keep: Callable[[Received], Awaitable[None]]) -> APIRouter:
    """Return the route that hands messages to `keep`.

    200 once a message is safe, and for all that is none: Zalo tries the address with bodies of its own,
    an empty one among them. 403 for a wrong secret, 503 if the message could not be kept.
    """
    router, strangers = APIRouter(), Strangers("zalo_bot")

    async def take(request: Request) -> Response:
        raw = await request.body()
        if not raw.strip():
            return Response()
        if not _is_ours(request, secret):
            return await strangers.refuse(request)
        received = read(_json(raw))
        if not received:
            log.info("zalo_bot_update_ignored", size=len(raw))
            return Response()
        try:
            await keep(received)
        except Exception as error:  # noqa: BLE001  whatever the database raises, Zalo is told that it failed
            log.error("zalo_bot_not_kept", kind=type(error).__name__)  # noqa: TRY400  its text holds the message
            return Response(status_code=status.HTTP_503_SERVICE_UNAVAILABLE)
        return Response()

    router.add_route(PATH, take, ["POST"], include_in_schema=False)  # a plain route: it reads its body itself
    return router


def _is_ours(request: Request, secret: SecretStr) -> bool:
    given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
    return hmac.compare_digest(given, secret.get_secret_value().encode())


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
