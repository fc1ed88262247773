"""The messengers' webhooks over a real PostgreSQL that goes away: nothing is acknowledged that is not kept."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel
from bot.channels.telegram import webhook as telegram
from bot.channels.telegram.channel import create_telegram
from bot.channels.zalo_bot import webhook as zalo_bot
from bot.channels.zalo_bot.channel import create_zalo_bot
from bot.channels.zalo_oa import signature
from bot.channels.zalo_oa import webhook as zalo_oa
from bot.channels.zalo_oa.channel import create_zalo_oa
from bot.conversation import Reply, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.settings import TelegramSettings, ZaloBotSettings, ZaloOaSettings
from bot.storage.database import migrate, open_database
from bot.storage.inbox import Inbox
from bot.storage.zalo_tokens import ZaloTokens
from tests.channels.conftest import Logs
from tests.fakes import zalo_oa as fake
from tests.fakes.telegram import TOKEN, message
from tests.storage.conftest import own_server

SECRET = SecretStr("secret of the tests")
SITE = "https://hoi.kontum.test"
TEXT = "khai sinh bí mật"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Any]:
    """A server of these tests alone, which may be stopped."""
    yield from own_server()


@pytest.fixture
async def engine(postgres: Any) -> AsyncIterator[AsyncEngine]:
    migrate(postgres.get_uri())
    opened = open_database(postgres.get_uri())
    yield opened
    await opened.dispose()


async def never(_: Turn) -> Reply:
    raise AssertionError("nothing runs that answers")


def messengers(engine: AsyncEngine, inbox: Inbox) -> list[Channel]:
    oa = ZaloOaSettings(app_id=fake.APP_ID, app_secret=SECRET, oa_secret=SecretStr(fake.OA_SECRET))
    bot = ZaloBotSettings(token=SECRET, webhook_url=f"{SITE}{zalo_bot.PATH}", webhook_secret=SECRET)
    return [
        create_telegram(TelegramSettings(token=SecretStr(TOKEN), webhook_url=f"{SITE}{telegram.PATH}"), never, inbox),
        create_zalo_bot(bot, never, inbox),
        create_zalo_oa(oa, never, inbox, ZaloTokens(engine, fake.APP_ID)),
    ]


def posted(channel: str) -> tuple[str, bytes, dict[str, str]]:
    """Return where a platform posts a message, its body, and the header that shows who it is."""
    update = {"update_id": 7, "message": message(7, text=TEXT)}
    said = {"chat": {"id": "7", "chat_type": "PRIVATE"}, "from": {"id": "7"}, "message_id": "8", "text": TEXT}
    event = fake.encoded(fake.text_event(TEXT))
    return {
        "telegram": (
            telegram.PATH,
            json.dumps(update).encode(),
            {telegram.SECRET_HEADER: telegram.secret_of(SecretStr(TOKEN))},
        ),
        "zalo_bot": (
            zalo_bot.PATH,
            json.dumps({"event_name": "message.text.received", "message": said}).encode(),
            {zalo_bot.SECRET_HEADER: SECRET.get_secret_value()},
        ),
        "zalo_oa": (zalo_oa.PATH, event, {signature.HEADER: fake.signature(event)}),
    }[channel]


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa"])
async def test_a_webhook_acknowledges_nothing_while_the_database_is_away_and_all_once_it_is_back(
    engine: AsyncEngine, postgres: Any, logs: Logs, channel: str
) -> None:
    app, inbox, (path, body, headers) = FastAPI(), Inbox(engine, Pseudonyms(b"key")), posted(channel)
    for one in messengers(engine, inbox):
        assert one.router
        app.include_router(one.router)
    assert await inbox.put(channel, "before", "{}", "another")  # so that there are connections that get lost

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as platform:
        postgres.stop()
        try:
            away = [(await platform.post(path, content=body, headers=headers)).status_code for _ in range(2)]
        finally:
            postgres.start()
        back = [(await platform.post(path, content=body, headers=headers)).status_code for _ in range(2)]

    assert (away, back) == ([503, 503], [200, 200])
    assert [delivery.payload == "{}" for delivery in await inbox.claim(channel)] == [True, False]
    assert [entry["event"] for entry in logs] == [f"{channel}_not_kept"] * 2
    assert TEXT not in str(logs)
