import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from bot.channels.web.admin import reach_texts as texts
from bot.office import reach_wording as words
from bot.services import Services
from bot.storage.reach import Event, Happened
from tests.channels.web.admin.conftest import Browser
from tests.small_knowledge import BIRTH, MARRIAGE

HOME = "/admin/reach"
TODAY = datetime(2026, 11, 28, 3, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
LAST_WEEK = date(2026, 11, 18)
ROW = re.compile(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>')
COUNT = re.compile(r'<td class="count">([^<]+)</td>')


@pytest.fixture(autouse=True)
def saturday() -> Iterator[None]:
    """Everything happens on that day, signing in too."""
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
async def desks(services: Services) -> tuple[str, str]:
    """The numbers of two desks, of which the first was more asked for; some people came by themselves."""
    assert services.outreach
    five = await services.outreach.desks.register("Quầy <5>", "Trung tâm xã", "xa-kon-braih", "lan")
    six = await services.outreach.desks.register("Quầy 6", "Trung tâm tỉnh", "", "lan")
    await services.outreach.reach.add(
        [
            *[Happened(MONDAY, five.number, BIRTH, Event.SCAN)] * 1200,
            *[Happened(MONDAY, five.number, "", Event.TOLD)] * 30,
            *[Happened(MONDAY, five.number, BIRTH, Event.TOLD_OF)] * 30,
            *[Happened(LAST_WEEK, six.number, MARRIAGE, Event.QUESTION)] * 4,
            *[Happened(LAST_WEEK, "", MARRIAGE, Event.QUESTION)] * 5,
            *[Happened(date(2026, 1, 5), six.number, MARRIAGE, Event.TAP)] * 9,
        ]
    )
    return five.number, six.number


async def page_of(browser: Browser, query: str = "") -> str:
    return (await browser.get(HOME + query)).text


def rows_of(page: str, table: str) -> list[tuple[str, list[str]]]:
    found = re.search(rf'aria-labelledby="{table}" tabindex="0">(.*?)</table>', page, re.DOTALL)
    return [(unescape(name), COUNT.findall(cells)) for name, cells in ROW.findall(found[1])] if found else []


def totals_of(page: str) -> list[str]:
    return re.findall(r"<dd>([\d.]+)</dd>", page)


async def test_the_last_four_weeks_are_shown_with_every_table(minh: Browser, desks: tuple[str, str]) -> None:
    page = await page_of(minh)

    assert totals_of(page) == ["1.200", "0", "9", "30", "0"]
    assert rows_of(page, "weeks")[-2:] == [
        ("16/11/2026–22/11/2026", ["0", "0", "9", "0", "0"]),
        ("23/11/2026–28/11/2026", ["1.200", "0", "0", "30", "0"]),
    ]
    assert rows_of(page, "desks") == [
        (f"Quầy <5>, Trung tâm xã <small>{words.NUMBER} {desks[0]}</small>", ["1.200", "0", "0", "30", "0"]),
        (f"Quầy 6, Trung tâm tỉnh <small>{words.NUMBER} {desks[1]}</small>", ["0", "0", "4", "0", "0"]),
        (words.BY_ITSELF, ["0", "0", "5", "0", "0"]),
    ]
    assert [name for name, _ in rows_of(page, "communes")] == ["Xã Kon Braih", words.WHOLE_PROVINCE, words.BY_ITSELF]
    assert [counts for _, counts in rows_of(page, "procedures")] == [["1.200", "0", "30", "0"], ["0", "9", "0", "0"]]


async def test_names_of_desks_are_text(minh: Browser, desks: tuple[str, str]) -> None:
    assert "Quầy &lt;5&gt;" in await page_of(minh)


async def test_each_figure_says_what_it_counts(minh: Browser, desks: tuple[str, str]) -> None:
    page = await page_of(minh)

    for name, meaning in words.DEFINITIONS.items():
        assert f"<dt>{name}</dt><dd>{meaning}</dd>" in page


async def test_both_charts_tell_desks_from_people_who_came_by_themselves(minh: Browser, desks: tuple[str, str]) -> None:
    page = await page_of(minh)

    [told, questions] = re.findall(r'<desc id="[^"]+">(.*?)</desc>', page)
    assert "23/11/2026–28/11/2026: 30 đến qua quầy, 0 tự tìm đến." in told
    assert "16/11/2026–22/11/2026: 4 đến qua quầy, 5 tự tìm đến." in questions


@pytest.mark.parametrize(("weeks", "first"), [("1", "23/11/2026"), ("12", "07/09/2026"), ("7", "02/11/2026")])
async def test_weeks_are_chosen_and_others_are_the_last_four(
    minh: Browser, desks: tuple[str, str], weeks: str, first: str
) -> None:
    page = await page_of(minh, f"?weeks={weeks}")

    assert texts.HEADING.format(first=first, last="28/11/2026") in page


async def test_any_days_are_chosen(minh: Browser, desks: tuple[str, str]) -> None:
    page = await page_of(minh, "?first=2026-01-01&last=2026-01-31")

    assert totals_of(page) == ["0", "0", "0", "0", "9"]
    assert f'href="{HOME}.xlsx?first=2026-01-01&amp;last=2026-01-31' in page


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ("first=2026-02-01&last=2026-01-31", words.WRONG_ORDER),
        ("first=x&last=", words.NO_DATE),
        ("first=2020-02-01&last=2026-01-31", words.TOO_LONG),
    ],
)
async def test_days_that_make_no_period_are_told_and_the_last_weeks_are_shown(
    minh: Browser, desks: tuple[str, str], days: str, why: str
) -> None:
    response = await minh.get(f"{HOME}?{days}")

    assert response.status_code == 422
    assert why in response.text
    assert len(rows_of(response.text, "weeks")) == 4


