import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel, col, update
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.testing import capture_logs

from bot.operations import days
from bot.operations.faults import MOST, OTHER
from bot.storage import faults as module
from bot.storage.database import open_database
from bot.storage.faults import KEPT_DAYS, Faults
from bot.storage.tables import FaultCount


@pytest.fixture
def faults(engine: AsyncEngine) -> Faults:
    return Faults(engine)


@pytest.fixture
async def other_process(database_url: str) -> AsyncIterator[Faults]:
    engine = open_database(database_url)
    yield Faults(engine)
    await engine.dispose()


def hear(faults: Faults, name: str, level: str = "warning", **more: str) -> None:
    faults.hear({"event": name, "level": level, **more})


async def counted(faults: Faults) -> dict[tuple[str, str], int]:
    return {(found.event, found.kind): found.count for found in await faults.recent(1)}


def statements(engine: AsyncEngine) -> list[str]:
    """Collect the statements from now on."""
    seen: list[str] = []

    def see(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", see)
    return seen


async def test_only_warnings_and_worse_count_by_event_and_kind(faults: Faults) -> None:
    hear(faults, "turn_failed", "error", kind="KeyError", channel="web")
    hear(faults, "turn_failed", "error", kind="KeyError", channel="telegram")
    hear(faults, "wrong_secret", channel="zalo_bot")
    hear(faults, "telegram_token_rejected", "critical")
    hear(faults, "answered", "info", outcome="answer")
    hear(faults, "delivered", "debug")
    await faults.write()

    assert await counted(faults) == {
        ("turn_failed", "KeyError"): 2,
        ("wrong_secret", "zalo_bot"): 1,
        ("telegram_token_rejected", ""): 1,
    }


async def test_a_flood_is_one_statement_and_silence_none(faults: Faults, engine: AsyncEngine) -> None:
    await faults.recent(1)  # connects
    seen = statements(engine)
    for number in range(3000):
        hear(faults, "delivery_failed", kind=f"Error{number % 3}")

    await faults.write()
    await faults.write()

    assert len([statement for statement in seen if statement.startswith("INSERT")]) == 1
    assert await counted(faults) == {("delivery_failed", f"Error{number}"): 1000 for number in range(3)}


async def test_processes_count_together_and_the_latest_time_is_kept(faults: Faults, other_process: Faults) -> None:
    before = datetime.now(UTC)
    for _ in range(20):
        for one in (faults, other_process):
            hear(one, "inbox_unreachable")
            hear(one, "turn_failed")
        await asyncio.gather(faults.write(), other_process.write())

    assert set((await counted(faults)).values()) == {40}
    assert all(before <= found.last_at <= datetime.now(UTC) for found in await faults.recent(1))


async def test_what_cannot_be_written_is_kept_for_the_next_time(
    faults: Faults, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(faults, "turn_failed")
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.tables["fault"].drop)
    with pytest.raises(SQLAlchemyError):
        await faults.write()
    hear(faults, "turn_failed")
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.tables["fault"].create)

    await faults.write()

    assert await counted(faults) == {("turn_failed", ""): 2}


async def test_counts_are_written_in_the_background_and_at_the_end(
    faults: Faults, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITE_SECONDS", 0.01)
    stop, written = asyncio.Event(), asyncio.Event()
    event.listen(engine.sync_engine, "commit", lambda _: written.set())
    writing = asyncio.create_task(faults.keep_writing(stop))
    hear(faults, "turn_failed")
    await asyncio.wait_for(written.wait(), 30)
    monkeypatch.setattr(module, "WRITE_SECONDS", 3600)
    hear(faults, "turn_failed")
    stop.set()
    await asyncio.wait_for(writing, 30)

    assert await counted(faults) == {("turn_failed", ""): 2}


async def test_a_database_that_is_away_is_told_of_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    faults, stop = Faults(open_database("postgresql://nobody@127.0.0.1:1/nothing")), asyncio.Event()
    hear(faults, "turn_failed")
    monkeypatch.setattr(module, "WRITE_SECONDS", 0.01)
    with capture_logs() as logged:
        asyncio.get_running_loop().call_later(0.1, stop.set)
        await asyncio.wait_for(faults.keep_writing(stop), 30)

    assert {(entry["event"], entry["kind"]) for entry in logged} == {("faults_not_written", "OperationalError")}


async def test_a_bug_cannot_make_thousands_of_rows(faults: Faults) -> None:
    for number in range(MOST + 50):
        hear(faults, f"event {number}", kind="x" * 1000)
    await faults.write()

    found = await counted(faults)
    assert len(found) == MOST + 1
    assert found[OTHER] == 50


async def test_the_last_days_are_shown_and_old_ones_forgotten(faults: Faults, engine: AsyncEngine) -> None:
    for name, ago in (("today", 0), ("six", 6), ("seven", 7), ("old", KEPT_DAYS + 1)):
        hear(faults, name)
        await faults.write()
        moved = update(FaultCount).where(col(FaultCount.event) == name).values(day=days.today() - timedelta(ago))
        async with AsyncSession(engine) as session:
            await session.exec(moved)
            await session.commit()

    assert {found.event for found in await faults.recent(7)} == {"today", "six"}
    assert await faults.forget() == 1
    assert {found.event for found in await faults.recent(1000)} == {"today", "six", "seven"}
