"""How updates come in: asked for by long polling, or posted by Telegram to the webhook."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.shift import Shift
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.timing import Timing
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import Keep
from bot.operations.waiting import pause, unless

log = structlog.get_logger()


class Receiving:
    """Hands every update that polling brings to `keep`; with a webhook, only sees to it that Telegram posts there."""

    def __init__(
        self, bot: Bot, poller: Poller, keep: Keep, timing: Timing, *, webhook: str, secret: str, shift: Shift
    ) -> None:
        self._bot = bot
        self._poller = poller
        self._webhook = webhook
        self._secret = secret
        self._keep = keep
        self._timing = timing
        self._shift = shift
        self._told = False
        self._heard_at: float | None = None
        self._offset: int | None = None

    def is_going(self) -> bool:
        """Say whether it is another's turn, or Telegram was heard not long ago: a connection can die without a word."""
        if self._shift.waits:
            return True
        return self._heard_at is not None and monotonic() - self._heard_at < self._timing.stalled_after

    def silent_seconds(self) -> float | None:
        """Return how long ago Telegram was last heard; None before, and while it is another's turn."""
        return None if self._shift.waits or self._heard_at is None else monotonic() - self._heard_at

    async def run(self, stop: asyncio.Event) -> None:
        """Receive, whenever it is this process's turn, until `stop` is set; raises InvalidToken."""
        await self._shift.run(stop, lambda ended: self._receive(ended, stop))

    async def _receive(self, ended: asyncio.Event, stop: asyncio.Event) -> None:
        self._told, self._heard_at, self._offset = False, None, None  # of an earlier turn
        while not ended.is_set():
            try:
                await unless(ended, self._go_on())
            except InvalidToken:
                raise
            except Conflict as error:  # a poll of whoever had the turn before goes on, or a webhook is set
                self._told = False
                log.warning("telegram_conflict", reason=error.message, retry_seconds=self._timing.conflict)
                await pause(ended, self._timing.conflict)
            except TelegramError as error:
                log.warning("telegram_unreachable", kind=type(error).__name__, retry_seconds=self._timing.try_again)
                await pause(ended, self._timing.try_again)
            except Exception as error:  # noqa: BLE001  whatever the database's driver raises
                log.warning("telegram_not_kept", kind=type(error).__name__)
                await pause(ended, self._timing.try_again)
        if stop.is_set():  # else another may be polling by now
            await self._confirm()

    async def _go_on(self) -> None:
        if not self._told:
            await self._tell()
            self._told = True
        await (self._watch() if self._webhook else self._poll())

    async def _tell(self) -> None:
        """Tell Telegram where updates go; raises TelegramError."""
        if self._webhook:
            await self._bot.set_webhook(self._webhook, secret_token=self._secret, allowed_updates=WANTED)
        else:
            await self._bot.delete_webhook()

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
            await self._tell()
        recent = timedelta(seconds=self._timing.stalled_after)
        if info.last_error_date and datetime.now(UTC) - info.last_error_date < recent:
            log.warning("telegram_webhook_failing", reason=info.last_error_message, waiting=info.pending_update_count)
        else:
            self._heard_at = monotonic()
        await asyncio.sleep(self._timing.watch_webhook)
