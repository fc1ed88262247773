"""The channel as a whole: updates from Telegram through the inbox to `handle`, replies back."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import APIRouter
from telegram.error import InvalidToken, TelegramError

from bot.answers.sharing import Addresses, Card
from bot.channels.deliveries import Deliveries
from bot.channels.telegram.answering import CHANNEL, Answering, Handle
from bot.channels.telegram.client import QuietBot
from bot.channels.telegram.inline import Cards
from bot.channels.telegram.pacing import Pacing
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.presenting import present
from bot.channels.telegram.receiving import Receiving, pause
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import person_of
from bot.channels.telegram.webhook import create_router, secret_of
from bot.settings import TelegramSettings
from bot.storage.inbox import Inbox

log = structlog.get_logger()


async def no_cards(_: str) -> Sequence[Card]:
    """Offer nothing in inline mode."""
    return ()


def create_telegram(
    settings: TelegramSettings,
    handle: Handle,
    inbox: Inbox,
    *,
    cards: Cards = no_cards,
    addresses: Addresses | None = None,
    timing: Timing | None = None,
    pacing: Pacing | None = None,
) -> "Telegram":
    """Return the channel that answers with `handle`; nothing is contacted until it runs.

    `cards` are what inline mode offers. `addresses` are told the bot's own once Telegram has said its name.
    """
    bot, timing = QuietBot(settings), timing or Timing()
    sender = Sender(bot, pacing or Pacing(), timing)
    answering = Answering(bot, handle, cards, sender, timing)
    return Telegram(settings, bot, inbox, answering, addresses=addresses or Addresses(), timing=timing)


class Telegram:
    """One bot of Telegram; a `Channel`."""

    name = CHANNEL

    def __init__(
        self,
        settings: TelegramSettings,
        bot: QuietBot,
        inbox: Inbox,
        answering: Answering,
        *,
        addresses: Addresses,
        timing: Timing,
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._addresses = addresses
        self._timing = timing
        self._deliveries = Deliveries(inbox, CHANNEL, answering.answer)
        secret = secret_of(settings.token)
        self._poller = Poller(settings)
        webhook = settings.webhook_url
        self._receiving = Receiving(bot, self._poller, self.keep, timing, webhook=webhook, secret=secret)
        self._ended = asyncio.Event()
        self._token_refused = False
        self.router: APIRouter | None = create_router(secret, self.keep) if webhook else None

    def is_ready(self) -> bool:
        """Say whether messages come in."""
        return self._receiving.is_going() and not self._token_refused

    async def run(self, stop: asyncio.Event) -> None:
        """Take in and answer messages until `stop` is set or Telegram refuses the token; never raises."""
        stopping = asyncio.create_task(self._end_at(stop))
        try:
            await self._start()
            if not self._ended.is_set():
                await self._serve()
        except InvalidToken:
            self._refuse()
        finally:
            stopping.cancel()
            await asyncio.gather(self._bot.shutdown(), self._poller.close())

    async def _end_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._ended.set()

    async def _start(self) -> None:
        """Reach Telegram, however long it takes; raises InvalidToken."""
        while not self._ended.is_set():
            try:
                await self._bot.initialize()
                await self._receiving.start()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("telegram_unreachable", kind=type(error).__name__, retry_seconds=self._timing.try_again)
                await pause(self._ended, self._timing.try_again)
            else:
                break

    async def _serve(self) -> None:
        self._addresses.telegram = f"https://t.me/{self._bot.username}"
        log.info("telegram_ready", bot=self._bot.username, by="webhook" if self.router else "polling")
        presenting = asyncio.create_task(present(self._bot))
        try:
            await asyncio.gather(self._receive(), self._deliveries.run(self._ended))
        finally:
            presenting.cancel()
            await asyncio.gather(presenting, return_exceptions=True)

    async def _receive(self) -> None:
        try:
            await self._receiving.run(self._ended)
        except InvalidToken:
            self._refuse()

    def _refuse(self) -> None:
        """End this channel; what is in the inbox waits for a start with another token."""
        log.critical("telegram_token_rejected", hint="Xem lại HMC_TELEGRAM__TOKEN; mã do @BotFather cấp.")
        self._token_refused = True
        self._ended.set()

    async def keep(self, update: dict[str, Any]) -> None:
        """Put an update into the inbox, where it stays until it is answered; one that comes again changes nothing."""
        await self._inbox.put(CHANNEL, str(update["update_id"]), json.dumps(update), person_of(update))
        self._deliveries.wake()
