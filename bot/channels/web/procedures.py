"""`/p/{code}`: a procedure's own page, to be shared and found."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from bot.answers import procedure as answers
from bot.answers.labels import cut, plain_title
from bot.channels.web import texts
from bot.channels.web.cards import ANSWERS, card, cards
from bot.channels.web.errors import LONGEST_CODE
from bot.channels.web.linked_data import government_service
from bot.channels.web.rendering import render, site
from bot.channels.web.withdrawn import Withdrawn
from bot.knowledge.models import Procedure, plain_code
from bot.language.aspects import Aspect
from bot.search.verdicts import Verdict
from bot.services import Services
from bot.sharing.links import Target

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
LONGEST_SHARED_TITLE = 110
"""Characters that previews of links show."""
INSTEAD = 3


@router.api_route("/p/{code}", methods=["GET", "HEAD"])
async def procedure_page(request: Request, code: str) -> Response:
    """Show all facts of one procedure; a code with a province's suffix leads to the plain one."""
    services: Services = request.app.state.services.of_this_moment()
    try:
        plain = plain_code(code)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code[:LONGEST_CODE])) from None
    found = services.snapshot.knowledge.by_code.get(plain)
    if not found:
        return await _missing(request, plain, services)
    if plain != code:
        return RedirectResponse(f"/p/{plain}", HTTPStatus.MOVED_PERMANENTLY)
    return _page(request, found, services)


def _page(request: Request, procedure: Procedure, services: Services) -> Response:
    address = f"{site(request)}/p/{procedure.code}"
    facts = [*answers.fact_blocks(procedure), *answers.more_fact_blocks(procedure)]
    return render(
        request,
        "procedure.html",
        card=card(procedure),
        shared_title=cut(plain_title(procedure.title), LONGEST_SHARED_TITLE),
        address=address,
        facts=facts[ANSWERS:],
        notes=list(answers.notes(procedure, (Aspect.WHERE,))),
        link=answers.link(procedure),
        service=government_service(procedure, address),
        channels=services.addresses.chats(Target(procedure.code)),
    )


async def _missing(request: Request, code: str, services: Services) -> Response:
    """Say that a procedure is no longer there, and what is instead; or that it never was."""
    withdrawn: Withdrawn = request.app.state.withdrawn
    title = await withdrawn.title(code, services)
    if not title:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code))
    found = services.snapshot.search.find(title)
    codes = [candidate.code for candidate in found.candidates[:INSTEAD] if found.verdict is not Verdict.REFUSE]
    instead = cards(codes, services.snapshot.knowledge)
    return render(request, "withdrawn.html", HTTPStatus.GONE, code=code, title=title, cards=instead)
