import re
from pathlib import Path

import pytest

from bot.knowledge.problems import KnowledgeError
from tests.cli.conftest import Invoke


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
    assert re.search(r"│ Tổng số thủ tục +│ 1\.904 +│ Báo cáo thử +│", invoke("knowledge", "check").stdout)


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
