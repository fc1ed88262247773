"""Long polling beside the web server, in the same event loop."""

import asyncio

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.adapter import COMMANDS, App

RETRY_SECONDS = 15.0
POLLING_TASK = "Updater:start_polling:polling_task"  # the library's name; without it only `stop` is waited for
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
        finally:
            await application.bot.shutdown()  # which a failed start leaves out


async def _serve(application: App, stop: asyncio.Event) -> None:
    assert application.updater  # noqa: S101  built with an updater
    await application.bot.set_my_commands(COMMANDS)
    await application.updater.start_polling(allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY])
    await application.start()
    log.info("telegram_ready", bot=application.bot.username)
    try:
        await _stopped_or_rejected(stop)
    finally:
        try:
            await application.updater.stop()
        finally:
            await application.stop()


async def _stopped_or_rejected(stop: asyncio.Event) -> None:
    """Wait for `stop`, or for polling to end by itself: the library does that where a token is taken back."""
    polling = [task for task in asyncio.all_tasks() if task.get_name() == POLLING_TASK]
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([stopped, *polling], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
