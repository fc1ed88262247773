"""A QR code as large as the screen, for a citizen to scan from it."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.exceptions import HTTPException

from bot.channels.web.admin.access import SignedIn
from bot.channels.web.cards import card
from bot.channels.web.errors import LONGEST_CODE
from bot.channels.web.staff import texts
from bot.channels.web.staff.rendering import handout, mine, render, services_of
from bot.sharing import qr
from bot.storage.admin_sessions import Session

router = APIRouter(prefix="/staff/qr", default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
async def general(request: Request, session: SignedIn, q: str = "") -> Response:
    """Show the code that leads to any question."""
    return await _page(request, session, "", texts.QR_ANY, q)


@router.get("/{code}")
async def of_procedure(request: Request, session: SignedIn, code: str, q: str = "") -> Response:
    """Show the code of a procedure; `q` is what was searched for, to go back to."""
    procedure = services_of(request).snapshot.knowledge.by_code.get(code)
    if not procedure:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code[:LONGEST_CODE]))
    return await _page(request, session, code, card(procedure).title, q)


async def _page(request: Request, session: Session, code: str, title: str, question: str) -> Response:
    desk = await mine(request, session)
    link = handout(request, code, desk)
    drawn = Markup(qr.svg(link.url))  # noqa: S704  made by us of an address of ours
    return render(request, "qr.html", session, desk, code=code, title=title, link=link, drawn=drawn, q=question)
