from dataclasses import replace
from typing import Any

import pytest

from bot.answers import replies, wording
from bot.conversation import Outcome, Reply
from bot.services import Services
from bot.sharing import wording as staff
from bot.sharing.links import Addresses
from tests.handlers.officials import ADDRESSES, Official, desks
from tests.handlers.talk import Talk, shown

BIRTH = "1.001193"
Logs = list[dict[str, object]]


@pytest.fixture
def talk(services: Services) -> Talk:
    return Talk(services.snapshot, replace(services, addresses=ADDRESSES))


def lines(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks[1:] if block.text != replies.privacy()]


@pytest.mark.parametrize("texts", [("1.001193", "/chiase"), ("/chiase 1.001193",), ("/chiase đăng ký khai sinh",)])
async def test_links_to_what_is_talked_about_or_named_can_be_passed_on(talk: Talk, texts: tuple[str, ...]) -> None:
    reply = [await talk.say(text) for text in texts][-1]

    assert lines(reply) == [
        "Trang thủ tục: https://hoi.kontum.test/p/1.001193",
        "Hỏi trên Zalo: https://zalo.me/123",
        "Vào Zalo rồi nhắn: 1.001193",
        "Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=p_1_001193",
    ]
    assert not reply.choices


async def test_the_conversation_goes_on_about_what_was_shared(talk: Talk) -> None:
    await talk.say("/chiase 1.001193")

    assert (await talk.say("/noinop")).procedure == BIRTH


async def test_what_to_share_is_asked_where_nothing_is_talked_about(talk: Talk) -> None:
    assert shown(await talk.say("/chiase")).startswith(wording.SHARE_WHICH)


async def test_what_may_be_several_is_asked_back_and_the_choice_gives_links(talk: Talk) -> None:
    asked = await talk.say("/chiase đất đai")
    picked = asked.choices[1]

    reply = await talk.say("2")

    assert len(asked.choices) > 2
    assert asked.outcome is Outcome.CLARIFY
    assert shown(reply).startswith(wording.SHARE.format(title=picked.label))
    assert (await talk.choose(picked.value)).blocks == reply.blocks


async def test_none_of_several_leads_on_as_ever(talk: Talk) -> None:
    asked = await talk.say("/chiase đất đai")

    assert shown(await talk.say(str(len(asked.choices)))).startswith(wording.REPHRASE)


async def test_a_citizen_s_links_carry_no_desk_not_even_the_one_that_brought_them(talk: Talk) -> None:
    desk = await desks(talk.services).register("Quầy 5", "Trung tâm", "", "lan")
    await talk.say(f"k{desk.number} 1.001193")

    assert desk.number not in shown(await talk.say("/chiase"))


async def test_an_official_s_links_carry_the_desk(official: Official) -> None:
    number = official.desk.number

    reply = await official.say("/chiase 1.001193")

    assert lines(reply) == [
        f"Trang thủ tục: https://hoi.kontum.test/p/1.001193?k={number}",
        "Hỏi trên Zalo: https://zalo.me/123",
        f"Vào Zalo rồi nhắn: k{number} 1.001193",
        f"Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=p_1_001193_k_{number}",
    ]


async def test_a_chosen_one_carries_it_too(official: Official) -> None:
    await official.say("/chiase đất đai")

    assert f"?k={official.desk.number}" in shown(await official.say("1"))


async def test_alone_it_gives_an_official_the_links_of_the_desk(official: Official) -> None:
    number = official.desk.number

    reply = await official.say("/chiase")

    assert reply.blocks[0].text == staff.SHARE.format(desk=official.desk.full_name)
    assert lines(reply) == [
        f"Trang hỏi đáp: https://hoi.kontum.test/k/{number}",
        "Hỏi trên Zalo: https://zalo.me/123",
        f"Vào Zalo rồi nhắn: k{number}",
        f"Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=k_{number}",
    ]


async def test_they_are_one_tap_away_below_those_of_a_procedure(official: Official) -> None:
    [general] = (await official.say("/chiase 1.001193")).choices

    assert general.label == staff.SHARE_DESK
    assert f"/k/{official.desk.number}" in shown(await official.choose(general.value))


async def test_a_desk_nobody_can_be_led_to_is_told(official: Official) -> None:
    official.services.addresses = Addresses()

    assert lines(await official.say("/chiase")) == [staff.NOWHERE]


async def test_a_closed_desk_hands_out_nothing_more(official: Official) -> None:
    await desks(official.services).close(official.desk.number)

    assert official.desk.number not in shown(await official.say("/chiase 1.001193"))
    assert shown(await official.say("/chiase 1.000894")).startswith("Anh/chị gửi đường dẫn này")


@pytest.mark.parametrize("value", ["share:9.999999", "share:1.001193:where", "share"])
async def test_a_forged_choice_gets_a_kind_way_on(talk: Talk, value: str) -> None:
    assert shown(await talk.choose(value)).startswith(wording.NO_SUCH_CHOICE)


async def test_links_are_given_without_a_desk_where_nobody_can_tell_whose(official: Official, logs: Logs) -> None:
    broken: Any = None
    assert official.services.admin
    services = replace(official.services, admin=replace(official.services.admin, links=broken))

    reply = await replace(official, services=services).say("/chiase 1.001193")

    assert "https://hoi.kontum.test/p/1.001193" in lines(reply)[0]
    assert [entry["event"] for entry in logs] == ["desk_unknown"]
