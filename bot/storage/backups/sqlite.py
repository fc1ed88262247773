"""SQLite: copied page by page by its own online backup, which waits for nobody and stops nobody."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.operations.disk_faults import reason
from bot.storage.backups.files import BackupError, stamped, written
from bot.storage.backups.revisions import ensure_known

_IN_USE = "Cơ sở dữ liệu đang có chương trình dùng. Anh/chị dừng bot rồi chạy lại lệnh này."
_BESIDE = ("-wal", "-shm")


def save(database: Path, file: Path, *, force: bool) -> None:
    """Copy the database as it is at one moment; whoever uses it goes on."""
    if not database.is_file():
        raise BackupError(f"Chưa có cơ sở dữ liệu ở {database}; chưa có gì để sao lưu.")
    with written(file, force=force) as made:
        _copy(database, made)


def restore(file: Path, database: Path, settle: Callable[[str], None]) -> Path | None:
    """Put `file` in the place of the database, which is kept beside; `settle` is done to the copy before."""
    if not file.is_file():
        raise BackupError(f"Không có tệp {file}.")
    database.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as until_replaced, written(database, force=True) as made:
        ensure_known(_copy(file, made))
        settle(f"sqlite:///{made}")
        _give_to_owner(made, database)
        until_replaced.enter_context(_alone(database))
        return _keep(database)


def _copy(database: Path, file: Path) -> str:
    """Copy all pages in one step, check them, and return the revision of the schema."""
    try:
        with closing(_opened(database)) as source, closing(sqlite3.connect(file)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file that needs no other beside it
            [found] = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise BackupError(f"{database} bị hỏng ({found}).")
            [revision] = copy.execute("SELECT version_num FROM alembic_version").fetchone() or [""]
    except sqlite3.Error as error:
        if "no such table" in str(error):
            raise BackupError(f"{database} không phải cơ sở dữ liệu của bot này.") from error
        raise BackupError(f"Không sao chép được {database}: {reason(error)}.") from error
    return str(revision)


def _opened(database: Path) -> sqlite3.Connection:
    """Open a file that is there; nothing makes one."""
    connection = sqlite3.connect(f"file:{quote(str(database))}?mode=rw", uri=True)
    connection.execute("PRAGMA query_only=ON")
    return connection


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Hold the present database for this program alone, its log of writes taken in; a damaged one cannot be held."""
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # refused while another has the file open
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BackupError(_IN_USE) from error
        except sqlite3.DatabaseError:  # damaged, which may be why another is put in its place
            pass
        yield


def _keep(database: Path) -> Path | None:
    """Give the present file a second name, and what lies beside a damaged one another."""
    if not database.exists():
        return None
    aside = stamped(database)
    try:
        os.link(database, aside)
    except OSError:  # not every file system has links
        shutil.copy2(database, aside)
    for ending in _BESIDE:
        left = database.with_name(database.name + ending)
        if left.exists():
            left.rename(aside.with_name(aside.name + ending))  # else it would be taken for the new file's
    aside.chmod(0o600)
    return aside


def _give_to_owner(made: Path, database: Path) -> None:
    """Let the bot's own user have the file where an administrator restores it."""
    if os.geteuid() == 0:
        before = (database if database.exists() else database.parent).stat()
        os.chown(made, before.st_uid, before.st_gid)
