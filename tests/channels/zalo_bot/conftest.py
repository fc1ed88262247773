"""The Zalo Bot channel running against the fake, over a real inbox."""

import shutil
import ssl
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import migrate, open_database
from bot.storage.inbox import Inbox
from tests.fakes.zalo_bot import FakeZaloBot


@pytest.fixture(autouse=True, scope="session")
def certificates_read_once() -> Iterator[None]:
    """Let clients share what takes a third of a second to read and is not used on loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def zalo() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as server:
        yield server


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without any row, to be copied."""
    file = tmp_path_factory.mktemp("zalo-bot") / "new.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
async def inbox(new_database: Path, tmp_path: Path) -> AsyncIterator[Inbox]:
    engine = open_database(f"sqlite:///{shutil.copy(new_database, tmp_path / 'inbox.db')}")
    yield Inbox(engine, Pseudonyms(b"key of tests"))
    await engine.dispose()
