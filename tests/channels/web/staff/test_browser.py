"""The receptionist's way in a real Chromium, through the real program over four procedures."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, expect

from bot.channels.web.admin import desk_texts
from bot.channels.web.staff import texts
from bot.office.reach_wording import QUESTIONS, SCANS
from bot.storage.desks import Desks
from tests.channels.web.admin.conftest import STAFF, add_accounts, cheap_records, open_admin_database
from tests.channels.web.admin.test_browser import sign_in
from tests.channels.web.browsing import DESKTOP, ask, hindrances, unblocked
from tests.channels.web.staff.conftest import OFFICE
from tests.environment import settings_environment
from tests.sharing.posters.reading import codes, pages
from tests.small_knowledge import BIRTH, write_small_knowledge
from tests.system.program import Program, Running

pytestmark = pytest.mark.asyncio(loop_scope="session")

Another = Callable[..., AbstractAsyncContextManager[Page]]
MOST_CODES = f"{BIRTH}\n1.000894\n2.000408 Cấp thẻ căn cước\n9.999999"
# An address, and the heading there.
PAGES = [
    ("/staff", texts.ASK_LABEL),
    ("/staff?q=khai+sinh", texts.ASK_LABEL),
    ("/staff?q=xyz", texts.ASK_LABEL),
    ("/staff/desk", texts.MY_DESK),
    (f"/staff/qr/{BIRTH}?q=khai+sinh", texts.QR_HEADING),
    ("/staff/print?code=1.001193", texts.PRINT),
    ("/admin/desks", desk_texts.DESKS),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a database of accounts and a desk, and the desk's number."""
    folder = tmp_path_factory.mktemp("staff")
    return folder, asyncio.run(_prepare(folder))


async def _prepare(folder: Path) -> str:
    engine = open_admin_database(folder)
    await add_accounts(cheap_records(engine))
    desk = await Desks(engine).register("Quầy 5", OFFICE, "xa-kon-braih", by=STAFF)
    await engine.dispose()
    return desk.number


