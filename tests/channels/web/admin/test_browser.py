import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.channels.web.admin import texts
from bot.storage.audit import SERVER
from tests.channels.web.admin.conftest import (
    ADMIN,
    NO_KNOWLEDGE,
    PASSWORD,
    STAFF,
    add_accounts,
    cheap_records,
    open_admin_database,
)
from tests.channels.web.browsing import FINGER, PHONE, STATUS, TOO_LOW, Tab, staying, violations
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

TAPPED = ":is(a, button, input):visible:not(.skip)"
DOOR = "/admin/sign-in"
# Whose page it is, its address, and its heading.
PAGES = [
    ("", DOOR, texts.SIGN_IN),
    ("", f"{DOOR}?signed_out=1", texts.SIGN_IN),
    (ADMIN, "/admin", texts.WELCOME.format(name=ADMIN)),
    (ADMIN, "/admin/audit", texts.AUDIT),
    (STAFF, "/admin/audit", texts.REFUSED_HEADING),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The admin room; the server's thread has an engine of its own, as connections belong to one loop."""
    folder: Path = tmp_path_factory.mktemp("admin")
    asyncio.run(_prepare(folder))
    engine = open_admin_database(folder)
    with Site(NO_KNOWLEDGE.snapshot, cheap_records(engine)) as opened:
        yield opened
    asyncio.run(engine.dispose())


async def _prepare(folder: Path) -> None:
    engine = open_admin_database(folder)
    records = cheap_records(engine)
    await add_accounts(records)
    await records.audit.note(SERVER, "account_added", "lan (admin)")
    await engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def page(tab: Tab) -> AsyncIterator[Page]:
    """A page of somebody unknown, in which nothing may be blocked or loaded from elsewhere."""
    async with tab.visit(but=STATUS) as opened, staying(opened, tab.address):
        yield opened


async def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    await page.goto(DOOR)
    await page.get_by_label(texts.NAME).fill(name)
    await page.get_by_label(texts.PASSWORD).fill(password)
    await page.get_by_role("button", name=texts.SIGN_IN).click()


@pytest.mark.parametrize(("name", "path", "heading"), PAGES)
async def test_no_page_hinders_anybody(page: Page, name: str, path: str, heading: str) -> None:
    if name:
        await sign_in(page, name)
    await page.goto(path)
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading)

    for width in (320, 390):
        await page.set_viewport_size({"width": width, "height": PHONE["height"]})
        assert await page.locator(TAPPED).evaluate_all(TOO_LOW, FINGER) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await violations(page) == []


async def test_a_refusal_at_the_door_hinders_nobody(page: Page) -> None:
    await sign_in(page, "nobody")
    await expect(page.get_by_role("alert")).to_be_visible()

    assert await violations(page) == []


async def test_the_keyboard_alone_signs_in_and_out(page: Page) -> None:
    await page.goto("/admin/audit")
    await press(page, "Tab", "Tab", "Tab")
    await page.keyboard.type(ADMIN)
    await press(page, "Tab")
    await page.keyboard.type(PASSWORD)
    await press(page, "Tab", "Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(texts.AUDIT)

    await press(page, "Tab", "Tab", "Tab")
    await expect(page.get_by_role("button", name=texts.SIGN_OUT)).to_be_focused()
    await press(page, "Enter")

    await expect(page.get_by_role("status")).to_have_text(texts.SIGNED_OUT)


async def test_the_first_key_offers_to_skip_to_the_content(page: Page) -> None:
    await sign_in(page, ADMIN)
    await expect(page.get_by_role("link", name=texts.SKIP)).not_to_be_in_viewport()

    await press(page, "Tab")
    await expect(page.get_by_role("link", name=texts.SKIP)).to_be_in_viewport()
    await press(page, "Enter", "Tab")

    await expect(page.locator("main .card").first).to_be_focused()


async def test_an_error_is_read_first_and_belongs_to_its_fields(page: Page) -> None:
    await sign_in(page, ADMIN, "cái cày theo sau")

    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page).to_have_title(f"{texts.ERROR_PREFIX}{texts.SIGN_IN} – {texts.TITLE}")
    for label in (texts.NAME, texts.PASSWORD):
        await expect(page.get_by_label(label)).to_have_accessible_description(f"{texts.ERROR_HEADING} {texts.WRONG}")
    await expect(page.get_by_label(texts.NAME)).to_have_value(ADMIN)
    await expect(page.get_by_label(texts.PASSWORD)).to_have_value("")


async def test_everything_works_without_script(browser: Browser, site: Site) -> None:
    context = await browser.new_context(base_url=site.address, viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()

    await sign_in(page, ADMIN)
    await page.get_by_role("navigation").get_by_role("link", name=texts.AUDIT).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(texts.AUDIT)
    await page.get_by_role("button", name=texts.SIGN_OUT).click()

    await expect(page.get_by_role("status")).to_have_text(texts.SIGNED_OUT)
    await context.close()


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)
