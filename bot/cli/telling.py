"""The task beside the channels that tells people what they waited for, soon after it is served."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.office.notices import Notices, Teller
from bot.operations.waiting import pause, unless
from bot.services import Services

MORE_SECONDS = 10.0
"""Between two goes while there are more to tell: two people a second on each channel."""
LOOK_SECONDS = 60.0
"""Between two looks without a change: for what failed, or what a dead process left."""
TICK_SECONDS = 1.0
log = structlog.get_logger()


async def keep_telling(services: Services, tellers: Sequence[Teller], stop: asyncio.Event) -> None:
    """Tell whose wish is fulfilled: now, after each change of what is served, and every minute; until `stop` is set."""
    if not (services.outreach and tellers):
        return
    notices = Notices(services.outreach.follows, services.dialogues)
    while not stop.is_set():
        told_of, more = services.snapshot, False
        try:
            more = bool(await unless(stop, notices.tell(await _on(tellers, services), told_of.knowledge)))
        except Exception:  # a database out of reach comes back
            log.exception("telling_failed")
        waits = MORE_SECONDS if more else LOOK_SECONDS
        while waits > 0 and services.snapshot is told_of and not stop.is_set():
            await pause(stop, TICK_SECONDS)
            waits -= TICK_SECONDS


async def _on(tellers: Sequence[Teller], services: Services) -> list[Teller]:
    """Return those whose channel is not switched off; on the others, wishes wait."""
    return [one for one in tellers if not await services.is_off(one.name)]
