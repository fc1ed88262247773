"""Who is to be told when a procedure can be filed another way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.tables import StoredFollow
from bot.storage.upsert import insert_into

KEPT = timedelta(days=365)
"""How long a wish is kept if it is not fulfilled, which the person is told."""


class Wish(StrEnum):
    """What somebody waits for."""

    ONLINE = "online"
    POSTAL = "postal"


@dataclass(frozen=True, slots=True)
class Follow:
    """One wish of one person; `address` is the channel's own id of the person, needed to write first."""

    id: int
    channel: str
    address: str = field(repr=False)
    procedure: str
    wish: Wish


class Follows:
    """Keeps wishes in the table `follow`."""

    def __init__(self, engine: AsyncEngine, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._pseudonyms = pseudonyms

    async def add(self, channel: str, person: str, procedure: str, wish: Wish) -> None:
        """Keep a wish; one that is kept already begins its year anew. Raises SQLAlchemyError."""
        now = datetime.now(UTC)
        insert = insert_into(StoredFollow, self._engine).values(
            person=self._pseudonyms.of(channel, person),
            channel=channel,
            address=person,
            procedure=procedure,
            wish=wish.value,
            asked_at=now,
            ends_at=now + KEPT,
            waits=False,
        )
        again = insert.on_conflict_do_update(
            index_elements=["person", "procedure", "wish"], set_={"ends_at": now + KEPT, "waits": False}
        )
        async with AsyncSession(self._engine) as session:
            await session.exec(again)
            await session.commit()

    async def of(self, channel: str, person: str) -> Sequence[Follow]:
        """Return the wishes of one person, the oldest first."""
        which = select(StoredFollow).where(self._is(channel, person)).order_by(col(StoredFollow.id))
        async with AsyncSession(self._engine) as session:
            return [_follow_of(row) for row in await session.exec(which)]

    async def end(self, channel: str, person: str) -> int:
        """Forget all wishes of one person; return how many."""
        return await self._delete(self._is(channel, person))

    async def forget(self) -> int:
        """Delete wishes whose year is over; return how many."""
        return await self._delete(col(StoredFollow.ends_at) < datetime.now(UTC))

    def _is(self, channel: str, person: str) -> ColumnElement[bool]:
        return col(StoredFollow.person) == self._pseudonyms.of(channel, person)

    async def _delete(self, which: ColumnElement[bool]) -> int:
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(StoredFollow).where(which))
            await session.commit()
            return deleted.rowcount


def _follow_of(row: StoredFollow) -> Follow:
    assert row.id is not None  # noqa: S101  it comes from the database
    return Follow(row.id, row.channel, row.address, row.procedure, Wish(row.wish))
