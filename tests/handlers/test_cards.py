import pytest

from bot.conversation import Turn
from bot.services import Services
from handlers import handle
from handlers.cards import MOST, cards
from tests.handlers.officials import Official, desks


async def codes(text: str, services: Services) -> list[str]:
    return [card.code for card in await cards(text, services)]


async def test_the_likeliest_comes_first(services: Services) -> None:
    found = await codes("đăng ký khai sinh", services)

    assert found[0] == "1.001193"
    assert 1 < len(found) <= MOST
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("text", ["bóng đá tối nay", "xin chào", "?!", "x" * 5000])
async def test_what_means_no_procedure_brings_none(services: Services, text: str) -> None:
    assert await codes(text, services) == []


async def test_nothing_said_brings_what_others_ask_first(services: Services) -> None:
    for code in ("1.000894", "1.000894", "1.001193"):
        await handle(Turn("web", choice=f"p:{code}"), services)

    found = await codes("", services)

    assert found[:2] == ["1.000894", "1.001193"]
    assert len(found) == MOST


async def links(official: Official, person: str, channel: str = "telegram") -> str:
    [first, *_] = await cards("đăng ký khai sinh", official.services, channel, person)
    return " ".join(link.url for link in first.reply.links)


async def test_an_official_s_cards_carry_the_desk(official: Official) -> None:
    number = official.desk.number

    shared = await links(official, official.name)

    assert f"https://hoi.kontum.test/p/1.001193?k={number}" in shared
    assert f"?start=p_1_001193_k_{number}" in shared


async def test_nobody_else_s_do(official: Official) -> None:
    for person, channel in (("minh", "telegram"), ("lan", "zalo_bot"), ("", "")):
        assert official.desk.number not in await links(official, person, channel)


async def test_nor_those_of_a_closed_desk(official: Official) -> None:
    await desks(official.services).close(official.desk.number)

    assert official.desk.number not in await links(official, official.name)
