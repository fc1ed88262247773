"""Opening the database by its URL: SQLite (default) or PostgreSQL; bringing it to the newest version."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.operations.disk_faults import reason

MIGRATIONS = Path(__file__).parent / "migrations"
_ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
BUSY_TIMEOUT_SECONDS = 30
RESTED_SECONDS = 1.0
"""A connection that was used less long ago is taken for alive."""
_MIGRATION_LOCK = 506_2020
"""Any number that no other advisory lock of this program has."""


def open_database(url: str) -> AsyncEngine:
    """Return an engine for `url` (sqlite:///path or postgresql://…); connects when first used."""
    address = _with_driver(url, _ASYNC_DRIVERS)
    is_file = make_url(address).get_backend_name() == "sqlite"
    # A server's connection may have been lost since it was used, which is asked each time; a file's is not.
    # Errors are logged; without their parameters nothing that a person sent is.
    engine = create_async_engine(address, pool_pre_ping=not is_file, hide_parameters=True)
    if is_file:
        event.listen(engine.sync_engine, "connect", _tune_sqlite)
    return engine


def beside(engine: AsyncEngine, *, writes: bool) -> Engine:
    """Return a plain engine on the same database, for one thread. What only reads has no transactions.

    On SQLite one that writes begins so: one that read first and then wrote would be refused where another has written
    in between.
    """
    plain = create_engine(
        _with_driver(engine.url.render_as_string(hide_password=False), _SYNC_DRIVERS),
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        **({} if writes else {"isolation_level": "AUTOCOMMIT"}),
    )
    if engine.dialect.name != "sqlite":
        _ping_after_a_rest(plain)
        return plain
    event.listen(plain, "connect", _tune_sqlite)
    if writes:
        _begin_immediately(plain)
    return plain


def _ping_after_a_rest(engine: Engine) -> None:
    """Try a connection that has rested before it is used; SQLAlchemy's own `pool_pre_ping` does so each time."""

    def ping(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
        now = time.monotonic()
        if now - record.info.get("used_at", now) > RESTED_SECONDS and not _answers(engine, connection):
            raise DisconnectionError
        record.info["used_at"] = now

    event.listen(engine, "checkout", ping)


def _answers(engine: Engine, connection: DBAPIConnection) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.dbapi.Error:  # type: ignore[union-attr]  # there is one
        return False


_NEWER = (
    "cơ sở dữ liệu do bản mới hơn của chương trình tạo ra. Anh/chị chạy lại bản mới ấy, hoặc khôi phục bản sao lưu cũ"
)


class StorageError(Exception):
    """The database cannot be opened; the text names the setting and says why."""


def migrate(url: str) -> None:
    """Create the tables or bring them to the newest version; safe to call at every start.

    Raises StorageError if the database cannot be opened.
    """
    try:
        _migrate(url)
    except (OSError, ArgumentError, DBAPIError, sqlite3.Error) as error:
        why = reason(getattr(error, "orig", None) or error)
        raise StorageError(f"HMC_DATABASE__URL: không mở được cơ sở dữ liệu này ({why})") from error
    except CommandError as error:  # its tables have a version that no migration here leads to
        raise StorageError(f"HMC_DATABASE__URL: {_NEWER}") from error


def _migrate(url: str) -> None:
    target = make_url(url)
    if target.get_backend_name() == "sqlite" and target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sync_engine(url)
    if engine.dialect.name == "sqlite":
        _begin_immediately(engine)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    if target.get_backend_name() == "sqlite" and target.database:
        _write_ahead(target.database)


def _write_ahead(file: str) -> None:
    """Turn a new file to WAL, which it keeps. SQLite does not wait its turn for this, so it is tried again."""
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    with closing(sqlite3.connect(file)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                break
            except sqlite3.OperationalError:  # another process that starts now holds the file
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def _begin_immediately(engine: Engine) -> None:
    """Begin each transaction with the lock on writing, so that who comes meanwhile waits their turn."""
    event.listen(engine, "connect", _begin_by_hand)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))


def _begin_by_hand(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Keep the driver from beginning transactions its own way."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")
    cursor.close()


def database_exists(url: str) -> bool:
    """Say whether there may be a database at `url`, without making one."""
    target = make_url(url)
    return target.get_backend_name() != "sqlite" or bool(target.database and Path(target.database).exists())


def sync_engine(url: str) -> Engine:
    """Return a plain engine for `url`, for migrations."""
    return create_engine(_with_driver(url, _SYNC_DRIVERS))


def _with_driver(url: str, drivers: dict[str, str]) -> str:
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in drivers:
        raise ValueError(
            f"HMC_DATABASE__URL: chỉ dùng được sqlite:/// hoặc postgresql://, không dùng được {backend}://"
        )
    return parsed.set(drivername=drivers[backend]).render_as_string(hide_password=False)


def _tune_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """WAL lets readers and one writer work side by side; FULL survives power loss; waiting beats "locked".

    The file is in WAL already where `migrate` was called, as it is at every start; else this turns it.
    """
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")  # first: the next line may have to wait
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only given free
    cursor.close()
