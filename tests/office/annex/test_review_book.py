import io

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from bot.knowledge.spreadsheets.reading import read_sheets
from bot.knowledge.values import ServiceLevel
from bot.office.annex.matching import match_all
from bot.office.annex.review import is_review
from bot.office.annex.review_book import write_review
from bot.office.annex.rows import Annex, AnnexRow, Marks, Subject
from bot.services import Snapshot
from tests.office.annex.books import REVIEW
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN

POSTED = Marks(receive=True, give_back=True)
ROWS = (
    AnnexRow("Phụ lục", 5, "Đăng ký khai sinh", Marks(receive=False, give_back=True)),
    AnnexRow("Phụ lục", 6, "Đăng ký kết hôn lưu động", POSTED, agency="UBND cấp xã"),
    AnnexRow("Phụ lục", 7, "=Công bố mở cảng cá", Marks(level=ServiceLevel.FULL)),
    AnnexRow("Phụ lục", 8, "Cấp thẻ căn cước", Marks(give_back=True)),
)


@pytest.fixture(scope="module")
def data(small_snapshot: Snapshot) -> bytes:
    annex = Annex(
        frozenset(Subject), "Quyết định 506/QĐ-UBND(CT)", "2020-07-21", ROWS, ("Bìa",), ("trang A dòng 9: b",)
    )
    return write_review(
        annex, match_all(ROWS, small_snapshot.knowledge, small_snapshot.search), small_snapshot.knowledge
    )


@pytest.fixture
def book(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(book: Workbook, sheet: str, line: int) -> dict[str, object]:
    head, row = ([cell.value for cell in book[sheet][number]] for number in (1, line))
    return {str(key): value for key, value in zip(head, row, strict=True)}


def test_rows_stand_on_the_sheet_of_what_was_found_for_them(book: Workbook) -> None:
    assert book.sheetnames == ["Thông tin", "Chắc chắn", "Cần chọn", "Không tìm thấy", "Không đổi gì"]
    assert [book[sheet].max_row for sheet in book.sheetnames[1:]] == [2, 2, 2, 2]


def test_a_row_keeps_its_origin_and_says_what_is_set_and_what_is_known_now(book: Workbook) -> None:
    row = cells(book, "Chắc chắn", 2)

    assert (row["Trang"], row["Dòng"], row["Tên trong danh mục"]) == ("Phụ lục", 5, "Đăng ký khai sinh")
    assert row["Danh mục ghi"] == "tiếp nhận: không; trả kết quả: có"
    assert (row["Sẽ ghi bưu chính"], row["Sẽ ghi mức độ"], row["Chọn"]) == ("không", None, BIRTH)
    assert row["Tên thủ tục trong dữ liệu"] == "Thủ tục đăng ký khai sinh"
    assert row["Dữ liệu đang ghi"] == "bưu chính: có; mức độ: toàn trình"


def test_what_contradicts_present_data_is_red_and_counted(book: Workbook) -> None:
    head = [cell.value for cell in book["Chắc chắn"][1]]

    assert book["Chắc chắn"].cell(2, head.index("Dữ liệu đang ghi") + 1).font.color.rgb == "FFB3261E"
    assert "1 dòng chắc chắn (chữ đỏ)" in [row[1].value for row in book["Thông tin"].iter_rows()]


def test_doubtful_rows_offer_their_choices_with_titles_and_a_list_to_choose_from(book: Workbook) -> None:
    row = cells(book, "Cần chọn", 2)

    assert str(row["Lựa chọn 1"]).startswith(f"{MARRIAGE} – Thủ tục đăng ký kết hôn (cấp xã")
    assert row["Vì sao cần xem"]
    assert row["Chọn"] is None
    lists = [one.formula1 for one in book["Cần chọn"].data_validations.dataValidation]
    assert any(MARRIAGE in text and MARRIAGE_AGAIN in text and "bỏ qua" in text for text in lists)


def test_results_alone_by_post_are_shown_and_set_nothing(book: Workbook) -> None:
    row = cells(book, "Không đổi gì", 2)

    assert row["Tên trong danh mục"] == "Cấp thẻ căn cước"
    assert row["Vì sao cần xem"] == "chỉ trả kết quả qua bưu chính, không nói về nộp"
    assert ID_CARD not in row.values()


def test_the_first_sheet_tells_what_was_read_and_how_to_go_on(book: Workbook) -> None:
    said = {row[0].value: row[1].value for row in book["Thông tin"].iter_rows() if row[0].value}

    assert said["Quyết định"] == "Quyết định 506/QĐ-UBND(CT)"
    assert said["Ngày ban hành"] == "21/7/2020"
    assert said["Số dòng thủ tục"] == "4"
    assert said["Trang không đọc"] == "Bìa"
    assert said["Dòng không phải thủ tục"] == "trang A dòng 9: b"
    assert str(said["Cách làm"]).startswith("1. ")


def test_sheets_read_well(book: Workbook) -> None:
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes == "D2"
        assert sheet.auto_filter.ref
        assert sheet["C2"].alignment.wrap_text
        assert sheet.column_dimensions["C"].width > 50


def test_a_title_that_looks_like_a_formula_stays_text(data: bytes) -> None:
    sheets = {sheet.name: sheet for sheet in read_sheets(REVIEW, data)}

    assert is_review(list(sheets.values()))
    assert sheets["Không tìm thấy"].rows[1][2] == "=Công bố mở cảng cá"
    assert not sheets["Không tìm thấy"].formulas
