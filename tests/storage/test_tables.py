from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.journal import DatabaseJournal
from bot.storage.tables import AskedQuestion

HANOI = timezone(timedelta(hours=7))


async def test_a_moment_given_in_another_zone_is_read_back_as_the_same_moment(
    engine: AsyncEngine, journal: DatabaseJournal
) -> None:
    asked_at = datetime(2026, 11, 23, 6, 30, tzinfo=HANOI)
    async with AsyncSession(engine) as session:
        session.add(
            AskedQuestion(asked_at=asked_at, channel="web", text="khai sinh", outcome="answer", milliseconds=1.0)
        )
        await session.commit()

    entry = (await journal.latest())[0]

    assert entry.asked_at.astimezone(UTC) == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


async def test_questions_are_numbered_on_past_what_32_bits_hold(engine: AsyncEngine) -> None:
    last = 2**31 - 1

    def question(number: int | None = None) -> AskedQuestion:
        now = datetime.now(UTC)
        return AskedQuestion(id=number, asked_at=now, channel="web", text="x", outcome="answer", milliseconds=1.0)

    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text(f"SELECT setval('asked_question_id_seq', {last})"))
    async with AsyncSession(engine) as session:
        session.add(question(last))
        await session.commit()
        asked = question()
        session.add(asked)
        await session.commit()
        await session.refresh(asked)

    assert asked.id == last + 1
