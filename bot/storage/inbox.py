"""The inbox: what messengers delivered, kept until it is answered, and known again if it is delivered twice."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Executable, Integer, Select, String, and_, bindparam, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.tables import InboxEntry, UtcDateTime
from bot.storage.together import LAST, Work, writing
from bot.storage.upsert import insert_into

LEASE = timedelta(seconds=15)
"""How long a claimed delivery is nobody else's, unless it is renewed: a dead process is given up so late."""
LONGEST_WAIT = timedelta(minutes=5)
"""For another attempt."""
FORESEEN = LONGEST_WAIT + timedelta(minutes=1)
"""What is to wait for longer waits no more: a clock was set back meanwhile. Two machines' clocks differ by less."""
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
    received_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def age(self) -> float:
        """How many seconds ago it was delivered; by two clocks, where two machines share the inbox."""
        return max((datetime.now(UTC) - self.received_at).total_seconds(), 0.0)


def correlation(delivery: Delivery) -> str:
    """Return the number that log lines about a message carry: the same in every attempt, whoever makes it."""
    return f"{delivery.channel}-{delivery.id}"


class Inbox:
    """Keeps deliveries in the table `inbox`; any number of processes may share it.

    What is asked at the same moment is committed together (`bot.storage.together`), always before it returns.

    A payload is what a person wrote. SQLite overwrites it with zeros in the database file when it is done
    (`secure_delete`); copies stay in the -wal file, and some in gaps of the file itself, until it is rewritten, once
    a day (`bot.storage.rewriting`).
    PostgreSQL keeps the old row until its next vacuum. What either wrote to a disk, the disk may keep longer.
    """

    def __init__(self, engine: AsyncEngine, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._pseudonyms = pseudonyms
        new = insert_into(InboxEntry, engine).on_conflict_do_nothing(index_elements=["channel", "key"])
        self._putting = new.returning(col(InboxEntry.id))

    async def put(self, channel: str, key: str, payload: str, person: str = "") -> bool:
        """Keep a delivery; False if this key of this channel was delivered before.

        `payload` is a JSON object as `json.dumps` writes it (ASCII, which databases take). `person` is the
        channel's own id of who writes; deliveries of one person are answered one after the other.
        Raises SQLAlchemyError if the database does not take it.
        """
        row = {
            "channel": channel,
            "key": key,
            "received_at": datetime.now(UTC),
            "person": self._pseudonyms.of(channel, person) if person else "",
            "payload": payload,
            "attempts": 0,
            "done": False,
        }
        return await self._writing.do(lambda connection: connection.execute(self._putting, row).first()) is not None

    async def claim(self, channel: str, limit: int = 20) -> list[Delivery]:
        """Return deliveries for the caller alone to answer, the oldest first, at most one of each person.

        They are its own for `LEASE`. One that nobody finished in `MOST_ATTEMPTS` attempts is given up.
        """
        now = datetime.now(UTC)
        given = {"on": channel, "most": limit, "now": now, "foreseen": now + FORESEEN, "until": now + LEASE}
        claimed = await self._writing.do(lambda connection: _take(connection, given), LAST)
        for delivery in claimed:
            if delivery.attempt > MOST_ATTEMPTS:
                await self._give_up(delivery)
        return [delivery for delivery in claimed if delivery.attempt <= MOST_ATTEMPTS]

    async def renew(self, deliveries: Sequence[Delivery]) -> None:
        """Keep deliveries that are still being answered for another `LEASE`."""
        until = datetime.now(UTC) + LEASE
        if rows := [_held(delivery, until=until) for delivery in deliveries]:
            await self._write(_RENEW, rows)

    def collecting(self) -> AbstractContextManager[list[Work[object]]]:
        """Collect what handling leaves for later meanwhile, for `replace` or `done`."""
        return self._writing.collecting()

    async def replace(self, delivery: Delivery, payload: str, also: Sequence[Work[object]] = ()) -> bool:
        """Keep `payload` in place of what was delivered, and do `also` what came of it: both, or neither.

        Returns False if another process has taken the delivery over.
        """
        return await self._write(_REPLACE, _held(delivery, instead=payload), also) > 0

    async def done(self, delivery: Delivery, also: Sequence[Work[object]] = ()) -> None:
        """Erase what was delivered, and do `also` what came of it; its key is kept for those who deliver it again."""
        await self._write(_DONE, {"which": delivery.id}, also)

    async def failed(self, delivery: Delivery) -> None:
        """Let a delivery be tried again after a wait that grows, unless this was the last attempt."""
        if delivery.attempt >= MOST_ATTEMPTS:
            await self._give_up(delivery)
        else:
            wait = timedelta(seconds=2**delivery.attempt)
            await self._write(_RENEW, _held(delivery, until=datetime.now(UTC) + wait))

    async def put_back(self, delivery: Delivery) -> None:
        """Let anybody have a delivery at once that the caller will not answer after all."""
        await self._write(_PUT_BACK, _held(delivery, before=delivery.attempt - 1))

    async def put_off(self, delivery: Delivery, payload: str, wait: timedelta) -> None:
        """Let what is to be sent, `payload`, wait for a messenger that is away, which is no attempt of ours.

        It waits `LONGEST_WAIT` at most.
        """
        until = datetime.now(UTC) + min(wait, LONGEST_WAIT)
        await self._write(_PUT_OFF, _held(delivery, instead=payload, until=until, before=delivery.attempt - 1))

    async def forget(self, days: int = KEYS_KEPT_DAYS) -> int:
        """Delete all that came more than `days` ago, answered or not; return how many."""
        old = col(InboxEntry.received_at) < datetime.now(UTC) - timedelta(days=days)
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(InboxEntry).where(old))
            await session.commit()
        return deleted.rowcount

    async def _give_up(self, delivery: Delivery) -> None:
        log.error("delivery_given_up", message=correlation(delivery), attempts=MOST_ATTEMPTS)
        await self.done(delivery)

    async def _write(
        self, statement: Executable, rows: dict[str, Any] | list[dict[str, Any]], also: Sequence[Work[object]] = ()
    ) -> int:
        """Execute a statement, and `also` that if it changed something; return how many rows it changed."""

        def write(connection: Connection) -> int:
            changed = connection.execute(statement, rows).rowcount
            for work in also if changed else ():
                work(connection)
            return changed

        return await self._writing.do(write)


