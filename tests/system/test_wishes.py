"""People on three messengers wait for a change; two replicas serve them; a reload tells each of them once."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.channels.eventually import eventually
from tests.environment import settings_environment
from tests.fakes.telegram import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import TOKEN as ZALO_TOKEN
from tests.fakes.zalo_bot import FakeZaloBot, identifier
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_SECRET, FakeZaloOa, text_event
from tests.small_knowledge import ID_CARD, MARRIAGE, MARRIAGE_AGAIN, write_small_knowledge
from tests.small_knowledge import PROCEDURES as SMALL
from tests.storage.conftest import postgres as postgres  # noqa: PLC0414  a fixture
from tests.system.program import Finished, Program, Running
from tests.system.test_reload import seconds_until_all_serve, write

LAN, MINH, HOA, BLOCKING = 2001, 2002, 2003, 2004
"""Chats on Telegram: who waits for the change, for another; who only asks; who waits and then blocks the bot."""
ON_BOT, ON_OA, AWAY = identifier("Lan"), "8801", "8802"
"""On Zalo: with the bot, with the Official Account, and there too, but last heard of three days ago."""
WAITING = f"/theodoi {MARRIAGE_AGAIN}"
NEWS = "Anh/chị nhờ tôi báo"
ONLINE = SMALL.replace("xã,nguồn ghi,trung tâm xã,chưa rõ,chưa rõ", "xã,nguồn ghi,trung tâm xã,toàn trình,chưa rõ")

AND_POST = ONLINE.replace("một phần,không", "một phần,có")


@dataclass
class World:
    """The messengers' servers, and the webhook of the Official Account once a replica runs."""

    telegram: FakeTelegram
    zalo_bot: FakeZaloBot
    zalo_oa: FakeZaloOa
    webhook: str = ""
    events: int = 0

    def news(self) -> dict[object, list[str]]:
        """Return what everybody was told of changes."""
        told: dict[object, list[str]] = {}
        for chat in (LAN, MINH, HOA, BLOCKING):
            told[chat] = [sent.text for sent in self.telegram.sent if sent.chat == chat and NEWS in sent.text]
        told[ON_BOT] = [text for text in self.zalo_bot.texts(ON_BOT) if NEWS in text]
        for person in (ON_OA, AWAY):
            told[person] = [text for text in self.zalo_oa.texts(person) if NEWS in text]
        return told

    def counted(self) -> dict[object, int]:
        return {who: len(texts) for who, texts in self.news().items()}

    async def on_telegram(self, chat: int, text: str) -> str:
        def own() -> list[str]:
            return [sent.text for sent in self.telegram.sent if sent.chat == chat]

        return await self._answered(own, lambda: self.telegram.push_text(text, chat=chat))

    async def on_bot(self, text: str) -> str:
        return await self._answered(lambda: self.zalo_bot.texts(ON_BOT), lambda: self.zalo_bot.push_text(ON_BOT, text))

    async def on_oa(self, person: str, text: str) -> str:
        before = len(self.zalo_oa.texts(person))
        self.events += 1
        await self.zalo_oa.deliver(self.webhook, text_event(text, f"m{self.events}", person))
        await eventually(lambda: len(self.zalo_oa.texts(person)) > before)
        return self.zalo_oa.texts(person)[-1]

    async def _answered(self, own: Callable[[], list[str]], say: Callable[[], Any]) -> str:
        before = len(own())
        await asyncio.to_thread(say)
        await eventually(lambda: len(own()) > before)
        return own()[-1]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with FakeTelegram() as telegram, FakeZaloBot() as zalo_bot, FakeZaloOa() as zalo_oa:
        yield World(telegram, zalo_bot, zalo_oa)


@dataclass
class Story:
    """What happened, in this order: wishes, a load, the same again, taken back and loaded anew, a late message."""

    noted: list[str] = field(default_factory=list)
    shown: Finished | None = None
    after_load: dict[object, int] = field(default_factory=dict)
    texts: dict[object, list[str]] = field(default_factory=dict)
    after_again: dict[object, int] = field(default_factory=dict)
    late: str = ""
    after_all: dict[object, int] = field(default_factory=dict)
    left: list[tuple[str, str]] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, postgres: Any, world: World, index_cache: Path) -> Story:
    folder, url = tmp_path_factory.mktemp("wishes"), str(postgres.get_uri())
    small = write_small_knowledge(folder / "small")
    own = {"HMC_KNOWLEDGE__FOLDER": str(small), "HMC_KNOWLEDGE__CACHE": str(index_cache), "HMC_DATABASE__URL": url}
    programs = [_program(folder / name, world).with_settings(**own) for name in ("one", "other")]
    file, more = write(folder / "moi.csv", ONLINE), write(folder / "them.csv", AND_POST)
    told = Story()
    with Running(programs[0]) as one:
        one.address()
        with Running(programs[1]) as other:
            world.webhook = f"{other.address()}/webhook/zalo-oa"
            asyncio.run(_wish(told, world))
            _let_days_pass(url)
            told.shown = programs[0].do("knowledge", "reload", str(file), "--yes", "--by", "lan")
            seconds_until_all_serve(2, [one, other])
            asyncio.run(_until_told(world, url))
            told.after_load, told.texts = world.counted(), world.news()
            programs[0].do("knowledge", "reload", str(file), "--yes")
            assert programs[0].do("knowledge", "rollback", "1", "--yes").code == 0
            seconds_until_all_serve(1, [one, other])
            asyncio.run(world.on_telegram(HOA, f"/theodoi {MARRIAGE}"))
            assert programs[0].do("knowledge", "reload", str(more), "--yes").code == 0
            seconds_until_all_serve(3, [one, other])
            asyncio.run(_until(lambda: world.counted()[HOA]))
            told.after_again = world.counted()
            told.late = asyncio.run(world.on_oa(AWAY, f"mã {ID_CARD}"))
            asyncio.run(world.on_oa(AWAY, "xin chào"))
            told.after_all, told.left = world.counted(), _wishes(url)
        told.outputs = [one.output, other.output]
    return told


