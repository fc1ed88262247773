"""Telegram updates to turns and replies back, over long polling."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from telegram import BotCommand, LinkPreviewOptions, Message, Update, User
from telegram import Document as TelegramDocument
from telegram.constants import ChatAction
from telegram.error import RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)

from bot.answers import replies, wording
from bot.channels.telegram import render
from bot.conversation import Attachment, Reply, Turn
from bot.settings import TelegramSettings

CHANNEL = "telegram"
COMMANDS = (
    BotCommand("start", "Bắt đầu"),
    BotCommand("help", "Cách hỏi"),
    BotCommand("thutuc", "Xem danh mục thủ tục"),
    BotCommand("xoa_du_lieu", "Xóa cuộc trò chuyện và nơi ở đã chọn"),
)
LONGEST_WAIT_SECONDS = 30

Handle = Callable[[Turn], Awaitable[Reply]]
App = Application[Any, Any, Any, Any, Any, Any]
log = structlog.get_logger()


def create_application(settings: TelegramSettings, handle: Handle) -> App:
    """Return the application that answers with `handle`; nothing is contacted until it is started."""
    builder = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(settings.base_url)
        .base_file_url(f"{settings.base_url.removesuffix('bot')}file/bot")
        .defaults(Defaults(parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)))
    )
    if settings.proxy:
        builder = builder.proxy(settings.proxy).get_updates_proxy(settings.proxy)
    application: App = builder.build()
    conversation = Conversation(handle)
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, conversation.on_text))
    application.add_handler(CallbackQueryHandler(conversation.on_button))
    # An official's file takes a while to examine; meanwhile others are answered.
    documents = filters.UpdateType.MESSAGE & filters.Document.ALL
    application.add_handler(MessageHandler(documents, conversation.on_file, block=False))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, on_other))
    application.add_error_handler(on_error)
    return application


class Conversation:
    """Answers text and buttons."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def on_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a typed message."""
        message = update.message
        if message and message.text:
            with suppress(TelegramError):  # only a courtesy
                await message.chat.send_action(ChatAction.TYPING)
            await self._answer(message, message.from_user, text=message.text)

    async def on_button(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a tapped choice; the tap is acknowledged first so that the button stops spinning."""
        query = update.callback_query
        if not query:
            return
        with suppress(TelegramError):  # Telegram forgets a tap within minutes; the person still waits
            await query.answer()
        if isinstance(query.message, Message):
            await self._answer(query.message, query.from_user, choice=query.data or "")

    async def on_file(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a file; its bytes are fetched only if the answer needs them."""
        message = update.message
        if message and message.document:
            with suppress(TelegramError):
                await message.chat.send_action(ChatAction.TYPING)
            await self._answer(message, message.from_user, file=_attachment(message.document))

    async def _answer(
        self,
        message: Message,
        user: User | None,
        *,
        text: str = "",
        choice: str | None = None,
        file: Attachment | None = None,
    ) -> None:
        """Answer in the chat of `message`; in a group everybody has a conversation of their own."""
        person = f"{message.chat.id}:{user.id if user else ''}"
        reply = await self._handle(Turn(CHANNEL, text, choice, person, file))
        await send(reply, message)
        for document in reply.files:
            await message.chat.send_document(document.data, filename=document.name)


def _attachment(document: TelegramDocument) -> Attachment:
    async def fetch() -> bytes:
        return bytes(await (await document.get_file()).download_as_bytearray())

    return Attachment(document.file_name or "tep", document.file_size or 0, fetch)


async def send(reply: Reply, message: Message) -> None:
    """Send `reply` into the chat of `message`; once more after the wait where Telegram asks for a short one."""
    text, keyboard = render.text(reply), render.keyboard(reply)
    try:
        await message.chat.send_message(text, reply_markup=keyboard)
    except RetryAfter as error:
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
        if seconds > LONGEST_WAIT_SECONDS:
            raise
        await asyncio.sleep(seconds)
        await message.chat.send_message(text, reply_markup=keyboard)


async def on_other(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say kindly that only text is read: photos, voice, stickers, files, places."""
    if update.message:
        await send(replies.short(wording.TEXT_ONLY), update.message)


async def on_error(_: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong; the message of an error carries no token, a request's address does."""
    error = context.error
    log.error("telegram_failed", kind=type(error).__name__, transient=isinstance(error, TelegramError))
