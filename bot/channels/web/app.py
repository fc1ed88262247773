"""The FastAPI application: pages, API and health checks over one `Services`."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from bot import __version__
from bot.channels.web import api, health, pages, texts
from bot.services import Services

STATIC = Path(__file__).parent / "static"
MAX_BODY_BYTES = 128 * 1024
# Everything comes from this server: no CDN, no foreign script, no frame around the page.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(services: Services) -> FastAPI:
    """Return the web application; its generated docs pages are off because they load scripts from a CDN."""
    app = FastAPI(title="Hỏi Một Cửa", version=__version__, docs_url=None, redoc_url=None)
    app.state.services = services
    app.include_router(pages.router)
    app.include_router(api.router)
    app.include_router(health.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.middleware("http")(_guard)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, pages.error_page)
    app.add_exception_handler(Exception, _failed)
    return app


async def _guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Refuse bodies too large to be a question, or of untold length, before reading them."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES or "transfer-encoding" in request.headers:
        return _secured(JSONResponse({"error": texts.BODY_TOO_LARGE}, status_code=413))
    return _secured(await call_next(request))


async def _failed(request: Request, error: Exception) -> Response:
    """Answer kindly what failed; this happens outside `_guard`."""
    return _secured(await pages.error_page(request, error))


def _secured(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _bad_request(request: Request, error: Exception) -> Response:
    """Say in one sentence what the API takes."""
    return JSONResponse({"error": texts.BAD_REQUEST}, status_code=422)
