"""The FastAPI application: pages, API and health checks over one `Services`."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from bot import __version__
from bot.channels.web import admin, api, health, pages, texts
from bot.channels.web.admin import access, annex, knowledge
from bot.services import Services
from bot.storage.admin_records import AdminRecords

STATIC = Path(__file__).parent / "static"
MAX_BODY_BYTES = 128 * 1024
UPLOADS = (knowledge.HOME, annex.HOME)
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
"""More than the admin room takes, so that who sends too much reads why instead of losing the connection."""
# Everything comes from this server: no CDN, no foreign script, no frame around the page.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(services: Services, accounts: AdminRecords | None = None) -> FastAPI:
    """Return the web application, with the admin room if `accounts` says who may enter it.

    Its generated docs pages are off because they load scripts from a CDN.
    """
    app = FastAPI(title="Hỏi Một Cửa", version=__version__, docs_url=None, redoc_url=None)
    app.state.services = services
    app.include_router(pages.router)
    app.include_router(api.router)
    app.include_router(health.router)
    if accounts:
        admin.mount(app, accounts)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.middleware("http")(_guard)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, pages.error_page)
    app.add_exception_handler(Exception, _failed)
    return app


async def _guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Refuse bodies too large to be a question, or of untold length, before reading them."""
    length = request.headers.get("content-length", "0")
    most = MAX_UPLOAD_BYTES if request.url.path.startswith(UPLOADS) else MAX_BODY_BYTES
    if not length.isdecimal() or int(length) > most or "transfer-encoding" in request.headers:
        return _secured(request, JSONResponse({"error": texts.BODY_TOO_LARGE}, status_code=413))
    return _secured(request, await call_next(request))


async def _failed(request: Request, error: Exception) -> Response:
    """Answer kindly what failed; this happens outside `_guard`."""
    return _secured(request, await pages.error_page(request, error))


def _secured(request: Request, response: Response) -> Response:
    if request.url.path.startswith(access.HOME):
        response.headers["Cache-Control"] = "no-store"
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _bad_request(request: Request, error: Exception) -> Response:
    """Say in one sentence what the API takes."""
    return JSONResponse({"error": texts.BAD_REQUEST}, status_code=422)
