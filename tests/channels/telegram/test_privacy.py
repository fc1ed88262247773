"""What of a person is in the files of the database: while a message waits, once it is answered, once forgotten."""

import re
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answers import wording
from bot.operations.pseudonyms import Pseudonyms
from bot.retention import forget_old
from bot.services import Services
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.erasure import Erasure
from bot.storage.inbox import Inbox
from bot.storage.journal import DatabaseJournal
from bot.storage.outreach import outreach
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import make, running
from tests.fakes.telegram import FakeTelegram
from tests.small_knowledge import small_snapshot

CHAT = 7_316_250_948
HASHED = Pseudonyms(b"key of tests")
PERSON = f"{CHAT}:{CHAT}"
WHO = {"first_name": "Rơ Châm Hlan", "last_name": "Siu", "username": "hlan_kbang_1990"}
SAID = "toi ten nguyen thi muoi, cccd 062185001234, sdt 0912 345 678, mail muoi85@example.vn, dang ky khai sinh"
PRIVATE = ("Hlan", "hlan_kbang_1990", str(CHAT), "nguyen thi muoi", "062185001234", "0912 345 678", "muoi85")


@pytest.fixture
def small(engine: AsyncEngine, tmp_path: Path) -> Services:
    """All that the handlers write with, over four procedures."""
    return Services(
        small_snapshot(tmp_path),
        DatabaseJournal(engine),
        DatabaseDialogues(engine, HASHED),
        outreach=outreach(engine, HASHED),
        inbox=Inbox(engine, HASHED),
        erasure=Erasure(engine, HASHED),
        tellers=frozenset(("telegram",)),
    )


def say(api: FakeTelegram, text: str) -> None:
    """Write as somebody with a name and a username."""
    person = {"id": CHAT, "is_bot": False, **WHO}
    chat = {"id": CHAT, "type": "private", **WHO}
    api.push("message", {"message_id": 9, "date": 0, "chat": chat, "from": person, "text": text})


def held(folder: Path, *words: str) -> set[str]:
    """Return which of `words` stand in any file of the database, as they are or as JSON writes them."""
    content = b"".join(file.read_bytes() for file in folder.glob("test.db*"))
    return {word for word in words if word.encode() in content or re.escape(word).encode() in content}


async def answer(api: FakeTelegram, number: int) -> str:
    """Return the answer of this number."""
    return (await eventually(lambda: api.sent[number - 1 :]))[0].text


async def test_once_answered_and_tidied_up_nothing_says_who_asked(
    bot_api: FakeTelegram, small: Services, tmp_path: Path, logs: Logs
) -> None:
    async with running(make(bot_api, small)):
        say(bot_api, SAID)
        await answer(bot_api, 1)

    await forget_old(small, days=90)

    assert held(tmp_path, *PRIVATE) == set()
    assert held(tmp_path, HASHED.of("telegram", PERSON), "[tên]", "[email]", "dang ky khai sinh")  # the test can see


async def test_who_is_to_be_written_to_is_known_by_number_until_forgotten(
    bot_api: FakeTelegram, small: Services, tmp_path: Path, logs: Logs
) -> None:
    async with running(make(bot_api, small)):
        say(bot_api, "/theodoi đăng ký kết hôn")
        await answer(bot_api, 1)
        say(bot_api, "xã Đăk Tờ Re")
        await answer(bot_api, 2)
        assert str(CHAT) in held(tmp_path, *PRIVATE)
        say(bot_api, "/xoa_du_lieu")
        assert await answer(bot_api, 3) == wording.FORGOTTEN

    assert small.erasure
    assert await small.erasure.rewrite()
    assert held(tmp_path, *PRIVATE, HASHED.of("telegram", PERSON)) == set()
    assert held(tmp_path, "Đăk Tờ Re")  # a question, which is nobody's
