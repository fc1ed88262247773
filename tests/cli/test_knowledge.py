import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

from bot.knowledge.problems import KnowledgeError
from bot.office import workshop
from tests.cli.conftest import Invoke
from tests.small_knowledge import BIRTH, MARRIAGE, PROCEDURES


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_clean_data_is_counted_and_said_to_be_clean(invoke: Invoke) -> None:
    result = invoke("knowledge", "check")

    assert re.search(r"│ Thủ tục +│ 4 +│", result.stdout)
    assert re.search(r"│ – gửi được qua bưu điện +│ 1 +│", result.stdout)
    assert result.stdout.endswith("Dữ liệu sạch: không có lỗi, 0 cảnh báo.\n")
    assert result.exit_code == 0


def test_published_totals_stand_beside_the_counts(invoke: Invoke) -> None:
    assert re.search(r"│ Tổng số thủ tục +│ 1\.904 +│ 4 +│", invoke("knowledge", "check").stdout)


def test_a_warning_names_file_line_and_column_and_is_no_error(invoke: Invoke, knowledge_folder: Path) -> None:
    change(knowledge_folder / "procedures.csv", "làm giấy khai sinh", "làm khai sinh; lam khai sinh")

    result = invoke("knowledge", "check")

    assert result.stdout.startswith(
        "procedures.csv:2 [aliases] cảnh báo: tên gọi “lam khai sinh” ghi hai lần (không kể dấu)\n"
    )
    assert result.stdout.endswith("Dữ liệu sạch: không có lỗi, 1 cảnh báo.\n")
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("file", "changed", "told"),
    [
        ("procedures.csv", ("một phần,không", "một phần,đôi khi"), "procedures.csv:3 [postal] lỗi: “đôi khi” không có"),
        ("procedures.csv", ("2.000408", "1.001193"), "procedures.csv:5 [code] lỗi: mã 1.001193 đã có ở dòng 2"),
        ("procedures.csv", ("postal,", "gửi,"), "procedures.csv:1 [gửi] lỗi: không biết cột này"),
        ("faq.yaml", ("xin-chao", "Xin chào"), "faq.yaml:2 [entries.0.id] lỗi: chỉ gồm chữ thường không dấu"),
        ("published_totals.yaml", ("1904", "nhiều"), "published_totals.yaml:4 [totals.0.value] lỗi: phải là số nguyên"),
    ],
)
def test_a_fault_names_file_line_and_column(
    invoke: Invoke, knowledge_folder: Path, file: str, changed: tuple[str, str], told: str
) -> None:
    change(knowledge_folder / file, *changed)

    result = invoke("knowledge", "check")

    assert isinstance(result.exception, KnowledgeError)
    assert told in str(result.exception)
    assert result.exit_code == 1


