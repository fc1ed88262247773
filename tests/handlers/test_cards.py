import pytest

from bot.conversation import Turn
from bot.services import Services
from handlers import handle
from handlers.cards import MOST, cards


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
