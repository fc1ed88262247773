"""The webhook inside the one web application: a real server on loopback, posted to by the fake."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.webhook import PATH, SECRET_HEADER, secret_of
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import connect, echo, running
from tests.channels.telegram.test_channel import Away, events
from tests.fakes.telegram import CHAT, TOKEN, FakeTelegram, message

URL = f"https://hoi.kontum.test{PATH}"


@asynccontextmanager
async def served(channel: Telegram) -> AsyncIterator[str]:
    """Serve the channel's route alone; yields host and port."""
    app = FastAPI()
    assert channel.router
    app.include_router(channel.router)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    task = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task


async def post(api: FakeTelegram, address: str, text: str, secret: str | None = None) -> int:
    update = api.update("message", message(CHAT, text=text))
    return await asyncio.to_thread(api.deliver, update, address, secret)


async def test_what_telegram_posts_is_answered(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    channel = connect(bot_api, inbox, echo, webhook_url=URL)

    async with served(channel) as address, running(channel):
        await eventually(lambda: bot_api.webhook)
        status = await post(bot_api, address, "khai sinh")
        [sent] = await eventually(lambda: bot_api.sent)

    assert (status, sent.chat, sent.text) == (200, CHAT, "khai sinh")
    assert bot_api.webhook["url"] == URL
    assert bot_api.webhook["secret_token"] == secret_of(SecretStr(TOKEN))
    assert TOKEN not in URL + bot_api.webhook["secret_token"]
    assert bot_api.count("getUpdates") == 0


async def test_without_the_address_there_is_no_way_in_from_outside(bot_api: FakeTelegram, inbox: Inbox) -> None:
    assert connect(bot_api, inbox).router is None


@pytest.mark.parametrize(
    "secret", ["", "sai", secret_of(SecretStr(TOKEN))[:-1], "không phải ASCII".encode().decode("latin-1")]
)
async def test_who_does_not_know_the_secret_is_refused_and_nothing_is_kept(
    bot_api: FakeTelegram, inbox: Inbox, secret: str
) -> None:
    channel = connect(bot_api, inbox, webhook_url=URL)
    bot_api.webhook = {"url": URL}

    async with served(channel) as address:
        status = await post(bot_api, address, "khai sinh", secret)

    assert status == 403
    assert await inbox.claim("telegram") == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"update_id": "1"}', b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_update_is_refused(bot_api: FakeTelegram, inbox: Inbox, body: bytes) -> None:
    channel = connect(bot_api, inbox, webhook_url=URL)

    def posted(address: str) -> int:
        connection = HTTPConnection(address, timeout=30)
        connection.request("POST", PATH, body, {SECRET_HEADER: secret_of(SecretStr(TOKEN))})
        status = connection.getresponse().status
        connection.close()
        return status

    async with served(channel) as address:
        assert await asyncio.to_thread(posted, address) == 400


async def test_what_is_posted_again_or_out_of_order_is_answered_once(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    channel = connect(bot_api, inbox, echo, webhook_url=URL)
    updates = [bot_api.update("message", message(chat, text=f"câu {chat}")) for chat in range(1, 9)]

    async with served(channel) as address, running(channel):
        await eventually(lambda: bot_api.webhook)
        posting = (
            asyncio.to_thread(bot_api.deliver, update, address) for update in [*updates[::-1], *updates, *updates[::2]]
        )
        statuses = await asyncio.gather(*posting)
        await eventually(lambda: len(bot_api.sent) == 8)
        await post(bot_api, address, "cuối")
        await eventually(lambda: len(bot_api.sent) == 9)

    assert set(statuses) == {200}
    assert sorted(sent.text for sent in bot_api.sent[:8]) == [f"câu {chat}" for chat in range(1, 9)]


async def test_what_the_database_does_not_take_telegram_is_to_post_again(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    channel = connect(bot_api, Away(inbox._engine, inbox._pseudonyms), echo, webhook_url=URL)
    bot_api.webhook = {"url": URL, "secret_token": secret_of(SecretStr(TOKEN))}
    update = bot_api.update("message", message(CHAT, text="khai sinh"))

    async with served(channel) as address:
        statuses = [await asyncio.to_thread(bot_api.deliver, update, address) for _ in range(3)]

    assert statuses == [503, 503, 200]
    assert len(await inbox.claim("telegram")) == 1


async def test_what_was_posted_before_a_crash_is_answered_once_by_the_next_process(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    bot_api.webhook = {"url": URL, "secret_token": secret_of(SecretStr(TOKEN))}
    update = bot_api.update("message", message(CHAT, text="khai sinh"))
    async with served(connect(bot_api, inbox, echo, webhook_url=URL)) as address:
        await asyncio.to_thread(bot_api.deliver, update, address)

    channel = connect(bot_api, inbox, echo, webhook_url=URL)
    async with served(channel) as address, running(channel):
        await asyncio.to_thread(bot_api.deliver, update, address)
        await eventually(lambda: bot_api.sent)
        await post(bot_api, address, "sau")
        await eventually(lambda: len(bot_api.sent) == 2)

    assert [sent.text for sent in bot_api.sent] == ["khai sinh", "sau"]


async def test_a_webhook_that_somebody_else_set_is_set_back(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    channel = connect(bot_api, inbox, webhook_url=URL, timing=Timing(watch_webhook=0.01))

    async with running(channel):
        await eventually(lambda: bot_api.webhook)
        bot_api.webhook = {"url": "https://khac.test/"}
        await eventually(lambda: bot_api.webhook["url"] == URL)


async def test_a_webhook_that_telegram_cannot_reach_is_not_ready(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped = 0.0
    monkeypatch.setattr("bot.channels.telegram.receiving.monotonic", lambda: time.monotonic() + skipped)
    bot_api.webhook_failed_at = int(datetime.now(UTC).timestamp())
    channel = connect(bot_api, inbox, webhook_url=URL, timing=Timing(watch_webhook=0.01))

    async with running(channel):
        await eventually(lambda: bot_api.count("getWebhookInfo"))
        skipped = 91.0
        asked = bot_api.count("getWebhookInfo")
        await eventually(lambda: bot_api.count("getWebhookInfo") > asked + 1)
        assert not channel.is_ready()
        bot_api.webhook_failed_at = 1
        await eventually(channel.is_ready)

    assert "telegram_webhook_failing" in events(logs)


async def test_polling_takes_a_webhook_away_that_was_left_behind(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    bot_api.webhook = {"url": URL}

    async with running(connect(bot_api, inbox, echo)):
        bot_api.push_text("khai sinh")
        await eventually(lambda: bot_api.sent)

    assert bot_api.webhook == {}
