from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords
from bot.storage.admin_sessions import LONGEST, LONGEST_IDLE, Sessions
from bot.storage.database import open_database
from bot.storage.tables import AdminSession

GOOD = "con trâu đi trước"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def sessions(records: AdminRecords) -> Sessions:
    """Sessions where `lan` may have some."""
    await records.accounts.add("lan", Role.ADMIN, GOOD)
    return records.sessions


async def grow_older(engine: AsyncEngine, age: timedelta, idle: timedelta) -> None:
    """Let all sessions have begun and have been used last so long ago."""
    now = datetime.now(UTC)
    async with AsyncSession(engine) as session:
        await session.exec(update(AdminSession).values(created_at=now - age, seen_at=now - idle))
        await session.commit()


async def rows(engine: AsyncEngine) -> list[AdminSession]:
    async with AsyncSession(engine) as session:
        return list(await session.exec(select(AdminSession)))


async def test_a_session_says_whose_it_is(sessions: Sessions) -> None:
    found = await sessions.find(await sessions.open("lan"))

    assert found
    assert (found.account.name, found.account.role) == ("lan", Role.ADMIN)


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "A" * 43])
async def test_a_token_that_nobody_was_given_opens_nothing(sessions: Sessions, token: str) -> None:
    await sessions.open("lan")

    assert await sessions.find(token) is None


async def test_another_replica_knows_the_session(sessions: Sessions, database_url: str) -> None:
    token = await sessions.open("lan")
    engine = open_database(database_url)

    here, there = await sessions.find(token), await Sessions(engine).find(token)
    await engine.dispose()

    assert here is not None
    assert here == there


async def test_neither_token_nor_csrf_token_is_stored(sessions: Sessions, engine: AsyncEngine) -> None:
    token = await sessions.open("lan")
    found = await sessions.find(token)

    [row] = await rows(engine)
    assert found
    assert token not in str(row.model_dump())
    assert found.csrf not in str(row.model_dump())


async def test_each_session_has_tokens_of_its_own(sessions: Sessions) -> None:
    tokens = [await sessions.open("lan") for _ in range(3)]

    found = [await sessions.find(token) for token in tokens]

    assert len({session.csrf for session in found if session} | set(tokens)) == 6
    assert all(len(token) >= 43 for token in tokens)


@pytest.mark.parametrize(
    ("age", "idle", "open_still"),
    [
        (LONGEST - MINUTE, MINUTE, True),
        (LONGEST + MINUTE, MINUTE, False),
        (timedelta(hours=2), LONGEST_IDLE - MINUTE, True),
        (timedelta(hours=2), LONGEST_IDLE + MINUTE, False),
        (-MINUTE, -MINUTE, True),  # of a replica whose clock goes before
        (-timedelta(days=365), -timedelta(days=365), False),  # of when the clock was wrong by a year
    ],
)
async def test_a_session_ends_by_age_and_by_idleness(
    sessions: Sessions, engine: AsyncEngine, age: timedelta, idle: timedelta, *, open_still: bool
) -> None:
    token = await sessions.open("lan")
    await grow_older(engine, age, idle)

    assert bool(await sessions.find(token)) is open_still


async def test_use_keeps_a_session_awake(sessions: Sessions, engine: AsyncEngine) -> None:
    token = await sessions.open("lan")
    await grow_older(engine, timedelta(hours=2), LONGEST_IDLE - MINUTE)

    await sessions.find(token)

    [row] = await rows(engine)
    assert datetime.now(UTC) - row.seen_at < MINUTE


async def test_closing_ends_one_session_only(sessions: Sessions) -> None:
    first, second = await sessions.open("lan"), await sessions.open("lan")

    await sessions.close(first)

    assert await sessions.find(first) is None
    assert await sessions.find(second)


async def test_a_disabled_account_has_no_session(sessions: Sessions, records: AdminRecords) -> None:
    await records.accounts.disable("lan")
    token = await sessions.open("lan")

    assert await sessions.find(token) is None


async def test_sessions_that_are_over_are_deleted(sessions: Sessions, engine: AsyncEngine) -> None:
    await sessions.open("lan")
    await grow_older(engine, LONGEST + MINUTE, MINUTE)

    token = await sessions.open("lan")

    assert len(await rows(engine)) == 1
    assert await sessions.forget() == 0
    assert await sessions.find(token)
