"""A knowledge office over four procedures, on a SQLite file of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.office import workshop
from bot.office.office import Office
from bot.office.seeding import seed
from bot.storage.journal import DatabaseJournal
from bot.storage.versions import Versions
from tests.small_knowledge import write_small_knowledge


@pytest.fixture(scope="session")
def index_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests of the office, some of which damage what is in it."""
    return tmp_path_factory.mktemp("office-index")


@pytest.fixture
def versions(engine: AsyncEngine) -> Versions:
    return Versions(engine)


@pytest.fixture
def journal(engine: AsyncEngine) -> DatabaseJournal:
    return DatabaseJournal(engine)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_knowledge(tmp_path / "knowledge")


@pytest.fixture
async def guarded_office(versions: Versions, journal: DatabaseJournal, folder: Path, index_cache: Path) -> Office:
    """The office as it is, with the small knowledge base in service as version 1."""
    await seed(versions, folder)
    return Office(versions, journal, index_cache)


@pytest.fixture
def office(guarded_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same, working in this very process: sooner, where no file is hostile."""

    def here(function: Callable[..., Any], *given: Any) -> Any:
        return function(*given)

    monkeypatch.setattr(workshop, "run", here)
    return guarded_office
