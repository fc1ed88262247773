"""How updates come in: asked for by long polling, or posted by Telegram to the webhook."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.polling import Poller
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import Keep
from bot.operations.waiting import pause, unless

log = structlog.get_logger()


class Receiving:
    """Hands every update that polling brings to `keep`; with a webhook, only sees to it that Telegram posts there."""

    def __init__(self, bot: Bot, poller: Poller, keep: Keep, timing: Timing, *, webhook: str, secret: str) -> None:
        self._bot = bot
        self._poller = poller
        self._webhook = webhook
        self._secret = secret
        self._keep = keep
        self._timing = timing
        self._heard_at: float | None = None
        self._offset: int | None = None

    def is_going(self) -> bool:
        """Say whether Telegram was heard not long ago: a connection can die without a word."""
        return self._heard_at is not None and monotonic() - self._heard_at < self._timing.stalled_after

    async def start(self) -> None:
        """Tell Telegram where updates go; raises TelegramError."""
        if self._webhook:
            await self._bot.set_webhook(self._webhook, secret_token=self._secret, allowed_updates=WANTED)
        else:
            await self._bot.delete_webhook()

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until `stop` is set; raises InvalidToken once the token is taken back."""
        while not stop.is_set():
            try:
                await unless(stop, self._watch() if self._webhook else self._poll())
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("telegram_unreachable", kind=type(error).__name__, retry_seconds=self._timing.try_again)
                await pause(stop, self._timing.try_again)
            except Exception as error:  # noqa: BLE001  whatever the database's driver raises
                log.warning("telegram_not_kept", kind=type(error).__name__)
                await pause(stop, self._timing.try_again)
        await self._confirm()

    async def _poll(self) -> None:
        """Take one batch. The next poll confirms what was kept; one that brings nothing leaves no number behind.

        So numbers may begin anew anywhere after a quiet week, and what could not be kept is brought again.
        """
        seconds = self._timing.poll if self._heard_at else 0  # the first only to hear whether polls are answered
        updates = await self._poller.updates(self._offset, seconds)
        self._heard_at = monotonic()
        self._offset = None
        for update in updates:
            await self._keep(update)
            self._offset = update["update_id"] + 1

    async def _confirm(self) -> None:
        if self._offset is not None:
            with suppress(TelegramError):  # else it comes again, and the inbox knows it
                await self._poller.updates(self._offset, 0, most=1)

    async def _watch(self) -> None:
        info = await self._bot.get_webhook_info()
        if info.url != self._webhook:  # somebody else set another
            await self.start()
        recent = timedelta(seconds=self._timing.stalled_after)
        if info.last_error_date and datetime.now(UTC) - info.last_error_date < recent:
            log.warning("telegram_webhook_failing", reason=info.last_error_message, waiting=info.pending_update_count)
        else:
            self._heard_at = monotonic()
        await asyncio.sleep(self._timing.watch_webhook)
