import pytest

from bot.knowledge.files import FAQ, MUST_FIND, OFFICES, PROCEDURES
from bot.knowledge.models import Procedure
from bot.knowledge.problems import Problem
from bot.knowledge.table_reader import read_table
from bot.office.submission import Upload, read_submission
from tests.office.books import HEADER, ROW, book, opened
from tests.small_knowledge import PROCEDURES as SMALL


def rows_of(data: bytes) -> list[tuple[int, str]]:
    rows, problems = read_table(PROCEDURES, data, Procedure)
    assert problems == []
    return [(numbered.line, numbered.row.code) for numbered in rows]


def test_a_csv_of_procedures_is_told_by_its_header() -> None:
    submission = read_submission([Upload("danh sach moi.csv", SMALL.encode())])

    assert submission.problems == []
    assert [code for _, code in rows_of(submission.files[PROCEDURES])] == [
        "1.001193",
        "1.000894",
        "1.004746",
        "2.000408",
    ]


def test_columns_stand_in_any_order_under_usual_names_below_a_title() -> None:
    cells = dict(zip(HEADER, ROW, strict=True))
    usual = {"Mã thủ tục": "Mã TTHC", "Tên thủ tục": "TÊN THỦ TỤC HÀNH CHÍNH", "Bưu chính công ích": "BCCI"}
    header = [usual.get(name, name) for name in reversed(HEADER)]
    rows = [["DANH SÁCH THỦ TỤC"], [], header, [cells[name] for name in reversed(HEADER)]]

    submission = read_submission([Upload("a.xlsx", book({"Sheet1": rows}))])

    assert submission.problems == []
    assert rows_of(submission.files[PROCEDURES]) == [(4, "1.001193")]


def test_a_row_keeps_the_number_that_the_office_sees() -> None:
    submission = read_submission([Upload("a.xlsx", book({"Sheet1": [HEADER, [], ROW, [], [], ROW]}))])

    assert [line for line, _ in rows_of(submission.files[PROCEDURES])] == [3, 6]


def test_each_sheet_of_a_workbook_is_the_table_that_its_header_says_and_notes_are_passed_over() -> None:
    sheets = {
        "Thủ tục": [HEADER, ROW],
        "Nơi nộp": [["Xã, phường hiện nay", "Nơi nhận hồ sơ", "Địa chỉ", "Nguồn", "Ngày của nguồn"]],
        "Câu phải tìm ra": [["Câu hỏi", "Mã thủ tục", "Ghi chú"], ["làm khai sinh", "1.001193", ""]],
        "Hướng dẫn": [["Anh/chị sửa trên tệp này"]],
    }

    submission = read_submission([Upload("a.xlsx", book(sheets))])

    assert submission.problems == []
    assert set(submission.files) == {PROCEDURES, OFFICES, MUST_FIND}


def test_a_yaml_file_of_the_knowledge_base_is_taken_by_its_name() -> None:
    assert read_submission([Upload(FAQ, b"entries: []")]).files == {FAQ: b"entries: []"}


def test_a_sheet_that_is_no_table_is_named() -> None:
    submission = read_submission([Upload("a.xlsx", book({"Chi tiêu": [["Tháng", "Tiền"], ["1", "2"]]}))])

    [problem] = submission.problems
    assert (problem.file, problem.sheet) == ("a.xlsx", "Chi tiêu")
    assert problem.message.startswith("không nhận ra bảng này")


def test_the_same_table_twice_is_refused() -> None:
    submission = read_submission([Upload("a.xlsx", book({"Một": [HEADER, ROW], "Hai": [HEADER, ROW]}))])

    assert submission.problems == [Problem("a.xlsx", 1, "", "bảng này đã có ở một trang hay tệp khác", sheet="Hai")]


def test_a_fault_names_sheet_row_and_column_with_a_suggestion() -> None:
    wrong = ["toàn trìn" if cell == "toàn trình" else cell for cell in ROW]

    [problem] = read_submission([Upload("a.xlsx", book({"Thủ tục": [HEADER, ROW, wrong]}))]).problems

    assert (problem.file, problem.sheet, problem.line, problem.column) == ("a.xlsx", "Thủ tục", 3, "service_level")
    assert "có phải “toàn trình”?" in problem.message


def test_of_two_csv_files_the_one_at_fault_is_marked() -> None:
    places = b"former_commune,former_district,commune,source,as_of\na,b,c,d,2025\n"
    wrong = SMALL.replace("to\u00e0n tr\u00ecnh", "to\u00e0n tr\u00ecn").encode()
    submission = read_submission([Upload("a.csv", wrong), Upload("b.csv", places)])

    marked = submission.marked(submission.problems)

    assert marked
    book_ = opened(marked)
    assert [bool(book_[name]["G2"].comment) for name in ("a.csv", "b.csv")] == [True, False]


def test_a_doubled_code_is_told_together_with_faults_of_other_rows() -> None:
    wrong = ["toàn trìn" if cell == "toàn trình" else cell for cell in ROW]

    problems = read_submission([Upload("a.xlsx", book({"Thủ tục": [HEADER, ROW, ROW, wrong]}))]).problems

    assert [(problem.sheet, problem.line, problem.column) for problem in sorted(problems)] == [
        ("Thủ tục", 3, "code"),
        ("Thủ tục", 4, "service_level"),
    ]


def test_faults_of_all_files_come_together() -> None:
    submission = read_submission([Upload("a.csv", b"x,y\n1,2\n"), Upload("b.docx", b"no table")])

    assert [problem.file for problem in submission.problems] == ["a.csv", "b.docx"]


@pytest.mark.parametrize("sheets", [{"Sheet1": []}, {"Hướng dẫn": [["chỉ có ghi chú"]]}])
def test_a_file_without_any_table_is_said_to_be_empty(sheets: dict[str, list[list[str]]]) -> None:
    [problem] = read_submission([Upload("a.xlsx", book(sheets))]).problems

    assert problem.file == "a.xlsx"
    assert "trống" in problem.message


def test_the_sheets_come_back_with_the_faulty_cell_marked() -> None:
    wrong = ["toàn trìn" if cell == "toàn trình" else cell for cell in ROW]
    submission = read_submission([Upload("a.xlsx", book({"Thủ tục": [HEADER, wrong]}))])

    marked = submission.marked(submission.problems)

    assert marked
    cell = opened(marked)["Thủ tục"].cell(2, HEADER.index("Mức độ dịch vụ công") + 1)
    assert (cell.value, cell.fill.fgColor.rgb, bool(cell.comment)) == ("toàn trìn", "FFFFC7CE", True)
