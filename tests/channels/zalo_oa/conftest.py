"""A fake Zalo, a database, and the real client between them."""

import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.settings import ZaloOaSettings
from bot.storage.database import open_database
from bot.storage.zalo_tokens import ZaloTokens
from tests.databases import new_database
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_SECRET, FakeZaloOa


@pytest.fixture
def zalo() -> Iterator[FakeZaloOa]:
    with FakeZaloOa() as fake:
        yield fake


@pytest.fixture
def settings(zalo: FakeZaloOa) -> ZaloOaSettings:
    """Everything that connects to the fake, with a pair fresh from its console."""
    access, refresh = zalo.pair()
    return ZaloOaSettings(
        app_id=APP_ID,
        app_secret=SecretStr(APP_SECRET),
        oa_secret=SecretStr(OA_SECRET),
        access_token=SecretStr(access),
        refresh_token=SecretStr(refresh),
        base_url=zalo.address,
        oauth_url=zalo.address,
    )


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return new_database(tmp_path / "test.db")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
def store(engine: AsyncEngine) -> ZaloTokens:
    return ZaloTokens(engine, APP_ID)


@pytest.fixture(scope="session")
def certificates() -> ssl.SSLContext:
    """Read once, as that takes longer than a test."""
    return ssl.create_default_context()


@pytest.fixture
async def client(certificates: ssl.SSLContext) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=certificates) as opened:
        yield opened


@pytest.fixture
def tokens(settings: ZaloOaSettings, store: ZaloTokens, client: httpx.AsyncClient) -> Tokens:
    return Tokens(settings, store, OAuth(settings, client))