@pytest.fixture(scope="module")
def address(desk: tuple[Path, str]) -> Iterator[str]:
    """Where the running program is."""
    folder, _ = desk
    settings = settings_environment(folder) | {
        "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(folder / "small")),
        "HMC_DATABASE__URL": f"sqlite:///{folder / 'admin.db'}",
        "HMC_PRIVACY__PERSON_KEY": "key of tests",
    }
    with Running(Program(settings, folder)) as running:
        yield running.address()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def kept(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A page of somebody of the staff who is signed in, for all tests: a new one is a process."""
    context = await browser.new_context(base_url=address, viewport=DESKTOP)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    await sign_in(page, STAFF)
    await expect(page.get_by_role("heading", level=1)).to_have_text(texts.ASK_LABEL)
    yield page
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(kept: Page) -> AsyncIterator[Page]:
    """The page, in which nothing may be blocked."""
    await kept.set_viewport_size(DESKTOP)
    async with unblocked(kept):
        yield kept


@pytest_asyncio.fixture(loop_scope="session")
async def another(browser: Browser, kept: Page, address: str) -> Another:
    """Opens another page of the same person, in which nothing may be blocked either."""
    state = await kept.context.storage_state()

    @asynccontextmanager
    async def opened(*, script: bool = True) -> AsyncIterator[Page]:
        context = await browser.new_context(
            base_url=address, viewport=DESKTOP, storage_state=state, java_script_enabled=script
        )
        await context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        async with unblocked(page):
            yield page
        await context.close()

    return opened


async def sit(page: Page, number: str) -> None:
    await page.goto("/staff/desk")
    await page.get_by_label(texts.DESK_LABEL).select_option(number)
    await page.get_by_role("button", name=texts.SIT).click()
    await expect(page.get_by_role("status")).to_contain_text(number)


async def search(page: Page, words: str) -> None:
    await page.goto("/staff")
    await page.get_by_label(texts.ASK_LABEL).fill(words)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=3).first).to_be_visible()


async def test_the_receptionists_way(browser: Browser, address: str, desk: tuple[Path, str]) -> None:
    _, number = desk
    link = f"{address}/p/{BIRTH}?k={number}"
    context = await browser.new_context(base_url=address, viewport=DESKTOP)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    await sign_in(page, STAFF)
    await expect(page.get_by_role("heading", level=1)).to_have_text(texts.ASK_LABEL)
    await sit(page, number)

    await search(page, "làm giấy khai sinh")
    await page.get_by_role("button", name=texts.COPY).first.click()
    await expect(page.get_by_role("button", name=texts.COPIED)).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == link

    await page.locator(".results").get_by_role("link", name=texts.QR).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(texts.QR_HEADING)
    assert codes(Image.open(BytesIO(await page.screenshot()))) == [link]

    citizen = await (await browser.new_context(base_url=address)).new_page()
    await citizen.goto(link)
    await citizen.goto("/")
    await ask(citizen, "đăng ký kết hôn nộp ở đâu")
    await citizen.context.close()

    await page.get_by_role("link", name=texts.BACK).click()
    for label, count in ((SCANS, "1"), (QUESTIONS, "1")):
        await expect(page.locator(".figures div", has_text=label).locator("dd")).to_have_text(count)
    await context.close()


async def test_a_set_is_printed_with_its_progress_and_unknown_codes_are_left_out(page: Page) -> None:
    await page.goto("/staff/print")
    await page.get_by_label(texts.WHATS["list"]).check()
    await page.locator("#codes").fill(MOST_CODES)
    await page.get_by_role("button", name=texts.MAKE).click()
    await expect(page.get_by_role("alert")).to_contain_text("9.999999")
    await expect(page.locator("#codes")).to_have_value(MOST_CODES)
    assert await hindrances(page) == []

    await page.evaluate(
        "new MutationObserver((changes, self) => {"
        " const bar = document.querySelector('progress');"
        " if (bar?.max === 3) document.body.dataset.seen = 'progress'; })"
        ".observe(document.getElementById('news'), { subtree: true, childList: true, attributes: true })"
    )
    async with page.expect_download() as download:
        await page.get_by_role("button", name=texts.LEAVE_OUT.format(count=3)).click()
    await expect(page.get_by_role("link", name=texts.GET)).to_be_visible()
    await expect(page.locator("body")).to_have_attribute("data-seen", "progress")
    file = await download.value
    assert file.suggested_filename.startswith("3-to-")
    assert len(pages((await file.path()).read_bytes())) == 3


@pytest.mark.parametrize(("path", "heading"), PAGES)
async def test_no_page_hinders_anybody(page: Page, path: str, heading: str) -> None:
    await page.goto(path)
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading)

    assert await hindrances(page) == []


async def test_everything_works_without_script(another: Another, desk: tuple[Path, str]) -> None:
    async with another(script=False) as page:
        await sit(page, desk[1])
        await search(page, BIRTH)
        await expect(page.locator(".handout input").first).to_be_visible()
        await expect(page.locator(".handout input").first).to_have_value(
            f"{page.url.partition('/staff')[0]}/p/{BIRTH}?k={desk[1]}"
        )
        await expect(page.get_by_role("button", name=texts.COPY)).to_have_count(0)

        await page.goto("/staff/print")
        async with page.expect_download() as download:
            await page.get_by_role("button", name=texts.MAKE).click()
        assert (await download.value).suggested_filename == f"chung-k{desk[1]}-a4.pdf"


async def test_where_a_page_may_not_write_to_the_clipboard_the_link_is_copied_all_the_same(another: Another) -> None:
    async with another() as page:
        await page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        await search(page, BIRTH)
        await page.get_by_role("button", name=texts.COPY).first.click()
        await expect(page.get_by_role("button", name=texts.COPIED)).to_be_visible()

        await page.get_by_label(texts.ASK_LABEL).fill("")
        await page.keyboard.press("Control+V")

        assert f"/p/{BIRTH}" in await page.get_by_label(texts.ASK_LABEL).input_value()