async def test_one_desk_is_shown_alone(minh: Browser, desks: tuple[str, str]) -> None:
    page = await page_of(minh, f"?desk={desks[1]}")

    assert totals_of(page) == ["0", "0", "4", "0", "0"]
    assert texts.ONLY.format(desk="Quầy 6, Trung tâm tỉnh", number=desks[1]) in page
    assert rows_of(page, "desks") == rows_of(page, "communes") == []


async def test_an_unknown_desk_is_all_desks(minh: Browser, desks: tuple[str, str]) -> None:
    assert totals_of(await page_of(minh, "?desk=%00nobody"))[0] == "1.200"


async def test_before_anything_was_counted_the_page_says_what_to_do(minh: Browser) -> None:
    page = await page_of(minh)

    assert texts.NOTHING in page
    assert totals_of(page) == ["0"] * 5


async def test_many_procedures_are_cut_with_a_word_on_the_rest(minh: Browser, services: Services) -> None:
    assert services.outreach
    await services.outreach.reach.add(Happened(MONDAY, "", f"1.{number:06}", Event.QUESTION) for number in range(60))

    page = await page_of(minh)

    assert len(rows_of(page, "procedures")) == 50
    assert texts.SHOWN_OF.format(shown=50, count=60) in page


async def test_the_excel_file_has_the_same_figures(minh: Browser, desks: tuple[str, str]) -> None:
    response = await minh.get(f"{HOME}.xlsx?first=2026-11-16&last=2026-11-28")

    assert "ket-qua-tuyen-truyen-2026-11-16-2026-11-28.xlsx" in response.headers["content-disposition"]
    book = load_workbook(BytesIO(response.content))
    assert [cell.value for cell in book[words.BY_DESK][2]] == ["Quầy <5>, Trung tâm xã", desks[0], 1200, 0, 0, 30, 0]


@pytest.mark.parametrize("path", [HOME, f"{HOME}.xlsx"])
async def test_strangers_are_led_to_the_door(stranger: Browser, path: str) -> None:
    assert (await stranger.get(path)).status_code == 303
