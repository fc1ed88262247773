"""`/du-lieu-ca-nhan`: what is kept of people, for how long, and how to have it deleted; in plain words."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.answers.wording import PRIVACY_PAGE
from bot.channels.web import privacy_texts
from bot.channels.web.rendering import render
from bot.services import Services

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.api_route(PRIVACY_PAGE, methods=["GET", "HEAD"])
async def privacy(request: Request) -> Response:
    """Show the page; the days are those of the settings."""
    services: Services = request.app.state.services
    return render(request, "privacy.html", words=privacy_texts, days=services.retention_days)
