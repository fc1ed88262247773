"""Printing posters: choose what, watch them being drawn, get the file."""

import json
from collections.abc import AsyncIterator

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from bot.channels.web.admin.access import CheckedForm, SignedIn
from bot.channels.web.admin.desk import office_of, outreach_of
from bot.channels.web.rendering import site
from bot.channels.web.staff import texts
from bot.channels.web.staff.downloads import address, attachment
from bot.channels.web.staff.filled import Filled, Format, What
from bot.channels.web.staff.order import ASKED_MOST, MOST, Order, OrderError, order_of
from bot.channels.web.staff.press import File, Press
from bot.channels.web.staff.rendering import mine, render, services_of
from bot.knowledge.titles import capitalised
from bot.sharing.posters.sizes import Size
from bot.storage.admin_sessions import Session

HOME = "/staff/print"
LINES = "application/x-ndjson"
"""What the page's script asks for: one JSON object a line, as posters are drawn."""
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)
log = structlog.get_logger()


@router.get("")
async def print_page(request: Request, session: SignedIn, code: str = "", desk: str | None = None) -> Response:
    """Show what can be printed; `code` is a procedure chosen before, `desk` another desk than one's own."""
    sits_at = await mine(request, session)
    number = (sits_at.number if sits_at else "") if desk is None else desk
    return await _page(request, session, Filled(What.ONE if code else What.GENERAL, code=code, desk=number))


@router.post("")
async def print_posters(request: Request, session: SignedIn, form: CheckedForm) -> Response:
    """Give the file, or to the page's script the news of its making and where it is."""
    filled = Filled.of(form)
    try:
        order = await order_of(filled, site(request), services_of(request))
    except OrderError as refused:
        return await _page(request, session, filled, refused)
    press: Press = request.app.state.press
    if request.headers.get("accept") == LINES:
        return StreamingResponse(_told(request, press, order), media_type=LINES)
    return attachment(await press.print(order), order.name)


async def _told(request: Request, press: Press, order: Order) -> AsyncIterator[str]:
    """Yield lines of {"done": n, "total": 100}, then {"url": …}, or {"error": …} if it failed."""
    try:
        async for news in press.pages(order):
            if isinstance(news, File):
                token = await office_of(request).versions.keep_download(news.data)
                yield _line(url=address(token, order.name))
            else:
                yield _line(done=news, total=len(order.procedures))
    except Exception:  # the answer has begun: only another line can say so
        log.exception("printing_failed")
        yield _line(error=texts.FAILED)


def _line(**news: object) -> str:
    return json.dumps(news, ensure_ascii=False) + "\n"


async def _page(request: Request, session: Session, filled: Filled, refused: OrderError | None = None) -> Response:
    procedure = services_of(request).snapshot.knowledge.by_code.get(filled.code)
    return render(
        request,
        "print.html",
        session,
        await mine(request, session),
        422 if refused else 200,
        filled=filled,
        refused=refused,
        chosen=capitalised(procedure.title) if procedure else "",
        whats=What,
        sizes=Size,
        formats=Format,
        desks=await outreach_of(request).desks.in_use(),
        most=MOST,
        asked_most=ASKED_MOST,
    )
