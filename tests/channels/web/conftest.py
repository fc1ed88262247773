"""The web application: called in this process, and served to a browser."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, async_playwright

from bot.channels.web.app import create_app
from bot.services import Services, Snapshot
from tests.channels.web.browsing import PHONE, Tab
from tests.channels.web.site import UNLIMITED, Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REQUIRED = "CHROMIUM_REQUIRED"
"""Set where a missing browser is a failure and not a reason to skip."""


def chromium() -> str:
    """Return the browser's program; without one the test is skipped, or fails where one is required."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None and os.environ.get(REQUIRED):
        pytest.fail(f"no Chromium on this machine, and {REQUIRED} is set")
    if program is None:
        pytest.skip("no Chromium on this machine")
    return program


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services, web=UNLIMITED)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client that sees the pages of errors, as people do, and not the errors themselves."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test") as opened:
        yield opened


@pytest.fixture(scope="module")
def site(snapshot: Snapshot) -> Iterator[Site]:
    with Site(snapshot) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests, which so run in the session's loop."""
    program = chromium()
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(browser: Browser, site: Site) -> AsyncIterator[Tab]:
    """One page for all visits of a module: a new one is a process, which costs more than all that is done in it."""
    context = await browser.new_context(base_url=site.address, viewport=PHONE)
    yield Tab(await context.new_page(), site.address)
    await context.close()
