"""The Telegram channel running against the fake Bot API."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.answers import replies
from bot.channels.channel import Handle
from bot.channels.deliveries import Report
from bot.channels.shift import Alone, always
from bot.channels.telegram.answering import CHANNEL
from bot.channels.telegram.channel import Telegram, create_telegram, no_cards
from bot.channels.telegram.inline import Cards
from bot.channels.telegram.pacing import Limits, Pacing
from bot.channels.telegram.timing import Timing
from bot.conversation import Reply, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.settings import TelegramSettings
from bot.sharing.links import Addresses
from bot.storage.database import open_database
from bot.storage.inbox import Inbox
from handlers import handle
from handlers.cards import cards
from tests.channels.conftest import Logs
from tests.databases import new_database
from tests.fakes.telegram import TOKEN, FakeTelegram

AT_ONCE = Limits(chat=0, group=0, overall=0)
IMPATIENT = Timing(try_again=0.01, send_again=(0.01,) * 5)


@pytest.fixture
def bot_api() -> Iterator[FakeTelegram]:
    with FakeTelegram() as api:
        yield api


@pytest.fixture
async def inbox(tmp_path: Path) -> AsyncIterator[Inbox]:
    """An inbox alone, for what needs no knowledge base."""
    engine = open_database(new_database(tmp_path / "inbox.db"))
    yield Inbox(engine, Pseudonyms(b"key of tests"))
    await engine.dispose()


async def welcome(_: Turn) -> Reply:
    """Answer everybody with a greeting."""
    return replies.welcome()


async def echo(turn: Turn) -> Reply:
    """Answer with what was said."""
    return replies.plain(turn.text)


def connect(
    api: FakeTelegram,
    inbox: Inbox,
    handle: Handle = welcome,
    *,
    cards: Cards = no_cards,
    addresses: Addresses | None = None,
    timing: Timing = IMPATIENT,
    limits: Limits = AT_ONCE,
    token: str = TOKEN,
    report: Report | None = None,
    alone: Alone = always,
    **settings: str,
) -> Telegram:
    """Return the channel over any `handle`, in a hurry if nothing else is said."""
    given = {"base_url": api.base_url, **settings}
    return create_telegram(
        TelegramSettings(token=SecretStr(token), **given),
        handle,
        inbox,
        cards=cards,
        addresses=addresses,
        timing=timing,
        pacing=Pacing(limits),
        report=report,
        alone=alone,
    )


def make(api: FakeTelegram, services: Services, *, timing: Timing = IMPATIENT) -> Telegram:
    """Return the channel over the handlers, as `run` makes it."""
    assert services.inbox
    return connect(
        api,
        services.inbox,
        lambda turn: handle(turn, services),
        cards=lambda text, person: cards(text, services, CHANNEL, person),
        addresses=services.addresses,
        timing=timing,
    )


@asynccontextmanager
async def running(channel: Telegram) -> AsyncIterator[asyncio.Event]:
    """Run the channel; at the end it is stopped and has ended."""
    stop = asyncio.Event()
    task = asyncio.create_task(channel.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


@pytest.fixture
async def telegram(bot_api: FakeTelegram, services: Services, logs: Logs) -> AsyncIterator[FakeTelegram]:
    """The whole bot answering on Telegram."""
    async with running(make(bot_api, services)):
        yield bot_api
