"""The pages: the chat at `/` (which also works without its script) and `/p/{code}`."""

from collections.abc import Iterable
from http import HTTPStatus
from itertools import groupby
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException

from bot.answers import procedure as answers
from bot.answers import replies
from bot.channels.web import sessions, texts
from bot.channels.web.api import CHANNEL
from bot.conversation import Block, Turn
from bot.knowledge.models import plain_code
from bot.language.aspects import Aspect
from bot.services import Services
from handlers import handle

router = APIRouter(default_response_class=HTMLResponse)
_templates = Jinja2Templates(Path(__file__).parent / "templates")
_templates.env.globals["texts"] = texts


def _runs(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return neighbouring blocks together where all or none of them are facts."""
    return [list(run) for _, run in groupby(blocks, key=lambda block: bool(block.label))]


_templates.env.filters["runs"] = _runs


@router.get("/")
async def chat(request: Request, q: str = "", choice: str | None = None) -> Response:
    """Show the chat; with `q` or `choice`, the answer to it as well, for phones without the script."""
    asked = bool(q.strip()) or choice is not None
    cookie = Response()
    person = sessions.person(request, cookie)
    turn = Turn(CHANNEL, q, choice, person)
    reply = await handle(turn, request.app.state.services) if asked else replies.welcome()
    context = {"question": q if asked and choice is None else "", "reply": reply, "asked": asked}
    page = _templates.TemplateResponse(request, "chat.html", context)
    page.raw_headers += [header for header in cookie.raw_headers if header[0] == b"set-cookie"]
    return page


@router.get("/p/{code}")
async def procedure_page(request: Request, code: str) -> Response:
    """Show all facts of one procedure; a code with a province's suffix leads to the plain one."""
    services: Services = request.app.state.services
    try:
        plain = plain_code(code)
    except ValueError:
        plain = ""
    found = services.snapshot.knowledge.by_code.get(plain)
    if not found:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code[:40]))
    if plain != code:
        return RedirectResponse(f"/p/{plain}", status_code=301)
    context = {
        "procedure": found,
        "lead": answers.lead(found, Aspect.WHERE),
        "facts": [*answers.fact_blocks(found), *answers.more_fact_blocks(found)],
        "notes": list(answers.notes(found, (Aspect.WHERE,))),
        "link": answers.link(found),
    }
    return _templates.TemplateResponse(request, "procedure.html", context)


async def error_page(request: Request, error: Exception) -> Response:
    """Answer a page that is not there or failed with a kind page, and the API with JSON."""
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    message = texts.ERROR
    if isinstance(error, HTTPException) and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        message = error.detail if error.detail != HTTPStatus(status).phrase else texts.NOT_FOUND
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status_code=status)
    return _templates.TemplateResponse(request, "error.html", {"message": message}, status_code=status)
