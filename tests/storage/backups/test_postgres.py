"""Backups of PostgreSQL, by the programs of the very server that the tests run on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlmodel import SQLModel

from bot.storage.backups import BackupError, restore, save
from bot.storage.backups.postgres import _connection
from bot.storage.database import MIGRATIONS, migrate, sync_engine

_ADD = (
    "INSERT INTO desk (number, name, office, commune, created_at, created_by) "
    "VALUES (%s, 'Quầy', 'b', '', '2026-11-28', 'lan')"
)


@pytest.fixture
def url(postgres: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with one desk; the server's own programs are on the PATH."""
    monkeypatch.setenv("PATH", str(postgres.bin_path), prepend=":")
    address = str(postgres.get_uri())
    empty(address)
    migrate(address)
    run(address, _ADD, "1001")
    yield address
    empty(address)  # other tests bring what they find to the newest version


@pytest.fixture
def dump(url: str, tmp_path: Path) -> Path:
    save(url, tmp_path / "copy.dump")
    return tmp_path / "copy.dump"


def empty(url: str) -> None:
    run(url, "DROP SCHEMA public CASCADE")
    run(url, "CREATE SCHEMA public")


def run(url: str, statement: str, *parameters: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement, parameters)


def desks(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM desk ORDER BY number")]


def test_what_is_restored_has_the_same_rows_and_the_replaced_can_be_restored_too(url: str, dump: Path) -> None:
    run(url, _ADD, "1002")

    aside = restore(url, dump)

    assert desks(url) == ["1001"]
    assert aside
    assert (dump.stat().st_mode & 0o777, aside.stat().st_mode & 0o777) == (0o600, 0o600)
    restore(url, aside)
    assert desks(url) == ["1001", "1002"]


def test_an_empty_database_is_filled(url: str, dump: Path) -> None:
    empty(url)

    assert restore(url, dump) is None
    assert desks(url) == ["1001"]


def test_an_older_version_s_backup_takes_the_place_of_newer_tables(url: str, tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    empty(url)
    engine = sync_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
    engine.dispose()
    save(url, tmp_path / "old.dump")
    migrate(url)

    restore(url, tmp_path / "old.dump")

    with psycopg.connect(url) as session:
        found = {name for (name,) in session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert found == {*SQLModel.metadata.tables, "alembic_version"}


def test_nothing_is_restored_while_anybody_is_connected(url: str, dump: Path) -> None:
    run(url, _ADD, "1002")

    with psycopg.connect(url), pytest.raises(BackupError, match="1 kết nối"):
        restore(url, dump)

    assert desks(url) == ["1001", "1002"]


@pytest.mark.parametrize("keep", [0, 100, 4000])
def test_a_cut_backup_is_refused_and_changes_nothing(url: str, dump: Path, keep: int) -> None:
    dump.write_bytes(dump.read_bytes()[:keep])
    run(url, _ADD, "1002")

    with pytest.raises(BackupError, match="pg_restore báo lỗi"):
        restore(url, dump)
    assert desks(url) == ["1001", "1002"]


def test_another_program_s_backup_is_refused(url: str, tmp_path: Path) -> None:
    run(url, "DROP TABLE alembic_version")
    save(url, tmp_path / "other.dump")

    with pytest.raises(BackupError, match="chưa biết"):
        restore(url, tmp_path / "other.dump")


def test_a_server_out_of_reach_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump báo lỗi"):
        save(f"postgresql://bot:matkhau@/none?host={tmp_path}", tmp_path / "copy.dump")

    assert list(tmp_path.iterdir()) == []


def test_without_its_programs_the_command_to_type_is_named(url: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BackupError, match=r"postgresql-client.*pg_dump --format=custom"):
        save(url, tmp_path / "copy.dump")


@pytest.mark.parametrize("url", ["postgresql://bot:mat%40khau@may/hmc", "postgresql://bot@may/hmc?password=mat%40khau"])
def test_the_password_stands_in_no_list_of_processes(url: str) -> None:
    arguments, environment = _connection(url)

    assert arguments == ("--dbname=postgresql://bot@may/hmc", "--no-password")
    assert environment == {"PGPASSWORD": "mat@khau"}
    assert subprocess.list2cmdline(arguments).count("khau") == 0
