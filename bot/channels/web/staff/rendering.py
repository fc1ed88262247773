"""The frame of the staff room's pages: at which desk somebody sits, and where links lead."""

from dataclasses import dataclass

from fastapi import Request, Response

from bot.channels.web.admin.pages import render_inside
from bot.channels.web.rendering import site
from bot.channels.web.staff import texts
from bot.services import Services
from bot.sharing.links import Target, page, shown
from bot.storage.admin_sessions import Session
from bot.storage.desks import Desk
from handlers.desk import desk_of


@dataclass(frozen=True, slots=True)
class Handout:
    """A link that is handed over, and how it is read aloud."""

    url: str
    shown: str


def services_of(request: Request) -> Services:
    """Return the services, on one version of the knowledge base for this request."""
    services: Services = request.app.state.services
    return services.of_this_moment()


async def mine(request: Request, session: Session) -> Desk | None:
    """Return the desk of who is signed in; None without one, or if it is closed."""
    return await desk_of(session.account, services_of(request))


def handout(request: Request, code: str, desk: Desk | None) -> Handout:
    """Return the link to a procedure, or for "" to any question."""
    url = page(site(request), Target(code, desk.number if desk else ""))
    return Handout(url, shown(url))


def render(
    request: Request, template: str, session: Session, desk: Desk | None, status: int = 200, **context: object
) -> Response:
    """Return the page `templates/staff/{template}`; it finds `words`, `desk`, `site` and `unreachable` too.

    `unreachable` is whether nobody said where citizens reach this site.
    """
    return render_inside(
        request,
        f"staff/{template}",
        session,
        status,
        words=texts,
        desk=desk,
        site=site(request),
        unreachable=not request.app.state.web.public_url,
        **context,
    )
