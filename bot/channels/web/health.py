"""`/healthz`: the process answers; `/readyz`: knowledge is loaded, the database and all channels take questions."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.channels.web.watching import Watch

OLDEST_LAG_SECONDS = 60.0
"""Loading another version takes some seconds; who serves an old one so much longer cannot load it."""
router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def live() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Say whether questions can be answered and written down now on every channel; 503 with the reasons if not."""
    watch: Watch = request.app.state.watch
    services = watch.services
    storage = await watch.storage()
    channels = {channel.name: channel.is_ready() for channel in watch.channels}
    reasons = _reasons(channels, storage=storage, lag=services.lag.seconds)
    body = {
        "status": "unavailable" if reasons else "ok",
        "reasons": reasons,
        "knowledge": services.snapshot.knowledge.version,
        "version": services.snapshot.activation.version if services.snapshot.activation else None,
        "procedures": len(services.snapshot.knowledge.procedures),
        "storage": storage,
        "channels": channels,
    }
    return JSONResponse(body, status_code=503 if reasons else 200)


def _reasons(channels: dict[str, bool], *, storage: bool, lag: float) -> list[str]:
    """Return why questions cannot be answered well, in words for who looks after the server."""
    reasons = [f"{name} hears no messages" for name, is_ready in channels.items() if not is_ready]
    if not storage:
        reasons.append("the database does not answer")
    if lag > OLDEST_LAG_SECONDS:
        reasons.append(f"another knowledge version than the active one is served for {lag:.0f} s")
    return reasons
