"""How updates come in: asked for by polling, or posted by Zalo to the webhook."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.shift import Shift
from bot.channels.zalo_bot.api import TokenRefusedError, ZaloBotApi, ZaloBotError
from bot.channels.zalo_bot.timing import Timing
from bot.channels.zalo_bot.updates import Received, read
from bot.operations.waiting import pause, unless
from bot.settings import ZaloBotSettings

Keep = Callable[[Received], Awaitable[None]]
log = structlog.get_logger()


class Receiving:
    """Hands every message that polling brings to `keep`; with a webhook, only sees to it that Zalo posts there.

    `named` is told the bot's account name.
    """

    def __init__(
        self,
        api: ZaloBotApi,
        settings: ZaloBotSettings,
        keep: Keep,
        timing: Timing,
        *,
        named: Callable[[str], None],
        shift: Shift,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = ""
        self._named = named
        self._shift = shift
        self._api = api
        self._settings = settings
        self._keep = keep
        self._timing = timing
        self._clock = clock
        self._retries = timing.retries()
        self._webhook_set = False
        self._polled_at: float | None = None

    def is_going(self) -> bool:
        """Say whether messages come in now, as far as can be told."""
        if self._shift.waits:
            return True
        if self._settings.webhook_url:
            return self._webhook_set
        return self._polled_at is not None and self._clock() - self._polled_at < self._timing.stalled

    def silent_seconds(self) -> float | None:
        """Return how long ago a poll was last answered; None before, and while it is another's turn."""
        return None if self._shift.waits or self._polled_at is None else self._clock() - self._polled_at

    async def run(self, stop: asyncio.Event) -> None:
        """Receive, whenever it is this process's turn, until `stop` is set; raises TokenRefusedError only."""
        await self._surely(stop, self._learn_name)
        await self._shift.run(stop, lambda ended: self._receive(ended, stop))

    async def _receive(self, ended: asyncio.Event, stop: asyncio.Event) -> None:
        self._webhook_set, self._polled_at = False, None  # of an earlier turn
        if self._settings.webhook_url:
            await self._surely(ended, lambda: self._await_posts(ended))
        else:
            await self._surely(ended, lambda: self._poll(ended, stop))

    async def _surely(self, ended: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
        """Do `work`, again after waits that grow where it fails, until it has ended or `ended` is set."""
        while not ended.is_set():
            try:
                return await work()
            except TokenRefusedError:
                raise
            except Exception as error:  # noqa: BLE001  the channel has to come back from anything
                self._webhook_set = False
                wait = next(self._retries)
                code = error.code if isinstance(error, ZaloBotError) else None
                log.warning("zalo_bot_unreachable", kind=type(error).__name__, code=code, retry_seconds=wait)
                await pause(ended, wait)
        return None

    async def _learn_name(self) -> None:
        self._name = await self._api.account_name()
        self._named(self._name)

    async def _await_posts(self, ended: asyncio.Event) -> None:
        """Set the webhook, and again whenever another is found there."""
        await self._set_webhook()
        log.info("zalo_bot_ready", bot=self._name, by="webhook")
        while not ended.is_set():
            self._webhook_set = True
            self._retries = self._timing.retries()
            await pause(ended, self._timing.watch_webhook)
            if not ended.is_set() and await self._api.webhook_url() != self._settings.webhook_url:
                log.warning("zalo_bot_webhook_was_another")
                await self._set_webhook()

    async def _set_webhook(self) -> None:
        fault = await self._api.set_webhook(self._settings.webhook_url, self._settings.webhook_secret)
        if fault:  # Zalo keeps the address all the same
            log.warning("zalo_bot_webhook_unverified", outcome=fault)

    async def _poll(self, ended: asyncio.Event, stop: asyncio.Event) -> None:
        if await self._api.webhook_url():  # while one is set, polls are refused
            await self._api.delete_webhook()
            log.info("zalo_bot_webhook_removed")
        if self._polled_at is None:
            self._polled_at = self._clock()
            log.info("zalo_bot_ready", bot=self._name, by="polling")
        while not ended.is_set():
            begun = self._clock()
            update = await unless(ended, self._api.update(self._timing.poll, self._timing.poll_margin))
            if ended.is_set() and update is None:
                return
            self._polled_at = self._clock()
            self._retries = self._timing.retries()
            if update is not None:
                await self._take(update, stop)
            elif self._polled_at - begun < self._timing.retry_first:  # a server that does not hold an empty poll
                await pause(ended, self._timing.retry_first)

    async def _take(self, update: object, stop: asyncio.Event) -> None:
        """Keep the message of `update`; Zalo has forgotten it, so this is tried until it succeeds, beyond this turn."""
        received = read(update)
        if not received:
            log.info("zalo_bot_update_ignored")
        retries = self._timing.retries()
        while received and not await self._kept(received):
            if stop.is_set():
                return
            await pause(stop, next(retries))

    async def _kept(self, received: Received) -> bool:
        try:
            await self._keep(received)
        except Exception as error:  # noqa: BLE001  whatever the database raises
            log.error("zalo_bot_not_kept", kind=type(error).__name__)  # noqa: TRY400  its text may hold the message
            return False
        return True
