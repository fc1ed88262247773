import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.reading import Sheet, read_sheets
from tests.knowledge.spreadsheets.files import Value, changed, members, ods, xls, xlsx
from tests.language.texts import ANYTHING

ROWS: list[list[Value]] = [["Mã thủ tục", "Tên"], ["1.001193", "Khai sinh"], [2.000635, "=A2"], [True, None]]
PIECES = [b"0", b"9", b"-", b"A", b"<", b">", b"/>", b'"', b"&", b"\xff", b"1e999", b' r="', b"<f>", b"<v>9</v>"]
REAL = {
    "a.xlsx": xlsx(ROWS),
    "a.xls": xls(ROWS),
    "a.ods": ods(ROWS),
    "a.csv": 'Mã thủ tục;Tên\n1.001193;"Khai sinh"\n'.encode(),
}


def read(text: str) -> Sheet:
    (sheet,) = read_sheets("bảng.csv", text.encode())
    return sheet


def refusal(data: bytes, name: str = "bảng.csv") -> Problem:
    with pytest.raises(KnowledgeError) as caught:
        read_sheets(name, data)
    (problem,) = caught.value.problems
    return problem


def holds(name: str, data: bytes) -> bool:
    """Say whether the file is read into even rows, or refused in words."""
    try:
        sheets = read_sheets(name, data)
    except KnowledgeError as error:
        return all(problem.file == name and problem.message for problem in error.problems)
    return all(len({len(row) for row in sheet.rows}) <= 1 for sheet in sheets)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_csv_is_parted_as_its_header_is(delimiter: str, end: str) -> None:
    text = end.join([delimiter.join(["Mã", '"Ngành, lĩnh vực; mục"']), delimiter.join(["1.001193", " Hộ tịch "])])

    assert read(text) == Sheet("", (("Mã", "Ngành, lĩnh vực; mục"), ("1.001193", "Hộ tịch")))


def test_unicode_text_of_excel_is_read() -> None:
    (sheet,) = read_sheets("bảng.txt", "Mã\tTên\r\n1\tThủ tục\r\n".encode("utf-16"))

    assert sheet.rows == (("Mã", "Tên"), ("1", "Thủ tục"))


def test_rows_of_csv_stand_where_a_spreadsheet_program_shows_them() -> None:
    sheet = read('\nmã,tên\n"một\nhai",x\n\n,\ny,z,\n\n')

    assert sheet.rows == (("", ""), ("mã", "tên"), ("một\nhai", "x"), ("", ""), ("", ""), ("y", "z"))


def test_short_rows_are_filled_up() -> None:
    assert read("a,b,c\nd\n").rows == (("a", "b", "c"), ("d", "", ""))


def test_a_csv_file_that_is_called_excel_is_read() -> None:
    (sheet,) = read_sheets("xuất.xls", b"a,b")

    assert sheet.rows == (("a", "b"),)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('a,b\nx,y\n"x,y\nz,w\n', 3, "mở mà không đóng"),
        ('a,b\n"x" y,z\n', 2, "sau dấu ngoặc kép đóng còn chữ"),
        ("a,b\nx," + "y" * 140_000, 2, "131.072"),
    ],
    ids=["never closed", "closed too early", "a cell of 140,000 characters"],
)
def test_broken_quoting_is_named_with_its_line(text: str, line: int, told: str) -> None:
    problem = refusal(text.encode())

    assert problem.line == line
    assert told in problem.message


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("\n" * 20_000 + "x", 20_001, "nhiều nhất 20.000 dòng"),
        ("," * 200 + "x", 1, "Có chữ ở cột GS; mỗi trang tính nhiều nhất 200 cột"),
    ],
    ids=["long", "wide"],
)
def test_too_long_or_wide_a_csv_is_refused(text: str, line: int, told: str) -> None:
    problem = refusal(text.encode())

    assert problem.line == line
    assert told in problem.message


def test_too_large_a_file_is_refused_with_what_to_do() -> None:
    assert refusal(b"a" * 50_000_000).message == (
        "Tệp lớn quá (50 MB); nhiều nhất 20 MB. Anh/chị bỏ bớt hình ảnh, trang tính không cần rồi gửi lại."
    )


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsx", b"", "Tệp trống"),
        ("a.xlsx", b"%PDF-1.7\n", "tệp PDF"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0", "hình ảnh"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0", "hình ảnh"),
        ("a.rar", b"Rar!\x1a\x07\0", "tệp nén"),
        ("a.doc", b"{\\rtf1 x}", "văn bản Word"),
        ("a.doc", xls([["x"]]).replace("Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")), "Word"),
        ("a.msi", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Không thấy bảng tính"),
        ("a.xls", b"\xef\xbb\xbf<html><table>", "trang web"),
        ("a.csv", b"a\0b", "Không đọc được tệp này như một bảng tính"),
        ("a.csv", "a\0b".encode("utf-16"), "Không đọc được tệp này như một bảng tính"),
        ("a.py", b"import this", "không phải bảng tính"),
    ],
    ids=[
        "empty",
        "pdf",
        "png",
        "jpeg",
        "rar",
        "rtf",
        "doc",
        "ole",
        "html",
        "binary",
        "binary in utf-16",
        "program",
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(name: str, data: bytes, told: str) -> None:
    assert told in refusal(data, name).message


def test_wrong_letters_in_csv_are_named_with_line_and_column() -> None:
    problem = refusal("mã,tên\n1,Thủ tục\n2,Thá»§ tá»¥c\n3,Thá»§ tá»¥c\n".encode())

    assert (problem.line, problem.column) == (3, "B")


@given(st.binary(max_size=300), st.sampled_from(["", "PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\xff\xfe"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(data: bytes, start: str) -> None:
    assert holds("a.csv", start.encode("latin-1") + data)


@given(ANYTHING)
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert holds("a.csv", text.encode("utf-8", errors="surrogatepass"))


@given(
    st.sampled_from(sorted(REAL)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
    st.floats(0.3, 1),
)
@settings(max_examples=200, deadline=None)
def test_a_real_file_with_bytes_changed_or_lost_is_read_or_refused_in_words(
    name: str, changes: list[tuple[float, bytes]], kept: float
) -> None:
    data = bytearray(REAL[name])
    for place, new in changes:
        start = int(place * len(data))
        data[start : start + len(new)] = new

    assert holds(name, bytes(data[: int(kept * len(data))]))


@given(
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(PIECES)), min_size=1, max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_a_workbook_with_its_xml_changed_is_read_or_refused_in_words(
    member: str, changes: list[tuple[float, bytes]]
) -> None:
    xml = bytearray(members(REAL["a.xlsx"])[member])
    for place, new in changes:
        start = int(place * len(xml))
        xml[start : start + len(new)] = new

    assert holds("a.xlsx", changed(REAL["a.xlsx"], {member: bytes(xml)}))


def test_every_length_of_a_cut_workbook_is_refused_in_words() -> None:
    lengths = itertools.chain(*(((name, cut) for cut in range(0, len(data), 97)) for name, data in REAL.items()))

    assert all(holds(name, REAL[name][:cut]) for name, cut in lengths)
