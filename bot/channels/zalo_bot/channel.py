"""The channel as a whole: messages from Zalo through the inbox to `handle`, replies back as numbered text."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from fastapi import APIRouter

from bot.answers import replies, wording
from bot.channels.deliveries import Deliveries
from bot.channels.text_menu import texts
from bot.channels.zalo_bot.api import TEXT_LIMIT, TokenRefusedError, ZaloBotApi, ZaloBotError
from bot.channels.zalo_bot.receiving import Receiving
from bot.channels.zalo_bot.timing import Timing
from bot.channels.zalo_bot.updates import Received
from bot.channels.zalo_bot.webhook import create_router
from bot.conversation import Reply, Turn
from bot.settings import ZaloBotSettings
from bot.storage.inbox import Inbox

CHANNEL = "zalo_bot"
DEEP_LINK = "https://zalo.me/{account_name}"

Handle = Callable[[Turn], Awaitable[Reply]]
log = structlog.get_logger()


def create_zalo_bot(
    settings: ZaloBotSettings,
    handle: Handle,
    inbox: Inbox,
    timing: Timing | None = None,
    found_at: Callable[[str], None] = lambda _: None,
) -> "ZaloBot":
    """Return the channel that answers with `handle`; nothing is contacted until it runs.

    `found_at` is told where a citizen opens a chat with the bot, once Zalo has said its name.
    """
    return ZaloBot(settings, handle, inbox, timing or Timing(), found_at)


class ZaloBot:
    """One bot of the Zalo Bot Platform; a `Channel`."""

    name = CHANNEL

    def __init__(
        self,
        settings: ZaloBotSettings,
        handle: Handle,
        inbox: Inbox,
        timing: Timing,
        found_at: Callable[[str], None],
    ) -> None:
        self._api = ZaloBotApi(settings.base_url, settings.token, timing.answer)
        self._handle = handle
        self._inbox = inbox
        self._timing = timing
        self._deliveries = Deliveries(inbox, CHANNEL, self.answer)
        self._receiving = Receiving(
            self._api, settings, self.keep, timing, named=lambda name: found_at(DEEP_LINK.format(account_name=name))
        )
        self._ended = asyncio.Event()
        self._token_refused = False
        self.router: APIRouter | None = (
            create_router(settings.webhook_secret, self.keep) if settings.webhook_url else None
        )

    def is_ready(self) -> bool:
        """Say whether messages come in."""
        return self._receiving.is_going() and not self._token_refused

    async def run(self, stop: asyncio.Event) -> None:
        """Take in and answer messages until `stop` is set or Zalo refuses the token; never raises."""
        stopping = asyncio.create_task(self._end_at(stop))
        try:
            await asyncio.gather(self._receive(), self._deliveries.run(self._ended))
        finally:
            stopping.cancel()
            await self._api.close()

    async def _end_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._ended.set()

    async def _receive(self) -> None:
        try:
            await self._receiving.run(self._ended)
        except TokenRefusedError:
            self._refuse()

    def _refuse(self) -> None:
        """End this channel; what is in the inbox waits for a start with another token."""
        if not self._token_refused:
            log.critical("zalo_bot_token_refused", hint="Xem lại HMC_ZALO_BOT__TOKEN; mã do Zalo Bot Creator cấp.")
        self._token_refused = True
        self._ended.set()

    async def keep(self, received: Received) -> None:
        """Put a message into the inbox, where it stays until it is answered; again the same one changes nothing."""
        await self._inbox.put(CHANNEL, received.key, received.payload(), received.person)
        self._deliveries.wake()

    async def answer(self, payload: str) -> None:
        """Answer a kept message in its chat; raises TokenRefusedError only.

        An answer that cannot be sent is given up: the conversation has already gone on, and to handle the
        message again would answer another question.
        """
        received = Received.of(payload)
        reply = await self._reply(received)
        try:
            for text in texts(reply, TEXT_LIMIT):
                await self._send(received.chat, text)
        except TokenRefusedError:
            self._refuse()
            raise
        except ZaloBotError as error:
            log.error("zalo_bot_answer_given_up", code=error.code)  # noqa: TRY400  a trace says no more

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

    async def _send(self, chat: str, text: str) -> None:
        """Send one message, trying again where that may help; where Zalo may have sent it already, only once."""
        was_unsure = False
        for wait in self._timing.send_again:
            try:
                return await self._api.send_message(chat, text)
            except ZaloBotError as error:
                if not error.passing or (error.unsure and was_unsure):
                    raise
                was_unsure |= error.unsure
            await asyncio.sleep(wait)
        return await self._api.send_message(chat, text)
