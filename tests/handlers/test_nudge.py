"""The one line below an answer, and when there is none; days pass by changing what the dialogue remembers."""

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import replies, wording
from bot.conversation import Block, Reply, Style
from bot.dialogue import Dialogue
from bot.operations import days
from bot.services import Services
from bot.storage.follows import Follow, Follows
from tests.handlers.talk import Talk, shown

POWER, TAX = "3.000001", "1.011022"
"""No way but going, filed in no commune."""
PENSION = "1.014027"
"""No way but going, filed in communes."""
SINGLE, RESIDENCE, POOR = "1.004873", "1.004222", "1.011607"
"""Both ways, online alone, post alone."""
HINTS = {
    wording.HINT_WISH,
    wording.HINT_SHARE,
    wording.NO_NEED_BOTH,
    wording.NO_NEED_ONLINE,
    wording.NO_NEED_POSTAL,
}


@pytest.fixture
def services(services: Services) -> Services:
    """Services of a channel that can write to people first, for somebody who was greeted and told a commune."""
    return replace(services, tellers=frozenset({"test"}))


@pytest.fixture
async def talk(services: Services) -> Talk:
    """A conversation with somebody who is known."""
    place = services.snapshot.knowledge.places.former[0].id
    await services.dialogues.save("test", "lan", Dialogue(greeted=True, place=place, place_was_asked=True))
    return Talk(services.snapshot, services)


def hints(reply: Reply) -> list[str]:
    """Return the hints that stand last, below the source."""
    return [block.text for block in reply.blocks if block.style is Style.NOTE and block.text in HINTS]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        (f"mã {POWER}", wording.HINT_WISH),
        (f"mã {POWER} mất bao lâu", wording.HINT_WISH),
        (f"mã {SINGLE} mất bao lâu", wording.NO_NEED_BOTH),
        (f"mã {RESIDENCE} lệ phí bao nhiêu", wording.NO_NEED_ONLINE),
        (f"mã {POOR} mất bao lâu", wording.NO_NEED_POSTAL),
        (f"mã {SINGLE} nộp ở đâu", wording.HINT_SHARE),
        (f"mã {SINGLE} làm qua mạng được không", wording.HINT_SHARE),
        (f"mã {SINGLE}", wording.HINT_SHARE),
    ],
)
async def test_the_last_line_says_what_the_data_allows(talk: Talk, said: str, hint: str) -> None:
    reply = await talk.say(said)

    assert reply.blocks[-1] == Block(Style.NOTE, hint)


async def test_there_is_at_most_one_a_day(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    replies = [await talk.say(f"mã {code}") for code in (POWER, SINGLE, TAX)]
    tomorrow = days.today().replace(year=days.today().year + 1)
    monkeypatch.setattr(days, "today", lambda: tomorrow)

    next_day = [await talk.say(f"mã {code}") for code in (POWER, SINGLE)]

    assert [len(hints(reply)) for reply in replies] == [1, 0, 0]
    assert [len(hints(reply)) for reply in next_day] == [1, 0]


async def test_another_person_has_a_day_of_their_own(talk: Talk, services: Services) -> None:
    await services.dialogues.save("test", "minh", Dialogue(greeted=True))
    await talk.say(f"mã {POWER}")

    assert hints(await talk.say(f"mã {POWER}", person="minh")) == [wording.HINT_WISH]


async def test_there_is_none_where_the_privacy_notice_stands_nor_for_people_without_an_id(talk: Talk) -> None:
    first = await talk.say(f"mã {POWER}", person="hoa")
    second = await talk.say(f"mã {TAX}", person="hoa")
    nobody = await talk.say(f"mã {POWER}", person="")

    assert (hints(first), len(hints(second)), hints(nobody)) == ([], 1, [])
    assert first.blocks[-1].text == replies.privacy()


async def test_there_is_none_below_a_question(talk: Talk, services: Services) -> None:
    await services.dialogues.save("test", "hoa", Dialogue(greeted=True))

    reply = await talk.say(f"mã {PENSION}", person="hoa")

    assert reply.blocks[-1].text == wording.ASK_PLACE
    assert hints(reply) == []


async def test_there_is_none_below_what_answers_no_question_about_a_procedure(talk: Talk) -> None:
    for said in ("xin chào", "đăng ký", "/help", "hôm nay trời mưa", "/chiase 1.004873"):
        assert hints(await talk.say(said)) == []


async def test_where_nobody_can_be_written_to_no_message_is_promised(talk: Talk) -> None:
    talk.services.tellers = frozenset()

    assert hints(await talk.say(f"mã {POWER}")) == []
    assert hints(await talk.say(f"mã {SINGLE}")) == [wording.HINT_SHARE]


async def test_what_is_followed_already_is_not_offered(talk: Talk) -> None:
    await talk.say(f"/theodoi {POWER}")

    assert hints(await talk.say(f"mã {POWER}")) == []
    assert hints(await talk.say(f"mã {TAX}")) == [wording.HINT_WISH]


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        (f"mã {POWER} làm qua mạng được không", True),
        (f"mã {POWER} gửi bưu điện được không", True),
        (f"mã {POOR} làm qua mạng được không", True),
        (f"mã {POOR} gửi bưu điện được không", False),
        (f"mã {SINGLE} làm qua mạng được không", False),
    ],
)
async def test_who_asks_in_vain_for_a_way_is_offered_to_be_told_by_one_tap_and_no_hint(
    talk: Talk, said: str, *, offered: bool
) -> None:
    reply = await talk.say(said)

    assert ([choice.label for choice in reply.choices][:1] == [wording.WISH_OFFER]) is offered
    assert not (offered and hints(reply))


async def test_the_offer_is_taken_by_its_number(talk: Talk, services: Services) -> None:
    await talk.say(f"mã {POWER} làm qua mạng được không")

    await talk.say("1")

    assert services.outreach
    assert [one.procedure for one in await services.outreach.follows.of("test", "lan")] == [POWER]
    again = await talk.say(f"mã {POWER} làm qua mạng được không")
    assert wording.WISH_OFFER not in [choice.label for choice in again.choices]


async def test_a_database_out_of_reach_costs_the_hint_and_not_the_answer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, logs: list[MutableMapping[str, Any]]
) -> None:
    async def broken(*_: object) -> list[Follow]:
        raise OSError("gone")

    monkeypatch.setattr(Follows, "of", broken)

    reply = await talk.say(f"mã {POWER}")

    assert (reply.procedure, hints(reply)) == (POWER, [])
    assert {"nudge_failed", "news_failed"} <= {entry["event"] for entry in logs}


async def test_two_procedures_in_one_answer_get_no_hint(talk: Talk) -> None:
    reply = await talk.say("đăng ký khai sinh và đăng ký kết hôn")

    assert wording.BOTH in shown(reply)
    assert hints(reply) == []


async def test_in_the_terminal_there_is_none(talk: Talk) -> None:
    talk.services.outreach = None

    assert hints(await talk.say(f"mã {SINGLE}")) == []
