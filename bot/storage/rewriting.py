"""Writing an SQLite file anew, so that nothing of what was deleted is left in it.

`secure_delete` overwrites what is deleted, but not the copies that SQLite leaves in the gaps of a page when it moves
rows to other pages (one in fifty rows, as measured), nor those in the -wal file. PostgreSQL cleans up by itself
(autovacuum), and keeps bytes in gaps for as long as the space is not used again.
"""

import asyncio
import sqlite3
from contextlib import closing
from time import monotonic

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

PATIENCE_SECONDS = 5.0
"""How long it waits for who writes or reads just now; meanwhile all others who write wait too."""
log = structlog.get_logger()


def has_file(engine: AsyncEngine) -> bool:
    """Say whether the database is a file of this machine."""
    return engine.dialect.name == "sqlite" and bool(engine.url.database)


async def rewrite(engine: AsyncEngine) -> bool:
    """Write the file anew and empty its -wal; False if that has to be tried again. Never raises.

    It takes one to three seconds for 100 MB, in which who writes waits, and as much room again on the disk.
    """
    if not has_file(engine):
        return True
    begun = monotonic()
    try:
        is_done = await asyncio.to_thread(_rewrite, engine.url.database or "")
    except sqlite3.Error as error:  # another process writes for long, or the disk is full
        log.warning("database_not_rewritten", kind=type(error).__name__)
        return False
    log.debug("database_rewritten", seconds=round(monotonic() - begun, 3), whole=is_done)
    return is_done


def _rewrite(file: str) -> bool:
    # By SQLite alone: closing a file that was opened otherwise would drop this process's locks on it.
    with closing(sqlite3.connect(file, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
