"""What waited for a person to write, told before the answer to the next message."""

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import wording
from bot.conversation import Fate, Reply
from bot.knowledge.ways import Ways
from bot.services import Services
from bot.storage.follows import Follow, Follows
from tests.handlers.talk import Talk, shown

BIRTH, POWER = "1.001193", "3.000001"
BOTH = Ways.ONLINE | Ways.POSTAL


@pytest.fixture
def talk(services: Services) -> Talk:
    return Talk(services.snapshot, replace(services, tellers=frozenset({"test"})))


@pytest.fixture
def follows(services: Services) -> Follows:
    assert services.outreach
    return services.outreach.follows


async def late(follows: Follows, code: str, person: str = "lan") -> None:
    """Have a wish that was fulfilled while the channel let nobody write to the person."""
    await follows.add("test", person, code, BOTH)
    [key] = [one.key for one in await follows.of("test", person) if one.procedure == code]
    await follows.report(key, Fate.CLOSED)


def first(reply: Reply) -> str:
    return reply.blocks[0].text


async def test_the_news_stand_before_the_answer_once(talk: Talk, follows: Follows) -> None:
    await late(follows, BIRTH)

    reply = await talk.say(f"mã {POWER}")
    next_reply = await talk.say("cảm ơn")

    assert first(reply).startswith("Anh/chị nhờ tôi báo: thủ tục ")
    assert f"(mã {BIRTH}) nay nộp được qua mạng và gửi được qua bưu điện. Trang chính thức" in first(reply)
    assert wording.NEWS_DONE in shown(reply)
    assert reply.procedure == POWER
    assert "nhờ tôi báo" not in shown(next_reply)
    assert await follows.of("test", "lan") == []


async def test_only_the_person_who_asked_hears_them(talk: Talk, follows: Follows) -> None:
    await late(follows, BIRTH)

    assert "nhờ tôi báo" not in shown(await talk.say("xin chào", person="minh"))
    assert "nhờ tôi báo" in shown(await talk.say("xin chào"))


async def test_several_news_are_told_together(talk: Talk, follows: Follows) -> None:
    await late(follows, BIRTH)
    await late(follows, "1.004222")

    assert shown(await talk.say("xin chào")).count("Anh/chị nhờ tôi báo") == 2


async def test_what_was_taken_back_meanwhile_is_not_told_and_waits_on(talk: Talk, follows: Follows) -> None:
    await late(follows, POWER)

    reply = await talk.say("xin chào")

    [one] = await follows.of("test", "lan")
    assert "nhờ tôi báo" not in shown(reply)
    assert (one.procedure, one.waits) == (POWER, False)


async def test_a_procedure_withdrawn_meanwhile_is_not_told(talk: Talk, follows: Follows) -> None:
    await late(follows, "9.999999")

    assert "nhờ tôi báo" not in shown(await talk.say("xin chào"))


async def test_who_deletes_all_data_hears_no_more_news(talk: Talk, follows: Follows) -> None:
    await late(follows, BIRTH)

    assert shown(await talk.say("xóa dữ liệu của tôi")) == wording.FORGOTTEN


async def test_a_database_out_of_reach_costs_the_news_and_not_the_answer(
    talk: Talk, follows: Follows, monkeypatch: pytest.MonkeyPatch, logs: list[MutableMapping[str, Any]]
) -> None:
    await late(follows, BIRTH)

    async def broken(*_: object) -> list[Follow]:
        raise OSError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Follows, "take", broken)
        reply = await talk.say(f"mã {POWER}")

    assert reply.procedure == POWER
    assert "news_failed" in [entry["event"] for entry in logs]
    assert "nhờ tôi báo" in shown(await talk.say("xin chào"))
