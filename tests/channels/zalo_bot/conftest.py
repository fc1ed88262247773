"""The Zalo Bot channel running against the fake, over a real inbox."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import open_database
from bot.storage.inbox import Inbox
from tests.databases import new_database
from tests.fakes.zalo_bot import FakeZaloBot


@pytest.fixture
def zalo() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as server:
        yield server


@pytest.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    engine = open_database(new_database(tmp_path / "inbox.db"))
    yield Inbox(engine, Pseudonyms(b"key of tests"))
    await engine.dispose()
