"""What the pages' script tells of taps, in a real browser, until it is counted; the official pages are played here."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import Page, Route

from bot.operations.pseudonyms import Pseudonyms
from bot.services import Snapshot
from bot.storage.database import open_database
from bot.storage.outreach import outreach
from tests.channels.eventually import eventually
from tests.channels.web.browsing import Tab, ask
from tests.channels.web.site import Site
from tests.databases import new_database
from tests.small_knowledge import BIRTH, small_snapshot

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFICIAL = "https://dichvucong.gov.vn/**"
Taps = Callable[[], int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("taps")


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    return small_snapshot(folder)


@pytest.fixture(scope="module")
def site(snapshot: Snapshot, folder: Path) -> Iterator[Site]:
    url = new_database(folder / "taps.db")
    engine = open_database(url)
    with Site(snapshot, outreach=outreach(engine, Pseudonyms(b"key"))) as opened:
        yield opened
    asyncio.run(engine.dispose())


@pytest.fixture
def taps(folder: Path, site: Site) -> Taps:
    """Tells how many taps were counted since the test began."""

    def counted() -> int:
        with closing(sqlite3.connect(folder / "taps.db")) as database:
            [count] = database.execute("SELECT coalesce(sum(count), 0) FROM reach WHERE event = 'tap'").fetchone()
        return int(count)

    before = counted()
    return lambda: counted() - before


async def play_official_pages(page: Page) -> None:
    async def play(route: Route) -> None:
        await route.fulfill(body="<title>Cổng Dịch vụ công</title>", content_type="text/html; charset=utf-8")

    await page.context.route(OFFICIAL, play)


async def test_a_tap_on_a_procedure_s_page_is_counted_and_leads_straight_to_the_official_page(
    tab: Tab, taps: Taps
) -> None:
    async with tab.visit() as page:
        await play_official_pages(page)
        await page.goto(f"/p/{BIRTH}")

        await page.locator("a[data-tap]").click()
        await page.wait_for_url(OFFICIAL)
        await eventually(lambda: taps() == 1)


async def test_a_tap_in_an_answer_that_the_script_wrote_is_counted_too(tab: Tab, taps: Taps) -> None:
    async with tab.visit() as page:
        await play_official_pages(page)
        await page.goto("/")
        await ask(page, BIRTH)

        await page.locator("a[data-tap]").click()
        await page.wait_for_url(OFFICIAL)
        await eventually(lambda: taps() == 1)


async def test_opening_it_beside_is_counted_and_the_menu_of_the_right_button_is_not(tab: Tab, taps: Taps) -> None:
    async with tab.visit() as page:
        await page.goto(f"/p/{BIRTH}")

        await page.locator("a[data-tap]").dispatch_event("auxclick", {"button": 2})
        async with page.expect_request(f"**/di/{BIRTH}") as told:
            await page.locator("a[data-tap]").dispatch_event("auxclick", {"button": 1})
        assert (await told.value).method == "POST"
        await eventually(lambda: taps() == 1)


async def test_other_links_are_not_counted(tab: Tab, taps: Taps) -> None:
    async with tab.visit() as page:
        await page.goto(f"/p/{BIRTH}")

        await page.locator(".link a").click()
        await page.wait_for_url(f"{tab.address}/")
        await page.wait_for_load_state("networkidle")

        assert taps() == 0
