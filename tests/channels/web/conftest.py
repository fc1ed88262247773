"""The web application: called in this process, and served to a browser."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web.app import create_app
from bot.services import Services


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client that sees the pages of errors, as people do, and not the errors themselves."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test") as opened:
        yield opened
