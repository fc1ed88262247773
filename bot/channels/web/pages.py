"""The chat at `/`, which also works without its script, and the same in a frame at `/widget`."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.answers import replies, wording
from bot.channels.web import limits, sessions, switched, visitors
from bot.channels.web.rendering import render
from bot.conversation import Reply, Turn
from bot.services import Services
from bot.sharing.links import Target, valid_desk
from handlers import erasing, handle

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
FRAME = "/widget"


@router.api_route("/", methods=["GET", "HEAD"])
async def chat(request: Request, q: str = "", choice: str | None = None, k: str = "") -> Response:
    """Show the chat; with `q` or `choice`, the answer to it as well, for phones without the script.

    `k` is the desk whose link led here.
    """
    await switched.check(request, q)
    services = visitors.services_for(request)
    person = sessions.sent(request) or sessions.made()
    desk = await visitors.brought(request, person, Target(desk=k), services)
    turn = Turn(visitors.CHANNEL, q, choice, person, greeted=bool(sessions.sent(request)))
    reply = await _reply(request, turn, services)
    is_erased = erasing.is_erased(reply)
    page = _chat(request, replace(turn, person=sessions.made()) if is_erased else turn, reply, services, desk)
    if is_erased:
        sessions.end(page)
    elif not visitors.is_robot(request):
        sessions.keep(request, page, person)
    return page


@router.api_route("/k/{desk}", methods=["GET", "HEAD"])
async def desk_link(desk: str) -> Response:
    """Lead from a desk's short link to the chat, which asks whether there is such a desk."""
    known = valid_desk(desk)
    return RedirectResponse(f"/?k={known}" if known else "/", HTTPStatus.SEE_OTHER)


@router.api_route(FRAME, methods=["GET", "HEAD"])
async def framed(request: Request, q: str = "", choice: str | None = None, session: str = "") -> Response:
    """Show the chat for a frame in the page of an agency, where cookies are refused: it sets none.

    Without the script, `session` is what its form and links carry on.
    """
    await switched.check(request, q)
    known = sessions.valid(session)
    turn = Turn(visitors.CHANNEL, q, choice, known or sessions.made(), greeted=bool(known))
    services = visitors.services_for(request)
    reply = await _reply(request, turn, services)
    now = replace(turn, person=sessions.made()) if erasing.is_erased(reply) else turn
    return _chat(request, now, reply, services, framed=True)


async def _reply(request: Request, turn: Turn, services: Services) -> Reply:
    """Greet, or answer; who has a session already has seen the greeting, or the first answer with its notice."""
    if not _asks(turn):
        return replies.welcome(days=services.retention_days)
    await limits.admit(request, turn.person)
    return await handle(turn, services)


def _asks(turn: Turn) -> bool:
    return bool(turn.text.strip()) or turn.choice is not None


def _chat(
    request: Request, turn: Turn, reply: Reply, services: Services, desk: str = "", *, framed: bool = False
) -> Response:
    asked = _asks(turn)
    return render(
        request,
        "chat.html",
        question=turn.text if asked and turn.choice is None else "",
        reply=reply,
        asked=asked,
        session=turn.person,
        framed=framed,
        home=FRAME if framed else "/",
        carried=f"&session={turn.person}" if framed else "",
        forgotten=wording.FORGOTTEN,
        chats=visitors.chats(Target(desk=desk), services) if desk else [],
    )
