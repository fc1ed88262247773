"""What outreach reached: figures of a period as tables and pictures, and the same as an Excel file."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from bot.answers.charts import Bar, bars
from bot.channels.web.admin import reach_texts as words
from bot.channels.web.admin.access import SignedIn
from bot.channels.web.admin.desk import attachment, outreach_of
from bot.channels.web.admin.pages import render
from bot.office import periods, reach_wording
from bot.office.periods import Period, PeriodError
from bot.office.reach import Figures, Report, Week, report
from bot.office.reach_book import report_book
from bot.office.reach_tables import named, tables
from bot.operations import days
from bot.services import Services
from bot.storage.desks import Desk

HOME = "/admin/reach"
DEFAULT_WEEKS = 4
SHOWN_PROCEDURES = 50
OF_ALL_DESKS = ("desks", "communes")
"""The tables that say nothing about one desk alone."""
router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `weeks` is their number if one of the usual, `error` says why not the days."""

    period: Period
    weeks: int
    error: str = ""


def _asked(weeks: str = "", first: str = "", last: str = "") -> Asked:
    """Read it; days that make no period, and any other number of weeks, count for none."""
    today, count = days.today(), int(weeks) if weeks in map(str, words.PERIODS) else DEFAULT_WEEKS
    usual = Asked(periods.last_weeks(count, today), count)
    try:
        return Asked(periods.between(first, last), 0) if first or last else usual
    except PeriodError as wrong:
        return Asked(usual.period, 0, str(wrong))


Question = Annotated[Asked, Depends(_asked)]


@router.get(HOME)
async def reach_page(request: Request, session: SignedIn, asked: Question, desk: str = "") -> Response:
    """Show the figures of some weeks up to today, or from one day to another; of one desk, if it is named."""
    chosen = await outreach_of(request).desks.find(desk)
    found = await _report(request, asked.period, chosen)
    first, last = asked.period.first.isoformat(), asked.period.last.isoformat()
    return render(
        request,
        "reach.html",
        session,
        422 if asked.error else 200,
        words=words,
        names=reach_wording,
        asked=asked,
        first=first,
        last=last,
        desk=chosen,
        report=found,
        totals=dict(named(found.totals)),
        tables=[table for table in tables(found) if not (chosen and table.id in OF_ALL_DESKS)],
        shown=SHOWN_PROCEDURES,
        charts={
            words.CHART_TOLD: _chart(words.CHART_TOLD, found.weeks, lambda one: one.told),
            words.CHART_QUESTIONS: _chart(words.CHART_QUESTIONS, found.weeks, lambda one: one.questions),
        },
        file=f"{HOME}.xlsx?" + urlencode({"first": first, "last": last, "desk": chosen.number if chosen else ""}),
    )


@router.get(f"{HOME}.xlsx")
async def reach_file(request: Request, session: SignedIn, asked: Question, desk: str = "") -> Response:
    """Give the same tables whole."""
    found = await _report(request, asked.period, await outreach_of(request).desks.find(desk))
    data = await asyncio.to_thread(report_book, found)
    return attachment(data, words.FILE.format(first=asked.period.first, last=asked.period.last))


async def _report(request: Request, period: Period, desk: Desk | None) -> Report:
    services: Services = request.app.state.services.of_this_moment()
    withdrawn = services.office.withdrawn if services.office else None
    return await report(period, outreach_of(request), services.snapshot, withdrawn, desk.number if desk else "")


def _chart(title: str, weeks: Sequence[Week], figure: Callable[[Figures], int]) -> Markup:
    drawn = [_bar(week, figure) for week in weeks]
    return Markup(bars(title, drawn, words.LEGEND))  # noqa: S704  made and escaped by us


def _bar(week: Week, figure: Callable[[Figures], int]) -> Bar:
    through = figure(week.through_desks)
    return Bar(week.period.name, (through, figure(week.figures) - through))
