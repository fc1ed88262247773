"""Getting a reply out: paced, tried again where that may help, for one chat without holding up another."""

from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.deliveries import Message
from bot.channels.patience import Patience
from bot.channels.telegram import render
from bot.channels.telegram.pacing import Pacing
from bot.channels.telegram.request import UnsureError
from bot.channels.telegram.timing import Timing
from bot.conversation import Fate, Reply

Send = Callable[[int], Awaitable[object]]
log = structlog.get_logger()


def messages(reply: Reply, chat: int, to: int | None = None) -> list[Message]:
    """Return what to send to a chat, as an answer `to` a message of it if given, buttons under the last text."""
    said: list[Message] = [{"chat": chat, "text": text} for text in render.texts(reply)]
    if said and to:
        said[0]["to"] = to
    if said and (keyboard := render.keyboard(reply)):
        said[-1]["keyboard"] = keyboard.to_dict()
    files = ({"chat": chat, "name": file.name, "data": b64encode(file.data).decode()} for file in reply.files)
    return [*said, *files]


class Sender:
    """Sends messages with `bot`."""

    def __init__(self, bot: Bot, pacing: Pacing, timing: Timing) -> None:
        self._bot = bot
        self._pacing = pacing
        self._timing = timing

    async def send(self, message: Message) -> Fate:
        """Send one of `messages`; raises InvalidToken only.

        What Telegram refuses (GONE: a person has blocked the bot), and that it is away for too long, is logged.
        One that may have been sent twice, though no answer says so, counts as sent.
        """
        if self._pacing.held(message["chat"]) > self._timing.longest_wait:
            return Fate.FAILED
        try:
            await self._surely(message)
        except InvalidToken:
            raise
        except UnsureError:
            log.warning("telegram_perhaps_not_sent")
        except Forbidden:
            log.info("telegram_blocked")
            return Fate.GONE
        except BadRequest as error:
            log.error("telegram_failed", kind=type(error).__name__)  # noqa: TRY400  a trace may name the token
            return Fate.CLOSED
        except TelegramError as error:
            log.warning("telegram_not_sent", kind=type(error).__name__)
            return Fate.FAILED
        return Fate.SENT

    def _text(self, message: Message) -> Send:
        to = message.get("to")
        keyboard = message.get("keyboard")
        return lambda chat: self._bot.send_message(
            chat,
            message["text"],
            reply_markup=InlineKeyboardMarkup.de_json(keyboard, self._bot) if keyboard else None,
            reply_parameters=ReplyParameters(to, allow_sending_without_reply=True) if to else None,
        )

    def _file(self, message: Message) -> Send:
        return lambda chat: self._bot.send_document(chat, b64decode(message["data"]), filename=message["name"])

    async def _surely(self, message: Message) -> None:
        """Send one message, trying again where that may help."""
        chat, send = message["chat"], self._file(message) if "data" in message else self._text(message)
        patience = Patience(self._timing.send_again, message)
        while True:
            await self._pacing.turn(chat)
            try:
                if patience.was_unsure:
                    await self._hear()
                await send(chat)
            except RetryAfter as error:
                self._hold(chat, error)
            except ChatMigrated as error:  # a group became a supergroup
                chat = error.new_chat_id
            except (BadRequest, Forbidden, InvalidToken):
                raise
            except NetworkError as error:
                if not await patience.again(unsure=isinstance(error, UnsureError)):
                    raise
            else:
                return

    async def _hear(self) -> None:
        """Hear of Telegram; raises TelegramError, but not that something may have been sent."""
        try:
            await self._bot.get_me()
        except UnsureError as error:
            raise NetworkError(error.message) from None

    def _hold(self, chat: int, error: RetryAfter) -> None:
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        self._pacing.hold(chat, seconds)
        if seconds > self._timing.longest_wait:
            raise error
