"""`/healthz`: the process answers; `/readyz`: knowledge is loaded, the database and all channels take questions."""

from collections.abc import Sequence
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.services import Services

router = APIRouter(include_in_schema=False)


class Watched(Protocol):
    """What is told of another channel that this process serves."""

    @property
    def name(self) -> str:
        """Its name, as in the questions written down."""

    def is_ready(self) -> bool:
        """Say whether it hears what people write."""


@router.get("/healthz")
async def live() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Say whether questions can be answered and written down now on every channel; 503 if not."""
    services: Services = request.app.state.services
    watched: Sequence[Watched] = request.app.state.channels
    storage = await _storage(services)
    channels = {channel.name: channel.is_ready() for channel in watched}
    well = storage and all(channels.values())
    body = {
        "status": "ok" if well else "unavailable",
        "knowledge": services.snapshot.knowledge.version,
        "version": services.snapshot.activation.version if services.snapshot.activation else None,
        "procedures": len(services.snapshot.knowledge.procedures),
        "storage": storage,
        "channels": channels,
    }
    return JSONResponse(body, status_code=200 if well else 503)


async def _storage(services: Services) -> bool:
    try:
        return await services.journal.ready()
    except Exception:  # noqa: BLE001  whatever the driver raises, the answer is "not ready"
        return False
