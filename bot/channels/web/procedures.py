"""`/p/{code}`: a procedure's own page, to be shared and found."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from bot.answers import procedure as answers
from bot.answers import replies
from bot.answers.labels import cut, plain_title
from bot.channels.web import sessions, texts, visitors
from bot.channels.web.cards import ANSWERS, card, cards
from bot.channels.web.errors import LONGEST_CODE
from bot.channels.web.linked_data import government_service
from bot.channels.web.rendering import render, site
from bot.knowledge.models import Procedure, plain_code
from bot.language.aspects import Aspect
from bot.office.withdrawn import Gone
from bot.services import Services
from bot.sharing.links import Target, tap, valid_desk
from bot.sharing.links import page as shared_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
LONGEST_SHARED_TITLE = 110
"""Characters that previews of links show."""


@router.api_route("/p/{code}", methods=["GET", "HEAD"])
async def procedure_page(request: Request, code: str, k: str = "") -> Response:
    """Show all facts of one procedure; a code with a province's suffix leads to the plain one.

    `k` is the desk whose link led here: it is counted, and remembered for what is asked later.
    """
    services = visitors.services_for(request)
    plain = known_form(code)
    found = services.snapshot.knowledge.by_code.get(plain) or await _gone(plain, services)
    if isinstance(found, Procedure) and plain != code:
        return RedirectResponse(shared_page("", Target(plain, valid_desk(k))), HTTPStatus.MOVED_PERMANENTLY)
    person = sessions.sent(request) or sessions.made()
    desk = await visitors.brought(request, person, Target(plain, k), services)
    page = (
        _page(request, found, services, desk) if isinstance(found, Procedure) else _gone_page(request, found, services)
    )
    if desk:
        sessions.keep(request, page, person)
    return page


def known_form(code: str) -> str:
    """Return the plain form of a procedure's code in an address; raises HTTPException 404 for what is none."""
    try:
        return plain_code(code)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code[:LONGEST_CODE])) from None


def _page(request: Request, procedure: Procedure, services: Services, desk: str) -> Response:
    address = f"{site(request)}/p/{procedure.code}"
    facts = [*answers.fact_blocks(procedure), *answers.more_fact_blocks(procedure)]
    target = Target(procedure.code, desk)
    return render(
        request,
        "procedure.html",
        card=card(procedure),
        shared_title=cut(plain_title(procedure.title), LONGEST_SHARED_TITLE),
        address=address,
        facts=facts[ANSWERS:],
        notes=list(answers.notes(procedure, (Aspect.WHERE,))),
        link=answers.link(procedure),
        tap=tap("", target),
        service=government_service(procedure, address),
        chats=visitors.chats(target, services),
        privacy=replies.privacy(services.retention_days) if desk else "",
    )


async def _gone(code: str, services: Services) -> Gone:
    """Return what is known of a procedure that is no longer there; raises HTTPException 404 if it never was."""
    gone = await services.office.withdrawn.find(code, services.snapshot) if services.office else None
    if not gone:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code))
    return gone


def _gone_page(request: Request, gone: Gone, services: Services) -> Response:
    """Say that a procedure is no longer there, and what is instead."""
    instead = cards(gone.instead, services.snapshot.knowledge)
    return render(request, "withdrawn.html", HTTPStatus.GONE, code=gone.code, title=gone.title, cards=instead)
