"""What every answer tells the browser: load nothing from elsewhere, be framed by nobody, keep no secret."""

from fastapi import Request, Response

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


def secured(request: Request, response: Response) -> Response:
    """Return the answer with the headers that it does not have yet."""
    path = request.url.path
    kept = {
        **_SAME,
        "Content-Security-Policy": _POLICY.format(ancestors=_ancestors(request)),
        "Cross-Origin-Resource-Policy": "cross-origin" if path == WIDGET else "same-origin",
        "Cache-Control": _caching(request),
        request_ids.HEADER: request.state.id,
    }
    if request.url.scheme == "https":
        kept["Strict-Transport-Security"] = _HTTPS_FOR_A_YEAR
    for name, value in kept.items():
        response.headers.setdefault(name, value)
    return response


def _ancestors(request: Request) -> str:
    web: WebSettings = request.app.state.web
    framed = request.url.path == pages.FRAME
    return (" ".join(listed(web.widget_origins)) if framed else "") or "'none'"


def _caching(request: Request) -> str:
    """Return how long an answer may be kept: no answer to a person at all, but pages for going back to."""
    path = request.url.path
    if path.startswith((*access.INSIDE, "/api/")):
        return "no-store"
    if path.startswith("/static/"):
        return assets.FOR_GOOD if "v" in request.query_params else assets.FOR_AN_HOUR
    return "private, no-cache"
