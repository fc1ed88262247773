import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from bot.operations.pseudonyms import Pseudonyms
from bot.settings import ROOT
from bot.storage.database import MIGRATIONS, StorageError, migrate, open_database, sync_engine
from bot.storage.inbox import Inbox
from bot.storage.together import writing
from tests.databases import new_database


def table_names(url: str) -> list[str]:
    engine = sync_engine(url)
    try:
        return sorted(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def downgrade(url: str, revision: str) -> None:
    engine = sync_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = sync_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def test_migrations_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    engine = sync_engine(database_url)

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()

    assert differences == []


def test_upgrading_twice_keeps_what_is_stored(database_url: str) -> None:
    execute(
        database_url,
        "INSERT INTO asked_question (asked_at, channel, text, outcome, aspects, milliseconds)"
        " VALUES ('2026-11-23 08:00:00', 'web', 'làm giấy khai sinh', 'answer', '', 1.5)",
    )

    migrate(database_url)

    assert execute(database_url, "SELECT text FROM asked_question") == [("làm giấy khai sinh",)]


def test_downgrading_to_the_base_leaves_no_table_of_ours(database_url: str) -> None:
    downgrade(database_url, "base")

    assert table_names(database_url) == ["alembic_version"]


def test_a_downgraded_database_can_be_upgraded_again(database_url: str) -> None:
    downgrade(database_url, "base")

    migrate(database_url)

    assert table_names(database_url) == sorted(["alembic_version", *SQLModel.metadata.tables])


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "dữ liệu" / "câu hỏi" / "bot.db"

    migrate(f"sqlite:///{file}")

    assert file.is_file()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 30_000)],
)
async def test_sqlite_waits_for_other_writers_and_survives_power_loss(
    tmp_path: Path, pragma: str, value: object
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")

    async with engine.connect() as connection:
        found = (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one()
    await engine.dispose()

    assert found == value


@pytest.mark.parametrize("opener", [open_database, migrate, sync_engine])
def test_an_unknown_database_is_named_kindly_without_its_password(opener: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match="HMC_DATABASE__URL") as raised:
        opener("mysql://bot:bi-mat@localhost/hoimotcua")

    assert (
        str(raised.value) == "HMC_DATABASE__URL: chỉ dùng được sqlite:/// hoặc postgresql://, không dùng được mysql://"
    )


async def test_a_password_with_special_characters_reaches_the_driver_whole() -> None:
    engine = open_database("postgresql://bot:m%E1%BA%ADt%40kh%2Fu@localhost/hoimotcua")

    assert (engine.url.drivername, engine.url.password) == ("postgresql+psycopg", "mật@kh/u")


OPENING = """
import asyncio, sys
from bot.storage.database import migrate, open_database
migrate(sys.argv[1])
async def use():
    engine = open_database(sys.argv[1])
    async with engine.connect():
        await engine.dispose()
asyncio.run(use())
"""


def test_processes_that_start_at_once_on_an_empty_database_wait_their_turn(empty_url: str) -> None:
    command = [sys.executable, "-c", OPENING]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    started = [subprocess.Popen([*command, empty_url], env=environment) for _ in range(3)]  # noqa: S603  our own line

    assert [process.wait(60) for process in started] == [0, 0, 0]


async def test_sqlite_loses_nothing_to_a_power_cut_and_waits_for_writers(tmp_path: Path) -> None:
    """Asked of the very connections that the running program uses."""
    engine = open_database(new_database(tmp_path / "own.db"))

    async with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "busy_timeout", "secure_delete")
        said = {name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in names}
    await engine.dispose()

    assert said == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000, "secure_delete": 1}  # 2 is FULL


async def test_what_a_full_database_refuses_is_taken_once_there_is_room(tmp_path: Path) -> None:
    room = [1]  # pages; SQLite takes what there is already for the least
    engine = open_database(new_database(tmp_path / "own.db"))
    writer = writing(engine)._engine
    event.listen(writer, "connect", lambda made, _: made.execute(f"PRAGMA max_page_count={room[0]}"))
    inbox = Inbox(engine, Pseudonyms(b"key"))

    async def fill() -> None:
        for number in range(1000):
            await inbox.put("telegram", str(number), "x" * 4000)

    with pytest.raises(OperationalError, match="full"):
        await fill()
    room[0] = 100_000
    await engine.dispose()

    assert await inbox.put("telegram", "after", "{}")
    await engine.dispose()


def test_a_newer_program_s_database_is_told_and_left_alone(database_url: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")

    try:
        with pytest.raises(StorageError, match="bản mới hơn của chương trình"):
            migrate(database_url)
    finally:
        head = ScriptDirectory(str(MIGRATIONS)).get_current_head()  # back to it: the server is shared
        execute(database_url, f"UPDATE alembic_version SET version_num = '{head}'")  # noqa: S608  our own number
