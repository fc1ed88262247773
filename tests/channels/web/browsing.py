"""What tests do with a browser: open a page that may do nothing wrong, and let axe look at it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Frame,
    Page,
    Request,
    ViewportSize,
    expect,
)

from bot.channels.web import texts

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
Look = tuple[ViewportSize, Literal["light", "dark"]]
LOOKS: tuple[Look, ...] = ((PHONE, "light"), (DESKTOP, "dark"))
"""Colours do not hang on the size, so each is looked at once."""
STATUS = "the server responded with a status of "
MISSING = f"{STATUS}404"
NO_NETWORK = ("net::ERR_", "error occurred when fetching the script")
"""What Chromium says of a page's own requests, and of its looking for a newer service worker."""
FINGER = 44
TOO_LOW = """(targets, finger) => targets
    .filter((target) => target.getBoundingClientRect().height < finger)
    .map((target) => target.outerHTML)"""
RADIO = "[type=radio]"  # its label is what one taps
TARGETS = f":is(a, button, input:not({RADIO}), label:has({RADIO}), select, textarea, summary):visible:not(.skip)"
# Only what is wrong comes back: all the rest is four fifths of the work.
VIOLATIONS = """async () => {
    const { violations } = await axe.run({ resultTypes: ["violations"], iframes: false });
    return violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html)]);
}"""
# What answers come too late belong to nobody; a page that may keep nothing has nothing to forget.
LEAVE = "() => { stop(); try { sessionStorage.clear() } catch {} }"


@dataclass
class Faults:
    """What the browser complained about: scripts that failed, what the policy blocked, what was not there."""

    said: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", self._fail)

    def leave(self, page: Page) -> None:
        page.remove_listener("console", self._hear)
        page.remove_listener("pageerror", self._fail)

    def expect_only(self, but: str | tuple[str, ...]) -> None:
        expected = (but,) if isinstance(but, str) else but
        unexpected = [fault for fault in self.said if not any(part in fault for part in expected)]
        assert not unexpected, unexpected

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def _fail(self, error: Error) -> None:
        self.said.append(str(error))


@asynccontextmanager
async def unblocked(page: Page) -> AsyncIterator[None]:
    """Let no script fail on a page meanwhile, and nothing be blocked by the policy."""
    faults = Faults()
    faults.watch(page)
    try:
        yield
    finally:
        faults.leave(page)
    faults.expect_only(STATUS)


@asynccontextmanager
async def staying(page: Page, address: str) -> AsyncIterator[None]:
    """Let a page load nothing from elsewhere meanwhile."""
    elsewhere: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(address):
            elsewhere.append(request.url)

    page.on("request", note)
    yield
    page.remove_listener("request", note)
    assert elsewhere == []


@asynccontextmanager
async def opened(context: BrowserContext, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Page]:
    """Give a page in which nothing may go wrong, except what `but` says."""
    faults = Faults()
    page = await context.new_page()
    faults.watch(page)
    yield page
    await context.close()
    faults.expect_only(but)


@asynccontextmanager
async def visiting(browser: Browser, address: str, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Page]:
    """Give a page on a phone that has never been anywhere, in a process of its own; `Tab` costs a fourth of it."""
    context = await browser.new_context(base_url=address, viewport=PHONE)
    async with opened(context, but=but) as page:
        yield page


@dataclass(frozen=True)
class Tab:
    """A page on a phone that visits share, one after another; each finds it as if nobody had been there."""

    page: Page
    address: str

    @asynccontextmanager
    async def visit(self, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Page]:
        """Give the page, in which nothing may go wrong except what `but` says."""
        faults = Faults()
        faults.watch(self.page)
        try:
            yield self.page
        finally:
            faults.leave(self.page)
            await self._forget()
        faults.expect_only(but)

    async def _forget(self) -> None:
        context = self.page.context
        await context.set_offline(False)
        await context.unroute_all(behavior="ignoreErrors")
        await self.page.evaluate(LEAVE)
        await context.clear_cookies()
        await self.page.set_viewport_size(PHONE)
        await self.page.emulate_media(color_scheme="light")
        browser = await context.new_cdp_session(self.page)
        await browser.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        await browser.send("Network.clearBrowserCache")
        await browser.send("Page.resetNavigationHistory")
        await browser.detach()


async def ask(page: Page | Frame, text: str) -> str:
    """Type a question, press Enter, and return the answer once it is there."""
    bubbles = page.locator(".bubble.bot")
    before = await bubbles.count()
    await page.get_by_label(texts.ASK_LABEL).fill(text)
    await page.get_by_label(texts.ASK_LABEL).press("Enter")
    await expect(bubbles).to_have_count(before + 1)
    await expect(bubbles.last).not_to_have_text(texts.WAITING)
    return await bubbles.last.inner_text()


async def violations(
    page: Page, shown: Page | Frame | None = None, looks: tuple[Look, ...] = LOOKS
) -> list[tuple[str, list[str]]]:
    """Return what axe finds wrong in `shown`, and where: by day on a phone, by night on a desktop."""
    found = []
    for size, colours in looks:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours)
        found += await violations_now(shown or page)
    return found


async def violations_now(shown: Page | Frame) -> list[tuple[str, list[str]]]:
    """Return what axe finds wrong in what is shown just now, and where."""
    if not await shown.evaluate("'axe' in window"):
        await shown.evaluate(Axe().axe_script)
    return [(rule, nodes) for rule, nodes in await shown.evaluate(VIOLATIONS)]


async def hindrances(page: Page) -> list[object]:
    """Return what would keep somebody from using a page: on a phone by night, on a desk by day."""
    found: list[object] = []
    looks: tuple[Look, ...] = ((PHONE, "dark"), (DESKTOP, "light"))
    for look in looks:
        found += await violations(page, looks=(look,))
        found += await page.locator(TARGETS).evaluate_all(TOO_LOW, FINGER)
        if (width := await page.evaluate("document.documentElement.scrollWidth")) > look[0]["width"]:
            found.append(f"{width} pixels wide")
    return found
