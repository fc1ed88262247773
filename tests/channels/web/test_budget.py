"""What a visit costs on a phone with little network: bytes, requests, nothing that jumps, nothing blocked."""

from typing import Literal
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Request

from tests.channels.web.browsing import Tab, ask, visiting
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

BIRTH = "đăng ký khai sinh nộp ở đâu"
FIRST_VISIT_BYTES = 60_000
FIRST_VISIT_REQUESTS = 12
PAGE_REQUESTS = 6
SHIFT = 0.01
SHIFTS = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(0), 300);
})"""
PATHS = ["/", f"/?q={quote(BIRTH)}", "/p/1.001193", f"/tim?q={quote('đất đai')}", "/api"]


def gathered(source: Page | BrowserContext, event: Literal["request", "requestfinished"]) -> list[Request]:
    """Return the list that fills with requests from now on."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    source.on(event, note)
    return requests


async def wire_bytes(requests: list[Request]) -> int:
    """Return what came over the wire, packed as it came, headers and all."""
    sizes = [await request.sizes() for request in requests]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


async def test_a_first_visit_with_all_that_is_kept_for_later_is_small(browser: Browser, site: Site) -> None:
    async with visiting(browser, site.address) as page:
        requests = gathered(page.context, "requestfinished")

        await page.goto("/")
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.wait_for_load_state("networkidle")

        paths = {request.url.removeprefix(site.address).partition("?")[0] for request in requests}
        assert {"/", "/sw.js", "/offline", "/static/chat.js", "/static/style.css"} <= paths
        assert len(requests) <= FIRST_VISIT_REQUESTS
        assert await wire_bytes(requests) < FIRST_VISIT_BYTES


async def test_a_second_visit_loads_no_file_again(browser: Browser, site: Site) -> None:
    async with visiting(browser, site.address) as page:
        await page.goto("/")
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")

        await page.goto("/p/1.001193")
        await page.goto("/")

        files = "performance.getEntriesByType('resource').filter((one) => one.transferSize).map((one) => one.name)"
        fetched = [name for name in await page.evaluate(files) if "/static/" in name]
        assert fetched == []


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_is_few_requests_and_nothing_jumps(tab: Tab, path: str) -> None:
    async with tab.visit() as page:
        requests = gathered(page, "request")

        await page.goto(path)
        await page.wait_for_load_state("load")

        assert len(requests) <= PAGE_REQUESTS
        assert await shifts(page) < SHIFT


async def test_nothing_jumps_during_a_conversation(tab: Tab) -> None:
    async with tab.visit() as page:
        await page.goto("/")
        await ask(page, "đất đai")
        await ask(page, "2")

        unexpected = SHIFTS.replace("one.value", "(one.hadRecentInput ? 0 : one.value)")
        assert await page.evaluate(unexpected) < SHIFT


async def test_linked_data_passes_the_policy_and_can_be_read(tab: Tab) -> None:
    async with tab.visit() as page:  # which fails if the browser blocks anything
        await page.goto("/p/1.001193")

        data = await page.locator('script[type="application/ld+json"]').evaluate("one => JSON.parse(one.textContent)")

        assert data["@type"] == "GovernmentService"


async def test_the_policy_does_block_what_is_written_into_a_page(tab: Tab) -> None:
    async with tab.visit(but="Content Security Policy") as page:
        await page.goto("/")

        await page.evaluate("""() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
        }""")

        assert await page.evaluate("window.ran") is None


async def shifts(page: Page) -> float:
    total: float = await page.evaluate(SHIFTS)
    return total
