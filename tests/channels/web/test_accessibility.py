"""Nobody is hindered: axe, a keyboard alone, a screen reader's view, large targets, the keyboard on the screen."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.channels.web import texts
from tests.channels.web.browsing import MISSING, PHONE, Tab, ask, violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

BIRTH = "đăng ký khai sinh nộp ở đâu"
PAGES = [
    "/",
    f"/?q={quote(BIRTH)}",
    "/p/1.001193",
    f"/tim?q={quote(BIRTH)}",
    f"/tim?q={quote('đất đai')}",
    "/khong-co",
    "/offline",
    "/api",
    "/du-lieu-ca-nhan",
]


@pytest_asyncio.fixture(loop_scope="session")
async def page(tab: Tab) -> AsyncIterator[Page]:
    async with tab.visit(but=MISSING) as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_hinders_anybody(page: Page, path: str) -> None:
    await page.goto(path)

    assert await violations(page) == []


async def test_a_conversation_hinders_nobody(page: Page) -> None:
    await page.goto("/")
    await ask(page, "đất đai")
    await ask(page, "2")

    assert await violations(page) == []


async def test_the_keyboard_alone_holds_a_conversation(page: Page) -> None:
    await page.goto("/")
    await press(page, "Tab")
    await expect(page.get_by_role("link", name=texts.SKIP_TO_QUESTION)).to_be_in_viewport()
    await press(page, "Enter")
    await page.keyboard.type("đất đai")
    await press(page, "Enter")
    await expect(page.locator(".choice").first).to_be_visible()

    await expect(page.get_by_label(texts.ASK_LABEL)).to_be_focused()
    await page.keyboard.type("2")
    await press(page, "Enter")

    await expect(page.locator(".bubble.bot").last.locator(".title")).to_contain_text("(mã ")


async def test_a_choice_is_picked_by_the_keyboard_and_keeps_the_focus(page: Page) -> None:
    await page.goto("/")
    await ask(page, "đất đai")
    choice = page.locator(".choice").nth(1)

    await choice.focus()
    await press(page, "Enter")

    await expect(page.locator(".bubble.bot").last.locator(".title")).to_contain_text("(mã ")
    await expect(choice).to_be_focused()


async def test_the_button_keeps_the_focus_while_the_answer_is_looked_for(page: Page) -> None:
    await page.goto("/")
    await page.get_by_label(texts.ASK_LABEL).fill(BIRTH)
    await press(page, "Tab", "Space")

    await expect(page.locator(".bubble.bot").last).to_contain_text("(mã 1.001193)")
    await expect(page.get_by_role("button", name=texts.SEND)).to_be_focused()


async def test_answers_are_read_out_once_they_are_whole(page: Page) -> None:
    await page.goto("/")
    log = page.get_by_role("log", name=texts.CONVERSATION)
    await expect(log).to_have_attribute("aria-live", "polite")
    # Notes the state of the log whenever a bubble changes.
    await page.evaluate("""() => {
        window.busy = [];
        const log = document.getElementById("log");
        new MutationObserver(() => window.busy.push(log.getAttribute("aria-busy")))
          .observe(log, { childList: true, subtree: true });
    }""")

    await ask(page, BIRTH)

    assert (await page.evaluate("window.busy"))[0] == "true"
    await expect(log).to_have_attribute("aria-busy", "false")


async def test_who_listens_hears_who_said_what(page: Page) -> None:
    await page.goto("/")
    await ask(page, BIRTH)

    await expect(page.locator(".bubble.person")).to_have_text(f"{texts.YOU} {BIRTH}")


async def test_the_box_stays_in_sight_where_the_keyboard_makes_the_page_smaller(page: Page) -> None:
    await page.goto("/")
    await ask(page, BIRTH)

    await page.set_viewport_size({"width": PHONE["width"], "height": 380})

    await expect(page.get_by_label(texts.ASK_LABEL)).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name=texts.SEND)).to_be_in_viewport(ratio=1)


async def test_the_box_moves_above_a_keyboard_that_covers_the_page(page: Page) -> None:
    await page.goto("/")
    await ask(page, BIRTH)

    await page.evaluate("""() => {
        Object.defineProperty(visualViewport, "height", { get: () => innerHeight - 300 });
        visualViewport.dispatchEvent(new Event("resize"));
    }""")

    bottom = await page.locator("#ask").evaluate("form => form.getBoundingClientRect().bottom")
    assert bottom == pytest.approx(PHONE["height"] - 300, abs=1)


async def test_letters_are_large_and_grow_with_the_reader_s_own_size(page: Page) -> None:
    await page.goto("/")
    size = "getComputedStyle(document.querySelector('.bubble .text')).fontSize"
    usual = float((await page.evaluate(size)).removesuffix("px"))

    await page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert usual >= 18
    assert float((await page.evaluate(size)).removesuffix("px")) == 2 * usual
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)
