"""What all tests share: the real knowledge base read once, and a guard that only loopback is reached."""

import fcntl
import ipaddress
import os
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.knowledge.reading import load_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.operations.pseudonyms import Pseudonyms
from bot.search.build import build_search
from bot.services import Services, Snapshot
from bot.storage.database import open_database
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.erasure import Erasure
from bot.storage.inbox import Inbox
from bot.storage.journal import DatabaseJournal
from bot.storage.outreach import outreach
from tests.databases import new_database

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
LONG = {"system", "conversations", "test_rooms_browser.py", "test_fuzz.py"}
"""Folders and files of tests that take a minute, or start what does."""


@pytest.hookimpl(trylast=True)  # after pytest-randomly
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: one of them, begun last, would keep one core busy while the other rests."""
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Fail any test that connects beyond this machine, at once and by name of the address."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guard(address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"  # a path is a Unix socket
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"a test tried to reach {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        guard(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        guard(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


@pytest.fixture(autouse=True, scope="session")
def certificates_read_once() -> Iterator[None]:
    """Let HTTP clients share what takes a tenth of a second to read for each and is not used on loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The project's own knowledge base."""
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="session")
def index_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of indexes, one for the whole run, whichever of its processes builds them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "index"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def snapshot(knowledge: Knowledge, index_cache: Path) -> Snapshot:
    """The project's own knowledge base with its search, built from nothing once a test run."""
    with (index_cache / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Snapshot(knowledge, build_search(knowledge, index_cache))


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An engine on a new SQLite file at the newest version."""
    opened = open_database(new_database(tmp_path / "test.db"))
    yield opened
    await opened.dispose()


@pytest.fixture
def services(snapshot: Snapshot, engine: AsyncEngine) -> Services:
    """Everything a handler needs, with a database without any row."""
    hashed = Pseudonyms(b"key of tests")
    return Services(
        snapshot,
        DatabaseJournal(engine),
        DatabaseDialogues(engine, hashed),
        outreach=outreach(engine, hashed),
        inbox=Inbox(engine, hashed),
        erasure=Erasure(engine, hashed),
    )


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of source data and development questions, which lies outside the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return SHARED
