"""Work that only one process at a time may do: asking Telegram for updates, deleting what is too old."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.operations.waiting import pause

Work = Callable[[asyncio.Event], Awaitable[None]]
AGAIN_SECONDS = 2.0
"""How often to look whether the work is free, and whether the lock is still held."""
LOST_AFTER_SECONDS = 4.0
"""An answer of the database that takes longer counts as lost."""
_KEEPALIVES = "SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3"
"""So the server gives up a machine that has died without a word after some six seconds, and with it the lock."""
_TRY = text("SELECT pg_try_advisory_lock(:key)")
_ALIVE = text("SELECT 1")
log = structlog.get_logger()


class Duties:
    """Gives each duty to one of all processes that share a PostgreSQL database, by an advisory lock of its session.

    The lock ends with the process or its connection, and another takes over within ten seconds. An SQLite file is
    one machine's, whose one process does everything. A pooler between that hands out connections by transaction
    (PgBouncer's transaction mode) cannot keep such locks.
    """

    def __init__(self, engine: AsyncEngine, again_seconds: float = AGAIN_SECONDS) -> None:
        self._engine = engine
        self._again_seconds = again_seconds

    async def alone(self, name: str, stop: asyncio.Event, work: Work) -> None:
        """Do `work` whenever no other process does it, until `stop` is set; raises what `work` raises.

        `work` is given an event that is set when it must end: at the stop, or when the lock may have been lost. It
        is begun again then. Returns when `work` has ended by itself.
        """
        if self._engine.dialect.name != "postgresql":
            return await work(stop)
        while not stop.is_set():
            async with self._holding(name) as connection:
                if connection and await self._done(name, connection, stop, work):
                    return None
            await pause(stop, self._again_seconds)
        return None

    @asynccontextmanager
    async def _holding(self, name: str) -> AsyncIterator[AsyncConnection | None]:
        """Give the connection whose session holds the lock; None if another has it, or the database is away."""
        key = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
        connection = None
        with suppress(SQLAlchemyError, OSError, TimeoutError):
            connection = await asyncio.wait_for(self._engine.connect(), LOST_AFTER_SECONDS)
        try:
            yield connection if connection and await _locked(connection, key) else None
        finally:
            if connection:
                await _give_up(connection)

    async def _done(self, name: str, connection: AsyncConnection, stop: asyncio.Event, work: Work) -> bool:
        """Do the work until its end; False if it had to end because the lock may be lost."""
        log.info("duty_taken", duty=name)
        ended = asyncio.Event()
        watching = asyncio.create_task(self._watch(connection, stop, ended))
        try:
            await work(ended)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        if ended.is_set() and not stop.is_set():
            log.warning("duty_lost", duty=name)
            return False
        return True

    async def _watch(self, connection: AsyncConnection, stop: asyncio.Event, ended: asyncio.Event) -> None:
        """Set `ended` at the stop, or when the session that holds the lock does not answer."""
        try:
            while not stop.is_set():
                await pause(stop, self._again_seconds)
                await asyncio.wait_for(connection.execute(_ALIVE), LOST_AFTER_SECONDS)
        except (SQLAlchemyError, OSError, TimeoutError):
            return
        finally:
            ended.set()


async def _locked(connection: AsyncConnection, key: int) -> bool:
    try:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql(_KEEPALIVES)
        return bool(await connection.scalar(_TRY, {"key": key}))
    except (SQLAlchemyError, OSError):
        return False


async def _give_up(connection: AsyncConnection) -> None:
    """Close the session and its lock with it; a connection back in the pool would go on to hold it."""
    with suppress(SQLAlchemyError, OSError):
        await connection.invalidate()
        await connection.close()
