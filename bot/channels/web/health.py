"""`/healthz`: the process answers; `/readyz`: knowledge is loaded and the database takes questions."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.services import Services

router = APIRouter()


@router.get("/healthz")
async def live() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Say whether questions can be answered and written down now; 503 if not."""
    services: Services = request.app.state.services
    try:
        storage = await services.journal.ready()
    except Exception:  # noqa: BLE001  whatever the driver raises, the answer is "not ready"
        storage = False
    body = {
        "status": "ok" if storage else "unavailable",
        "knowledge": services.snapshot.knowledge.version,
        "version": services.snapshot.activation.version if services.snapshot.activation else None,
        "procedures": len(services.snapshot.knowledge.procedures),
        "storage": storage,
    }
    return JSONResponse(body, status_code=200 if storage else 503)
