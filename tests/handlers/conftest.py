"""Log events as data, for handlers log what failed; and officials in a chat."""

from collections.abc import AsyncIterator, Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from bot.operations.passwords import Passwords
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.storage.admin_records import admin_records
from bot.storage.database import open_database
from tests.handlers.officials import ADDRESSES, Official, sit_down
from tests.logged import without_answers


@pytest.fixture
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """Log events of the test but those of each message, whatever another test configured."""
    structlog.reset_defaults()
    with capture_logs(processors=[without_answers]) as captured:
        yield captured


@pytest.fixture
async def staffed(services: Services, tmp_path: Path) -> AsyncIterator[Services]:
    """Services with accounts, in the same database, and addresses."""
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield replace(services, admin=admin_records(engine, Pseudonyms(b"key of tests"), cheap), addresses=ADDRESSES)
    await engine.dispose()


@pytest.fixture
async def official(staffed: Services) -> Official:
    """An official linked on Telegram, who sits at a desk."""
    return await sit_down(staffed)
