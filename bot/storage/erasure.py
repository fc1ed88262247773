"""Forgetting one person at once: all rows under the pseudonym, and soon every byte of them in the files."""

import asyncio
from collections.abc import Collection
from time import monotonic

from sqlalchemy import Connection, delete
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.pseudonyms import Pseudonyms
from bot.operations.waiting import calling_at, pause
from bot.storage.rewriting import has_file, rewrite
from bot.storage.tables import ChatLink, InboxEntry, StoredDialogue, StoredFollow
from bot.storage.together import writing

SETTLES_SECONDS = 2.0
"""By then the answer to who asked to be forgotten has mostly been sent, and their message erased too."""
REWRITES_APART_SECONDS = 60.0
SHARE = 20
"""A rewrite is followed by that many times its length without one: many who ask do not hold up the others."""
_TO_BE_SENT = "["
"""How a payload begins that the bot sends without being asked; what the person wrote since is not concerned."""


class Erasure:
    """Deletes what is kept of a person in `dialogue`, `follow`, `chat_link`, and what waits in `inbox` to be sent."""

    def __init__(
        self,
        engine: AsyncEngine,
        pseudonyms: Pseudonyms,
        settles_seconds: float = SETTLES_SECONDS,
        apart_seconds: float = REWRITES_APART_SECONDS,
    ) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._pseudonyms = pseudonyms
        self._settles, self._apart = settles_seconds, apart_seconds
        self._wanted = asyncio.Event()
        self._erased: set[str] = set()

    async def erase(self, channel: str, person: str) -> str:
        """Delete all rows of the person in one transaction; return the account that the chat acted for, "" for none.

        On SQLite, `keep_rewriting` then sees to the bytes. Raises SQLAlchemyError if the database does not do it.
        """
        who = self._pseudonyms.of(channel, person)
        account = await self._writing.do(lambda connection: _erase(connection, who))
        if has_file(self._engine):
            self._erased.add(who)
            self._wanted.set()
        return account

    async def rewrite(self) -> bool:
        """Leave nothing in the files of what is deleted by now; False if that has to be tried again. Never raises."""
        return await rewrite(self._engine)

    async def keep_rewriting(self, stop: asyncio.Event) -> None:
        """Rewrite the file soon after somebody was erased, and again once their last message is answered."""
        async with calling_at(stop, self._wanted.set):
            while not stop.is_set():
                await self._wanted.wait()
                await pause(stop, self._settles)
                if not stop.is_set():
                    await pause(stop, await self._rewritten())

    async def _rewritten(self) -> float:
        """Rewrite once; return how many seconds to do nothing then."""
        self._wanted.clear()
        begun, erased = monotonic(), frozenset(self._erased)
        answering = await self._answering(erased)
        if await self.rewrite():
            self._erased -= erased - answering
        if self._erased:
            self._wanted.set()
        return max(self._apart, SHARE * (monotonic() - begun))

    async def _answering(self, people: Collection[str]) -> frozenset[str]:
        """Return those of `people` of whom a message is still in the inbox; all of them if that cannot be read."""
        waiting = select(InboxEntry.person).where(col(InboxEntry.person).in_(people), ~col(InboxEntry.done))
        try:
            async with AsyncSession(self._engine) as session:
                return frozenset(await session.exec(waiting))
        except Exception:  # noqa: BLE001  whatever the driver raises; the next time may do
            return frozenset(people)


def _erase(connection: Connection, who: str) -> str:
    connection.execute(delete(StoredDialogue).where(col(StoredDialogue.person) == who))
    connection.execute(delete(StoredFollow).where(col(StoredFollow.person) == who))
    to_be_sent = col(InboxEntry.payload).startswith(_TO_BE_SENT), ~col(InboxEntry.done)
    connection.execute(delete(InboxEntry).where(col(InboxEntry.person) == who, *to_be_sent))
    unlinked = delete(ChatLink).where(col(ChatLink.person) == who).returning(col(ChatLink.account))
    return connection.execute(unlinked).scalar() or ""
