"""`/di/{code}`: counts a tap on a procedure's official link and leads on to it, and nowhere else."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from bot.answers.procedure import link
from bot.channels.web import limits, sessions, texts, visitors
from bot.channels.web.procedures import known_form
from bot.knowledge.models import Procedure
from bot.services import Services
from bot.sharing.links import Target
from handlers import reach

router = APIRouter(include_in_schema=False)


@router.api_route("/di/{code}", methods=["GET", "HEAD"])
async def lead_on(request: Request, code: str, k: str = "") -> Response:
    """Count the tap and lead to the official page; for chats, whose buttons show no address."""
    services = visitors.services_for(request)
    procedure = _procedure(code, services)
    await _count(request, Target(procedure.code, k), services)
    return RedirectResponse(link(procedure).url, HTTPStatus.SEE_OTHER)


@router.post("/di/{code}")
async def note(request: Request, code: str, k: str = "") -> Response:
    """Count the tap alone; from our pages, whose links lead to the official page by themselves."""
    services = visitors.services_for(request)
    await _count(request, Target(_procedure(code, services).code, k), services)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _procedure(code: str, services: Services) -> Procedure:
    plain = known_form(code)
    found = services.snapshot.knowledge.by_code.get(plain)
    if not found:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=plain))
    return found


async def _count(request: Request, target: Target, services: Services) -> None:
    """Count for the desk of the link, else for the one that brought the person; not who taps like a machine."""
    person = sessions.sent(request)
    if services.outreach and await limits.admitted(request, person):
        await reach.tapped(target, visitors.CHANNEL, person, services)
