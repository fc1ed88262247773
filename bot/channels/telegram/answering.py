"""From a kept update to the messages that answer it."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from telegram import Bot, CallbackQuery, Document, InlineQuery, Message, Update
from telegram.constants import ChatAction
from telegram.error import InvalidToken, TelegramError

from bot.answers import replies, wording
from bot.channels import deliveries
from bot.channels.channel import Handle
from bot.channels.telegram import inline
from bot.channels.telegram.sending import messages
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import Heard, heard_message, heard_tap
from bot.conversation import Attachment, Reply, Turn

CHANNEL = "telegram"
REMEMBERED = 10_000

log = structlog.get_logger()


class Answering:
    """Answers updates with `handle`, and inline queries with `cards`."""

    def __init__(self, bot: Bot, handle: Handle, cards: inline.Cards, timing: Timing) -> None:
        self._bot = bot
        self._handle = handle
        self._cards = cards
        self._timing = timing
        self._last_messages: OrderedDict[str, int] = OrderedDict()
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def answer(self, payload: str) -> list[deliveries.Message]:
        """Return what is to be sent for one update as it was kept; an inline query is answered at once.

        Raises InvalidToken only, before anything is handled.
        """
        update = self._read(payload)
        heard = None
        if not update:
            return []
        if update.inline_query:
            await self._offer(update.inline_query)
        elif update.callback_query:
            heard = await self._tapped(update.callback_query)
        elif update.message:
            return await self._message(update.message)
        elif update.edited_message:
            heard = self._edited(update.edited_message)
        return await self._reply(heard) if heard else []

    def excuse(self, payload: str) -> list[deliveries.Message]:
        """Return what is sent in place of an answer that cannot be made; nothing where nobody can be written to."""
        update = self._read(payload)
        chat = update.effective_chat if update else None
        return messages(replies.short(wording.FAILED), chat.id) if chat else []

    def _read(self, payload: str) -> Update | None:
        try:
            return Update.de_json(json.loads(payload), self._bot)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            log.warning("telegram_unreadable", kind=type(error).__name__)
            return None

    async def _offer(self, query: InlineQuery) -> None:
        try:
            await inline.answer(query, self._cards)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.error("telegram_failed", kind=type(error).__name__)  # noqa: TRY400  a trace may name the token

    async def _tapped(self, query: CallbackQuery) -> Heard | None:
        with suppress(TelegramError):  # Telegram forgets a tap within minutes; the person still waits
            await query.answer()
        return heard_tap(query)

    async def _message(self, message: Message) -> list[deliveries.Message]:
        heard = heard_message(message, self._bot.bot)
        if not heard:
            return []
        _remember(self._last_messages, heard.person, heard.message)
        in_known_album = self._is_of_same_album(message)
        if not heard.unread:
            return await self._reply(heard)
        said = wording.NO_LOCATION if message.location else wording.TEXT_ONLY
        unread = Turn(CHANNEL, person=heard.person, unread=said)
        return [] if in_known_album else _messages(await self._handle(unread), heard)

    def _edited(self, message: Message) -> Heard | None:
        """Return a mended text where it was the person's last: who mends a typing error means the question again.

        Only the process that answered it knows; where another did, or before a restart, an edit changes nothing.
        """
        heard = heard_message(message, self._bot.bot)
        is_last = heard and heard.text and self._last_messages.get(heard.person) == heard.message
        return heard if is_last else None

    def _is_of_same_album(self, message: Message) -> bool:
        """Say whether another picture of an album was answered already: each comes as a message of its own."""
        album = message.media_group_id
        known = album in self._albums
        if album:
            _remember(self._albums, album, None)
        return known

    async def _reply(self, heard: Heard) -> list[deliveries.Message]:
        file = self._attachment(heard.document) if heard.document else None
        async with self._typing(heard.chat):
            reply = await self._handle(Turn(CHANNEL, heard.text, heard.choice, heard.person, file, takes_files=True))
        return _messages(reply, heard)

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

        return Attachment(document.file_name or "tep", document.file_size or 0, fetch, returns_files=True)


def _messages(reply: Reply, heard: Heard) -> list[deliveries.Message]:
    return messages(reply, heard.chat, heard.message if heard.in_group else None)


def _remember(known: OrderedDict[str, Any], key: str, value: object) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
