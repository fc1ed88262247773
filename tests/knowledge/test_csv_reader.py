from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.knowledge.csv_reader import Numbered, read_table
from bot.knowledge.models import Model, OptionalText, Procedure, Text
from bot.knowledge.problems import KnowledgeError, Problem
from tests.knowledge.examples import FACTS
from tests.language.texts import ANYTHING

HEADER = ["code", "title", *FACTS]
ROW = ["1.001193", "Thủ tục đăng ký khai sinh", *FACTS.values()]


class Book(Model):
    title: Text
    place: Text
    note: OptionalText = ""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "books.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def books(folder: Path, text: str | bytes) -> list[Numbered[Book]]:
    """Return the rows of a table that has no fault."""
    rows, problems = read_table(write(folder, text), Book)
    assert problems == []
    return rows


def row_problems(folder: Path, text: str) -> list[Problem]:
    return read_table(write(folder, text), Book)[1]


def file_problems(folder: Path, text: str | bytes) -> list[Problem]:
    """Return what keeps the table as a whole from being read."""
    with pytest.raises(KnowledgeError) as caught:
        read_table(write(folder, text), Book)
    return caught.value.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order mark"])
def test_a_table_is_read_as_excel_writes_it(tmp_path: Path, delimiter: str, end: str, mark: str) -> None:
    lines = [("title", "place", "note"), ("Sổ hộ tịch", "Kệ 1", ""), ("Sổ gốc", "Kệ 2", '"nói ""cũ"""')]
    text = mark + end.join(delimiter.join(line) for line in lines) + end

    assert books(tmp_path, text) == [
        Numbered(2, Book(title="Sổ hộ tịch", place="Kệ 1")),
        Numbered(3, Book(title="Sổ gốc", place="Kệ 2", note='nói "cũ"')),
    ]


def test_a_delimiter_inside_quotes_parts_nothing(tmp_path: Path) -> None:
    rows = books(tmp_path, 'title;place\n"Sổ; bìa, cũ";Kệ 1\n')

    assert rows[0].row.title == "Sổ; bìa, cũ"


def test_columns_may_stand_in_any_order_and_optional_ones_be_left_out(tmp_path: Path) -> None:
    assert books(tmp_path, "place,title\nKệ 1,Sổ\n")[0].row == Book(title="Sổ", place="Kệ 1")


def test_cells_are_trimmed_and_empty_rows_skipped_with_their_lines_counted(tmp_path: Path) -> None:
    rows = books(tmp_path, " title , place \n\n Sổ , Kệ 1 \n , \n,\nSổ hai,Kệ 2")

    assert rows == [Numbered(3, Book(title="Sổ", place="Kệ 1")), Numbered(6, Book(title="Sổ hai", place="Kệ 2"))]


def test_cells_of_several_lines_keep_the_line_numbers_right(tmp_path: Path) -> None:
    text = 'title,place\n"Sổ\nhộ\ntịch",Kệ 1\nSổ gốc,Kệ 2\n"Sổ\r\nba",\n,Kệ 4\n'

    rows, problems = read_table(write(tmp_path, text), Book)

    assert [(numbered.line, numbered.row.place) for numbered in rows] == [(2, "Kệ 1"), (5, "Kệ 2")]
    assert [(problem.line, problem.column) for problem in problems] == [(6, "place"), (8, "title")]


def test_an_empty_table_with_a_header_has_no_rows(tmp_path: Path) -> None:
    assert books(tmp_path, "title,place\n") == []


@pytest.mark.parametrize("text", ["", "\n\r\n", "\ufeff", " , ,\n"])
def test_an_empty_file_lacks_every_column_needed(tmp_path: Path, text: str) -> None:
    assert file_problems(tmp_path, text) == [
        Problem("books.csv", 1, "title", "thiếu cột này"),
        Problem("books.csv", 1, "place", "thiếu cột này"),
    ]


