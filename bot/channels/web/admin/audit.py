"""The audit log, newest first."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin import access
from bot.channels.web.admin.access import Admin
from bot.channels.web.admin.pages import render

ROWS = 50
router = APIRouter(prefix="/admin", default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/audit")
async def audit(request: Request, session: Admin, before: str = "") -> Response:
    """Show a page of entries; with `before`, those older than the entry of that number."""
    before_id = int(before) if before.isdecimal() and len(before) < 10 else None  # noqa: PLR2004  fits any database
    entries = await access.records_of(request).audit.latest(ROWS + 1, before_id)
    older = entries[ROWS - 1].id if len(entries) > ROWS else None
    return render(request, "audit.html", session, entries=entries[:ROWS], older=older)
