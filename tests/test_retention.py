"""No table is forgotten: an old row and a new one in each of them, and what becomes of both."""

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from bot import retention
from bot.office.office import Office
from bot.operations.pseudonyms import Pseudonyms
from bot.retention import KEPT, Retention, forget_old
from bot.services import Services
from bot.storage.admin_records import admin_records
from bot.storage.audit import Audit
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.erasure import Erasure
from bot.storage.faults import Faults
from bot.storage.inbox import Inbox
from bot.storage.journal import DatabaseJournal
from bot.storage.outreach import outreach
from bot.storage.tables import UtcDateTime
from bot.storage.versions import Versions

DAYS = 90
OLD, NEW = timedelta(days=-2000), timedelta(minutes=1)
NOT_WRITTEN = {"allowance"}
"""In an SQLite file. On PostgreSQL it forgets by the database's clock: tests/storage/test_allowances.py."""
TABLES = SQLModel.metadata.sorted_tables


@pytest.fixture
def everything(engine: AsyncEngine, tmp_path: Path) -> Services:
    """All that `run` opens but the knowledge base."""
    nothing: Any = None
    hashed = Pseudonyms(b"key of tests")
    journal = DatabaseJournal(engine)
    return Services(
        nothing,
        journal,
        DatabaseDialogues(engine, hashed),
        Office(Versions(engine), journal, tmp_path, Audit(engine)),
        admin_records(engine, hashed),
        outreach(engine, hashed),
        Inbox(engine, hashed),
        faults=Faults(engine),
        erasure=Erasure(engine, hashed),
    )


async def put_rows(engine: AsyncEngine, age: timedelta, number: int) -> None:
    """Write a row of this age into each table."""
    moment = datetime.now(UTC) + age
    values: dict[type, object] = {
        UtcDateTime: moment,
        Date: moment.date(),
        Boolean: False,
        Integer: number,
        Float: moment.timestamp(),
        LargeBinary: b"bytes",
    }
    async with engine.begin() as connection:
        for table in TABLES:
            row = {column.name: values.get(type(column.type), f'{{"n": {number}}}') for column in table.columns}
            row |= {column.name: number for column in table.columns if column.type.python_type is int}
            await connection.execute(table.insert().values(row))


async def counted(engine: AsyncEngine) -> dict[str, int]:
    async with engine.connect() as connection:
        return {table.name: await connection.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


async def test_what_is_old_goes_from_every_table_that_is_not_kept_for_a_reason(
    everything: Services, engine: AsyncEngine
) -> None:
    await put_rows(engine, OLD, 1)
    await put_rows(engine, NEW, 2)

    await forget_old(everything, DAYS)

    left = await counted(engine)
    assert {name for name, count in left.items() if count == 2} - NOT_WRITTEN == set(KEPT)
    assert {name for name, count in left.items() if count == 0} == set()


async def ask(engine: AsyncEngine, days_ago: int) -> None:
    asked = SQLModel.metadata.tables["asked_question"].insert()
    row = {"channel": "web", "text": "x", "outcome": "answer", "aspects": "", "milliseconds": 1}
    async with engine.begin() as connection:
        await connection.execute(asked.values(row | {"asked_at": datetime.now(UTC) - timedelta(days=days_ago)}))


async def questions(engine: AsyncEngine) -> int:
    return (await counted(engine))["asked_question"]


async def test_a_clock_that_leapt_while_the_bot_was_off_is_believed_at_the_second_look(
    everything: Services, engine: AsyncEngine
) -> None:
    await ask(engine, days_ago=365)  # yesterday, before the clock was a year ahead
    kept = Retention(everything, DAYS)

    with capture_logs() as logged:
        await kept.forget()
    at_first = await questions(engine)
    await kept.forget()

    assert [entry["event"] for entry in logged if entry["log_level"] == "warning"] == ["clock_leapt"]
    assert (at_first, await questions(engine)) == (1, 0)


class LeapingClock(datetime):
    """A clock that can be set ahead."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "LeapingClock":
        return cls.fromtimestamp((datetime.now(UTC) + cls.ahead).timestamp(), tz)


async def test_a_clock_that_leaps_while_the_bot_runs_deletes_nothing_that_day(
    everything: Services, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(engine, days_ago=DAYS + 1)
    await ask(engine, days_ago=0)
    kept = Retention(everything, DAYS)
    await kept.forget()
    await ask(engine, days_ago=DAYS + 1)

    monkeypatch.setattr(retention, "datetime", LeapingClock)
    monkeypatch.setattr(LeapingClock, "ahead", timedelta(days=365))
    await kept.forget()

    assert await questions(engine) == 2


def test_the_reasons_are_of_tables_that_there_are() -> None:
    assert set(KEPT) <= {table.name for table in TABLES}
