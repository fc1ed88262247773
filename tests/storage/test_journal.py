import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Block, Outcome, Reply, Style, Turn
from bot.language.aspects import Aspect
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import open_database
from bot.storage.inbox import Inbox
from bot.storage.journal import DatabaseJournal, NoJournal
from bot.storage.tables import AskedQuestion

REPLY = Reply(
    blocks=(Block(Style.LEAD, "Anh/chị nộp tại Trung tâm Phục vụ hành chính công xã, phường."),),
    outcome=Outcome.ANSWER,
    procedure="1.001193",
    aspects=(Aspect.WHERE, Aspect.TIME),
)
NO_TABLES = "sqlite:///{}"


async def texts(journal: DatabaseJournal) -> list[str]:
    return [entry.text for entry in await journal.latest()]


async def add_question_asked(engine: AsyncEngine, ago: timedelta) -> None:
    async with AsyncSession(engine) as session:
        session.add(
            AskedQuestion(
                asked_at=datetime.now(UTC) - ago, channel="web", text=str(ago), outcome="answer", milliseconds=1.0
            )
        )
        await session.commit()


async def test_a_turn_is_written_down_with_what_became_of_it(journal: DatabaseJournal) -> None:
    before = datetime.now(UTC)

    await journal.record(Turn("telegram", "làm giấy khai sinh ở đâu, bao lâu"), REPLY, 12.3456)

    [entry] = await journal.latest()
    assert before <= entry.asked_at <= datetime.now(UTC)
    assert entry.model_dump(exclude={"id", "asked_at"}) == {
        "channel": "telegram",
        "text": "làm giấy khai sinh ở đâu, bao lâu",
        "outcome": "answer",
        "procedure": "1.001193",
        "faq": None,
        "aspects": "where+time",
        "milliseconds": 12.35,
    }


async def test_on_a_messenger_a_turn_is_written_down_with_its_answer_or_not_at_all(
    engine: AsyncEngine, journal: DatabaseJournal
) -> None:
    inbox, turn = Inbox(engine, Pseudonyms(b"key")), Turn("telegram", "khai sinh")
    await inbox.put("telegram", "7", "{}")
    [delivery] = await inbox.claim("telegram")

    with inbox.collecting():
        await journal.record(turn, REPLY, 1)  # and then the process dies
    with inbox.collecting() as also:
        await journal.record(turn, REPLY, 1)
    before = await texts(journal)
    await inbox.replace(delivery, "[]", also)

    assert (before, await texts(journal)) == ([], ["khai sinh"])


async def test_of_a_tapped_choice_its_value_is_written_down(journal: DatabaseJournal) -> None:
    await journal.record(Turn("telegram", "2", "p:1.001193:where"), REPLY, 1)

    assert await texts(journal) == ["p:1.001193:where"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("cccd 001203004567 làm khai sinh", "cccd [số] làm khai sinh"),
        ("gọi tôi 0912 345 678 nhé", "gọi tôi [số] nhé"),
        ("gửi về an.nguyen@example.vn", "gửi về [email]"),
        ("số 0912\u200b345\u200b678 giấu bằng ký tự ẩn", "số [số] giấu bằng ký tự ẩn"),
        ("số ０９１２３４５６７８ viết rộng", "số [số] viết rộng"),
    ],
)
async def test_text_is_stored_without_personal_numbers(journal: DatabaseJournal, typed: str, stored: str) -> None:
    await journal.record(Turn("web", typed), REPLY, 1)

    assert await texts(journal) == [stored]


@pytest.mark.parametrize("typed", ["khai\x00sinh", "khai\ud800sinh"])
async def test_characters_that_a_database_refuses_do_not_lose_the_question(
    journal: DatabaseJournal, typed: str
) -> None:
    await journal.record(Turn("web", typed), REPLY, 1)

    assert await texts(journal) == ["khai sinh"]


async def test_a_long_message_is_stored_whole(journal: DatabaseJournal) -> None:
    typed = " ".join(["giấy khai sinh"] * 1300)

    await journal.record(Turn("web", typed), REPLY, 1)

    assert await texts(journal) == [typed]


async def test_the_latest_entries_come_newest_first_and_no_more_than_asked(journal: DatabaseJournal) -> None:
    for typed in ("một", "hai", "ba"):
        await journal.record(Turn("web", typed), REPLY, 1)

    assert [entry.text for entry in await journal.latest(2)] == ["ba", "hai"]


async def test_forgetting_deletes_exactly_what_is_older_than_the_retention(
    engine: AsyncEngine, journal: DatabaseJournal
) -> None:
    for ago in (timedelta(days=91), timedelta(days=90, minutes=1), timedelta(days=89, hours=23), timedelta()):
        await add_question_asked(engine, ago)

    deleted = await journal.forget(90)

    assert deleted == 2
    assert await texts(journal) == ["0:00:00", "89 days, 23:00:00"]


async def test_a_journal_on_a_migrated_database_is_ready(journal: DatabaseJournal) -> None:
    assert await journal.ready() is True


async def test_a_journal_without_its_table_is_not_ready(tmp_path: Path) -> None:
    engine = open_database(NO_TABLES.format(tmp_path / "empty.db"))

    with pytest.raises(SQLAlchemyError, match="asked_question"):
        await DatabaseJournal(engine).ready()
    await engine.dispose()


async def test_a_failed_write_does_not_tell_the_text_in_its_error(tmp_path: Path) -> None:
    engine = open_database(NO_TABLES.format(tmp_path / "empty.db"))

    with pytest.raises(SQLAlchemyError) as raised:
        await DatabaseJournal(engine).record(Turn("web", "chuyện riêng của tôi"), REPLY, 1)
    await engine.dispose()

    assert "chuyện riêng" not in str(raised.value)


async def test_two_writers_at_once_lose_nothing(database_url: str) -> None:
    engines = [open_database(database_url) for _ in range(2)]
    journals = [DatabaseJournal(engine) for engine in engines]

    await asyncio.gather(
        *(journal.record(Turn("web", f"câu {number}"), REPLY, 1) for number in range(20) for journal in journals)
    )

    stored = [entry.text for entry in await journals[0].latest(100)]
    for engine in engines:
        await engine.dispose()
    assert sorted(stored) == sorted(f"câu {number}" for number in range(20) for _ in journals)


async def test_the_journal_that_writes_nothing_takes_everything() -> None:
    journal = NoJournal()

    await journal.record(Turn("console", "khai sinh"), REPLY, 1)

    assert (await journal.ready(), await journal.forget(90)) == (True, 0)