def test_missing_doubled_and_unknown_columns_are_all_named(tmp_path: Path) -> None:
    unknown = "không biết cột này; các cột là: title, place, note"

    assert file_problems(tmp_path, "place,place,Tên,\na,b,c,d\n") == [
        Problem("books.csv", 1, "title", "thiếu cột này"),
        Problem("books.csv", 1, "place", "cột bị lặp"),
        Problem("books.csv", 1, "Tên", unknown),
        Problem("books.csv", 1, "cột thứ 4", unknown),
    ]


def test_a_row_with_too_few_or_too_many_cells_is_named_and_others_are_read(tmp_path: Path) -> None:
    rows, problems = read_table(write(tmp_path, "title,place\nSổ\nSổ hai,Kệ 2\nSổ, ba,Kệ 3\n"), Book)

    hint = "xem lại dấu phân cách và dấu ngoặc kép"
    assert rows == [Numbered(3, Book(title="Sổ hai", place="Kệ 2"))]
    assert problems == [
        Problem("books.csv", 2, "", f"dòng có 1 ô, tiêu đề có 2 ô; {hint}"),
        Problem("books.csv", 4, "", f"dòng có 3 ô, tiêu đề có 2 ô; {hint}"),
    ]


def test_every_fault_of_every_row_is_named(tmp_path: Path) -> None:
    message = "đang để trống, phải có"

    assert row_problems(tmp_path, "title,place\n,\nSổ,\n,Kệ 3\n") == [
        Problem("books.csv", 3, "place", message),
        Problem("books.csv", 4, "title", message),
    ]


def test_an_unknown_value_is_named_with_the_words_allowed(tmp_path: Path) -> None:
    cells = dict(zip(HEADER, ROW, strict=True)) | {"postal": "được", "levels": "tỉnh;phường"}
    path = write(tmp_path, "\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n")

    rows, problems = read_table(path, Procedure)

    assert rows == []
    assert problems == [
        Problem("books.csv", 2, "levels", "“phường” không có trong danh sách; chỉ dùng một trong: tỉnh, huyện, xã"),
        Problem("books.csv", 2, "postal", "“được” không có trong danh sách; chỉ dùng một trong: có, không, chưa rõ"),
    ]


def test_broken_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    text = "title,place\nSổ hộ tịch,Kệ 1\n".encode() + "Đăng ký".encode("utf-16-le")

    assert file_problems(tmp_path, text)[0].line == 3


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('title,place\nSổ,Kệ 1\n"Sổ hai,Kệ 2\nSổ ba,Kệ 3\n', 3, "unexpected end of data"),
        ('title,place\n"Sổ" cũ,Kệ 1\n', 2, "',' expected after '\"'"),
        ("title,place\nSổ," + "a" * 140_000 + "\n", 2, "field larger than field limit (131072)"),
    ],
    ids=["never closed", "closed too early", "a cell of 140,000 characters"],
)
def test_broken_quoting_is_named_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    assert file_problems(tmp_path, text) == [
        Problem("books.csv", line, "", f"bảng hỏng từ dòng này, không tách được ô ({reason})"),
    ]


@given(ANYTHING, ANYTHING)
@settings(max_examples=150, deadline=None)
def test_any_table_is_read_or_its_faults_named(
    tmp_path_factory: pytest.TempPathFactory, header: str, body: str
) -> None:
    data = (header + "\n" + body).encode("utf-8", errors="surrogatepass")
    path = write(tmp_path_factory.mktemp("table"), data)

    with pytest.raises(KnowledgeError) as caught:
        read_table(path, Book)

    assert all(problem.file == "books.csv" and problem.message for problem in caught.value.problems)


@given(ANYTHING)
@settings(max_examples=150, deadline=None)
def test_any_row_is_read_or_its_faults_named(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    data = ("title,place\n" + body).encode("utf-8", errors="replace")
    path = write(tmp_path_factory.mktemp("table"), data)

    try:
        rows, problems = read_table(path, Book)
    except KnowledgeError:
        return

    assert all(numbered.line > 1 for numbered in rows)
    assert all(problem.line > 1 for problem in problems)
