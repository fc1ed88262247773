"""Long polling beside the web server, in the same event loop."""

import asyncio

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.adapter import COMMANDS, App

RETRY_SECONDS = 15.0
log = structlog.get_logger()


async def poll(application: App, stop: asyncio.Event, retry_seconds: float = RETRY_SECONDS) -> None:
    """Answer on Telegram until `stop` is set.

    A server out of reach is tried again every `retry_seconds`; a token that Telegram rejects ends
    this channel with a clear line in the log, and the others go on.
    """
    while not stop.is_set():
        try:
            async with application:
                await _serve(application, stop)
        except InvalidToken:
            log.critical("telegram_token_rejected", hint="Xem lại HMC_TELEGRAM__TOKEN; mã do @BotFather cấp.")
            return
        except TelegramError as error:
            log.warning("telegram_unreachable", kind=type(error).__name__, retry_seconds=retry_seconds)
            await _wait(stop, retry_seconds)


async def _serve(application: App, stop: asyncio.Event) -> None:
    assert application.updater  # noqa: S101  built with an updater
    await application.bot.set_my_commands(COMMANDS)
    await application.updater.start_polling(allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY])
    await application.start()
    log.info("telegram_ready", bot=application.bot.username)
    try:
        await stop.wait()
    finally:
        await application.updater.stop()
        await application.stop()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
