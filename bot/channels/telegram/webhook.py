"""The webhook: takes an update, and says so only once it is kept."""

import hmac
import json
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import SecretStr

from bot.channels.strangers import Strangers

PATH = "/webhook/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a header's name
Keep = Callable[[dict[str, Any]], Awaitable[None]]
log = structlog.get_logger()


def secret_of(token: SecretStr) -> str:
    """Return what Telegram is to send along with each update: the same in every process that has the token."""
    return blake2b(b"webhook of telegram", key=token.get_secret_value().encode()[:64], digest_size=32).hexdigest()


def create_router(secret: str, keep: Keep) -> APIRouter:
    """Return the route that Telegram posts updates to; what is not answered with 200 it posts again."""
    router, strangers = APIRouter(), Strangers("telegram")

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return await strangers.refuse(request)
        update = _read(await request.body())
        if update is None:
            return Response(status_code=400)
        try:
            await keep(update)
        except Exception as error:  # noqa: BLE001  whatever the database's driver raises
            log.warning("telegram_not_kept", kind=type(error).__name__)
            return Response(status_code=503)
        return Response()

    router.add_route(PATH, receive, ["POST"], include_in_schema=False)  # a plain route: it reads its body itself
    return router


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None
