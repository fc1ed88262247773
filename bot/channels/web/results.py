"""`/tim?q=`: what was found, as a page; also the search engine that a browser can add."""

from itertools import islice

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web import limits, sessions, switched, visitors
from bot.channels.web.cards import card, cards
from bot.channels.web.rendering import render
from bot.conversation import Outcome, Turn
from bot.language.aspects import Aspect
from handlers import handle

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
MOST = 10


@router.api_route("/tim", methods=["GET", "HEAD"])
async def results(request: Request, q: str = "") -> Response:
    """Show the answer if one is clear, and procedures that fit; a search stands by itself, in no conversation."""
    await switched.check(request)
    services = visitors.services_for(request)
    if not q.strip():
        return _noindex(render(request, "results.html", q="", answer=None, reply=None, cards=[]))
    await limits.admit(request, sessions.sent(request))
    reply = await handle(Turn(visitors.CHANNEL, q), services)
    knowledge = services.snapshot.knowledge
    answered = knowledge.by_code.get(reply.procedure or "")
    fits = reply.outcome in (Outcome.ANSWER, Outcome.CLARIFY)
    others = (code for code in reply.candidates if fits and code != reply.procedure)
    page = render(
        request,
        "results.html",
        q=q,
        answer=card(answered, (*reply.aspects, Aspect.WHERE)[0]) if answered else None,
        reply=reply,
        cards=cards(islice(others, MOST - bool(answered)), knowledge),
    )
    return _noindex(page)


def _noindex(page: Response) -> Response:
    page.headers["X-Robots-Tag"] = "noindex"
    return page


@router.get("/opensearch.xml")
async def open_search(request: Request) -> Response:
    """Describe the search to browsers (OpenSearch 1.1)."""
    page = render(request, "opensearch.xml")
    page.headers["Content-Type"] = "application/opensearchdescription+xml"
    return page
