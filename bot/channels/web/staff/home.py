"""The first page of the staff room: find what a citizen needs and hand it over; what the desk reached today."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin.access import SignedIn
from bot.channels.web.cards import Card, cards
from bot.channels.web.staff.figures import today
from bot.channels.web.staff.rendering import Handout, handout, mine, open_desks, outreach_of, render, services_of
from bot.language.aspects import Aspect
from bot.search.verdicts import Verdict
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
        figures=await today(desk, outreach.reach) if desk else (),
        desks=[] if desk else await open_desks(outreach.desks),
    )


def _found(question: str, snapshot: Snapshot) -> Sequence[Card]:
    found = snapshot.search.find(question) if question else None
    if not found or found.verdict in (Verdict.REFUSE, Verdict.CHITCHAT):
        return []
    codes = dict.fromkeys((*found.offered, *(candidate.code for candidate in found.candidates)))
    aspect = (*found.question.aspects, Aspect.WHERE)[0]
    return cards(list(codes)[:MOST], snapshot.knowledge, aspect)
