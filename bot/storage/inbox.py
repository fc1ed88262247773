"""The inbox: what messengers delivered, kept until it is answered, and known again if it is delivered twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.tables import InboxEntry

LEASE = timedelta(seconds=60)
"""How long a claimed delivery is nobody else's, unless it is renewed: a dead process is given up so late."""
MOST_ATTEMPTS = 5
KEYS_KEPT_DAYS = 3
"""Messengers repeat a delivery for a day or two at most."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as a messenger delivered it; `attempt` is 1 for the first that answers it."""

    id: int
    channel: str
    key: str
    payload: str = field(repr=False)
    attempt: int = 1


class Inbox:
    """Keeps deliveries in the table `inbox`; any number of processes may share it.

    Every transaction is one statement that writes, so that SQLite never has to refuse one ("database is
    locked") because another wrote after it had read.

    A payload is what a person wrote. SQLite overwrites it with zeros in the database file when it is done
    (`secure_delete`); copies stay in the -wal file until that is used again, at the latest after `forget`.
    PostgreSQL keeps the old row until its next vacuum. What either wrote to a disk, the disk may keep longer.
    """

    def __init__(self, engine: AsyncEngine, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._pseudonyms = pseudonyms

    async def put(self, channel: str, key: str, payload: str, person: str = "") -> bool:
        """Keep a delivery; False if this key of this channel was delivered before.

        `payload` is a JSON object as `json.dumps` writes it (ASCII, which databases take). `person` is the
        channel's own id of who writes; deliveries of one person are answered one after the other.
        Raises SQLAlchemyError if the database does not take it.
        """
        entry = InboxEntry(
            channel=channel,
            key=key,
            received_at=datetime.now(UTC),
            person=self._pseudonyms.of(channel, person) if person else "",
            payload=payload,
        )
        async with AsyncSession(self._engine) as session:
            session.add(entry)
            try:
                await session.commit()
            except IntegrityError:
                return False
        return True

    async def claim(self, channel: str, limit: int = 20) -> list[Delivery]:
        """Return deliveries for the caller alone to answer, the oldest first, at most one of each person.

        They are its own for `LEASE`. One that nobody finished in `MOST_ATTEMPTS` attempts is given up.
        """
        now = datetime.now(UTC)
        claimed = await self._take(_claimable(channel, now).limit(limit), now)
        for delivery in claimed:
            if delivery.attempt > MOST_ATTEMPTS:
                await self._give_up(delivery)
        return [delivery for delivery in claimed if delivery.attempt <= MOST_ATTEMPTS]

    async def _take(self, wanted: Select[Any], now: datetime) -> list[Delivery]:
        take = (
            update(InboxEntry)
            .where(col(InboxEntry.id).in_(wanted), ~col(InboxEntry.done))
            .values(attempts=InboxEntry.attempts + 1, not_before=now + LEASE)
            .returning(InboxEntry)
        )
        async with AsyncSession(self._engine) as session:
            if self._engine.dialect.name == "postgresql":  # one claim at a time, which SQLite sees to by itself
                await session.exec(select(func.pg_advisory_xact_lock(func.hashtext(InboxEntry.__tablename__))))
            taken = [_delivery(entry) for entry in (await session.exec(take)).scalars()]
            await session.commit()
        return sorted(taken, key=lambda delivery: delivery.id)

    async def renew(self, deliveries: Sequence[Delivery]) -> None:
        """Keep deliveries that are still being answered for another `LEASE`."""
        for delivery in deliveries:
            await self._update(_held(delivery), not_before=datetime.now(UTC) + LEASE)

    async def replace(self, delivery: Delivery, payload: str) -> bool:
        """Keep `payload` in place of what was delivered; False if another process has taken the delivery over."""
        return bool(await self._update(_held(delivery), payload=payload))

    async def done(self, delivery: Delivery) -> None:
        """Erase what was delivered; its key is kept for those who deliver it again."""
        await self._update(col(InboxEntry.id) == delivery.id, done=True, payload="", person="", not_before=None)

    async def failed(self, delivery: Delivery) -> None:
        """Let a delivery be tried again after a wait that grows, unless this was the last attempt."""
        if delivery.attempt >= MOST_ATTEMPTS:
            await self._give_up(delivery)
        else:
            wait = timedelta(seconds=2**delivery.attempt)
            await self._update(_held(delivery), not_before=datetime.now(UTC) + wait)

    async def put_back(self, delivery: Delivery) -> None:
        """Let anybody have a delivery at once that the caller will not answer after all."""
        await self._update(_held(delivery), not_before=None, attempts=delivery.attempt - 1)

    async def forget(self, days: int = KEYS_KEPT_DAYS) -> int:
        """Delete all that came more than `days` ago, answered or not; return how many."""
        old = col(InboxEntry.received_at) < datetime.now(UTC) - timedelta(days=days)
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(InboxEntry).where(old))
            await session.commit()
        if self._engine.dialect.name == "sqlite":
            async with self._engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return deleted.rowcount

    async def _give_up(self, delivery: Delivery) -> None:
        log.error("delivery_given_up", channel=delivery.channel, key=delivery.key, attempts=MOST_ATTEMPTS)
        await self.done(delivery)

    async def _update(self, which: ColumnElement[bool], **values: object) -> int:
        async with AsyncSession(self._engine) as session:
            updated = await session.exec(update(InboxEntry).where(which, ~col(InboxEntry.done)).values(**values))
            await session.commit()
        return updated.rowcount


def _claimable(channel: str, now: datetime) -> Select[Any]:
    """Return the ids of the oldest delivery of each person, where nobody answers that person now."""
    other = aliased(InboxEntry)
    earlier = col(other.id) < col(InboxEntry.id)
    in_work = and_(col(other.id) != col(InboxEntry.id), col(other.not_before) > now)
    same_person = col(other.channel) == channel, col(other.person) == col(InboxEntry.person), col(other.person) != ""
    before = select(other.id).where(*same_person, ~col(other.done), or_(earlier, in_work))
    free = or_(col(InboxEntry.not_before).is_(None), col(InboxEntry.not_before) <= now)
    waiting = col(InboxEntry.channel) == channel, ~col(InboxEntry.done), free, ~before.exists()
    return select(InboxEntry.id).where(*waiting).order_by(col(InboxEntry.id))


def _held(delivery: Delivery) -> ColumnElement[bool]:
    """Say which row it is, as long as no other process has taken it over."""
    return and_(col(InboxEntry.id) == delivery.id, col(InboxEntry.attempts) == delivery.attempt)


def _delivery(entry: InboxEntry) -> Delivery:
    assert entry.id is not None  # noqa: S101  it was stored
    return Delivery(entry.id, entry.channel, entry.key, entry.payload, entry.attempts)
