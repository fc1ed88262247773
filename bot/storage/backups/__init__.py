"""Backups of the database into one file, while the bot runs; and back from such a file, while it does not.

A backup holds everything but the key of the pseudonyms. What is erased later, because a person asked for it or
because it got old, stays in it until the backup itself is deleted.
"""

from pathlib import Path

from sqlalchemy import delete, update
from sqlalchemy.engine import make_url
from sqlmodel import col

from bot.storage.backups import postgres, sqlite
from bot.storage.backups.files import BackupError
from bot.storage.database import migrate, sync_engine
from bot.storage.tables import AdminSession, InboxEntry, LinkCode

__all__ = ["BackupError", "restore", "save"]


def save(url: str, file: Path, *, force: bool = False) -> None:
    """Write the state of one moment into `file`, for its owner alone; raises BackupError."""
    if _is_sqlite(url):
        sqlite.save(_path(url), file, force=force)
    else:
        postgres.save(url, file, force=force)


def restore(url: str, file: Path) -> Path | None:
    """Put a backup in the place of the database; return the file that holds what was there, None for nothing.

    Refused while any program has the database open. An older version's backup is brought to the newest. Raises
    BackupError.
    """
    return sqlite.restore(file, _path(url), _settle) if _is_sqlite(url) else postgres.restore(file, url, _settle)


def _settle(url: str) -> None:
    """Take out of a restored database what must not live again.

    Messages that waited have been answered since; sessions and link codes may have been ended.
    """
    migrate(url)
    engine = sync_engine(url)
    with engine.begin() as connection:
        waiting = update(InboxEntry).where(~col(InboxEntry.done))
        connection.execute(waiting.values(done=True, payload="", person="", not_before=None))
        connection.execute(delete(AdminSession))
        connection.execute(delete(LinkCode))
    engine.dispose()


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")
