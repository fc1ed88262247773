"""From a kept update to the reply in its chat."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from telegram import Bot, Document, Message, Update
from telegram.constants import ChatAction
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.answers import replies, wording
from bot.channels.telegram import inline
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import Heard, heard_message, heard_tap
from bot.conversation import Attachment, Reply, Turn

CHANNEL = "telegram"
REMEMBERED = 10_000

Handle = Callable[[Turn], Awaitable[Reply]]
log = structlog.get_logger()


class Answering:
    """Answers updates with `handle`, and inline queries with `cards`."""

    def __init__(self, bot: Bot, handle: Handle, cards: inline.Cards, sender: Sender, timing: Timing) -> None:
        self._bot = bot
        self._handle = handle
        self._cards = cards
        self._sender = sender
        self._timing = timing
        self._last_messages: OrderedDict[str, int] = OrderedDict()
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def answer(self, payload: str) -> None:
        """Answer one update as it was kept; raises InvalidToken only, so that nothing is handled twice.

        What Telegram does not take (a person has blocked the bot) is logged and left.
        """
        update = self._read(payload)
        if not update:
            return
        try:
            await self._answer(update)
        except InvalidToken:
            raise
        except Forbidden:
            log.info("telegram_blocked")
        except TelegramError as error:
            log.error("telegram_failed", kind=type(error).__name__)  # noqa: TRY400  a trace may name the token

    def _read(self, payload: str) -> Update | None:
        try:
            return Update.de_json(json.loads(payload), self._bot)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            log.warning("telegram_unreadable", kind=type(error).__name__)
            return None

    async def _answer(self, update: Update) -> None:
        if update.inline_query:
            await inline.answer(update.inline_query, self._cards)
        elif update.callback_query:
            with suppress(TelegramError):  # Telegram forgets a tap within minutes; the person still waits
                await update.callback_query.answer()
            if heard := heard_tap(update.callback_query):
                await self._reply(heard)
        elif update.message:
            await self._message(update.message)
        elif update.edited_message:
            await self._edited(update.edited_message)

    async def _message(self, message: Message) -> None:
        heard = heard_message(message, self._bot.bot)
        if not heard:
            return
        _remember(self._last_messages, heard.person, heard.message)
        if not heard.unread:
            await self._reply(heard)
        elif not self._is_of_same_album(message):
            said = wording.NO_LOCATION if message.location else wording.TEXT_ONLY
            await self._send(replies.short(said), heard)

    async def _edited(self, message: Message) -> None:
        """Answer a text anew where it was the person's last: who mends a typing error means the question again.

        Only the process that answered it knows; where another did, or before a restart, an edit changes nothing.
        """
        heard = heard_message(message, self._bot.bot)
        if heard and heard.text and self._last_messages.get(heard.person) == heard.message:
            await self._reply(heard)

    def _is_of_same_album(self, message: Message) -> bool:
        """Say whether another picture of an album was answered already: each comes as a message of its own."""
        album = message.media_group_id
        known = album in self._albums
        if album:
            _remember(self._albums, album, None)
        return known

    async def _reply(self, heard: Heard) -> None:
        file = self._attachment(heard.document) if heard.document else None
        async with self._typing(heard.chat):
            reply = await self._handle(Turn(CHANNEL, heard.text, heard.choice, heard.person, file))
        await self._send(reply, heard)

    async def _send(self, reply: Reply, heard: Heard) -> None:
        await self._sender.send(reply, heard.chat, heard.message if heard.in_group else None)

    @asynccontextmanager
    async def _typing(self, chat: int) -> AsyncIterator[None]:
        """Show that the bot is typing, from when the answer takes long enough to wonder."""
        typing = asyncio.create_task(self._type(chat))
        try:
            yield
        finally:
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)

    async def _type(self, chat: int) -> None:
        await asyncio.sleep(self._timing.typing_after)
        while True:
            with suppress(TelegramError):  # only a courtesy
                await self._bot.send_chat_action(chat, ChatAction.TYPING)
            await asyncio.sleep(self._timing.typing_shown)

    def _attachment(self, document: Document) -> Attachment:
        """Return a file whose bytes are fetched only if the answer needs them."""

        async def fetch() -> bytes:
            return bytes(await (await self._bot.get_file(document.file_id)).download_as_bytearray())

        return Attachment(document.file_name or "tep", document.file_size or 0, fetch)


def _remember(known: OrderedDict[str, Any], key: str, value: object) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
