"""The search tester: what the bot reads out of a question, what it finds, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from rapidfuzz import fuzz

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import SignedIn
from bot.channels.web.admin.pages import render
from bot.knowledge.models import Procedure
from bot.language.normalise import fold
from bot.search.ranking import Candidate
from bot.search.verdicts import Found
from bot.services import Services, Snapshot

router = APIRouter(prefix="/admin/search", default_response_class=HTMLResponse, include_in_schema=False)
LONGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with its procedure, and which of the procedure's names is most like the question."""

    candidate: Candidate
    procedure: Procedure
    nearest: str


@router.get("")
async def search_page(request: Request, session: SignedIn, q: str = "") -> Response:
    """Show what becomes of a question; nothing of it is kept."""
    question = q.strip()[:LONGEST_QUESTION]
    services: Services = request.app.state.services
    snapshot = services.snapshot
    found = snapshot.search.find(question) if question else None
    rows = list(_rows(found, snapshot)) if found else []
    return render(request, "search.html", session, words=words, question=question, found=found, rows=rows)


def _rows(found: Found, snapshot: Snapshot) -> Iterator[Row]:
    asked = " ".join(found.question.words)
    for candidate in found.candidates:
        procedure = snapshot.knowledge.by_code[candidate.code]
        names = (procedure.title, *procedure.aliases)
        yield Row(candidate, procedure, max(names, key=lambda name: fuzz.token_set_ratio(asked, fold(name))))
