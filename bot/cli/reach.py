"""`reach`: what outreach reached, as tables."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Printed

from bot import bootstrap
from bot.knowledge.cells import number
from bot.knowledge.titles import capitalised
from bot.office import reach_wording as words
from bot.office.periods import last_weeks
from bot.office.reach import Report, summed
from bot.office.reach_tables import Line, Table, figures, tables
from bot.operations import days
from bot.settings import Settings
from bot.storage.desks import Desks
from bot.storage.reach import Reach

MOST_WEEKS = 52
SHOWN_LINES = 20


def reach(
    context: typer.Context,
    weeks: Annotated[int, typer.Option(min=1, max=MOST_WEEKS, help="Bao nhiêu tuần, kể cả tuần này.")] = 4,
) -> None:
    """In số liệu: bao nhiêu người đến qua quầy, hỏi gì, biết thêm cách nộp nào."""
    found = asyncio.run(_report(context.obj, weeks))
    totals = Table("totals", words.TOTALS, words.TOTALS, "", words.FIGURES, (_total(found),))
    console = Console()
    for table in (totals, *tables(found)):
        console.print(_printed(table))
    console.print(f"{words.HOW_COUNTED}: /admin/reach", soft_wrap=True)


def _total(found: Report) -> Line:
    return Line(found.period.name, "", figures(found.totals))


async def _report(settings: Settings, weeks: int) -> Report:
    async with bootstrap.office(settings) as office:
        knowledge = await office.knowledge()
    period = last_weeks(weeks, days.today())
    titles = {one.code: capitalised(one.title) for one in knowledge.procedures}
    async with bootstrap.database(settings) as engine:
        counts = await Reach(engine).between(period.first, period.last)
        return summed(period, counts, await Desks(engine).by_number(), titles, knowledge.places)


def _printed(table: Table) -> Printed:
    """Return the first lines of a table for the terminal."""
    printed = Printed(table.name, title=table.title, title_justify="left")
    if table.key:
        printed.add_column(table.key, no_wrap=True)
    for name in table.figures:
        printed.add_column(name, justify="right")
    for line in table.lines[:SHOWN_LINES]:
        key = [line.key] if table.key else []
        printed.add_row(escape(line.name), *key, *map(number, line.counts))
    return printed
