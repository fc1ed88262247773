from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.knowledge.excel import marks
from bot.knowledge.excel.marks import PROBLEMS_SHEET, marked_workbook
from bot.knowledge.models import Procedure
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.spreadsheets.reading import Sheet

RED, YELLOW, NONE = "FFFFC7CE", "FFFFEB9C", "00000000"
SHEET = Sheet(
    "Danh mục",
    (
        ("DANH MỤC THỦ TỤC", "", ""),
        ("STT", "Mã TTHC", "Mức độ"),
        ("1", "1.000001", "toan trin"),
        ("2", "1.000001", "=HYPERLINK(1)"),
    ),
    merged=((0, 0, 0, 2),),
)
MODELS = {"Danh mục": Procedure}
LEVEL = Problem("a.xlsx", 3, "service_level", "“toan trin” không có; có phải “toàn trình”?", sheet="Danh mục")
CODE = Problem("a.xlsx", 4, "code", "mã 1.000001 đã có ở dòng 3", sheet="Danh mục")


def opened(*problems: Problem, sheets: tuple[Sheet, ...] = (SHEET,)) -> Workbook:
    return load_workbook(BytesIO(marked_workbook(sheets, problems, MODELS)))


def colours(sheet: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb != NONE
    }


def test_the_sheet_is_as_it_was() -> None:
    sheet = opened(LEVEL)["Danh mục"]

    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == [list(r) for r in SHEET.rows]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["C4"].data_type == "s"


def test_faulty_cells_are_red_or_yellow_and_say_why() -> None:
    warning = Problem("a.xlsx", 4, "service_level", "xem lại", Severity.WARNING, "Danh mục")

    sheet = opened(LEVEL, warning)["Danh mục"]

    assert colours(sheet) == {"C3": RED, "C4": YELLOW}
    assert sheet["C3"].comment.text == "“toan trin” không có; có phải “toàn trình”?"


def test_two_faults_of_one_cell_are_both_told_and_the_worst_colours_it() -> None:
    warning = Problem("a.xlsx", 3, "service_level", "xem lại", Severity.WARNING, "Danh mục")

    sheet = opened(warning, LEVEL)["Danh mục"]

    assert colours(sheet) == {"C3": RED}
    assert sheet["C3"].comment.text == "“toan trin” không có; có phải “toàn trình”?\nXem lại"


def test_a_fault_without_a_column_marks_the_first_cell_of_its_row() -> None:
    assert colours(opened(Problem("a.xlsx", 4, "", "dòng trống", sheet="Danh mục"))["Danh mục"]) == {"A4": RED}


def test_a_column_that_is_not_known_is_found_by_its_header() -> None:
    assert colours(opened(Problem("a.xlsx", 2, "STT", "cột lạ", sheet="Danh mục"))["Danh mục"]) == {"A2": RED}


def test_a_fault_that_names_no_sheet_is_about_the_only_one_that_was_read() -> None:
    other = Sheet("Ghi chú", (("a",),) * 9)

    workbook = opened(Problem("a.xlsx", 4, "code", "mã đã có"), sheets=(other, SHEET))

    assert colours(workbook["Danh mục"]) == {"B4": RED}
    assert colours(workbook["Ghi chú"]) == {}


def test_the_first_sheet_lists_every_fault_with_advice_and_a_link_to_the_cell() -> None:
    workbook = opened(CODE, LEVEL, Problem("a.xlsx", 0, "", "thiếu trang"))

    listed = workbook[PROBLEMS_SHEET]
    assert workbook.sheetnames[0] == PROBLEMS_SHEET
    assert listed["A1"].value.startswith("Có 3 chỗ cần xem lại.")
    assert [[cell or "" for cell in row] for row in listed.iter_rows(min_row=2, values_only=True)] == [
        ["Trang", "Dòng", "Cột", "Mức", "Lỗi", "Gợi ý", "Đến ô"],
        ["a.xlsx", "", "", "lỗi", "Thiếu trang", "", ""],
        ["Danh mục", "3", "Mức độ dịch vụ công", "lỗi", "“toan trin” không có", "Có phải “toàn trình”?", "C3"],
        ["Danh mục", "4", "Mã thủ tục", "lỗi", "Mã 1.000001 đã có ở dòng 3", "", "B4"],
    ]
    assert listed["G4"].hyperlink.location == "'Danh mục'!C3"


def test_a_semicolon_within_quotes_begins_no_advice() -> None:
    row = opened(Problem("a.xlsx", 3, "code", "“a; b” không phải mã; mã có dạng 1.001193"))[PROBLEMS_SHEET][3]

    assert [cell.value for cell in row[4:6]] == ["“a; b” không phải mã", "Mã có dạng 1.001193"]


def test_the_list_of_an_earlier_round_is_not_kept() -> None:
    earlier = Sheet(PROBLEMS_SHEET, (("Có 9 chỗ",),))

    workbook = opened(LEVEL, sheets=(earlier, SHEET))

    assert workbook.sheetnames == [PROBLEMS_SHEET, "Danh mục"]
    assert colours(workbook["Danh mục"]) == {"C3": RED}


def test_a_csv_file_has_one_sheet_without_a_name() -> None:
    data = marked_workbook([Sheet("", SHEET.rows)], [Problem("a.csv", 3, "code", "sai")], {"": Procedure})

    workbook = load_workbook(BytesIO(data))
    assert workbook.sheetnames == [PROBLEMS_SHEET, "Dữ liệu"]
    assert colours(workbook["Dữ liệu"]) == {"B3": RED}


def test_of_very_many_faults_the_first_are_listed_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "LISTED", 3)
    many = [Problem("a.xlsx", 3, "code", f"lỗi {number}", sheet="Danh mục") for number in range(1200)]

    listed = opened(*many)[PROBLEMS_SHEET]

    assert listed.max_row == 3 + 2
    assert listed["A1"].value.startswith("Có 1.200 chỗ cần xem lại. Dưới đây là 3 chỗ đầu tiên.")


def test_merged_cells_that_overlap_and_a_text_too_long_for_excel_do_no_harm() -> None:
    odd = Sheet("Danh mục", (("a" * 40_000, "b"), ("c", "d")), merged=((0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 1, 1)))

    sheet = opened(sheets=(odd,))["Danh mục"]

    assert len(sheet["A1"].value) == 32_767
    assert sheet["B2"].value == "d"


def test_characters_that_no_xml_may_have_are_left_out() -> None:
    odd = Sheet("a\ufffe'b", (("Mã", "x\x00\ufffey"), ("1.000001", "z")))
    problem = Problem("a.csv", 1, "", "“\x0b\uffff” sai", sheet=odd.name)

    workbook = opened(problem, sheets=(odd,))

    sheet = workbook["a__b"]
    assert sheet["B1"].value == "xy"
    assert sheet["A1"].comment.text == "“” sai"


NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(NAMES)
def test_sheets_of_any_name_are_given_back(names: list[str]) -> None:
    data = marked_workbook([Sheet(name, (("a",),)) for name in names], [], {})

    kept = load_workbook(BytesIO(data)).sheetnames
    assert len(kept) == len(names) + 1
    assert len({name.casefold() for name in kept}) == len(kept)
