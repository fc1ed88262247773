"""The FastAPI application: pages, API and health checks over one `Services`."""

from collections.abc import Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot import __version__
from bot.channels.web import (
    admin,
    api,
    assets,
    errors,
    health,
    pages,
    procedures,
    pwa,
    request_ids,
    results,
    sitemap,
    staff,
    taps,
    texts,
)
from bot.channels.web.admin import access, annex, knowledge
from bot.channels.web.limits import Limits
from bot.services import Services
from bot.settings import WebSettings, listed
from bot.storage.admin_records import AdminRecords

MAX_BODY_BYTES = 256 * 1024
"""The longest text of the API, each character written as two escapes, fits."""
UPLOADS = (knowledge.HOME, annex.HOME)
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
"""More than the admin room takes, so that who sends too much reads why instead of losing the connection."""
ROUTERS = (
    pages.router,
    procedures.router,
    taps.router,
    results.router,
    sitemap.router,
    pwa.router,
    api.router,
    health.router,
)
# Everything comes from this server: no CDN, no foreign script, no frame around a page.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors {ancestors}; base-uri 'none'; form-action 'self'; "
    "object-src 'none'"
)
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def create_app(
    services: Services,
    accounts: AdminRecords | None = None,
    web: WebSettings | None = None,
    *,
    channels: Sequence[health.Watched] = (),
    chat: bool = True,
) -> FastAPI:
    """Return the web application, with the rooms of officials if `accounts` says who may enter them.

    `channels` feed `/readyz`. Without `chat` there are neither pages nor rooms, only health checks and what
    messengers post to. The generated docs pages are off because they load scripts from a CDN.
    """
    web = web or WebSettings()
    app = FastAPI(title="Hỏi Một Cửa", version=__version__, docs_url=None, redoc_url=None, openapi_url=api.DESCRIPTION)
    app.state.services = services
    app.state.web = web
    app.state.limits = Limits(web)
    app.state.channels = channels
    for router in ROUTERS if chat else (health.router,):
        app.include_router(router)
    if accounts and chat:
        admin.mount(app, accounts)
        staff.mount(app)
    app.mount("/static", StaticFiles(directory=assets.STATIC), name="static")
    app.middleware("http")(_guard)
    app.add_middleware(_GZip)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=listed(web.trusted_proxies))
    app.add_exception_handler(RequestValidationError, errors.bad_request)
    app.add_exception_handler(HTTPException, errors.error_page)
    app.add_exception_handler(Exception, _failed)
    return app


class _GZip(GZipMiddleware):
    """Packs all but what officials see, whose pages hold secrets beside what was typed (BREACH)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        inside = scope["type"] == "http" and scope["path"].startswith(access.INSIDE)
        await (self.app if inside else super().__call__)(scope, receive, send)


async def _guard(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Give the request a number; refuse bodies too large for a question, or of untold length, before reading them."""
    request_ids.number(request)
    length = request.headers.get("content-length", "0")
    most = MAX_UPLOAD_BYTES if request.url.path.startswith(UPLOADS) else MAX_BODY_BYTES
    if not length.isdecimal() or int(length) > most or "transfer-encoding" in request.headers:
        return _secured(request, await _too_large(request))
    return _secured(request, await call_next(request))


async def _too_large(request: Request) -> Response:
    """Say so to officials, who sent a form, on a page; to programs as JSON."""
    path = request.url.path
    if not path.startswith(access.INSIDE):
        return JSONResponse({"error": texts.BODY_TOO_LARGE}, status_code=413)
    message = texts.UPLOAD_TOO_LARGE if path.startswith(UPLOADS) else texts.BODY_TOO_LARGE
    return await errors.error_page(request, HTTPException(413, message))


async def _failed(request: Request, error: Exception) -> Response:
    """Answer kindly what failed; this happens outside `_guard`."""
    return _secured(request, await errors.error_page(request, error))


def _secured(request: Request, response: Response) -> Response:
    web: WebSettings = request.app.state.web
    framed = request.url.path == pages.FRAME
    ancestors = (" ".join(listed(web.widget_origins)) if framed else "") or "'none'"
    kept = {
        **_HEADERS,
        "Content-Security-Policy": _POLICY.format(ancestors=ancestors),
        "Cache-Control": _caching(request),
        request_ids.HEADER: request.state.id,
    }
    for name, value in kept.items():
        response.headers.setdefault(name, value)
    return response


def _caching(request: Request) -> str:
    """Return how long an answer may be kept: no answer to a person at all, but pages for going back to."""
    path = request.url.path
    if path.startswith((*access.INSIDE, "/api/")):
        return "no-store"
    if path.startswith("/static/"):
        return assets.FOR_GOOD if "v" in request.query_params else assets.FOR_AN_HOUR
    return "private, no-cache"
