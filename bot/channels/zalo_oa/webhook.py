"""Where Zalo posts events to: checked, kept, acknowledged; answering comes later, as Zalo waits two seconds only."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from fastapi import APIRouter, Request, Response, status

from bot.channels.strangers import Strangers
from bot.channels.zalo_oa import events, signature
from bot.settings import ZaloOaSettings

PATH = "/webhook/zalo-oa"
_PROBES = (b"", b"{}")
log = structlog.get_logger()


def create_router(settings: ZaloOaSettings, keep: Callable[[events.Event], Awaitable[None]]) -> APIRouter:
    """Return the route that hands events to `keep`.

    200 once an event is safe, for one that needs no answer or is days old, and for the unsigned probe with which Zalo
    tries the address; 403 for a missing or wrong signature; 503 if it could not be kept, so that Zalo repeats it.
    """
    router, strangers = APIRouter(), Strangers("zalo_oa")

    async def take(request: Request) -> Response:
        body = await request.body()
        if body.strip() in _PROBES:
            return Response()
        said = events.parse(body)
        if not _is_ours(request, body, events.timestamp(said), settings):
            return await strangers.refuse(request)
        if events.is_replayed(said, datetime.now(UTC)):
            log.warning("zalo_oa_replayed")
            return Response()
        event = events.read(said, body)
        try:
            if event:
                await keep(event)
        except Exception as error:  # noqa: BLE001  whatever the database raises
            log.error("zalo_oa_not_kept", kind=type(error).__name__)  # noqa: TRY400  its text holds the message
            return Response(status_code=status.HTTP_503_SERVICE_UNAVAILABLE)
        return Response()

    router.add_route(PATH, take, ["POST"], include_in_schema=False)  # a plain route: it reads its body itself
    return router


def _is_ours(request: Request, body: bytes, timestamp: str, settings: ZaloOaSettings) -> bool:
    header = request.headers.get(signature.HEADER, "")
    return signature.is_signed(header, body, timestamp, settings.app_id, settings.oa_secret.get_secret_value())
