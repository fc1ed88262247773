"""The admin room over a new SQLite file, with the accounts `lan` (admin) and `minh` (staff).

`client` knows no knowledge base; `lan` and `minh` sit in rooms that look after one of four procedures.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
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

    async def be(self, name: str, records: AdminRecords) -> None:
        """Be signed in, without a password that is compared."""
        token = await records.sessions.open(name)
        for place in INSIDE:
            self.cookies.set(COOKIE, token, path=place, domain=self.base_url.host)

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


@dataclass(frozen=True)
class Prepared:
    """A database with the accounts and four procedures in service, which each test finds as it was made."""

    file: Path
    bytes: bytes
    engine: AsyncEngine
    snapshot: Snapshot


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, small_index: Path) -> Prepared:
    """What all tests begin with. One engine for all keeps the statements that it compiled."""
    folder = tmp_path_factory.mktemp("admin")
    engine = open_admin_database(folder)
    snapshot = asyncio.run(_prepare(engine, folder, small_index))
    file = folder / "admin.db"
    return Prepared(file, file.read_bytes(), engine, snapshot)


async def _prepare(engine: AsyncEngine, folder: Path, index: Path) -> Snapshot:
    await add_accounts(cheap_records(engine))
    versions = Versions(engine)
    active, _ = await seed(versions, write_small_knowledge(folder / "knowledge"))
    snapshot = await load(versions, active, index)
    await engine.dispose()
    return snapshot


@pytest.fixture
async def engine(prepared: Prepared) -> AsyncIterator[AsyncEngine]:
    for written_ahead in prepared.file.parent.glob("admin.db-*"):
        written_ahead.unlink()
    prepared.file.write_bytes(prepared.bytes)
    yield prepared.engine
    await prepared.engine.dispose()


@pytest.fixture
def records(engine: AsyncEngine) -> AdminRecords:
    return cheap_records(engine)


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
def office(engine: AsyncEngine, small_index: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with four procedures in service; it examines in this very process, sooner than in another."""

    def here(function: Callable[..., Any], *given: Any) -> Any:
        return function(*given)

    monkeypatch.setattr(workshop, "run", here)
    versions = Versions(engine)
    follows = Follows(engine, Pseudonyms(b"key"))
    return Office(versions, DatabaseJournal(engine), small_index, Audit(engine), follows)


@pytest.fixture
def services(office: Office, engine: AsyncEngine, prepared: Prepared) -> Services:
    known = outreach(engine, Pseudonyms(b"key"))
    switches = Switches(engine, Audit(engine))
    return Services(
        prepared.snapshot, DatabaseJournal(engine), MemoryDialogues(), office, outreach=known, switches=switches
    )


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
async def lan(rooms: Callable[[], Browser], records: AdminRecords) -> Browser:
    """An admin, signed in."""
    browser = rooms()
    await browser.be(ADMIN, records)
    return browser


@pytest.fixture
async def minh(rooms: Callable[[], Browser], records: AdminRecords) -> Browser:
    """Somebody of the staff, signed in."""
    browser = rooms()
    await browser.be(STAFF, records)
    return browser


@pytest.fixture
def stranger(rooms: Callable[[], Browser]) -> Browser:
    return rooms()
