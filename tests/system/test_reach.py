"""A week of more than ten thousand links opened and questions asked: the report must say exactly what happened."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.channels.web.app import create_app
from bot.office import reach_wording as words
from bot.office.periods import Period
from bot.office.reach import Figures, report
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.sharing.links import Addresses
from bot.storage.database import open_database
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.journal import NoJournal
from bot.storage.outreach import outreach
from bot.storage.together import writing
from tests.channels.web.site import UNLIMITED
from tests.databases import new_database, use_in_one_thread
from tests.small_knowledge import small_snapshot
from tests.system.crowd import CODES, Crowd
from tests.system.truth import Truth

BEGIN = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # half an hour before Thursday begins in Vietnam
WEEK = timedelta(days=7)  # with a Monday in it
PERIOD = Period(date(2026, 11, 25), date(2026, 12, 2))
WEEKS = (Period(date(2026, 11, 25), date(2026, 11, 29)), Period(date(2026, 11, 30), date(2026, 12, 2)))
AT_LEAST = 10_000
STEPS = 10_850
PEOPLE, AT_ONCE, GOES_AWAY = 400, 12, 0.05
"""How many come in all, how many are about at a time, and how often somebody gives way to another."""
KINDS = ("web", "telegram", "zalo_oa", "telegram")
DESKS = {"Quầy 1": "xa-kon-braih", "Quầy 2": "xa-kon-braih", "Quầy 3": "", "Quầy 4": "", "Quầy 5": ""}
"""With the commune that each serves; nobody comes by the last."""


@pytest.fixture
def in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    use_in_one_thread(monkeypatch)


@pytest.fixture
async def services(tmp_path: Path, in_one_thread: None) -> AsyncIterator[Services]:
    engine, hashed = open_database(new_database(tmp_path / "reach.db")), Pseudonyms(b"key of tests")
    for each in (engine.sync_engine, writing(engine)._engine):
        event.listen(each, "connect", _hurry)
    yield Services(
        small_snapshot(tmp_path),
        NoJournal(),
        DatabaseDialogues(engine, hashed),
        outreach=outreach(engine, hashed),
        addresses=Addresses(web="https://hoimotcua.test"),
    )
    await engine.dispose()


def _hurry(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Not wait for the disk: the week ends with the test, whatever the power does."""
    connection.cursor().execute("PRAGMA synchronous=OFF")


async def a_week_of(crowd: Crowd, truth: Truth, close_one: str) -> None:
    """Let the crowd act, each thing some while after the other; in the middle of the week a desk is closed."""
    people = [f"{KINDS[number % len(KINDS)]} {number}" for number in range(PEOPLE)]
    about = people[:AT_ONCE]
    with time_machine.travel(BEGIN, tick=False) as clock:
        for step in range(STEPS):
            if crowd.chance.random() < GOES_AWAY:
                about[crowd.chance.randrange(AT_ONCE)] = crowd.chance.choice(people)
            await crowd.act(crowd.chance.choice(about))
            truth.now += crowd.chance.uniform(0, 2) * WEEK / STEPS
            clock.move_to(truth.now)
            if step == STEPS // 2:
                assert crowd.services.outreach
                await crowd.services.outreach.desks.close(close_one)


def figures(
    truth: Truth, *, days: Period = PERIOD, desk: str | None = None, code: str | None = None, told: str = "told"
) -> Figures:
    """Add up what happened on some days, through one desk, about one procedure."""
    sums = Counter[str]()
    for (day, through, about, what), count in truth.counts.items():
        if days.first <= day <= days.last and desk in (None, through) and code in (None, about):
            sums[what] += count
    return Figures(sums["scan"], sums["conversation"], sums["question"], sums[told], sums["tap"])


def added(*some: Figures) -> Figures:
    return Figures(*(sum(numbers) for numbers in zip(*map(astuple, some), strict=True)))


async def test_the_report_of_a_week_says_exactly_what_happened(services: Services) -> None:
    known = services.outreach
    assert known
    one, two, three, four, unused = [
        (await known.desks.register(name, "Trung tâm", place, "lan")).number for name, place in DESKS.items()
    ]
    used = (one, two, three, four)
    truth = Truth(BEGIN)
    crowd = Crowd(services, create_app(services, web=UNLIMITED), used, truth, random.Random(7))  # noqa: S311

    await a_week_of(crowd, truth, close_one=four)
    await crowd.leave()

    assert crowd.done >= AT_LEAST
    counted = [(row.happened, row.count) for row in await known.reach.between(PERIOD.first, PERIOD.last)]
    assert {(it.day, it.desk, it.procedure, it.event.value): count for it, count in counted} == dict(truth.counts)
    found = await report(PERIOD, known, services.snapshot, None)
    of = {desk: figures(truth, desk=desk) for desk in ("", unused, *used)}
    assert found.totals == figures(truth) == added(*of.values())
    assert {row.key: row.figures for row in found.desks} == of
    assert {row.name: row.figures for row in found.communes} == {
        "Xã Kon Braih": added(of[one], of[two]),
        words.WHOLE_PROVINCE: added(of[three], of[four]),
        words.BY_ITSELF: of[""],
    }
    assert {row.key: row.figures for row in found.procedures} == {
        code: figures(truth, code=code, told="told_of") for code in CODES
    }
    assert [week.figures for week in found.weeks] == [figures(truth, days=week) for week in WEEKS]
