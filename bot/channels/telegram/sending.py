"""Getting a reply out: paced, tried again where that may help, for one chat without holding up another."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.channels.telegram import render
from bot.channels.telegram.pacing import Pacing
from bot.channels.telegram.timing import Timing
from bot.conversation import Reply

Send = Callable[[int], Awaitable[object]]


class Sender:
    """Sends replies with `bot`."""

    def __init__(self, bot: Bot, pacing: Pacing, timing: Timing) -> None:
        self._bot = bot
        self._pacing = pacing
        self._timing = timing

    async def send(self, reply: Reply, chat: int, to: int | None = None) -> None:
        """Send `reply` to a chat, as an answer `to` a message of it if given, its buttons under the last text.

        Raises TelegramError where Telegram refuses it for good, or is away for too long.
        """
        texts, keyboard = render.texts(reply), render.keyboard(reply)
        answered = ReplyParameters(to, allow_sending_without_reply=True) if to else None
        for place, text in enumerate(texts, 1):
            await self._surely(chat, self._text(text, keyboard if place == len(texts) else None, answered))
            answered = None
        for file in reply.files:
            await self._surely(chat, self._file(file.name, file.data))

    def _text(self, text: str, keyboard: InlineKeyboardMarkup | None, answered: ReplyParameters | None) -> Send:
        return lambda chat: self._bot.send_message(
            chat,
            text,
            reply_markup=keyboard,
            reply_parameters=answered,
        )

    def _file(self, name: str, data: bytes) -> Send:
        return lambda chat: self._bot.send_document(chat, data, filename=name)

    async def _surely(self, chat: int, send: Send) -> None:
        """Send one message; after a timeout too, though it may have come through: twice is better than not at all."""
        waits = iter(self._timing.send_again)
        while True:
            await self._pacing.turn(chat)
            try:
                await send(chat)
            except RetryAfter as error:
                self._hold(chat, error)
            except ChatMigrated as error:  # a group became a supergroup
                chat = error.new_chat_id
            except (BadRequest, Forbidden, InvalidToken):
                raise
            except NetworkError:
                if (wait := next(waits, None)) is None:
                    raise
                await asyncio.sleep(wait)
            else:
                return

    def _hold(self, chat: int, error: RetryAfter) -> None:
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        if seconds > self._timing.longest_wait:
            raise error
        self._pacing.hold(chat, seconds)