def _program(own: Path, world: World) -> Program:
    own.mkdir()
    access, refresh = world.zalo_oa.pair()
    settings = {
        "HMC_PRIVACY__PERSON_KEY": "key of tests",
        "HMC_TELEGRAM__TOKEN": TELEGRAM_TOKEN,
        "HMC_TELEGRAM__BASE_URL": world.telegram.base_url,
        "HMC_ZALO_BOT__TOKEN": ZALO_TOKEN,
        "HMC_ZALO_BOT__BASE_URL": world.zalo_bot.base_url,
        "HMC_ZALO_OA__APP_ID": APP_ID,
        "HMC_ZALO_OA__APP_SECRET": APP_SECRET,
        "HMC_ZALO_OA__OA_SECRET": OA_SECRET,
        "HMC_ZALO_OA__ACCESS_TOKEN": access,
        "HMC_ZALO_OA__REFRESH_TOKEN": refresh,
        "HMC_ZALO_OA__BASE_URL": world.zalo_oa.address,
        "HMC_ZALO_OA__OAUTH_URL": world.zalo_oa.address,
    }
    return Program(settings_environment(own) | settings, own)


async def _wish(told: Story, world: World) -> None:
    told.noted = [
        await world.on_telegram(LAN, WAITING),
        await world.on_telegram(BLOCKING, WAITING),
        await world.on_bot(WAITING),
        await world.on_oa(ON_OA, WAITING),
        await world.on_oa(AWAY, WAITING),
    ]
    await world.on_telegram(MINH, f"/theodoi {ID_CARD}")
    await world.on_telegram(HOA, f"mã {MARRIAGE_AGAIN}")
    world.telegram.blocked.add(BLOCKING)


def _let_days_pass(url: str) -> None:
    """Make it three days ago that somebody on the Official Account wrote: whom it is, only the wish tells."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "UPDATE dialogue SET updated_at = updated_at - interval '3 days'"
            " WHERE person = (SELECT person FROM follow WHERE address = %s)",
            [AWAY],
        )


async def _until_told(world: World, url: str) -> None:
    await eventually(lambda: all(world.counted()[who] for who in (LAN, ON_BOT, ON_OA)))
    await eventually(lambda: _wishes(url) == [("telegram", str(f"{MINH}:{MINH}")), ("zalo_oa", AWAY)])


async def _until(holds: Callable[[], Any]) -> None:
    await eventually(holds)


def _wishes(url: str) -> list[tuple[str, str]]:
    with psycopg.connect(url) as connection:
        return [tuple(row) for row in connection.execute("SELECT channel, address FROM follow ORDER BY channel, id")]


def test_each_messenger_notes_the_wish_and_says_what_it_keeps(story: Story) -> None:
    assert len(story.noted) == 5
    for text in story.noted:
        assert "Khi thủ tục này nộp được qua mạng hoặc gửi được qua bưu điện, tôi báo anh/chị ở đây." in text
        assert "nhiều nhất một năm" in text


def test_before_the_yes_the_admin_sees_who_would_be_told_what(story: Story) -> None:
    assert story.shown
    assert story.shown.code == 0, story.shown.errors
    assert "Nếu nạp, tôi báo cho người đang chờ, 5 tin:" in story.shown.output
    assert "2 người trên Telegram, 1 người trên Zalo Bot, 2 người trên Zalo OA" in story.shown.output
    assert f"{NEWS}: thủ tục này nay nộp được qua mạng." in story.shown.output


def test_the_load_tells_exactly_those_who_waited_and_can_be_written_to_once(story: Story) -> None:
    assert story.after_load == {LAN: 1, ON_BOT: 1, ON_OA: 1, MINH: 0, HOA: 0, BLOCKING: 0, AWAY: 0}


def test_what_they_read_says_what_changed_what_it_means_the_source_and_that_it_is_done(story: Story) -> None:
    for who in (LAN, ON_BOT, ON_OA):
        [text] = story.texts[who]
        assert text.startswith("Anh/chị nhờ tôi báo: thủ tục này nay nộp được qua mạng.")
        assert f"Thủ tục đăng ký lại kết hôn (mã {MARRIAGE_AGAIN})" in text
        assert "Anh/chị không cần đi nộp hồ sơ: nộp được qua mạng." in text
        assert "Nguồn: Thử, đọc ngày 18/7/2026." in text
        assert "Báo xong, tôi đã xóa yêu cầu này." in text


def test_neither_the_same_load_again_nor_taking_back_and_loading_anew_tells_anybody(story: Story) -> None:
    assert story.after_again == story.after_load | {HOA: 1}, "who asked meanwhile for what is new, alone"


def test_who_could_not_be_written_to_hears_it_before_the_answer_to_the_next_message_once(story: Story) -> None:
    assert story.late.startswith(
        f"Anh/chị nhờ tôi báo: thủ tục Đăng ký lại kết hôn (mã {MARRIAGE_AGAIN}) nay nộp được qua mạng."
    )
    assert f"(mã {ID_CARD})" in story.late, "the answer follows"
    assert story.after_all == story.after_again | {AWAY: 1}


def test_only_the_wish_that_is_not_fulfilled_is_left(story: Story) -> None:
    assert story.left == [("telegram", f"{MINH}:{MINH}")]


def test_nothing_goes_wrong_unsaid(story: Story) -> None:
    for output in story.outputs:
        assert [line for line in output.splitlines() if "level='error'" in line or "Traceback" in line] == []
