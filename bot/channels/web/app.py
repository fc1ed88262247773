"""The FastAPI application: pages, API and health checks over one `Services`."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
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
    metrics,
    pages,
    privacy,
    procedures,
    pwa,
    results,
    sitemap,
    staff,
    taps,
    texts,
)
from bot.channels.web.admin import access, annex, knowledge
from bot.channels.web.bodies import Bodies, Most
from bot.channels.web.headers import Secured, secure
from bot.channels.web.limits import Limits
from bot.channels.web.watching import NOTHING, Watch, Watched
from bot.operations.metrics import built
from bot.services import Services
from bot.settings import WebSettings, listed
from bot.storage.admin_records import AdminRecords

MAX_BODY_BYTES = 256 * 1024
"""The longest text of the API, each character written as two escapes, fits."""
UPLOADS = (knowledge.HOME, annex.HOME)
BODY_SECONDS = 20.0
"""A question has some hundred bytes, which any network carries at once."""
MAX_UPLOAD_BYTES = 64 * 1024 * 1024
"""More than the admin room takes, so that who sends too much reads why instead of losing the connection."""
UPLOAD_SECONDS = 15 * 60.0
"""20 MB, the largest file that is taken, over a line of 200 kbit/s; only of who is signed in is any read."""
WATCHED = (health.router, metrics.router)
"""For whoever looks after the server, whatever channels there are."""
ROUTERS = (
    pages.router,
    privacy.router,
    procedures.router,
    taps.router,
    results.router,
    sitemap.router,
    pwa.router,
    api.router,
    *WATCHED,
)


def create_app(
    services: Services,
    accounts: AdminRecords | None = None,
    web: WebSettings | None = None,
    *,
    channels: Sequence[Watched] = (),
    wanting: Mapping[str, str] = NOTHING,
    chat: bool = True,
) -> FastAPI:
    """Return the web application, with the rooms of officials if `accounts` says who may enter them.

    `channels` feed `/readyz` and `/metrics`; `wanting` names the settings that others want. Without `chat` there are
    neither pages nor rooms, only these two and what messengers post to. The generated docs pages are off because they
    load scripts from a CDN.
    """
    web = web or WebSettings()
    built(__version__)
    app = FastAPI(title="Hỏi Một Cửa", version=__version__, docs_url=None, redoc_url=None, openapi_url=api.DESCRIPTION)
    app.state.services = services
    app.state.web = web
    app.state.limits = Limits(web, services.allowances)
    app.state.watch = Watch(services, channels, wanting)
    for router in ROUTERS if chat else WATCHED:
        app.include_router(router)
    if accounts and chat:
        admin.mount(app, accounts)
        staff.mount(app)
    app.mount("/static", StaticFiles(directory=assets.STATIC), name="static")
    app.add_middleware(Bodies, most=_most)
    app.add_middleware(Secured)
    app.add_middleware(_GZip)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=listed(web.trusted_proxies))
    app.add_exception_handler(RequestValidationError, errors.bad_request)
    app.add_exception_handler(HTTPException, errors.error_page)
    app.add_exception_handler(Exception, _failed)
    return app


def _most(path: str) -> Most:
    """Return how large a body may be, and how long it may take."""
    if path.startswith(UPLOADS):
        return Most(MAX_UPLOAD_BYTES, UPLOAD_SECONDS, texts.UPLOAD_TOO_LARGE)
    return Most(MAX_BODY_BYTES, BODY_SECONDS)


class _GZip(GZipMiddleware):
    """Packs all but what officials see, whose pages hold secrets beside what was typed (BREACH), and empty answers."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = scope["type"] == "http" and scope["path"].startswith((*access.INSIDE, errors.WEBHOOKS))
        await (self.app if plain else super().__call__)(scope, receive, send)


async def _failed(request: Request, error: Exception) -> Response:
    """Answer kindly what failed; this happens outside `Secured`."""
    page = await errors.error_page(request, error)
    secure(request, page.headers)
    return page
