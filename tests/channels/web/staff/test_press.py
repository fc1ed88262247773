import asyncio
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from threading import Event

import pytest

from bot.channels.web.staff import press as press_module
from bot.channels.web.staff.filled import Format
from bot.channels.web.staff.order import Order
from bot.channels.web.staff.press import AT_ONCE, PDF, PNG, ZIP, File, Press
from bot.knowledge.snapshot import Knowledge
from bot.sharing.posters.sizes import Size
from tests.channels.eventually import eventually
from tests.channels.web.staff.conftest import SITE
from tests.sharing.posters.reading import codes, pages, picture


@pytest.fixture
def order(knowledge: Knowledge) -> Order:
    """Three sheets."""
    return Order(tuple(knowledge.procedures[:3]), None, SITE, Size.A5, Format.PDF)


def addresses(order: Order) -> list[str]:
    return [f"{SITE}/p/{one.code}" for one in order.procedures if one]


async def news_of(order: Order) -> list[int | File]:
    return [news async for news in Press().pages(order)]


async def test_it_tells_each_page_and_gives_a_document_whose_codes_lead_there(order: Order) -> None:
    *told, file = await news_of(order)

    assert told == [0, 1, 2, 3]
    assert isinstance(file, File)
    assert file.kind == PDF
    assert len(pages(file.data)) == 3
    assert [codes(picture(file.data, 100, page)) for page in range(3)] == [[one] for one in addresses(order)]


async def test_one_picture_is_a_picture_and_several_are_packed_under_their_names(order: Order) -> None:
    single = await Press().print(replace(order, procedures=order.procedures[:1], format=Format.PNG))
    *told, several = await news_of(replace(order, format=Format.PNG))

    assert (single.kind, single.data[:4]) == (PNG, b"\x89PNG")
    assert told == [0, 1, 2, 3]
    assert isinstance(several, File)
    assert several.kind == ZIP
    with zipfile.ZipFile(BytesIO(several.data)) as package:
        assert package.namelist() == [f"{name}.png" for name in order.names]
        assert package.read(package.namelist()[0]) == single.data


class Slow:
    """Stands for drawing: it goes on when it is let, and knows how many were at it at once."""

    def __init__(self) -> None:
        self.let, self.under_way, self.most, self.drawn = Event(), 0, 0, 0

    def draw(self, order: Order, on_page: Callable[[int], None]) -> File:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            for place in range(len(order.procedures)):
                self.let.wait(30)
                on_page(place + 1)
                self.drawn += 1
        finally:
            self.under_way -= 1
        return File(b"%PDF", PDF)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(press_module, "_draw", made.draw)
    return made


async def test_few_are_drawn_at_once_and_all_in_the_end(order: Order, slow: Slow) -> None:
    press = Press()
    waiting = [asyncio.create_task(press.print(order)) for _ in range(AT_ONCE + 3)]
    await eventually(lambda: slow.under_way == AT_ONCE)

    slow.let.set()

    assert [file.data for file in await asyncio.gather(*waiting)] == [b"%PDF"] * (AT_ONCE + 3)
    assert slow.most == AT_ONCE


async def test_who_goes_away_stops_the_drawing_and_frees_the_press(order: Order, slow: Slow) -> None:
    press = Press()
    for _ in range(AT_ONCE + 1):
        listening = press.pages(order)
        assert await anext(listening) == 0
        await listening.aclose()  # type: ignore[attr-defined]

    slow.let.set()
    file = await press.print(order)

    assert file.data == b"%PDF"
    assert slow.drawn == len(order.procedures)


async def test_what_fails_is_raised_to_who_listens(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(order: Order, on_page: Callable[[int], None]) -> File:
        on_page(1)
        raise ValueError("too long")

    monkeypatch.setattr(press_module, "_draw", fails)

    with pytest.raises(ValueError, match="too long"):
        await news_of(order)
