"""The channel as a whole: updates from Telegram through the inbox to `handle`, replies back."""

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from fastapi import APIRouter
from telegram.error import InvalidToken, TelegramError

from bot.channels import deliveries
from bot.channels.channel import Handle
from bot.channels.patience import Token
from bot.channels.shift import Alone, Shift, always
from bot.channels.telegram.answering import CHANNEL, Answering
from bot.channels.telegram.client import QuietBot
from bot.channels.telegram.inline import Cards
from bot.channels.telegram.pacing import Limits, Pacing
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.presenting import present
from bot.channels.telegram.receiving import Receiving
from bot.channels.telegram.sending import Sender, messages
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import chat_of, person_of
from bot.channels.telegram.webhook import create_router, secret_of
from bot.conversation import Fate, Reply
from bot.operations.waiting import pause
from bot.settings import TelegramSettings
from bot.sharing.cards import Card
from bot.sharing.links import Addresses
from bot.storage.inbox import Inbox

log = structlog.get_logger()


async def no_cards(_: str, __: str) -> Sequence[Card]:
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
    report: deliveries.Report | None = None,
    alone: Alone = always,
) -> "Telegram":
    """Return the channel that answers with `handle`; nothing is contacted until it runs.

    `cards` are what inline mode offers. `addresses` are told the bot's own once Telegram has said its name, and
    `report` what became of a message that was told. Of all processes that share what `alone` asks, one polls.
    """
    bot, timing = QuietBot(settings), timing or Timing()
    pacing = pacing or Pacing(Limits(overall=1 / settings.per_second))
    answering, sender = Answering(bot, handle, cards, timing), Sender(bot, pacing, timing)
    return Telegram(
        settings,
        bot,
        inbox,
        answering,
        sender=sender,
        addresses=addresses or Addresses(),
        timing=timing,
        report=report,
        alone=alone,
    )


class Telegram:
    """One bot of Telegram; a `Channel`."""

    name = CHANNEL
    window: timedelta | None = None

    def __init__(
        self,
        settings: TelegramSettings,
        bot: QuietBot,
        inbox: Inbox,
        answering: Answering,
        *,
        sender: Sender,
        addresses: Addresses,
        timing: Timing,
        report: deliveries.Report | None,
        alone: Alone,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._addresses = addresses
        self._timing = timing
        self._deliveries = deliveries.Deliveries(
            inbox, CHANNEL, answering.answer, self._send, report=report, excuse=answering.excuse
        )
        secret = secret_of(settings.token)
        self._poller = Poller(settings)
        webhook, shift = settings.webhook_url, Shift(f"receiving {CHANNEL}", alone)
        self._receiving = Receiving(bot, self._poller, self.keep, timing, webhook=webhook, secret=secret, shift=shift)
        self._token = Token(_tell_refused, timing.try_refused_again)
        self.router: APIRouter | None = create_router(secret, self.keep) if webhook else None

    def is_ready(self) -> bool:
        """Say whether messages come in."""
        return self._receiving.is_going() and not self._token.is_refused

    def silent_seconds(self) -> float | None:
        """Return how long ago Telegram was last heard."""
        return self._receiving.silent_seconds()

    async def run(self, stop: asyncio.Event) -> None:
        """Take in and answer messages until `stop` is set, resting while Telegram refuses the token; never raises."""
        try:
            await self._token.serve(stop, self._start_and_serve)
        finally:
            await asyncio.gather(self._bot.shutdown(), self._poller.close())

    async def _start_and_serve(self, ended: asyncio.Event) -> None:
        try:
            await self._start(ended)
        except InvalidToken:
            self._token.refuse()
        if not ended.is_set():
            self._token.take()
            await self._serve(ended)

    async def _start(self, ended: asyncio.Event) -> None:
        """Reach Telegram, however long it takes; raises InvalidToken."""
        while not ended.is_set():
            try:
                await self._bot.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("telegram_unreachable", kind=type(error).__name__, retry_seconds=self._timing.try_again)
                await pause(ended, self._timing.try_again)
            else:
                break

    async def _serve(self, ended: asyncio.Event) -> None:
        self._addresses.telegram = f"https://t.me/{self._bot.username}"
        log.info("telegram_ready", bot=self._bot.username, by="webhook" if self.router else "polling")
        presenting = asyncio.create_task(present(self._bot))
        try:
            await asyncio.gather(self._receive(ended), self._deliveries.run(ended))
        finally:
            presenting.cancel()
            await asyncio.gather(presenting, return_exceptions=True)

    async def _receive(self, ended: asyncio.Event) -> None:
        try:
            await self._receiving.run(ended)
        except InvalidToken:
            self._token.refuse()

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        """Keep a message for somebody who asked to be told; they may have blocked the bot, which is reported."""
        await self._deliveries.tell(key, messages(reply, chat_of(address)), address)

    async def _send(self, message: deliveries.Message) -> Fate:
        try:
            return await self._sender.send(message)
        except InvalidToken:
            self._token.refuse()
            raise

    async def keep(self, update: dict[str, Any]) -> None:
        """Keep an update until it is answered."""
        await self._deliveries.keep(str(update["update_id"]), json.dumps(update), person_of(update))


def _tell_refused() -> None:
    log.critical("telegram_token_rejected", hint="Xem lại HMC_TELEGRAM__TOKEN; mã do @BotFather cấp.")
