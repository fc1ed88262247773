"""The admin room over a new SQLite file, with the accounts `lan` (admin) and `minh` (staff).

`client` knows no knowledge base; `lan` and `minh` sit in rooms that look after one of four procedures.
"""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.admin.access import COOKIE, INSIDE
from bot.channels.web.app import create_app
from bot.office import workshop
from bot.office.office import Office
from bot.office.seeding import seed
from bot.office.serving import load
from bot.operations.passwords import Passwords
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services, Snapshot
from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords, admin_records
from bot.storage.audit import Audit
from bot.storage.database import open_database
from bot.storage.dialogues import MemoryDialogues
from bot.storage.follows import Follows
from bot.storage.journal import DatabaseJournal, NoJournal
from bot.storage.outreach import outreach
from bot.storage.switches import Switches
from bot.storage.versions import Versions
from tests.databases import new_database
from tests.small_knowledge import write_small_knowledge

PASSWORD = "con trâu đi trước"
ADMIN, STAFF = "lan", "minh"
# Signing in asks nothing of the knowledge base.
NO_KNOWLEDGE = Services(cast("Snapshot", None), NoJournal(), MemoryDialogues())


class Browser(httpx.AsyncClient):
    """A client that keeps its cookies and sends the CSRF token of the page that it looked at last."""

    async def sign_in(self, name: str = ADMIN, password: str = PASSWORD, **more: str) -> httpx.Response:
        return await self.post("/admin/sign-in", data={"name": name, "password": password, **more})

    @property
    def token(self) -> str:
        """The session's token, "" for none: the same for both places where officials sit."""
        kept = {self.cookies.get(COOKIE, path=place) for place in INSIDE}
        [token] = kept
        return token or ""

    async def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', (await self.get("/admin")).text)
        assert found, "nobody is signed in"
        return found[1]

    async def send_form(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as a page of this session does."""
        return await self.post(path, data={"csrf": await self.csrf(), **fields})

    async def send_file(self, path: str, name: str, data: bytes) -> httpx.Response:
        """Send a form with a file as a page of this session does."""
        return await self.post(path, data={"csrf": await self.csrf()}, files={"file": (name, data)})


def open_admin_database(folder: Path) -> AsyncEngine:
    url = new_database(folder / "admin.db")
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


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests, so that an index is built once."""
    return tmp_path_factory.mktemp("admin-index")


@pytest.fixture
async def office(engine: AsyncEngine, tmp_path: Path, small_index: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with four procedures in service; it examines in this very process, sooner than in another."""

    def here(function: Callable[..., Any], *given: Any) -> Any:
        return function(*given)

    monkeypatch.setattr(workshop, "run", here)
    versions = Versions(engine)
    await seed(versions, write_small_knowledge(tmp_path / "knowledge"))
    follows = Follows(engine, Pseudonyms(b"key"))
    return Office(versions, DatabaseJournal(engine), small_index, Audit(engine), follows)


@pytest.fixture
async def services(office: Office, engine: AsyncEngine, small_index: Path) -> Services:
    active = (await office.base()).activation
    snapshot = await load(office.versions, active, small_index)
    known = outreach(engine, Pseudonyms(b"key"))
    switches = Switches(engine, Audit(engine))
    return Services(snapshot, DatabaseJournal(engine), MemoryDialogues(), office, outreach=known, switches=switches)


@pytest.fixture
async def rooms(services: Services, records: AdminRecords) -> AsyncIterator[Callable[[], Browser]]:
    """Makes browsers without cookies in front of the rooms."""
    transport = httpx.ASGITransport(app=create_app(services, records), raise_app_exceptions=False)
    made: list[Browser] = []

    def make() -> Browser:
        made.append(Browser(transport=transport, base_url="https://hoimotcua.test"))
        return made[-1]

    yield make
    for browser in made:
        await browser.aclose()


@pytest.fixture
async def lan(rooms: Callable[[], Browser]) -> Browser:
    """An admin, signed in."""
    browser = rooms()
    await browser.sign_in(ADMIN)
    return browser


@pytest.fixture
async def minh(rooms: Callable[[], Browser]) -> Browser:
    """Somebody of the staff, signed in."""
    browser = rooms()
    await browser.sign_in(STAFF)
    return browser


@pytest.fixture
def stranger(rooms: Callable[[], Browser]) -> Browser:
    return rooms()
