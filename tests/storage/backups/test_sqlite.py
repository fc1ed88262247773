"""Backups of SQLite: taken while somebody writes, put back only while nobody has the file open."""

import asyncio
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.backups import BackupError, restore, save
from bot.storage.database import open_database
from bot.storage.inbox import Inbox
from tests.databases import new_database

_ADD = (
    "INSERT INTO desk (number, name, office, commune, created_at, created_by) "
    "VALUES (?, 'a', 'b', '', '2026-11-28', 'lan')"
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one desk."""
    file = tmp_path / "var" / "hoimotcua.db"
    file.parent.mkdir()
    new_database(file)
    run(file, _ADD, "1001")
    return file


@pytest.fixture
def copy(tmp_path: Path, database: Path) -> Path:
    """A backup of it."""
    save(url(database), tmp_path / "copy.db")
    return tmp_path / "copy.db"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB, less than an empty database."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True, check=False)  # noqa: S603, S607
    if made.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)  # noqa: S603, S607


def url(database: Path) -> str:
    return f"sqlite:///{database}"


def run(file: Path, statement: str, *parameters: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement, parameters)


def desks(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM desk ORDER BY number")]


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def test_a_backup_taken_while_others_write_is_of_one_moment(database: Path, tmp_path: Path) -> None:
    """Two rows are always written together, so a backup that has the one without the other is torn."""

    def write() -> None:
        with closing(sqlite3.connect(database, timeout=30)) as connection:
            for number in range(2000, 2300):
                with connection:
                    connection.execute(_ADD, (str(number),))
                    connection.execute(
                        "INSERT INTO audit (at, who, action, detail) VALUES ('', 'a', 'b', ?)", (number,)
                    )

    writing = asyncio.create_task(asyncio.to_thread(write))
    taken = 0
    while not writing.done() or not taken:
        file = tmp_path / f"{taken}.db"
        await asyncio.to_thread(save, url(database), file)
        taken += 1
        with closing(sqlite3.connect(file)) as backup:
            audited = [detail for (detail,) in backup.execute("SELECT detail FROM audit ORDER BY detail")]
        assert desks(file) == ["1001", *audited]
    await writing


def test_a_backup_is_one_file_for_its_owner_alone(copy: Path) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names(copy.parent) == {"var", "copy.db"}


def test_a_file_that_is_there_is_not_overwritten_without_a_word(database: Path, copy: Path) -> None:
    before = copy.read_bytes()
    run(database, _ADD, "1002")

    with pytest.raises(BackupError, match="--force"):
        save(url(database), copy)
    assert copy.read_bytes() == before

    save(url(database), copy, force=True)
    assert desks(copy) == ["1001", "1002"]


@pytest.mark.parametrize("place", ["/dev/full", "/proc"])
def test_what_is_no_plain_file_is_never_overwritten(database: Path, place: str) -> None:
    with pytest.raises(BackupError, match="Đã có"):
        save(url(database), Path(place), force=True)


def test_a_full_disk_is_told_and_leaves_no_half_file(database: Path, small_disk: Path) -> None:
    with pytest.raises(BackupError, match="đĩa đã đầy"):
        save(url(database), small_disk / "copy.db")

    assert names(small_disk) == set()


def test_a_folder_that_is_not_there_is_told(database: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="không có tệp hay thư mục đó"):
        save(url(database), tmp_path / "nowhere" / "copy.db")


def test_without_a_database_there_is_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="chưa có gì để sao lưu"):
        save(url(tmp_path / "none.db"), tmp_path / "copy.db")

    assert names(tmp_path) == set()


def test_what_is_restored_has_the_same_rows_and_the_replaced_is_kept(database: Path, copy: Path) -> None:
    run(database, _ADD, "1002")

    aside = restore(url(database), copy)

    assert desks(database) == ["1001"]
    assert aside
    assert desks(aside) == ["1001", "1002"]
    assert names(database.parent) == {"hoimotcua.db", aside.name}


def test_a_new_machine_gets_its_folder_too(copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "var" / "hoimotcua.db"

    assert restore(url(new), copy) is None
    assert desks(new) == ["1001"]


async def test_nothing_is_restored_while_the_bot_has_the_database_open(database: Path, copy: Path) -> None:
    engine = open_database(url(database))
    async with engine.connect() as connection:
        await connection.exec_driver_sql("SELECT 1 FROM desk")
    run(database, _ADD, "1002")

    with pytest.raises(BackupError, match="dừng bot"):
        await asyncio.to_thread(restore, url(database), copy)

    await engine.dispose()
    assert desks(database) == ["1001", "1002"]


@pytest.mark.parametrize("keep", [0, 1000, 50_000])
def test_a_cut_backup_is_refused_and_changes_nothing(database: Path, copy: Path, keep: int) -> None:
    copy.write_bytes(copy.read_bytes()[:keep])

    with pytest.raises(BackupError):
        restore(url(database), copy)
    assert desks(database) == ["1001"]
    assert names(database.parent) == {"hoimotcua.db"}


def test_a_backup_with_a_spoilt_page_is_refused(database: Path, copy: Path) -> None:
    spoilt = bytearray(copy.read_bytes())
    spoilt[4096:8192] = b"\xff" * 4096
    copy.write_bytes(spoilt)

    with pytest.raises(BackupError, match="hỏng"):
        restore(url(database), copy)


def test_another_program_s_database_is_refused(database: Path, tmp_path: Path) -> None:
    run(tmp_path / "other.db", "CREATE TABLE a (b)")

    with pytest.raises(BackupError, match="không phải cơ sở dữ liệu của bot này"):
        restore(url(database), tmp_path / "other.db")


def test_a_newer_program_s_backup_is_refused(database: Path, copy: Path) -> None:
    run(copy, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(BackupError, match="“9999”"):
        restore(url(database), copy)


def test_a_damaged_database_is_replaced_with_its_log(database: Path, copy: Path) -> None:
    database.write_bytes(b"not a database" * 1000)
    log = database.with_name(database.name + "-wal")
    log.write_bytes(b"old log")

    aside = restore(url(database), copy)

    assert aside
    assert aside.read_bytes().startswith(b"not a database")
    assert not log.exists()
    assert desks(database) == ["1001"]


async def test_what_waited_for_an_answer_is_not_answered_again_after_a_restore(database: Path, tmp_path: Path) -> None:
    engine = open_database(url(database))
    inbox = Inbox(engine, Pseudonyms(b"key"))
    await inbox.put("telegram", "7", "{}", "an")
    await asyncio.to_thread(save, url(database), tmp_path / "copy.db")
    await engine.dispose()

    await asyncio.to_thread(restore, url(database), tmp_path / "copy.db")

    restored = Inbox(engine, Pseudonyms(b"key"))
    assert await restored.claim("telegram") == []
    assert not await restored.put("telegram", "7", "{}", "an")
    await engine.dispose()


def test_who_was_signed_in_is_not_after_a_restore(database: Path, tmp_path: Path) -> None:
    run(
        database,
        "INSERT INTO account (name, role, password, created_at, disabled, failures, desk) "
        "VALUES ('lan', 'admin', 'x', '2026-11-28', 0, 0, '')",
    )
    run(database, "INSERT INTO admin_session VALUES ('hash', 'lan', '2026-11-28', '2026-11-28')")
    save(url(database), tmp_path / "copy.db")

    restore(url(database), tmp_path / "copy.db")

    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM admin_session").fetchone() == (0,)
        assert connection.execute("SELECT name FROM account").fetchone() == ("lan",)
