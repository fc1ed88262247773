"""`/sitemap.xml` and `/robots.txt`: every procedure's page, for search engines."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from bot.answers.wording import PRIVACY_PAGE
from bot.channels.web.rendering import site
from bot.services import Snapshot

router = APIRouter(include_in_schema=False)
_FRAME = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}\n</urlset>\n'
)
ROBOTS = """\
User-agent: *
Disallow: /?
Allow: /?k=
Disallow: /api/
Disallow: /di/
Sitemap: {site}/sitemap.xml
"""


@router.get("/sitemap.xml")
async def sitemap(request: Request) -> Response:
    """List the pages; the date is when the knowledge base in service was put there."""
    entries = "\n".join(_entries(request.app.state.services.snapshot, escape(site(request))))
    return Response(_FRAME.format(entries=entries), media_type="application/xml")


def _entries(snapshot: Snapshot, address: str) -> Iterator[str]:
    changed = f"<lastmod>{snapshot.activation.at:%Y-%m-%d}</lastmod>" if snapshot.activation else ""
    for path in ("/", PRIVACY_PAGE, *(f"/p/{procedure.code}" for procedure in snapshot.knowledge.procedures)):
        yield f"<url><loc>{address}{path}</loc>{changed}</url>"


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """Keep robots from asking questions of their own; chats may preview the page that a desk's link leads to."""
    return PlainTextResponse(ROBOTS.format(site=site(request)))
