"""The chat where a browser refuses something: no network, no cookies, no storage, no windows, no way back."""

import asyncio
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, async_playwright, expect

from bot.answers import wording
from bot.channels.web import texts
from tests.channels.web.browsing import NO_NETWORK, PHONE, Tab, ask, opened, visiting
from tests.channels.web.conftest import ARGUMENTS, chromium
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

BIRTH = "đăng ký khai sinh nộp ở đâu"
BLOCKED = 2


async def test_without_network_a_page_says_so_in_vietnamese(browser: Browser, site: Site) -> None:
    async with visiting(browser, site.address, but=NO_NETWORK) as page:
        await page.goto("/")
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.reload()  # from now on the worker looks after the page
        await page.context.set_offline(True)

        await page.goto(f"/?q={quote(BIRTH)}")

        await expect(page.get_by_role("heading", level=1)).to_have_text(texts.OFFLINE_TITLE)
        assert await page.locator("main").evaluate("main => getComputedStyle(main).padding") == "16px"
        await page.context.set_offline(False)
        await page.get_by_role("link", name=texts.TRY_AGAIN).click()
        await expect(page.locator(".bubble.bot")).to_contain_text("(mã 1.001193)")


async def test_no_answer_is_kept_by_the_worker(browser: Browser, site: Site) -> None:
    async with visiting(browser, site.address) as page:
        await page.goto("/")
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.reload()
        await ask(page, BIRTH)
        await page.goto("/p/1.001193")

        kept: list[str] = await page.evaluate("""async () => {
            const names = await caches.keys();
            const stores = await Promise.all(names.map((name) => caches.open(name)));
            const keys = await Promise.all(stores.map((store) => store.keys()));
            return keys.flat().map((one) => new URL(one.url).pathname);
        }""")

        assert sorted(kept) == ["/offline", "/static/chat.js", "/static/icon.svg", "/static/style.css"]


async def test_a_chat_that_loses_the_network_says_so_and_loses_nothing(tab: Tab) -> None:
    async with tab.visit(but=NO_NETWORK) as page:
        await page.goto("/")
        await page.context.set_offline(True)
        await expect(page.locator("#network")).to_have_text(texts.NO_NETWORK)

        assert await ask(page, BIRTH) == texts.OFFLINE
        await expect(page.get_by_label(texts.ASK_LABEL)).to_have_value(BIRTH)

        await page.context.set_offline(False)
        await expect(page.locator("#network")).to_have_text("")
        assert "(mã 1.001193)" in await ask(page, BIRTH)


async def test_who_comes_back_from_an_official_page_finds_the_conversation(tab: Tab) -> None:
    async with tab.visit() as page:
        await page.goto("/")
        await ask(page, "đất đai")
        await page.goto("/p/1.001193")

        await page.goto("about:blank")
        await page.go_back()
        await page.go_back()

        await expect(page.locator(".bubble.person")).to_have_text(f"{texts.YOU} đất đai")
        assert "(mã " in await ask(page, "2")


async def test_who_has_the_conversation_deleted_does_not_find_it_again(tab: Tab) -> None:
    async with tab.visit() as page:
        await page.goto("/")
        await ask(page, BIRTH)
        assert await ask(page, "xóa dữ liệu của tôi") == wording.FORGOTTEN

        await page.reload()

        await expect(page.locator(".bubble.person")).to_have_count(0)


async def test_who_comes_anew_starts_anew(tab: Tab) -> None:
    async with tab.visit() as page:
        await page.goto("/")
        await ask(page, "đất đai")

        await page.goto("/")

        await expect(page.locator(".bubble.person")).to_have_count(0)


async def test_no_link_needs_a_window_of_its_own(tab: Tab) -> None:
    async with tab.visit() as page:
        for path in ("/", "/p/1.001193", f"/tim?q={quote(BIRTH)}", f"/?q={quote(BIRTH)}"):
            await page.goto(path)
            if path == "/":
                await ask(page, BIRTH)

            await expect(page.locator("a[target]")).to_have_count(0)


async def test_a_browser_that_refuses_cookies_and_storage_holds_a_conversation(site: Site, tmp_path: Path) -> None:
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    refused = {"profile": {"default_content_setting_values": {"cookies": BLOCKED}}}
    await asyncio.to_thread(preferences.write_text, json.dumps(refused))
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=chromium(), args=ARGUMENTS, base_url=site.address, viewport=PHONE
        )
        async with opened(context) as page:
            await page.goto("/")

            listed = await ask(page, "đất đai")
            picked = await ask(page, "2")

            assert await page.context.cookies() == []
            assert (
                await page.evaluate("(() => { try { sessionStorage; return true } catch { return false } })()") is False
            )
            assert "Anh/chị hỏi về thủ tục nào?" in listed
            assert "(mã " in picked
