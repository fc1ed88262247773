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
    greeted = bool(sessions.sent(request))
    turn = Turn(CHANNEL, q, choice, sessions.person(request, cookie), greeted=greeted)
    page = await _chat(request, turn)
    page.raw_headers += [header for header in cookie.raw_headers if header[0] == b"set-cookie"]
    return page


@router.api_route(FRAME, methods=["GET", "HEAD"])
async def framed(request: Request, q: str = "", choice: str | None = None, session: str = "") -> Response:
    """Show the chat for a frame in the page of an agency, where cookies are refused: it sets none.

    Without the script, `session` is what its form and links carry on.
    """
    known = sessions.valid(session)
    turn = Turn(CHANNEL, q, choice, known or sessions.made(), greeted=bool(known))
    return await _chat(request, turn, framed=True)


async def _chat(request: Request, turn: Turn, *, framed: bool = False) -> Response:
    """Greet, or answer; who has a session already has seen the greeting, or the first answer with its notice."""
    asked = bool(turn.text.strip()) or turn.choice is not None
    if asked:
        limits.admit(request, turn.person)
    return render(
        request,
        "chat.html",
        question=turn.text if asked and turn.choice is None else "",
        reply=await handle(turn, request.app.state.services) if asked else replies.welcome(),
        asked=asked,
        session=turn.person,
        framed=framed,
        home=FRAME if framed else "/",
        carried=f"&session={turn.person}" if framed else "",
        forgotten=wording.FORGOTTEN,
    )
