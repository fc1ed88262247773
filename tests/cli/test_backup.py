from pathlib import Path

import pytest

from tests.cli.conftest import Invoke

KEY = "khóa của các phép thử"


@pytest.fixture
def settings(settings: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return settings | {
        "HMC_PRIVACY__PERSON_KEY_FILE": str(tmp_path / "person.key"),
        "HMC_PRIVACY__RETENTION_DAYS": "60",
    }


@pytest.fixture
def copy(invoke: Invoke, tmp_path: Path) -> Path:
    """A backup of a database with one account."""
    invoke("admin", "add", "lan", "--role", "admin", "--password-stdin", stdin="con trâu đi trước\n")
    assert invoke("backup", str(tmp_path / "copy.db")).exit_code == 0
    return tmp_path / "copy.db"


def test_a_backup_says_what_it_holds_and_what_it_does_not(invoke: Invoke, copy: Path, tmp_path: Path) -> None:
    printed = invoke("backup", "--force", str(copy)).stdout

    assert f"Đã sao lưu vào {copy} (0." in printed
    assert "dữ liệu mà sau này người dân yêu cầu xóa" in printed
    assert "trước khi tròn 60 ngày" in printed
    assert f"không chứa khóa ẩn danh ({tmp_path / 'person.key'})" in printed


def test_a_key_in_the_settings_is_named_and_not_told(invoke: Invoke, settings: dict[str, str], copy: Path) -> None:
    settings["HMC_PRIVACY__PERSON_KEY"] = KEY

    printed = invoke("backup", "--force", str(copy)).stdout

    assert "(HMC_PRIVACY__PERSON_KEY)" in printed
    assert KEY not in printed


def test_a_file_that_is_there_is_left_alone(invoke: Invoke, copy: Path) -> None:
    result = invoke("backup", str(copy))

    assert (result.exit_code, result.output) == (
        1,
        f"Đã có {copy}. Anh/chị chọn tên khác, hoặc thêm --force để ghi đè.\n",
    )


def test_a_restore_asks_first(invoke: Invoke, copy: Path) -> None:
    invoke("admin", "add", "minh", "--role", "staff", "--password-stdin", stdin="cái cày theo sau\n")

    refused = invoke("restore", str(copy), stdin="n\n")
    kept = invoke("admin", "list").stdout
    done = invoke("restore", str(copy), stdin="y\n")

    assert ("Không thay đổi gì." in refused.stdout, "minh" in kept) == (True, True)
    assert (done.exit_code, "minh" in invoke("admin", "list").stdout) == (0, False)
    assert "Dữ liệu trước khi khôi phục nằm ở " in done.stdout
    assert "xóa lần nữa theo yêu cầu của họ" in done.stdout


def test_a_restore_without_the_key_says_what_is_missing(invoke: Invoke, copy: Path, tmp_path: Path) -> None:
    with_key = invoke("restore", "--yes", str(copy)).stdout
    (tmp_path / "person.key").unlink()

    without = invoke("restore", "--yes", str(copy)).stdout

    assert ("Chưa thấy khóa ẩn danh" in with_key, "Chưa thấy khóa ẩn danh" in without) == (False, True)


def test_a_file_that_is_no_backup_is_refused_in_words(invoke: Invoke, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kính gửi " * 1000)

    result = invoke("restore", "--yes", str(tmp_path / "letter.txt"))

    assert result.exit_code == 1
    assert "tệp bị hỏng, hoặc không phải cơ sở dữ liệu SQLite" in result.output
