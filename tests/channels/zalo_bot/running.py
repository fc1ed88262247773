"""Running the channel in a test: polling, or posted to through a real web server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from bot.answers import replies
from bot.channels.channel import Channel, Handle
from bot.channels.zalo_bot.channel import ZaloBot, create_zalo_bot
from bot.channels.zalo_bot.timing import Timing
from bot.channels.zalo_bot.webhook import PATH
from bot.conversation import Reply, Turn
from bot.settings import ZaloBotSettings
from bot.storage.inbox import Inbox
from tests.channels.eventually import eventually
from tests.fakes.zalo_bot import TOKEN, FakeZaloBot, identifier

LAN, MINH, GROUP = identifier("Lan"), identifier("Minh"), identifier("a group")
PUBLIC = "https://bot.example.vn"
SECRET = "bi-mat-cua-webhook"
QUICK = Timing(answer=5.0, poll=1, retry_first=0.01, retry_longest=0.02, send_again=(0.01, 0.01, 0.01))


@dataclass
class Echo:
    """Answers with what was typed, and writes down the turns."""

    turns: list[Turn] = field(default_factory=list)

    async def __call__(self, turn: Turn) -> Reply:
        self.turns.append(turn)
        return replies.plain(f"Nghe: {turn.text}")


def settings(zalo: FakeZaloBot, **others: Any) -> ZaloBotSettings:
    return ZaloBotSettings(**{"token": SecretStr(TOKEN), "base_url": zalo.base_url, **others})


def with_webhook(zalo: FakeZaloBot) -> ZaloBotSettings:
    return settings(zalo, webhook_url=f"{PUBLIC}{PATH}", webhook_secret=SecretStr(SECRET))


@asynccontextmanager
async def polling(
    zalo: FakeZaloBot, inbox: Inbox, handle: Handle, timing: Timing = QUICK, **others: Any
) -> AsyncIterator[ZaloBot]:
    """Run the channel until the end of the block."""
    async with running(create_zalo_bot(settings(zalo, **others), handle, inbox, timing)) as channel:
        yield channel


@asynccontextmanager
async def posted_to(zalo: FakeZaloBot, inbox: Inbox, handle: Handle, timing: Timing = QUICK) -> AsyncIterator[ZaloBot]:
    """Run the channel with its webhook served, and wait until Zalo knows where."""
    channel = create_zalo_bot(with_webhook(zalo), handle, inbox, timing)
    app = FastAPI()
    assert channel.router
    app.include_router(channel.router)
    async with _served(app) as host:
        zalo.hosts[PUBLIC] = host
        async with running(channel):
            await eventually(channel.is_ready)
            yield channel


@asynccontextmanager
async def running(channel: ZaloBot) -> AsyncIterator[ZaloBot]:
    as_run: Channel = channel
    stop = asyncio.Event()
    task = asyncio.create_task(as_run.run(stop))
    try:
        yield channel
    finally:
        stop.set()
        await task


@asynccontextmanager
async def _served(app: FastAPI) -> AsyncIterator[str]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield f"{host}:{port}"
    finally:
        server.should_exit = True
        await task
