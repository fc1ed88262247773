"""How much the knowledge base covers, and what it leaves unsaid: tables and pictures."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from bot.answers.charts import Bar, bars
from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import SignedIn
from bot.channels.web.admin.pages import render
from bot.knowledge.coverage import YARDSTICK, Unknown, standing, unknown_by_field, unknown_by_receiver
from bot.services import Services

DRAWN_FIELDS = 15
router = APIRouter(prefix="/admin/coverage", default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
async def coverage_page(request: Request, session: SignedIn) -> Response:
    """Show our counts beside the published ones, and what is unknown by field and kind of office."""
    services: Services = request.app.state.services
    knowledge = services.snapshot.knowledge
    fields, receivers = unknown_by_field(knowledge), unknown_by_receiver(knowledge)
    shown = fields[:DRAWN_FIELDS]
    return render(
        request,
        "coverage.html",
        session,
        words=words,
        yardstick=YARDSTICK,
        standing=standing(knowledge),
        fields=fields,
        receivers=receivers,
        field_chart=_chart(words.CHART_FIELD.format(count=len(shown)), shown),
        receiver_chart=_chart(words.CHART_RECEIVER, receivers),
    )


def _chart(title: str, rows: Sequence[Unknown]) -> Markup:
    drawn = [Bar(row.name, (row.total - row.incomplete, row.incomplete)) for row in rows]
    return Markup(bars(title, drawn, words.LEGEND))  # noqa: S704  made and escaped by us
