"""The chat at `/`, which also works without its script, and the same in a frame at `/widget`."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.answers import replies, wording
from bot.channels.web import limits, sessions
from bot.channels.web.api import CHANNEL
from bot.channels.web.rendering import render
from bot.conversation import Turn
from handlers import handle

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
FRAME = "/widget"


@router.api_route("/", methods=["GET", "HEAD"])
async def chat(request: Request, q: str = "", choice: str | None = None) -> Response:
    """Show the chat; with `q` or `choice`, the answer to it as well, for phones without the script."""
    cookie = Response()
    page = await _chat(request, sessions.person(request, cookie), q, choice)
    page.raw_headers += [header for header in cookie.raw_headers if header[0] == b"set-cookie"]
    return page


@router.api_route(FRAME, methods=["GET", "HEAD"])
async def framed(request: Request, q: str = "", choice: str | None = None) -> Response:
    """Show the chat for a frame in the page of an agency, where cookies are refused: it sets none."""
    return await _chat(request, sessions.made(), q, choice, framed=True)


async def _chat(request: Request, person: str, q: str, choice: str | None, *, framed: bool = False) -> Response:
    asked = bool(q.strip()) or choice is not None
    if asked:
        limits.admit(request, person)
    turn = Turn(CHANNEL, q, choice, person)
    return render(
        request,
        "chat.html",
        question=q if asked and choice is None else "",
        reply=await handle(turn, request.app.state.services) if asked else replies.welcome(),
        asked=asked,
        session=person,
        framed=framed,
        home=FRAME if framed else "/",
        forgotten=wording.FORGOTTEN,
    )
