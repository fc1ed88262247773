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
) -> "ZaloBot":
    """Return the channel that answers with `handle`; nothing is contacted until it runs.

    `found_at` is told where a citizen opens a chat with the bot, once Zalo has said its name, and `report` what
    became of a message that was told.
    """
    return ZaloBot(settings, handle, inbox, timing or Timing(), found_at, report=report)


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
    ) -> None:
        self._api = ZaloBotApi(settings.base_url, settings.token, timing.answer)
        self._handle = handle
        self._timing = timing
        self._deliveries = Deliveries(inbox, CHANNEL, self.answer, self.send, report=report)
        self._found_at = found_at
        self._receiving = Receiving(self._api, settings, self.keep, timing, named=self._named)
        self._token = Token(_tell_refused, timing.try_refused_again)
        self.router: APIRouter | None = (
            create_router(settings.webhook_secret, self.keep) if settings.webhook_url else None
        )

    def is_ready(self) -> bool:
        """Say whether messages come in."""
        return self._receiving.is_going() and not self._token.is_refused

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

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        """Keep a message for somebody who asked to be told."""
        await self._deliveries.tell(key, _messages(reply, chat_of(address)), address)

    async def send(self, message: Message) -> Fate:
        """Send one message of an answer; raises TokenRefusedError only. CLOSED where Zalo will never take it as it is.

        One that may have been sent, though no answer says so, counts as sent.
        """
        try:
            await self._surely(message["chat"], message["text"])
        except TokenRefusedError:
            self._token.refuse()
            raise
        except ZaloBotError as error:
            if not error.unsure:
                log.error("zalo_bot_answer_given_up", code=error.code)  # noqa: TRY400  a trace says no more
                return Fate.FAILED if error.passing else Fate.CLOSED
            log.warning("zalo_bot_perhaps_not_sent", code=error.code)
        return Fate.SENT

    async def _reply(self, received: Received) -> Reply:
        if received.text is None:
            return replies.short(wording.TEXT_ONLY)
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

    async def _surely(self, chat: str, text: str) -> None:
        """Send one message, trying again where that may help."""
        patience = Patience(self._timing.send_again)
        while True:
            try:
                return await self._api.send_message(chat, text)
            except ZaloBotError as error:
                if not error.passing or not await patience.again(unsure=error.unsure):
                    raise


def _messages(reply: Reply, chat: str) -> list[Message]:
    return [{"chat": chat, "text": text} for text in texts(reply, TEXT_LIMIT)]


def _tell_refused() -> None:
    log.critical("zalo_bot_token_refused", hint="Xem lại HMC_ZALO_BOT__TOKEN; mã do Zalo Bot Creator cấp.")
