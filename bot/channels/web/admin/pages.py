"""The frame of the admin room's pages, its home page and its refusals."""

from datetime import timedelta, timezone
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates

from bot.channels.web import assets
from bot.channels.web.admin import access, texts
from bot.channels.web.admin.access import ForbiddenError, SignedIn, SignInNeededError
from bot.channels.web.admin.rooms import rooms_of
from bot.knowledge.cells import number
from bot.knowledge.headers import label_of
from bot.storage.admin_sessions import Session

SIGN_IN = "/admin/sign-in"
VIETNAM_TIME = timezone(timedelta(hours=7))
router = APIRouter(prefix="/admin", default_response_class=HTMLResponse, include_in_schema=False)
_templates = Jinja2Templates(Path(__file__).parent.parent / "templates")
_templates.env.globals["texts"] = texts
_templates.env.globals["asset"] = assets.address
_templates.env.filters["local"] = lambda moment: moment.astimezone(VIETNAM_TIME).strftime("%d/%m/%Y %H:%M")
_templates.env.filters["in_vietnam"] = lambda moment: moment.astimezone(VIETNAM_TIME)
_templates.env.filters["number"] = number
_templates.env.filters["column_label"] = lambda problem: label_of(problem.column)


def render(request: Request, template: str, session: Session | None, status: int = 200, **context: object) -> Response:
    """Return the page `templates/admin/{template}`; it finds `session`, `rooms` and `texts` besides `context`."""
    rooms = rooms_of(session.account.role) if session else []
    return render_inside(request, f"admin/{template}", session, status, rooms=rooms, **context)


def render_inside(
    request: Request, template: str, session: Session | None, status: int = 200, **context: object
) -> Response:
    """Return a page for officials; it finds `session`, `texts` and `asset` besides `context`."""
    return _templates.TemplateResponse(request, template, {"session": session, **context}, status_code=status)


@router.get("")
async def home(request: Request, session: SignedIn) -> Response:
    """Say who is signed in and where to go."""
    return render(request, "home.html", session)


async def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """Lead to the sign-in page, and from there back."""
    assert isinstance(error, SignInNeededError)  # noqa: S101  registered for it alone
    where = "" if error.path == access.HOME else "?" + urlencode({"next": error.path})
    return RedirectResponse(SIGN_IN + where, status_code=303)


async def refuse(request: Request, error: Exception) -> Response:
    """Say kindly why not."""
    assert isinstance(error, ForbiddenError)  # noqa: S101  registered for it alone
    return render(request, "refused.html", error.session, 403, message=str(error), back=access.home_of(request))
