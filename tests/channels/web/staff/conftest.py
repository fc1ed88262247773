"""The staff room over the four procedures and accounts of the admin room's tests."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.web.app import create_app
from bot.services import Services
from bot.settings import WebSettings
from bot.storage.admin_records import AdminRecords
from bot.storage.desks import Desk, Desks
from tests.channels.web.admin.conftest import (  # noqa: F401  fixtures
    ADMIN,
    STAFF,
    Browser,
    engine,
    lan,
    minh,
    office,
    prepared,
    records,
    rooms,
    services,
    small_index,
    stranger,
)

OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"
SITE = "https://hoi.kontum.vn"


@pytest.fixture
def desks(services: Services) -> Desks:  # noqa: F811  a fixture
    assert services.outreach
    return services.outreach.desks


@pytest.fixture
async def desk(desks: Desks) -> Desk:
    """An open desk, at which nobody sits yet."""
    return await desks.register("Quầy 5", OFFICE, "xa-kon-braih", by=ADMIN)


@pytest.fixture
async def seated(minh: Browser, records: AdminRecords, desk: Desk) -> Browser:  # noqa: F811  fixtures
    """Somebody of the staff who sits at the desk."""
    await records.accounts.sit_at(STAFF, desk.number)
    return minh


@pytest.fixture
async def published(services: Services, records: AdminRecords, desk: Desk) -> AsyncIterator[Browser]:  # noqa: F811
    """Somebody who sits at the desk, where the site's public address is set."""
    await records.accounts.sit_at(STAFF, desk.number)
    app = create_app(services, records, WebSettings(public_url=SITE))
    async with Browser(transport=httpx.ASGITransport(app=app), base_url="https://may-chu.test") as browser:
        await browser.be(STAFF, records)
        yield browser
