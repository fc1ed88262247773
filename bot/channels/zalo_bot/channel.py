"""The channel as a whole: messages from Zalo through the inbox to `handle`, replies back as numbered text."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from fastapi import APIRouter

from bot.answers import replies, wording
from bot.channels.channel import Handle
from bot.channels.deliveries import Deliveries, Message, Report
from bot.channels.patience import Patience, Token
from bot.channels.shift import Alone, Shift, always
from bot.channels.text_menu import texts
from bot.channels.zalo_bot.api import TEXT_LIMIT, TokenRefusedError, ZaloBotApi, ZaloBotError
from bot.channels.zalo_bot.receiving import Receiving
from bot.channels.zalo_bot.timing import Timing
from bot.channels.zalo_bot.updates import Received, chat_of
from bot.channels.zalo_bot.webhook import create_router
from bot.conversation import Fate, Reply, Turn
from bot.settings import ZaloBotSettings
from bot.storage.inbox import Inbox

CHANNEL = "zalo_bot"
DEEP_LINK = "https://zalo.me/{account_name}"

log = structlog.get_logger()


def create_zalo_bot(
    settings: ZaloBotSettings,
    handle: Handle,
    inbox: Inbox,
    timing: Timing | None = None,
    found_at: Callable[[str], None] = lambda _: None,
    *,
    report: Report | None = None,
    alone: Alone = always,
) -> "ZaloBot":
    """Return the channel that answers with `handle`; nothing is contacted until it runs.

    `found_at` is told where a citizen opens a chat with the bot, once Zalo has said its name, and `report` what
    became of a message that was told. Of all processes that share what `alone` asks, one polls.
    """
    return ZaloBot(settings, handle, inbox, timing or Timing(), found_at, report=report, alone=alone)


class ZaloBot:
    """One bot of the Zalo Bot Platform; a `Channel`. Zalo's documentation names no window for writing first."""

    name = CHANNEL
    window: timedelta | None = None

    def __init__(
        self,
        settings: ZaloBotSettings,
        handle: Handle,
        inbox: Inbox,
        timing: Timing,
        found_at: Callable[[str], None],
        *,
        report: Report | None,
        alone: Alone,
    ) -> None:
        self._api = ZaloBotApi(settings.base_url, settings.token, timing.answer)
        self._handle = handle
        self._timing = timing
        self._deliveries = Deliveries(inbox, CHANNEL, self.answer, self.send, report=report, excuse=self.excuse)
        self._found_at = found_at
        shift = Shift(f"receiving {CHANNEL}", alone)
        self._receiving = Receiving(self._api, settings, self.keep, timing, named=self._named, shift=shift)
        self._token = Token(_tell_refused, timing.try_refused_again)
        self.router: APIRouter | None = (
            create_router(settings.webhook_secret, self.keep) if settings.webhook_url else None
        )

    def is_ready(self) -> bool:
        """Say whether messages come in."""
        return self._receiving.is_going() and not self._token.is_refused

    def silent_seconds(self) -> float | None:
        """Return how long ago a poll was last answered."""
        return self._receiving.silent_seconds()

    async def run(self, stop: asyncio.Event) -> None:
        """Take in and answer messages until `stop` is set, resting while Zalo refuses the token; never raises."""
        try:
            await self._token.serve(stop, self._serve)
        finally:
            await self._api.close()

    async def _serve(self, ended: asyncio.Event) -> None:
        await asyncio.gather(self._receive(ended), self._deliveries.run(ended))

    async def _receive(self, ended: asyncio.Event) -> None:
        try:
            await self._receiving.run(ended)
        except TokenRefusedError:
            self._token.refuse()

    def _named(self, name: str) -> None:
        self._token.take()
        self._found_at(DEEP_LINK.format(account_name=name))

    async def keep(self, received: Received) -> None:
        """Keep a message until it is answered."""
        await self._deliveries.keep(received.key, received.payload(), received.person)

    async def answer(self, payload: str) -> list[Message]:
        """Return what is to be sent for a kept message."""
        received = Received.of(payload)
        reply = await self._reply(received)
        return _messages(reply, received.chat)

    def excuse(self, payload: str) -> list[Message]:
        """Return what is sent in place of an answer that cannot be made."""
        return _messages(replies.short(wording.FAILED), Received.of(payload).chat)

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        """Keep a message for somebody who asked to be told."""
        await self._deliveries.tell(key, _messages(reply, chat_of(address)), address)

    async def send(self, message: Message) -> Fate:
        """Send one message of an answer; raises TokenRefusedError only. CLOSED where Zalo will never take it as it is.

        One that may have been sent twice, though no answer says so, counts as sent.
        """
        try:
            await self._surely(message)
        except TokenRefusedError:
            self._token.refuse()
            raise
        except ZaloBotError as error:
            if not error.passing:
                log.error("zalo_bot_answer_given_up", code=error.code)  # noqa: TRY400  a trace says no more
                return Fate.CLOSED
            if not error.unsure:
                log.warning("zalo_bot_not_sent", code=error.code)
                return Fate.FAILED
            log.warning("zalo_bot_perhaps_not_sent", code=error.code)
        return Fate.SENT

    async def _reply(self, received: Received) -> Reply:
        if received.text is None:
            return await self._handle(Turn(CHANNEL, person=received.person, unread=wording.TEXT_ONLY))
        typing = asyncio.create_task(self._type(received.chat))
        try:
            return await self._handle(Turn(CHANNEL, received.text, person=received.person))
        finally:
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)

    async def _type(self, chat: str) -> None:
        """Show that the bot is typing where an answer takes a while."""
        await asyncio.sleep(self._timing.typing_after)
        with suppress(ZaloBotError):  # only a courtesy
            await self._api.send_typing(chat)

    async def _surely(self, message: Message) -> None:
        """Send one message, trying again where that may help."""
        patience = Patience(self._timing.send_again, message)
        while True:
            try:
                if patience.was_unsure:
                    await self._hear()
                return await self._api.send_message(message["chat"], message["text"])
            except ZaloBotError as error:
                if not error.passing or not await patience.again(unsure=error.unsure):
                    raise

    async def _hear(self) -> None:
        """Hear of Zalo; raises ZaloBotError where it answers nothing, and not that something may have been sent."""
        try:
            await self._api.account_name()
        except ZaloBotError as error:
            if error.passing:
                error.unsure = False
                raise


def _messages(reply: Reply, chat: str) -> list[Message]:
    return [{"chat": chat, "text": text} for text in texts(reply, TEXT_LIMIT)]


def _tell_refused() -> None:
    log.critical("zalo_bot_token_refused", hint="Xem lại HMC_ZALO_BOT__TOKEN; mã do Zalo Bot Creator cấp.")
