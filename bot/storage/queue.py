"""How many deliveries wait for an answer, for whoever watches the service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.tables import InboxEntry

MOST_COUNTED = 10_000
"""Beyond that the number says no more, and counting would cost."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many deliveries of a channel are not done, up to `MOST_COUNTED`; `since` is None if there are none."""

    channel: str
    count: int
    since: datetime | None


class Queue:
    """Looks at the table `inbox`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def waiting(self, channels: Iterable[str]) -> Sequence[Waiting]:
        """Return what waits on each channel, in work or not; raises SQLAlchemyError."""
        async with AsyncSession(self._engine) as session:
            return [await _waiting(session, channel) for channel in channels]


async def _waiting(session: AsyncSession, channel: str) -> Waiting:
    open_ones = col(InboxEntry.channel) == channel, ~col(InboxEntry.done)
    some = select(InboxEntry.id).where(*open_ones).limit(MOST_COUNTED).subquery()
    count = (await session.exec(select(func.count()).select_from(some))).one()
    oldest = select(InboxEntry.received_at).where(*open_ones).order_by(col(InboxEntry.id)).limit(1)
    return Waiting(channel, count, (await session.exec(oldest)).first())
