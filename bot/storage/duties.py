"""Work that only one process at a time may do: asking Telegram for updates, deleting what is too old."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from typing import Self

import structlog
from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.operations.waiting import calling_at, pause

Work = Callable[[asyncio.Event], Awaitable[None]]
"""What is to be done until the event is set."""
AGAIN_SECONDS = 2.0
"""How often to look whether work is free, and whether the locks are still held."""
LOST_AFTER_SECONDS = 4.0
"""An answer of the database that takes longer counts as lost."""
SILENT_SECONDS = 6.0
"""A session that asks nothing for so long is ended by the server: its machine died without a word, or it hangs."""
_SILENCE = "SET idle_session_timeout = {milliseconds}"
_TRY = text("SELECT pg_try_advisory_lock(:key)")
_RELEASE = text("SELECT pg_advisory_unlock(:key)")
_ALIVE = text("SELECT true")
_AWAY = (SQLAlchemyError, OSError, TimeoutError)
log = structlog.get_logger()


class Duties:
    """Gives each duty to one of all processes that share a PostgreSQL database, by advisory locks of a session.

    All duties of a process share one session, so a process needs one connection more, whether it works or waits.
    The locks end with the process, its connection or its silence, and another takes over within ten seconds. An
    SQLite file is one machine's, whose one process does everything. Needs PostgreSQL 14 or newer; a pooler between
    that hands out connections by transaction (PgBouncer's transaction mode) cannot keep such locks.
    """

    def __init__(
        self, engine: AsyncEngine, again_seconds: float = AGAIN_SECONDS, silent_seconds: float = SILENT_SECONDS
    ) -> None:
        self._engine = engine
        self._silence = _SILENCE.format(milliseconds=round(silent_seconds * 1000))
        self._again_seconds = again_seconds
        self._session: _Session | None = None
        self._opening = asyncio.Lock()
        self._users = 0

    async def alone(self, name: str, stop: asyncio.Event, work: Work) -> None:
        """Do `work` whenever no other process does it, until `stop` is set; raises what `work` raises.

        `work` is given an event that is set when it must end: at the stop, or when the lock may have been lost. It
        is begun again then. Returns when `work` has ended by itself. A name may be worked on once in a process.
        """
        if self._engine.dialect.name != "postgresql":
            return await work(stop)
        async with self._in_use():
            while not stop.is_set():
                session = await self._opened()
                if session and await session.ask(_TRY, key=_key(name)) and await self._done(name, session, stop, work):
                    break
                await pause(stop, self._again_seconds)
        return None

    async def _done(self, name: str, session: "_Session", stop: asyncio.Event, work: Work) -> bool:
        """Do the work until its end; False if it had to end because the lock may be lost."""
        log.info("duty_taken", duty=name)
        ended = asyncio.Event()
        try:
            async with calling_at(stop, ended.set), calling_at(session.lost, ended.set):
                await work(ended)
        finally:
            await session.ask(_RELEASE, key=_key(name))
        if session.lost.is_set() and ended.is_set() and not stop.is_set():
            log.warning("duty_lost", duty=name)
            return False
        return True

    async def _opened(self) -> "_Session | None":
        """Return the session of this process; None while the database is away."""
        async with self._opening:
            if self._session and self._session.lost.is_set():
                await self._close()
            if not self._session:
                with suppress(*_AWAY):
                    async with asyncio.timeout(LOST_AFTER_SECONDS):
                        self._session = await _Session.open(self._engine, self._silence, self._again_seconds)
        return self._session

    @asynccontextmanager
    async def _in_use(self) -> AsyncIterator[None]:
        """Close the session when the last of the duties ends."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            if not self._users:
                await self._close()

    async def _close(self) -> None:
        session, self._session = self._session, None
        if session:
            await session.close()


class _Session:
    """One connection, asked one thing at a time; `lost` once it did not answer."""

    def __init__(self, connection: AsyncConnection, again_seconds: float) -> None:
        self.lost = asyncio.Event()
        self._connection = connection
        self._again_seconds = again_seconds
        self._one_at_a_time = asyncio.Lock()
        self._beating = asyncio.create_task(self._beat())

    @classmethod
    async def open(cls, engine: AsyncEngine, silence: str, again_seconds: float) -> Self:
        """Connect; raises what the driver raises."""
        connection = await engine.connect()
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(silence)
        except BaseException:
            await connection.close()
            raise
        return cls(connection, again_seconds)

    async def ask(self, question: TextClause, **values: int) -> bool:
        """Return what the database says; False if the session is lost."""
        async with self._one_at_a_time:
            if self.lost.is_set():
                return False
            try:
                async with asyncio.timeout(LOST_AFTER_SECONDS):
                    return bool(await self._connection.scalar(question, values))
            except _AWAY:
                self.lost.set()
            except asyncio.CancelledError:  # nobody knows what the session did then
                self.lost.set()
                raise
        return False

    async def close(self) -> None:
        """Close the session and its locks with it; a connection back in the pool would go on to hold them."""
        self.lost.set()
        self._beating.cancel()
        await asyncio.gather(self._beating, return_exceptions=True)
        with suppress(*_AWAY):
            await self._connection.invalidate()
            await self._connection.close()

    async def _beat(self) -> None:
        while not self.lost.is_set():
            await pause(self.lost, self._again_seconds)
            await self.ask(_ALIVE)


def _key(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
