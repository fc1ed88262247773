"""The first page of the staff room: find what a citizen needs and hand it over; what the desk reached today."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin.access import SignedIn
from bot.channels.web.admin.desk import outreach_of
from bot.channels.web.cards import Card, cards
from bot.channels.web.staff.rendering import Handout, handout, mine, render, services_of
from bot.language.aspects import Aspect
from bot.office.reach import today_at
from bot.office.reach_tables import named
from bot.services import Snapshot

router = APIRouter(prefix="/staff", default_response_class=HTMLResponse, include_in_schema=False)
LONGEST_QUESTION = 1000
MOST = 8
"""As many as one looks through while somebody waits."""


@dataclass(frozen=True, slots=True)
class Result:
    """A procedure to hand over."""

    card: Card
    handout: Handout


@router.get("")
async def home(request: Request, session: SignedIn, q: str = "") -> Response:
    """Show what fits the words; nothing of them is kept or counted."""
    question = q.strip()[:LONGEST_QUESTION]
    snapshot, outreach = services_of(request).snapshot, outreach_of(request)
    desk = await mine(request, session)
    return render(
        request,
        "home.html",
        session,
        desk,
        question=question,
        results=[Result(card, handout(request, card.code, desk)) for card in _found(question, snapshot)],
        general=handout(request, "", desk),
        figures=named(await today_at(desk, outreach.reach)) if desk else (),
        desks=[] if desk else await outreach.desks.in_use(),
    )


def _found(question: str, snapshot: Snapshot) -> Sequence[Card]:
    if not question:
        return []
    found = snapshot.search.find(question)
    aspect = (*found.question.aspects, Aspect.WHERE)[0]
    return cards(found.meant[:MOST], snapshot.knowledge, aspect)
