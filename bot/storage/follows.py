"""Who is to be told when a procedure can be filed another way, and how far the telling has come."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, func, or_, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Fate
from bot.knowledge.ways import Ways
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.inbox import KEYS_KEPT_DAYS
from bot.storage.tables import StoredFollow
from bot.storage.together import reading
from bot.storage.upsert import insert_into

KEPT = timedelta(days=365)
"""How long a wish is kept if it is not fulfilled, which the person is told."""
LEASE = timedelta(minutes=5)
"""How long a claimed wish is nobody else's: a dead process is given up so late."""
IN_INBOX = timedelta(days=KEYS_KEPT_DAYS + 1)
"""By then what becomes of a message in the inbox was reported, or the inbox has forgotten it."""
AGAIN = timedelta(hours=1)
"""After which a message that could not be sent is tried anew."""

_TABLE = StoredFollow.__table__  # type: ignore[attr-defined]
_OF_PERSON = _TABLE.select().where(_TABLE.c.person == bindparam("person")).order_by(_TABLE.c.id)

Pair = tuple[str, Ways]
"""The code of a procedure, and what somebody waits for."""


@dataclass(frozen=True, slots=True)
class Follow:
    """One wish of one person, fulfilled by any of `wish`.

    `address` is the channel's own id of the person, needed to write first. Under `key` the inbox knows the message
    that tells it. `waits`: it is fulfilled, but to be told only with the next reply.
    """

    key: str = field(repr=False)
    channel: str
    address: str = field(repr=False)
    procedure: str
    wish: Ways
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people of one channel wait for the same."""

    procedure: str
    wish: Ways
    channel: str
    people: int


class Follows:
    """Keeps wishes in the table `follow`; any number of processes may share it.

    A wish is claimed, its message put into the inbox under its key (`held`), and what became of that is reported.
    A process that dies in between loses its lease; the next puts the same message under the same key, which the
    inbox takes once.
    """

    def __init__(self, engine: AsyncEngine, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._reading = reading(engine)
        self._pseudonyms = pseudonyms

    async def add(self, channel: str, person: str, procedure: str, wish: Ways) -> None:
        """Keep a wish, added to one about the same procedure, whose year begins anew. Raises SQLAlchemyError."""
        ends_at = datetime.now(UTC) + KEPT
        insert = insert_into(StoredFollow, self._engine).values(
            key=_new_key(),
            person=self._pseudonyms.of(channel, person),
            channel=channel,
            address=person,
            procedure=procedure,
            wish=wish.value,
            ends_at=ends_at,
            waits=False,
        )
        both = col(StoredFollow.wish).op("|")(insert.excluded["wish"])
        again = insert.on_conflict_do_update(
            index_elements=["person", "procedure"], set_={"wish": both, "ends_at": ends_at, "waits": False}
        )
        async with AsyncSession(self._engine) as session:
            await session.exec(again)
            await session.commit()

    async def of(self, channel: str, person: str) -> Sequence[Follow]:
        """Return the wishes of one person, the oldest first."""
        who = {"person": self._pseudonyms.of(channel, person)}
        rows = await self._reading.do(lambda connection: connection.execute(_OF_PERSON, who).all())
        return [_follow_of(row) for row in rows]

    async def end(self, channel: str, person: str, procedure: str = "") -> int:
        """Forget the wish of one person about `procedure`, or all of them; return how many."""
        which = self._is(channel, person)
        return len(await self._delete(and_(which, col(StoredFollow.procedure) == procedure) if procedure else which))

    async def forget(self) -> int:
        """Delete wishes whose year is over; return how many."""
        return len(await self._delete(col(StoredFollow.ends_at) < datetime.now(UTC)))

    async def waiting(self, channel: str = "") -> Sequence[Waiting]:
        """Return what people wait for, on one channel or all, and how many; without what is being told already."""
        what = col(StoredFollow.procedure), col(StoredFollow.wish), col(StoredFollow.channel)
        counted = select(*what, func.count()).where(_free(channel)).group_by(*what).order_by(*what)
        async with AsyncSession(self._engine) as session:
            return [
                Waiting(procedure, Ways(wish), on, people)
                for procedure, wish, on, people in await session.exec(counted)
            ]

    async def claim(self, channel: str, fulfilled: Collection[Pair], limit: int) -> Sequence[Follow]:
        """Return wishes for the caller alone to tell, its own for `LEASE`, the oldest first."""
        pairs = [(procedure, wish.value) for procedure, wish in fulfilled]
        is_fulfilled = tuple_(col(StoredFollow.procedure), col(StoredFollow.wish)).in_(pairs)
        oldest = select(StoredFollow.id).where(_free(channel), is_fulfilled).order_by(col(StoredFollow.id)).limit(limit)
        # Locks are PostgreSQL's, which would look twice without the CTE; SQLite lets one write at a time.
        mine = oldest.with_for_update(skip_locked=True).cte("mine")
        take = (
            update(StoredFollow)
            .where(col(StoredFollow.id).in_(select(mine.c.id)), _free(channel))
            .values(claimed_until=datetime.now(UTC) + LEASE)
            .returning(StoredFollow)
        )
        async with AsyncSession(self._engine) as session:
            taken = sorted((await session.exec(take)).scalars(), key=lambda row: row.id or 0)
            follows = [_follow_of(row) for row in taken]
            await session.commit()
        return follows

    async def held(self, key: str) -> None:
        """Note that the message is in the inbox: what becomes of it will be reported."""
        await self._update(key, claimed_until=datetime.now(UTC) + IN_INBOX)

    async def report(self, key: str, fate: Fate) -> None:
        """Note what became of the message of this key."""
        match fate:
            case Fate.SENT:
                await self._delete(col(StoredFollow.key) == key)
            case Fate.GONE:
                person = select(StoredFollow.person).where(col(StoredFollow.key) == key)
                await self._delete(col(StoredFollow.person).in_(person))
            case Fate.CLOSED:
                await self._update(key, claimed_until=None, waits=True)
            case Fate.FAILED:
                await self._update(key, claimed_until=datetime.now(UTC) + AGAIN, waits=False, key=_new_key())

    async def take(self, channel: str, person: str, is_fulfilled: Callable[[Follow], bool]) -> Sequence[Follow]:
        """Return what waited for the person to write, who hears it now; what is no longer true waits for the change."""
        late = [one for one in await self.of(channel, person) if one.waits]
        for one in late:
            if not is_fulfilled(one):
                await self._update(one.key, waits=False)
        keys = [one.key for one in late if is_fulfilled(one)]
        taken = await self._delete(and_(col(StoredFollow.key).in_(keys), col(StoredFollow.waits))) if keys else []
        return [one for one in late if one.key in taken]

    def _is(self, channel: str, person: str) -> ColumnElement[bool]:
        return col(StoredFollow.person) == self._pseudonyms.of(channel, person)

    async def _delete(self, which: ColumnElement[bool]) -> Sequence[str]:
        """Delete wishes; return their keys."""
        async with AsyncSession(self._engine) as session:
            gone = await session.exec(delete(StoredFollow).where(which).returning(col(StoredFollow.key)))
            keys = list(gone.scalars())
            await session.commit()
        return keys

    async def _update(self, key_now: str, **values: object) -> None:
        async with AsyncSession(self._engine) as session:
            await session.exec(update(StoredFollow).where(col(StoredFollow.key) == key_now).values(**values))
            await session.commit()


def _free(channel: str) -> ColumnElement[bool]:
    """Say which wishes nobody tells now, and may be told as soon as they are fulfilled."""
    until = col(StoredFollow.claimed_until)
    free = and_(~col(StoredFollow.waits), or_(until.is_(None), until <= datetime.now(UTC)))
    return and_(free, col(StoredFollow.channel) == channel) if channel else free


def _new_key() -> str:
    return f"wish-{secrets.token_hex(12)}"


def _follow_of(row: StoredFollow | Row[Any]) -> Follow:
    return Follow(row.key, row.channel, row.address, row.procedure, Ways(row.wish), row.waits)
