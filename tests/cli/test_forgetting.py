"""What was kept long enough is deleted at the start and each day; a fault waits for the next day."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.cli import forgetting
from bot.services import Services
from bot.storage.journal import DatabaseJournal
from tests.channels.eventually import eventually

DAYS = 30


@asynccontextmanager
async def keeping(services: Services, engine: AsyncEngine) -> AsyncIterator[None]:
    stop = asyncio.Event()
    kept = replace(services, journal=DatabaseJournal(engine))
    task = asyncio.create_task(forgetting.keep_forgetting(kept, DAYS, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def write_questions(engine: AsyncEngine) -> None:
    """Write, in one go, a question that is too old, one that is not yet, and one of today."""
    ages = {"cũ": DAYS + 1, "mới": DAYS - 1, "hôm nay": 0}
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO asked_question (asked_at, channel, text, outcome, aspects, milliseconds)"
                " VALUES (:at, 'web', :text, 'answer', '', 1)"
            ),
            [{"at": datetime.now(UTC) - timedelta(days=age), "text": asked} for asked, age in ages.items()],
        )


async def questions(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list(await connection.scalars(text("SELECT text FROM asked_question ORDER BY id")))


async def until_the_old_is_gone(engine: AsyncEngine) -> None:
    async with asyncio.timeout(20):
        while await questions(engine) != ["mới", "hôm nay"]:  # noqa: ASYNC110  the other side has no event
            await asyncio.sleep(0.01)


async def test_questions_older_than_the_retention_are_deleted_at_start(services: Services, engine: AsyncEngine) -> None:
    await write_questions(engine)

    async with keeping(services, engine):
        await until_the_old_is_gone(engine)


async def test_a_failed_deletion_is_logged_and_tried_again_another_day(
    services: Services, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "DAY_SECONDS", 0.01)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE asked_question RENAME TO away"))

    with capture_logs() as logged:
        async with keeping(services, engine):
            await eventually(lambda: bool(logged))
            async with engine.begin() as connection:
                await connection.execute(text("ALTER TABLE away RENAME TO asked_question"))
            await write_questions(engine)
            await until_the_old_is_gone(engine)

    assert {entry["event"] for entry in logged if entry["log_level"] != "debug"} == {"forget_failed"}
