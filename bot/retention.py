"""What is forgotten with time, in every table; a test puts an old row into each and looks what becomes of it.

All is decided by this machine's clock. One that leaps ahead, by mistake or after a battery died, would have everything
deleted at once, so what it then says is believed only a day later; somebody may set it right meanwhile.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic
from types import MappingProxyType

import structlog

from bot.services import Services

KEPT: Mapping[str, str] = MappingProxyType(
    {
        "account": "an official's, until the office disables it; what was done in its name must stay attributable",
        "audit": "who changed what citizens are told; names of accounts, never of citizens, and only ever added to",
        "channel_switch": "says that a channel is off now; the office's",
        "chat_link": "by which an official acts, until unlinked, or erased by the official",
        "desk": "a place; what was printed for it lives on",
        "knowledge_activation": "what was served when; the office's",
        "knowledge_version": "the office's",
        "reach": "counters without persons",
        "zalo_token": "the office's",
    }
)
"""The tables of which nothing is deleted by age, and why."""
LEAP = timedelta(days=1)
log = structlog.get_logger()


class Retention:
    """Forgets what is older than `days`, unless the clock has leapt since it last looked."""

    def __init__(self, services: Services, days: int) -> None:
        self._services = services
        self._days = days
        self._looked: tuple[datetime, float] | None = None

    async def forget(self) -> None:
        """Forget, or wait for the next time; raises SQLAlchemyError."""
        if await self._has_leapt():
            log.warning("clock_leapt")
        else:
            await forget_old(self._services, self._days)

    async def _has_leapt(self) -> bool:
        """Compare the clock with what it should say by the last look and the seconds since, at first by a question."""
        now, ticks = datetime.now(UTC), monotonic()
        if self._looked:
            then, ticks_then = self._looked
            expected = then + timedelta(seconds=ticks - ticks_then)
        else:
            expected = await self._services.journal.last_at() or now
        self._looked = now, ticks
        return now - expected > LEAP


async def forget_old(services: Services, days: int) -> None:
    """Delete what was kept long enough, and, in an SQLite file, every byte of it; raises SQLAlchemyError.

    What people told is kept for `days`; what they are owed or did, each for its own time: a wish a year, an
    unanswered message three days, a session twelve hours.
    """
    await services.journal.forget(days)
    await services.dialogues.forget(days)
    await services.allowances.forget()
    if services.inbox:
        await services.inbox.forget()
    if services.outreach:
        await services.outreach.follows.forget()
    if services.admin:
        await services.admin.sessions.forget()
        await services.admin.links.forget()
    if services.office:
        await services.office.versions.sweep()
    if services.faults:
        await services.faults.forget()
    if services.erasure:
        await services.erasure.rewrite()