def test_faults_of_all_files_are_told_together(invoke: Invoke, knowledge_folder: Path) -> None:
    change(knowledge_folder / "procedures.csv", "một phần,không", "một phần,đôi khi")
    change(knowledge_folder / "published_totals.yaml", "1904", "nhiều")

    error = invoke("knowledge", "check").exception

    assert isinstance(error, KnowledgeError)
    assert [problem.file for problem in error.problems] == ["procedures.csv", "published_totals.yaml"]


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examine without a process for each load: sooner, where no file is hostile."""

    def here(function: Callable[..., Any], *given: Any) -> Any:
        return function(*given)

    monkeypatch.setattr(workshop, "run", here)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A load that changes one procedure."""
    return write(tmp_path / "moi.csv", PROCEDURES.replace("toàn trình,có", "một phần,không"))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A load with a misspelled level in the second line."""
    return write(tmp_path / "sai.csv", PROCEDURES.replace("toàn trình", "toàn trìn"))


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def activations(folder: Path) -> list[tuple[int, str]]:
    """Return which version was put into service by whom, the first one first."""
    connection = sqlite3.connect(folder / "questions.db")
    rows = connection.execute("SELECT version, activated_by FROM knowledge_activation ORDER BY id").fetchall()
    connection.close()
    return rows


FIRST = (1, "bản cài đặt")
CHANGES = (
    "Tệp không có lỗi: 4 thủ tục.\n"
    "Nếu nạp, dữ liệu đổi như sau:\n"
    "- 1 thủ tục không còn nhận qua bưu điện.\n"
    "- 1 thủ tục từ toàn trình thành một phần.\n"
    "Các câu hỏi hay gặp vẫn tìm ra thủ tục như trước.\n"
)
loading = pytest.mark.usefixtures("in_this_process")


@loading
def test_a_file_is_checked_against_what_is_served_and_changes_nothing(
    invoke: Invoke, sound: Path, tmp_path: Path
) -> None:
    result = invoke("knowledge", "check", str(sound))

    assert (result.exit_code, result.stdout) == (0, CHANGES)
    assert activations(tmp_path) == [FIRST]


@loading
@pytest.mark.parametrize("command", [["check"], ["diff"], ["reload", "--yes"]])
def test_a_faulty_file_is_told_by_place_with_a_suggestion_and_changes_nothing(
    invoke: Invoke, faulty: Path, tmp_path: Path, command: list[str]
) -> None:
    result = invoke("knowledge", *command, str(faulty))

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "Tệp có 1 lỗi nên chưa nạp; dữ liệu đang dùng không đổi. Anh/chị sửa rồi gửi lại:\n- sai.csv, dòng 2, cột “"
    )
    assert "“toàn trìn” không có trong danh sách; có phải “toàn trình”?" in result.stdout
    assert activations(tmp_path) == [FIRST]


@loading
def test_a_faulty_file_is_written_beside_it_as_excel_with_the_cell_marked(
    invoke: Invoke, faulty: Path, tmp_path: Path
) -> None:
    result = invoke("knowledge", "check", str(faulty))

    marked = tmp_path / "sai-loi.xlsx"
    assert result.stdout.endswith(f"Tệp có đánh dấu ô lỗi: {marked}\n")
    cells = [
        cell
        for sheet in openpyxl.load_workbook(marked).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "toàn trìn"
    ]
    assert [bool(cell.comment) for cell in cells] == [True]


@loading
def test_differences_are_shown_one_by_one(
    invoke: Invoke, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")

    result = invoke("knowledge", "diff", str(sound))

    assert result.stdout.startswith(CHANGES)
    assert re.search(rf"│ {BIRTH} +│ Thủ tục đăng ký khai sinh +│ [^│]+│ toàn trình +│ một phần +│", result.stdout)
    assert activations(tmp_path) == [FIRST]


@loading
def test_questions_that_would_be_missed_are_told(invoke: Invoke, tmp_path: Path) -> None:
    rows = [row for row in PROCEDURES.splitlines(keepends=True) if not row.startswith(MARRIAGE)]

    result = invoke("knowledge", "diff", str(write(tmp_path / "thieu.csv", "".join(rows))))

    assert "1 câu hỏi sẽ không còn tìm ra thủ tục của mình:\n- “đăng ký kết hôn”: trước là " in result.stdout
    assert result.exit_code == 0


@loading
def test_a_load_asks_before_it_is_put_into_service(invoke: Invoke, sound: Path, tmp_path: Path) -> None:
    refused = invoke("knowledge", "reload", str(sound), "--by", "lan", stdin="n\n")
    before = activations(tmp_path)
    accepted = invoke("knowledge", "reload", str(sound), "--by", "lan", stdin="y\n")

    assert refused.stdout == f"{CHANGES}Nạp dữ liệu này? [y/N]: n\nĐã bỏ, không nạp gì.\n"
    assert before == [FIRST]
    assert accepted.stdout.endswith("Đã nạp: phiên bản 2. Các máy chủ dùng dữ liệu mới trong vài giây.\n")
    assert activations(tmp_path) == [FIRST, (2, "lan")]


@loading
def test_what_is_served_already_needs_no_load(invoke: Invoke, knowledge_folder: Path, tmp_path: Path) -> None:
    result = invoke("knowledge", "reload", str(knowledge_folder), "--yes")

    assert result.stdout == "Tệp không có lỗi, và giống hệt dữ liệu đang dùng nên không cần nạp.\n"
    assert result.exit_code == 0
    assert activations(tmp_path) == [FIRST]


@loading
def test_the_second_of_two_admins_is_told_by_whom_and_changes_nothing(
    invoke: Invoke, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write(tmp_path / "khac.csv", PROCEDURES.replace("làm giấy khai sinh", "khai sinh cho con"))

    def yes_after_another_was_first(question: str) -> bool:
        assert invoke("knowledge", "reload", str(other), "--yes", "--by", "lan").exit_code == 0
        return True

    monkeypatch.setattr(typer, "confirm", yes_after_another_was_first)

    result = invoke("knowledge", "reload", str(sound), "--by", "hoa")

    assert result.exit_code == 1
    assert "Trong lúc anh/chị xem, lan đã đưa phiên bản 2 vào sử dụng. Bản của anh/chị chưa được nạp;" in result.stderr
    assert "Đã nạp" not in result.stdout
    assert activations(tmp_path) == [FIRST, (2, "lan")]


@loading
def test_the_history_tells_who_put_what_into_service(
    invoke: Invoke, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke("knowledge", "reload", str(sound), "--yes", "--by", "lan")
    monkeypatch.setenv("COLUMNS", "200")

    rows = invoke("knowledge", "history").stdout.splitlines()

    places = [place for place, row in enumerate(rows) if re.search(r"│ \d\d/\d\d/\d{4} \d\d:\d\d │", row)]
    assert re.search(r"│ 2 +│ lan +│ moi\.csv +│ 1 thủ tục không còn nhận qua bưu điện\.", rows[places[0]])
    assert re.search(r"│ 1 +│ bản cài đặt +│ thư mục knowledge/ của bản cài đặt +│", rows[places[1]])


@loading
def test_a_rollback_asks_and_puts_an_earlier_version_into_service(invoke: Invoke, sound: Path, tmp_path: Path) -> None:
    invoke("knowledge", "reload", str(sound), "--yes", "--by", "lan")

    refused = invoke("knowledge", "rollback", "1", "--by", "hoa", stdin="n\n")
    before = activations(tmp_path)
    accepted = invoke("knowledge", "rollback", "1", "--by", "hoa", stdin="y\n")

    assert refused.stdout == "Quay về phiên bản 1? [y/N]: n\nĐã bỏ, không nạp gì.\n"
    assert before == [FIRST, (2, "lan")]
    assert accepted.stdout.endswith("Đã quay về phiên bản 1. Các máy chủ dùng dữ liệu ấy trong vài giây.\n")
    assert activations(tmp_path) == [FIRST, (2, "lan"), (1, "hoa")]


def test_a_rollback_to_no_version_is_told(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("knowledge", "rollback", "7", "--yes", standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
    assert (
        result.exception.message
        == "Không có phiên bản 7. Xem các phiên bản ở mục Lịch sử, hoặc bằng lệnh knowledge history."
    )
    assert activations(tmp_path) == [FIRST]


@loading
def test_an_export_loaded_as_it_is_changes_nothing(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "du-lieu.xlsx"

    exported = invoke("knowledge", "export", "--output", str(file))
    checked = invoke("knowledge", "check", str(file))

    assert exported.stdout == f"Đã ghi {file}.\n"
    assert checked.stdout == "Tệp không có lỗi, và giống hệt dữ liệu đang dùng nên không cần nạp.\n"


@loading
def test_an_earlier_version_can_be_exported(invoke: Invoke, sound: Path, tmp_path: Path) -> None:
    invoke("knowledge", "reload", str(sound), "--yes")
    old, now = tmp_path / "cu.xlsx", tmp_path / "nay.xlsx"

    invoke("knowledge", "export", "--output", str(old), "--version", "1")
    invoke("knowledge", "export", "--output", str(now))

    assert "giống hệt dữ liệu đang dùng" in invoke("knowledge", "check", str(now)).stdout
    assert "1 thủ tục từ một phần thành toàn trình." in invoke("knowledge", "check", str(old)).stdout


def test_an_export_of_no_version_is_told_and_writes_nothing(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "du-lieu.xlsx"

    result = invoke("knowledge", "export", "-o", str(file), "--version", "7", standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
    assert (
        result.exception.message
        == "Không có phiên bản 7. Xem các phiên bản ở mục Lịch sử, hoặc bằng lệnh knowledge history."
    )
    assert not file.exists()


@loading
def test_brackets_in_data_are_shown_as_they_are(invoke: Invoke, tmp_path: Path) -> None:
    file = write(tmp_path / "moi.csv", PROCEDURES.replace("làm giấy khai sinh", "cấp [lại] [/phép]"))

    result = invoke("knowledge", "diff", str(file))

    assert result.exit_code == 0
    assert "[lại]" in result.stdout
    assert "[/phép]" in result.stdout


def wish(folder: Path, person: str) -> None:
    """Have somebody on Zalo wait for the post at the marriage's registration."""
    connection = sqlite3.connect(folder / "questions.db")
    connection.execute(
        "INSERT INTO follow (key, person, channel, address, procedure, wish, ends_at, waits)"
        " VALUES (?, ?, 'zalo_oa', ?, ?, 2, '2099-01-01 00:00:00', 0)",
        (f"wish-{person}", person, person, MARRIAGE),
    )
    connection.commit()
    connection.close()


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("command", ["diff", "reload"])
def test_who_would_be_told_what_is_shown_before_the_yes(invoke: Invoke, tmp_path: Path, command: str) -> None:
    invoke("knowledge", "history")
    for person in ("8801", "8802"):
        wish(tmp_path, person)
    by_post = write(tmp_path / "moi.csv", PROCEDURES.replace("một phần,không", "một phần,có"))

    result = invoke("knowledge", command, str(by_post), stdin="n\n")

    assert f"- Thủ tục đăng ký kết hôn (mã {MARRIAGE}): 2 người trên Zalo OA\n" in result.stdout
    assert "Anh/chị nhờ tôi báo: thủ tục này nay gửi được qua bưu điện.\n" in result.stdout
    assert "880" not in result.stdout
    if command == "reload":
        assert result.stdout.index("Zalo OA") < result.stdout.index("Nạp dữ liệu này?")
        assert activations(tmp_path) == [(1, "bản cài đặt")]
