from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.operations.pseudonyms import Pseudonyms
from bot.storage import queue as module
from bot.storage.inbox import Inbox
from bot.storage.queue import Queue, Waiting


@pytest.fixture
def inbox(engine: AsyncEngine) -> Inbox:
    return Inbox(engine, Pseudonyms(b"key of tests"))


async def test_what_is_not_done_waits_and_the_oldest_says_since_when(
    engine: AsyncEngine, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = datetime.now(UTC)
    for number in range(4):
        await inbox.put("telegram", str(number), "{}", f"person {number}")
    first, _ = await inbox.claim("telegram", 2)
    await inbox.done(first)

    telegram, zalo = await Queue(engine).waiting(["telegram", "zalo_bot"])

    assert (telegram.channel, telegram.count) == ("telegram", 3)
    assert telegram.since
    assert before <= telegram.since <= datetime.now(UTC)
    assert zalo == Waiting("zalo_bot", 0, None)

    monkeypatch.setattr(module, "MOST_COUNTED", 2)
    assert [one.count for one in await Queue(engine).waiting(["telegram"])] == [2]