def _claimable() -> Select[Any]:
    """Return the ids of the oldest delivery of each person, where nobody answers that person now."""
    on, now = bindparam("on", type_=String), bindparam("now", type_=UtcDateTime)
    foreseen = bindparam("foreseen", type_=UtcDateTime)
    other = aliased(InboxEntry)
    earlier = col(other.id) < col(InboxEntry.id)
    waits = col(other.not_before) > now, col(other.not_before) <= foreseen
    in_work = and_(col(other.id) != col(InboxEntry.id), *waits)
    same_person = col(other.channel) == on, col(other.person) == col(InboxEntry.person), col(other.person) != ""
    before = select(other.id).where(*same_person, ~col(other.done), or_(earlier, in_work))
    until = col(InboxEntry.not_before)
    free = or_(until.is_(None), until <= now, until > foreseen)
    waiting = col(InboxEntry.channel) == on, ~col(InboxEntry.done), free, ~before.exists()
    return select(InboxEntry.id).where(*waiting).order_by(col(InboxEntry.id)).limit(bindparam("most", type_=Integer))


# What changes from call to call comes as parameters, so that each statement is made and compiled once.
_TABLE = InboxEntry.__table__  # type: ignore[attr-defined]
_WAITS = ~col(InboxEntry.done)
_IS_HELD = and_(col(InboxEntry.id) == bindparam("which"), col(InboxEntry.attempts) == bindparam("attempt"), _WAITS)
"""Which row it is, as long as no other process has taken it over."""
_TAKE = (
    update(_TABLE)
    .where(col(InboxEntry.id).in_(_claimable()), _WAITS)
    .values(attempts=InboxEntry.attempts + 1, not_before=bindparam("until"))
    .returning(*(_TABLE.c[name] for name in ("id", "channel", "key", "payload", "attempts", "received_at")))
)
_RENEW = update(_TABLE).where(_IS_HELD).values(not_before=bindparam("until"))
_REPLACE = update(_TABLE).where(_IS_HELD).values(payload=bindparam("instead"))
_PUT_BACK = update(_TABLE).where(_IS_HELD).values(not_before=None, attempts=bindparam("before"))
_PUT_OFF = (
    update(_TABLE)
    .where(_IS_HELD)
    .values(payload=bindparam("instead"), not_before=bindparam("until"), attempts=bindparam("before"))
)
_DONE = (
    update(_TABLE)
    .where(col(InboxEntry.id) == bindparam("which"), _WAITS)
    .values(done=True, payload="", person="", not_before=None)
)
_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(func.hashtext(InboxEntry.__tablename__)))


def _take(connection: Connection, given: dict[str, Any]) -> list[Delivery]:
    if connection.dialect.name == "postgresql":  # one claim at a time, which SQLite sees to by itself
        connection.execute(_ONE_AT_A_TIME)
    return sorted((Delivery(*row) for row in connection.execute(_TAKE, given)), key=lambda delivery: delivery.id)


def _held(delivery: Delivery, **given: object) -> dict[str, Any]:
    return {"which": delivery.id, "attempt": delivery.attempt, **given}
