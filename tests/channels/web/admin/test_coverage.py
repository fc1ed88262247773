import re

from bot.channels.web.admin import office_texts as words
from bot.knowledge.cells import number
from bot.knowledge.coverage import YARDSTICK, Unknown, standing, unknown_by_field, unknown_by_receiver
from bot.services import Services
from tests.channels.web.admin.conftest import Browser

HOME = "/admin/coverage"
ROW = re.compile(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>')
COUNT = re.compile(r'<td class="count">([^<]+)</td>')


def rows_of(page: str, heading: str) -> list[tuple[str, list[str]]]:
    """Return the rows of the table that has a heading: their names and figures."""
    found = re.search(rf'aria-labelledby="{heading}" tabindex="0">(.*?)</table>', page, re.DOTALL)
    assert found, heading
    return [(name, COUNT.findall(cells)) for name, cells in ROW.findall(found[1])]


def counted(row: Unknown) -> tuple[str, list[str]]:
    return row.name, [number(count) for count in (row.total, row.level, row.online, row.postal)]


async def test_our_figures_stand_beside_the_published_ones(minh: Browser, services: Services) -> None:
    page = (await minh.get(HOME)).text

    expected = [(one.label, [number(one.published), number(one.ours)]) for one in standing(services.snapshot.knowledge)]
    assert rows_of(page, "standing") == expected == [("Tổng số thủ tục", ["1.904", "4"])]
    assert YARDSTICK in page


async def test_what_is_unknown_is_counted_by_field_and_by_office(minh: Browser, services: Services) -> None:
    page, knowledge = (await minh.get(HOME)).text, services.snapshot.knowledge

    assert rows_of(page, "receivers") == [counted(row) for row in unknown_by_receiver(knowledge)]
    assert rows_of(page, "fields") == [counted(row) for row in unknown_by_field(knowledge)]


async def test_both_are_drawn_too_with_a_description(minh: Browser, services: Services) -> None:
    page = (await minh.get(HOME)).text

    described = re.findall(r'<desc id="[^"]+">(.*?)</desc>', page)
    assert len(described) == 2
    for row in unknown_by_receiver(services.snapshot.knowledge):
        assert (
            f"{row.name}: {row.total - row.incomplete} {words.LEGEND[0]}, {row.incomplete} {words.LEGEND[1]}."
            in (described[0])
        )


async def test_strangers_are_led_to_the_door(stranger: Browser) -> None:
    assert (await stranger.get(HOME)).status_code == 303
