"""What every answer tells the browser: load nothing from elsewhere, be framed by nobody, keep no secret."""

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web import assets, pages, request_ids
from bot.channels.web.admin import access
from bot.settings import WebSettings, listed

WIDGET = "/static/widget.js"
"""The one file that other sites' pages load."""
# Everything comes from this server: no CDN, no foreign script, no frame around a page.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors {ancestors}; base-uri 'none'; form-action 'self'; "
    "object-src 'none'"
)
_SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HTTPS_FOR_A_YEAR = "max-age=31536000"
"""For this name alone: what else an agency has below its domain is not ours to decide."""


class Secured:
    """Middleware that numbers each request, and gives its answer the headers that it does not have yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        request_ids.number(request)

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(request, MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_secured)


def secure(request: Request, headers: MutableHeaders) -> None:
    """Add to the headers of the answer to a numbered request what they do not have yet."""
    path = request.scope["path"]  # `request.url` puts all its parts together, at each answer
    kept = {
        **_SAME,
        "Content-Security-Policy": _POLICY.format(ancestors=_ancestors(request)),
        "Cross-Origin-Resource-Policy": "cross-origin" if path == WIDGET else "same-origin",
        "Cache-Control": _caching(request),
        request_ids.HEADER: request.state.id,
    }
    if request.scope["scheme"] == "https":
        kept["Strict-Transport-Security"] = _HTTPS_FOR_A_YEAR
    for name, value in kept.items():
        headers.setdefault(name, value)


def _ancestors(request: Request) -> str:
    web: WebSettings = request.app.state.web
    framed = request.scope["path"] == pages.FRAME
    return (" ".join(listed(web.widget_origins)) if framed else "") or "'none'"


def _caching(request: Request) -> str:
    """Return how long an answer may be kept: no answer to a person at all, but pages for going back to."""
    path = request.scope["path"]
    if path.startswith((*access.INSIDE, "/api/")):
        return "no-store"
    if path.startswith("/static/"):
        return assets.FOR_GOOD if "v" in request.query_params else assets.FOR_AN_HOUR
    return "private, no-cache"
