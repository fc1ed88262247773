"""PostgreSQL: by its own pg_dump, pg_restore and psql, which must be on the PATH and not older than the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy.engine import URL, make_url
from sqlmodel import SQLModel

import bot.storage.tables  # noqa: F401  of which the metadata is
from bot.storage.backups.files import BackupError, stamped, written
from bot.storage.backups.revisions import ensure_known

_MISSING = (
    "Máy này không có lệnh {program}. Anh/chị cài gói postgresql-client, hoặc chạy lệnh này ở máy chủ cơ sở dữ liệu: "
    "{by_hand}"
)
_BY_HAND = {
    "pg_dump": "pg_dump --format=custom --file=TỆP TÊN_CƠ_SỞ_DỮ_LIỆU",
    "pg_restore": "pg_restore --clean --if-exists --single-transaction --dbname=TÊN_CƠ_SỞ_DỮ_LIỆU TỆP",
}
_BY_HAND["psql"] = _BY_HAND["pg_restore"]
_IN_USE = "Cơ sở dữ liệu đang có {count} kết nối. Anh/chị dừng mọi bot dùng nó rồi chạy lại lệnh này."
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_REVISION = re.compile(r"^COPY \S*alembic_version \(version_num\) FROM stdin;\n(\S+)$", re.MULTILINE)


def save(url: str, file: Path, *, force: bool) -> None:
    """Dump the database as it is at one moment; whoever uses it goes on."""
    with written(file, force=force) as made:
        _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={made}")


def restore(file: Path, url: str, settle: Callable[[str], None]) -> Path | None:
    """Replace all tables in one transaction; what they held is dumped beside `file` first."""
    if not file.is_file():
        raise BackupError(f"Không có tệp {file}.")
    with TemporaryDirectory() as folder:
        script, drops = Path(folder) / "restore.sql", Path(folder) / "drop.sql"
        _run("pg_restore", "", "--no-owner", "--no-privileges", f"--file={script}", str(file))  # reads it to its end
        ensure_known(_revision(script))
        drops.write_text(_drops(), encoding="utf-8")
        aside = _keep(url, file)
        once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run("psql", url, *once, f"--file={drops}", f"--file={script}")
    settle(url)
    return aside


def _keep(url: str, file: Path) -> Path | None:
    """Dump what there is, None for an empty database; raises BackupError while anybody is connected."""
    try:
        with psycopg.connect(
            make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        ) as session:
            [others] = session.execute(_OTHERS).fetchone() or (0,)
            [table] = session.execute("SELECT to_regclass('alembic_version')").fetchone() or (None,)
    except psycopg.Error as error:
        raise BackupError(f"Không nối được cơ sở dữ liệu: {_last_line(str(error))}.") from error
    if others:
        raise BackupError(_IN_USE.format(count=others))
    if table is None:
        return None
    aside = stamped(file, ".dump")
    save(url, aside, force=False)
    return aside


def _revision(script: Path) -> str:
    with script.open(encoding="utf-8") as lines:
        for line in lines:
            if found := _REVISION.match(line + next(lines, "") if line.startswith("COPY ") else ""):
                return found[1]
    return ""


def _drops() -> str:
    """Return what drops every table of the bot, those too that an older backup does not know."""
    names = [*SQLModel.metadata.tables, "alembic_version"]
    return "SET client_min_messages = warning;\n" + "".join(f"DROP TABLE IF EXISTS {name} CASCADE;\n" for name in names)


def _run(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; a password goes by its environment, where no list of processes shows it."""
    path = shutil.which(program)
    if not path:
        raise BackupError(_MISSING.format(program=program, by_hand=_BY_HAND[program]))
    to, environment = _connection(url) if url else ((), {})
    done = subprocess.run(  # noqa: S603  a path of our own and arguments that no shell reads
        [path, *to, *arguments],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} báo lỗi: {_last_line(done.stderr)}.")


def _connection(url: str) -> tuple[tuple[str, ...], dict[str, str]]:
    given = make_url(url)
    password = given.password or str(given.query.get("password", ""))
    open_part = URL.create("postgresql", given.username, None, given.host, given.port, given.database, given.query)
    to = open_part.difference_update_query(["password"]).render_as_string()
    return (f"--dbname={to}", "--no-password"), ({"PGPASSWORD": password} if password else {})


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.strip().splitlines()) if line), "không rõ").rstrip(".")
