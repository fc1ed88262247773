"""What tests do with a browser: open a page that may do nothing wrong, and let axe look at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Frame, Page, ViewportSize, expect

from bot.channels.web import texts

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((PHONE, "light"), (DESKTOP, "dark"))
"""Colours do not hang on the size, so each is looked at once."""
MISSING = "the server responded with a status of 404"


@dataclass
class Faults:
    """What the browser complained about: scripts that failed, what the policy blocked, what was not there."""

    said: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda said: self.said.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))


@asynccontextmanager
async def opened(context: BrowserContext, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Page]:
    """Give a page in which nothing may go wrong, except what `but` says."""
    faults = Faults()
    page = await context.new_page()
    faults.watch(page)
    yield page
    await context.close()
    expected = (but,) if isinstance(but, str) else but
    unexpected = [fault for fault in faults.said if not any(part in fault for part in expected)]
    assert not unexpected, unexpected


@asynccontextmanager
async def visiting(browser: Browser, address: str, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Page]:
    """Give a page on a phone that knows nothing yet."""
    context = await browser.new_context(base_url=address, viewport=PHONE)
    async with opened(context, but=but) as page:
        yield page


async def ask(page: Page | Frame, text: str) -> str:
    """Type a question, press Enter, and return the answer once it is there."""
    bubbles = page.locator(".bubble.bot")
    before = await bubbles.count()
    await page.get_by_label(texts.ASK_LABEL).fill(text)
    await page.get_by_label(texts.ASK_LABEL).press("Enter")
    await expect(bubbles).to_have_count(before + 1)
    await expect(bubbles.last).not_to_have_text(texts.WAITING)
    return await bubbles.last.inner_text()


async def violations(page: Page, shown: Page | Frame | None = None) -> list[tuple[str, list[str]]]:
    """Return what axe finds wrong in `shown`, and where: by day on a phone, by night on a desktop."""
    found = []
    for size, colours in LOOKS:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours)
        result = await Axe().run(shown or page, options={"iframes": False})
        found += [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in result.response["violations"]]
    return found
