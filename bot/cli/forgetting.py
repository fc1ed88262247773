"""The task beside the channels that deletes what was kept long enough."""

import asyncio

import structlog

from bot.operations.waiting import pause, unless
from bot.retention import Retention
from bot.services import Services

DAY_SECONDS = 24 * 60 * 60
log = structlog.get_logger()


async def keep_forgetting(services: Services, days: int, stop: asyncio.Event) -> None:
    """Delete what is older than `days`, and what other parts need no more: now and once a day, until `stop` is set."""
    retention = Retention(services, days)
    while not stop.is_set():
        try:
            await unless(stop, retention.forget())
        except Exception:  # the next day tries again; answering goes on
            log.exception("forget_failed")
        await pause(stop, DAY_SECONDS)
