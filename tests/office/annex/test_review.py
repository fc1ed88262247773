from collections.abc import Mapping

import pytest

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.reading import Sheet
from bot.knowledge.values import Postal, ServiceLevel
from bot.office.annex.apply import apply
from bot.office.annex.layout import read_annex
from bot.office.annex.matching import match_all
from bot.office.annex.review import Change, Review, read_review
from bot.office.annex.review_book import write_review
from bot.services import Snapshot
from tests.office.annex.books import REVIEW, edited
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN

Edits = Mapping[tuple[str, int, str], str]
HEADER = ("STT", "Tên thủ tục hành chính", "Tiếp nhận hồ sơ qua BCCI", "Mức độ")
CHOOSE: Edits = {("Cần chọn", 2, "Chọn"): MARRIAGE_AGAIN}
"""What must be settled of the annex below."""


@pytest.fixture(scope="module")
def book(small_snapshot: Snapshot) -> bytes:
    cells = (
        ("Kèm theo Quyết định số 506/QĐ-UBND(CT) ngày 21/7/2020", "", "", ""),
        HEADER,
        ("1", "Đăng ký khai sinh", "không", ""),
        ("2", "Đăng ký kết hôn lưu động", "x", "3"),
        ("3", "Công bố mở cảng cá", "", "4"),
    )
    annex = read_annex("a.xlsx", [Sheet("Phụ lục", cells)])
    return write_review(
        annex, match_all(annex.rows, small_snapshot.knowledge, small_snapshot.search), small_snapshot.knowledge
    )


def review(book: bytes, edits: Edits, snapshot: Snapshot) -> Review:
    return read_review(REVIEW, edited(book, edits), snapshot.knowledge)


def faults(book: bytes, edits: Edits, snapshot: Snapshot) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        review(book, {**CHOOSE, **edits}, snapshot)
    return caught.value.problems


def test_what_an_official_settled_is_read_back(book: bytes, small_snapshot: Snapshot) -> None:
    settled = review(book, CHOOSE, small_snapshot)

    assert settled == Review(
        "Quyết định 506/QĐ-UBND(CT)",
        "2020-07-21",
        (
            Change(BIRTH, Postal.NO, None, "Chắc chắn", 2),
            Change(MARRIAGE_AGAIN, Postal.YES, ServiceLevel.PARTIAL, "Cần chọn", 2),
        ),
    )


def test_a_code_typed_for_what_was_not_found_counts_also_where_a_spreadsheet_made_a_number_of_it(
    book: bytes, small_snapshot: Snapshot
) -> None:
    settled = review(book, {**CHOOSE, ("Không tìm thấy", 2, "Chọn"): "2.000408.000.00.00.H34"}, small_snapshot)

    assert settled.changes[-1] == Change(ID_CARD, None, ServiceLevel.FULL, "Không tìm thấy", 2)


def test_a_number_without_its_last_zeros_is_the_code(book: bytes, small_snapshot: Snapshot) -> None:
    problems = faults(book, {("Không tìm thấy", 2, "Chọn"): "1.00119"}, small_snapshot)

    assert [problem.message for problem in problems] == [
        "mã 1.001190 không có trong dữ liệu; có phải «1.001193» (Thủ tục đăng ký khai sinh)?"
    ]


def test_skipped_rows_and_cleared_values_change_nothing(book: bytes, small_snapshot: Snapshot) -> None:
    edits = {
        ("Chắc chắn", 2, "Chọn"): "Bỏ qua",
        ("Cần chọn", 2, "Chọn"): MARRIAGE,
        ("Cần chọn", 2, "Sẽ ghi bưu chính"): "",
    }

    settled = review(book, edits, small_snapshot)

    assert settled.changes == (Change(MARRIAGE, None, ServiceLevel.PARTIAL, "Cần chọn", 2),)


@pytest.mark.parametrize(
    ("edits", "place", "message"),
    [
        ({("Cần chọn", 2, "Chọn"): ""}, ("Cần chọn", 2, "Chọn"), "chưa chọn"),
        ({("Cần chọn", 2, "Chọn"): "9.999999"}, ("Cần chọn", 2, "Chọn"), "mã 9.999999 không có trong dữ liệu"),
        ({("Cần chọn", 2, "Chọn"): "1.001194"}, ("Cần chọn", 2, "Chọn"), f"có phải «{BIRTH}»"),
        ({("Chắc chắn", 2, "Chọn"): "khai sinh"}, ("Chắc chắn", 2, "Chọn"), "không phải mã thủ tục"),
        ({("Cần chọn", 2, "Chọn"): BIRTH}, ("Cần chọn", 2, "Chọn"), "đã chọn ở trang “Chắc chắn” dòng 2"),
        ({("Cần chọn", 2, "Sẽ ghi bưu chính"): "x"}, ("Cần chọn", 2, "Sẽ ghi bưu chính"), "chỉ dùng một trong: có"),
        ({("Thông tin", 0, "Quyết định"): ""}, ("Thông tin", 1, "Quyết định"), "chưa có số quyết định"),
        ({("Thông tin", 0, "Quyết định"): "số 506"}, ("Thông tin", 1, "Quyết định"), "chưa đúng dạng"),
        ({("Thông tin", 0, "Ngày ban hành"): "tháng 7"}, ("Thông tin", 2, "Ngày ban hành"), "không phải ngày"),
        ({("Thông tin", 0, "Ngày ban hành"): ""}, ("Thông tin", 2, "Ngày ban hành"), "chưa có ngày"),
        ({("Cần chọn", 1, "Chọn"): "Mã"}, ("Cần chọn", 1, "Chọn"), "thiếu cột “Chọn”"),
    ],
)
def test_each_fault_is_named_with_its_place_and_what_to_do(
    edits: Edits, place: tuple[str, int, str], message: str, book: bytes, small_snapshot: Snapshot
) -> None:
    (problem,) = faults(book, edits, small_snapshot)

    assert (problem.file, problem.sheet, problem.line, problem.column) == (REVIEW, *place)
    assert message in problem.message


def test_all_faults_are_told_at_once(book: bytes, small_snapshot: Snapshot) -> None:
    edits = {("Cần chọn", 2, "Chọn"): "", ("Thông tin", 0, "Ngày ban hành"): ""}

    assert len(faults(book, edits, small_snapshot)) == 2


def test_a_workbook_without_its_sheets_says_which_are_missing(small_snapshot: Snapshot) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_review(REVIEW, [Sheet("Cần chọn", (("Chọn",),))], small_snapshot.knowledge)

    messages = " ".join(problem.message for problem in caught.value.problems)
    assert all(f"“{name}”" in messages for name in ("Thông tin", "Chắc chắn", "Không tìm thấy", "Sẽ ghi mức độ"))


def test_from_annex_to_changed_procedures(book: bytes, small_snapshot: Snapshot) -> None:
    changed = {one.code: one for one in apply(review(book, CHOOSE, small_snapshot), small_snapshot.knowledge)}

    assert changed[BIRTH].postal is Postal.NO
    assert changed[BIRTH].service_level is small_snapshot.knowledge.by_code[BIRTH].service_level
    assert changed[MARRIAGE_AGAIN].service_level is ServiceLevel.PARTIAL
    assert changed[MARRIAGE] == small_snapshot.knowledge.by_code[MARRIAGE]
