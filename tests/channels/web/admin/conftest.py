"""The admin room over a new SQLite file, with the accounts `lan` (admin) and `minh` (staff)."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.app import create_app
from bot.operations.passwords import Passwords
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services, Snapshot
from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords, admin_records
from bot.storage.database import migrate, open_database
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal

PASSWORD = "con trâu đi trước"
ADMIN, STAFF = "lan", "minh"
# Signing in asks nothing of the knowledge base.
NO_KNOWLEDGE = Services(cast("Snapshot", None), NoJournal(), MemoryDialogues())


class Browser(httpx.AsyncClient):
    """A client that keeps its cookies and sends the CSRF token of the page that it looked at last."""

    async def sign_in(self, name: str = ADMIN, password: str = PASSWORD, **more: str) -> httpx.Response:
        return await self.post("/admin/sign-in", data={"name": name, "password": password, **more})

    async def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', (await self.get("/admin")).text)
        assert found, "nobody is signed in"
        return found[1]


def open_admin_database(folder: Path) -> AsyncEngine:
    url = f"sqlite:///{folder / 'admin.db'}"
    migrate(url)
    return open_database(url)


def cheap_records(engine: AsyncEngine) -> AdminRecords:
    """Return the records of a database; hashing is as cheap as it can be."""
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return admin_records(engine, Pseudonyms(b"key"), cheap)


async def add_accounts(records: AdminRecords) -> None:
    await records.accounts.add(ADMIN, Role.ADMIN, PASSWORD)
    await records.accounts.add(STAFF, Role.STAFF, PASSWORD)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    opened = open_admin_database(tmp_path)
    yield opened
    await opened.dispose()


@pytest.fixture
async def records(engine: AsyncEngine) -> AdminRecords:
    records = cheap_records(engine)
    await add_accounts(records)
    return records


@pytest.fixture
def app(records: AdminRecords) -> FastAPI:
    return create_app(NO_KNOWLEDGE, records)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[Browser]:
    """A browser without cookies, over https as officials use it."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with Browser(transport=transport, base_url="https://hoimotcua.test") as opened:
        yield opened
