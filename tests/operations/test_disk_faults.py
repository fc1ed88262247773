import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.operations.disk_faults import reason


@pytest.mark.parametrize(
    ("path", "why"),
    [("/dev/full", "đĩa đã đầy"), ("/proc/new", "không có"), ("/nowhere/a", "không có tệp"), ("/tmp", "đó là thư mục")],  # noqa: S108
)
def test_why_a_file_could_not_be_written_is_told(path: str, why: str) -> None:
    with pytest.raises(OSError) as raised, Path(path).open("wb", buffering=0) as file:  # noqa: PT011  any of them
        file.write(b"x")

    assert reason(raised.value).startswith(why)


def test_why_sqlite_refused_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Kính gửi " * 100)

    with closing(sqlite3.connect(tmp_path / "letter")) as database, pytest.raises(sqlite3.Error) as raised:
        database.execute("SELECT * FROM sqlite_master")

    assert reason(raised.value) == "tệp bị hỏng, hoặc không phải cơ sở dữ liệu SQLite"


def test_what_is_rare_is_told_in_its_first_line() -> None:
    assert reason(ValueError("one\ntwo")) == "one"
    assert reason(ValueError()) == "ValueError"
