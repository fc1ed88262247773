"""The chat in the page of an agency: a page of another site, with a policy of its own."""

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, expect

from bot.channels.web import texts
from bot.services import Snapshot
from bot.settings import WebSettings
from tests.channels.web.browsing import DESKTOP, PHONE, Tab, ask, violations
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

LABEL = "Hỏi thủ tục"
PAGE = """<!doctype html><html lang="vi"><head><meta name="viewport" content="width=device-width"><title>UBND xã</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>Cổng thông tin xã</h1><p><a href="#">Tin tức</a></p></main>
<script src="{site}/static/widget.js" data-label="Hỏi thủ tục" defer></script></body></html>"""
POLICY = "default-src 'none'; img-src data:; script-src {site}; frame-src {site}"


class Agency:
    """A website of somebody else, on another host name, with one page."""

    def __init__(self) -> None:
        self.site = ""
        agency = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", POLICY.format(site=agency.site))
                self.end_headers()
                self.wfile.write(PAGE.format(site=agency.site).encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server.server_port}"


@pytest.fixture(scope="module")
def agency(snapshot: Snapshot) -> Iterator[Agency]:
    """An agency that may show the frame."""
    agency = Agency()
    with Site(snapshot, web=WebSettings(widget_origins=f"https://other.example,{agency.address}")) as site:
        agency.site = site.address
        yield agency
    agency.server.shutdown()
    agency.server.server_close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page_of_all(browser: Browser) -> AsyncIterator[Page]:
    """One for all visits to agencies."""
    context = await browser.new_context(viewport=PHONE)
    yield await context.new_page()
    await context.close()


@asynccontextmanager
async def at(page_of_all: Page, agency: Agency, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Page]:
    async with Tab(page_of_all, agency.address).visit(but=but) as page:
        await page.goto(agency.address)
        yield page


async def framed(page: Page) -> Frame:
    """Return what is in the frame, once it can be typed into."""
    handle = await page.locator("iframe").element_handle()
    frame = await handle.content_frame()
    assert frame
    await expect(frame.get_by_label(texts.ASK_LABEL)).to_be_focused()
    return frame


async def test_nothing_is_loaded_before_somebody_asks(page_of_all: Page, agency: Agency) -> None:
    async with at(page_of_all, agency) as page:
        await expect(page.get_by_role("button", name=LABEL)).to_be_in_viewport(ratio=1)

        await expect(page.locator("iframe")).to_have_count(0)


async def test_a_conversation_in_the_frame_goes_on_without_any_cookie(page_of_all: Page, agency: Agency) -> None:
    async with at(page_of_all, agency) as page:
        await page.get_by_role("button", name=LABEL).click()
        frame = await framed(page)

        listed = await ask(frame, "đất đai")
        picked = await ask(frame, "2")

        assert "Anh/chị hỏi về thủ tục nào?" in listed
        assert "(mã " in picked
        assert await page.context.cookies() == []


async def test_official_pages_open_outside_of_the_frame(page_of_all: Page, agency: Agency) -> None:
    async with at(page_of_all, agency) as page:
        await page.get_by_role("button", name=LABEL).click()
        frame = await framed(page)

        await ask(frame, "đăng ký khai sinh")

        await expect(frame.locator(".link a")).to_have_attribute("target", "_blank")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_the_keyboard_opens_it_asks_and_closes_it(
    page_of_all: Page, agency: Agency, size: dict[str, int]
) -> None:
    async with at(page_of_all, agency) as page:
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        button = page.get_by_role("button", name=LABEL)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await expect(button).to_be_focused()

        await page.keyboard.press("Enter")
        frame = await framed(page)
        await page.keyboard.type("đăng ký khai sinh")
        await page.keyboard.press("Enter")
        await expect(frame.locator(".bubble.bot").last).to_contain_text("(mã 1.001193)")
        await page.keyboard.press("Escape")

        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(button).to_be_focused()
        await expect(button).to_have_attribute("aria-expanded", "false")


async def test_it_opens_again_where_it_was(page_of_all: Page, agency: Agency) -> None:
    async with at(page_of_all, agency) as page:
        await page.get_by_role("button", name=LABEL).click()
        await ask(await framed(page), "đăng ký khai sinh")
        await page.get_by_role("button", name="Đóng").click()

        await page.get_by_role("button", name=LABEL).click()

        await expect((await framed(page)).locator(".bubble.person")).to_contain_text("đăng ký khai sinh")


async def test_escape_on_its_own_bar_closes_it_too(page_of_all: Page, agency: Agency) -> None:
    async with at(page_of_all, agency) as page:
        await page.get_by_role("button", name=LABEL).click()
        await framed(page)
        await page.get_by_role("button", name="Đóng").focus()

        await page.keyboard.press("Escape")

        await expect(page.get_by_role("button", name=LABEL)).to_be_focused()


async def test_it_hinders_nobody_closed_or_open(page_of_all: Page, agency: Agency) -> None:
    async with at(page_of_all, agency) as page:
        closed = await violations(page)
        await page.get_by_role("button", name=LABEL).click()
        frame = await framed(page)
        await ask(frame, "đất đai")

        assert closed == []
        assert await violations(page) == []
        assert await violations(page, frame) == []


async def test_a_page_that_is_not_allowed_shows_no_chat(page_of_all: Page, site: Site) -> None:
    agency = Agency()
    agency.site = site.address  # which allows nobody
    async with at(page_of_all, agency, but="frame-ancestors") as page:
        await page.get_by_role("button", name=LABEL).click()
        frame = page.frame_locator("iframe")

        await expect(frame.get_by_label(texts.ASK_LABEL)).to_have_count(0)
    agency.server.shutdown()
    agency.server.server_close()
