"""The Telegram channel running against the fake Bot API."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from bot.channels.telegram.adapter import create_application
from bot.channels.telegram.polling import poll
from bot.services import Services
from bot.settings import TelegramSettings
from handlers import handle
from tests.channels.conftest import Logs
from tests.channels.fake_bot_api import TOKEN, FakeBotApi


@pytest.fixture
def bot_api() -> Iterator[FakeBotApi]:
    with FakeBotApi() as api:
        yield api


@pytest.fixture
async def telegram(bot_api: FakeBotApi, services: Services, logs: Logs) -> AsyncIterator[FakeBotApi]:
    """The whole bot answering on Telegram."""
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=bot_api.base_url)
    stop = asyncio.Event()
    task = asyncio.create_task(poll(create_application(settings, lambda turn: handle(turn, services)), stop, 0.01))
    yield bot_api
    stop.set()
    await task
