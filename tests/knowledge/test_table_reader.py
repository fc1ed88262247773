import pytest
from hypothesis import given, settings

from bot.knowledge.models import Model, Numbered, OptionalText, Procedure, Text
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.reading import Sheet
from bot.knowledge.table_reader import read_rows, read_table
from tests.knowledge.examples import FACTS
from tests.language.texts import ANYTHING

HEADER = ["code", "title", *FACTS]
ROW = ["1.001193", "Thủ tục đăng ký khai sinh", *FACTS.values()]


class Book(Model):
    title: Text
    place: Text
    note: OptionalText = ""


NAME = "books.csv"


def encoded(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def books(text: str | bytes) -> list[Numbered[Book]]:
    """Return the rows of a table that has no fault."""
    rows, problems = read_table(NAME, encoded(text), Book)
    assert problems == []
    return rows


def row_problems(text: str) -> list[Problem]:
    return read_table(NAME, encoded(text), Book)[1]


def file_problems(text: str | bytes) -> list[Problem]:
    """Return what keeps the table as a whole from being read."""
    with pytest.raises(KnowledgeError) as caught:
        read_table(NAME, encoded(text), Book)
    return caught.value.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order mark"])
def test_a_table_is_read_as_excel_writes_it(delimiter: str, end: str, mark: str) -> None:
    lines = [("title", "place", "note"), ("Sổ hộ tịch", "Kệ 1", ""), ("Sổ gốc", "Kệ 2", '"nói ""cũ"""')]
    text = mark + end.join(delimiter.join(line) for line in lines) + end

    assert books(text) == [
        Numbered(2, Book(title="Sổ hộ tịch", place="Kệ 1")),
        Numbered(3, Book(title="Sổ gốc", place="Kệ 2", note='nói "cũ"')),
    ]


def test_a_delimiter_inside_quotes_parts_nothing() -> None:
    rows = books('title;place\n"Sổ; bìa, cũ";Kệ 1\n')

    assert rows[0].row.title == "Sổ; bìa, cũ"


def test_columns_may_stand_in_any_order_and_optional_ones_be_left_out() -> None:
    assert books("place,title\nKệ 1,Sổ\n")[0].row == Book(title="Sổ", place="Kệ 1")


def test_cells_are_trimmed_and_empty_rows_skipped_with_their_lines_counted() -> None:
    rows = books(" title , place \n\n Sổ , Kệ 1 \n , \n,\nSổ hai,Kệ 2")

    assert rows == [Numbered(3, Book(title="Sổ", place="Kệ 1")), Numbered(6, Book(title="Sổ hai", place="Kệ 2"))]


def test_cells_of_several_lines_keep_the_numbers_that_a_spreadsheet_program_shows() -> None:
    text = 'title,place\n"Sổ\nhộ\ntịch",Kệ 1\nSổ gốc,Kệ 2\n"Sổ\r\nba",\n,Kệ 4\n'

    rows, problems = read_table(NAME, encoded(text), Book)

    assert [(numbered.line, numbered.row.place) for numbered in rows] == [(2, "Kệ 1"), (3, "Kệ 2")]
    assert [(problem.line, problem.column) for problem in problems] == [(4, "place"), (5, "title")]


def test_an_empty_table_with_a_header_has_no_rows() -> None:
    assert books("title,place\n") == []


@pytest.mark.parametrize("text", ["\n\r\n", " , ,\n"])
def test_a_file_without_a_header_lacks_every_column_needed(text: str) -> None:
    assert file_problems(text) == [
        Problem(NAME, 1, "title", "thiếu cột này (“title”)"),
        Problem(NAME, 1, "place", "thiếu cột này (“place”)"),
    ]


def test_missing_doubled_and_unknown_columns_are_all_named() -> None:
    assert file_problems("place,place,Xin,\na,b,c,d\n") == [
        Problem(NAME, 1, "title", "thiếu cột này (“title”)"),
        Problem(NAME, 1, "place", "cột bị lặp"),
        Problem(NAME, 1, "Xin", "không biết cột này; các cột là: title, place, note"),
    ]


def test_an_unknown_column_that_is_nearly_a_known_one_is_named_with_it() -> None:
    assert file_problems("title,place,notes\n") == [
        Problem(NAME, 1, "notes", "không biết cột này; có phải “note”?"),
    ]


def test_a_cell_beyond_the_columns_is_named_and_other_rows_are_read() -> None:
    rows, problems = read_table(NAME, encoded("title,place\nSổ\nSổ hai,Kệ 2\nSổ, ba,Kệ 3\n"), Book)

    hint = "xem lại dấu phân cách và dấu ngoặc kép"
    assert rows == [Numbered(3, Book(title="Sổ hai", place="Kệ 2"))]
    assert problems == [
        Problem(NAME, 2, "place", "đang để trống, phải có"),
        Problem(NAME, 4, "", f"ô thứ 3 nằm ngoài các cột của tiêu đề; {hint}"),
    ]


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        (Sheet("Sách", (("title", "place"), ("Sổ 2", "Kệ")), formulas=frozenset({(1, 0)})), "worked out"),
        (Sheet("Sách", (("title", "place"), ('=HYPERLINK("x")', "Kệ"))), "written as text"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_formula_is_refused_in_its_cell(sheet: Sheet, why: str) -> None:
    rows, (problem,) = read_rows("books.xlsx", sheet, Book)

    assert rows == []
    assert (problem.sheet, problem.line, problem.column) == ("Sách", 2, "title")
    assert problem.message.startswith("ô có công thức; ")


def test_a_header_may_stand_below_a_title_and_lines_count_from_the_top() -> None:
    sheet = Sheet("Sách", (("DANH MỤC SÁCH", ""), ("title", "place"), ("", ""), ("Sổ", "Kệ 1")))

    rows, problems = read_rows("books.xlsx", sheet, Book, header=1)

    assert (rows, problems) == ([Numbered(4, Book(title="Sổ", place="Kệ 1"))], [])


def test_every_fault_of_every_row_is_named() -> None:
    message = "đang để trống, phải có"

    assert row_problems("title,place\n,\nSổ,\n,Kệ 3\n") == [
        Problem("books.csv", 3, "place", message),
        Problem("books.csv", 4, "title", message),
    ]


def test_an_unknown_value_is_named_with_the_words_allowed() -> None:
    cells = dict(zip(HEADER, ROW, strict=True)) | {"postal": "được", "levels": "tỉnh;phường"}
    text = "\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n"

    rows, problems = read_table(NAME, encoded(text), Procedure)

    assert rows == []
    assert problems == [
        Problem("books.csv", 2, "levels", "“phường” không có trong danh sách; chỉ dùng một trong: tỉnh, huyện, xã"),
        Problem("books.csv", 2, "postal", "“được” không có trong danh sách; chỉ dùng một trong: có, không, chưa rõ"),
    ]


@given(ANYTHING, ANYTHING)
@settings(max_examples=150, deadline=None)
def test_any_table_is_read_or_its_faults_named(header: str, body: str) -> None:
    data = (header + "\n" + body).encode("utf-8", errors="surrogatepass")

    with pytest.raises(KnowledgeError) as caught:
        read_table(NAME, data, Book)

    assert all(problem.file == NAME and problem.message for problem in caught.value.problems)


@given(ANYTHING)
@settings(max_examples=150, deadline=None)
def test_any_row_is_read_or_its_faults_named(body: str) -> None:
    data = ("title,place\n" + body).encode("utf-8", errors="replace")

    try:
        rows, problems = read_table(NAME, data, Book)
    except KnowledgeError:
        return

    assert all(numbered.line > 1 for numbered in rows)
    assert all(problem.line > 1 for problem in problems)
