import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.reading import read_sheets
from bot.knowledge.spreadsheets.sheet import Sheet
from tests.knowledge.spreadsheets.files import (
    ODS_MIME,
    changed,
    encrypted_xls,
    encrypted_xlsx,
    members,
    ods,
    ods_cell,
    ods_of,
    ods_table,
    saved,
    xls,
    xlsx,
    xlsx_of,
    zipped,
)

WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}
CORNER = (
    '<table:table-row table:number-rows-repeated="9999"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell table:number-columns-repeated="199"/>'
    '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
)
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def read(data: bytes, name: str = "bảng.xlsx") -> Sheet:
    (sheet,) = read_sheets(name, data)
    return sheet


def refusal(data: bytes, name: str = "bảng.xlsx") -> Problem:
    with pytest.raises(KnowledgeError) as caught:
        read_sheets(name, data)
    (problem,) = caught.value.problems
    assert problem.file == name
    return problem


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_rows(kind: str) -> None:
    data = WRITERS[kind]([[None], [None, "Mã", " Tên "], [], [None, 1.00119, "Khai sinh"], [None, 12.0, True]])

    assert read(data, f"bảng.{kind}") == Sheet(
        "Bảng", (("", "", ""), ("", "Mã", "Tên"), ("", "", ""), ("", "1.001190", "Khai sinh"), ("", "12", "có"))
    )


@pytest.mark.parametrize("kind", WRITERS)
def test_the_content_decides_and_not_the_name(kind: str) -> None:
    assert read(WRITERS[kind]([["Mã"]]), "bảng.csv").rows == (("Mã",),)


def test_dates_and_times_are_read_as_dates_in_xlsx() -> None:
    book = openpyxl.Workbook()
    moment = dt.datetime(2026, 7, 18, 7, 30)  # noqa: DTZ001
    book.create_sheet("Bảng", 0).append([moment.date(), moment, moment.time()])
    packed = io.BytesIO()
    book.save(packed)

    assert read_sheets("bảng.xlsx", packed.getvalue())[0].rows == (("2026-07-18", "2026-07-18 07:30", "07:30"),)


def test_dates_are_read_as_dates_in_xls_and_ods() -> None:
    old = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    old.add_sheet("Bảng").write(0, 0, dt.datetime(2026, 7, 18), day)  # noqa: DTZ001
    open_document = '<table:table-cell office:value-type="date" office:date-value="2026-07-18"/>'

    assert read(saved(old)).rows == (("2026-07-18",),)
    assert read(ods_of(ods_table(row(open_document)))).rows == (("2026-07-18",),)


def test_decomposed_letters_are_composed() -> None:
    assert read(xlsx([["Thu\u0309 tu\u0323c"]])).rows == (("Thủ tục",),)


def test_merged_cells_are_known_and_cut_to_what_is_used() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 300, "PHỤ LỤC")
        page.merge_range(5000, 0, 6000, 3, "")
        page.write(2, 3, "x")
    old = xlwt.Workbook()
    old.add_sheet("Bảng").write_merge(0, 1, 0, 2, "PHỤ LỤC")

    assert read(packed.getvalue()).merged == ((0, 0, 1, 3),)
    assert read(saved(old)).merged == ((0, 0, 0, 0),)


def test_formulas_are_known_with_their_values_in_xlsx() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        page = book.add_worksheet()
        page.write_formula(1, 2, "=1+1", None, 2)
        page.write_formula(3, 0, '=""', None, "")

    sheet = read(packed.getvalue())

    assert sheet.formulas == {(1, 2), (3, 0)}
    assert sheet.rows == (("", "", ""), ("", "", "2"), ("", "", ""), ("", "", ""))


def test_formulas_are_known_in_xls_of_each_sheet() -> None:
    book = xlwt.Workbook()
    for number, name in enumerate(("Một", "Hai")):
        page = book.add_sheet(name)
        page.write(0, 0, "x")
        page.write(number + 1, 2, xlwt.Formula("1+1"))

    assert [sheet.formulas for sheet in read_sheets("a.xls", saved(book))] == [{(1, 2)}, {(2, 2)}]


def test_numbers_that_an_xls_keeps_together_count_to_the_last() -> None:
    book = xlwt.Workbook()
    numbers = book.add_sheet("Bảng")
    for column in range(201):
        numbers.write(0, column, column)

    assert "cột GS" in refusal(saved(book)).message


def test_formulas_are_known_in_ods_where_rows_and_cells_are_repeated() -> None:
    blank = ods_cell(None, 'table:number-columns-repeated="2"')
    formula = ods_cell(2, 'table:formula="of:=1+1" table:number-columns-repeated="2"')
    table = row(blank, attributes='table:number-rows-repeated="3"') + row(
        blank, formula, attributes='table:number-rows-repeated="2"'
    )

    sheet = read(ods_of(ods_table(table)))

    assert sheet.formulas == {(3, 2), (3, 3), (4, 2), (4, 3)}
    assert sheet.rows[3:] == (("", "", "2", "2"), ("", "", "2", "2"))


def test_cells_without_a_reference_follow_their_neighbour() -> None:
    cells = '<row r="2"><c r="B2"><v>1</v></c><c><f>1+1</f><v>2</v></c></row><row><c><f>3</f><v>3</v></c></row>'

    sheet = read(xlsx_of(cells))

    assert sheet.rows == (("", "", ""), ("", "1", "2"), ("3", "", ""))
    assert sheet.formulas == {(1, 2), (2, 0)}


def test_hidden_sheets_and_charts_are_left_out() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        for name in ("Một", "Nháp", "Rất nháp", "Hai"):
            book.add_worksheet(name).write(0, 0, name)
        book.get_worksheet_by_name("Nháp").hide()
        book.get_worksheet_by_name("Rất nháp").very_hidden()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Một!$A$1"})
        book.add_chartsheet("Hình").set_chart(chart)
    old = xlwt.Workbook()
    for name in ("Một", "Nháp"):
        old.add_sheet(name).write(0, 0, name)
    old.get_sheet(1).visibility = 1
    open_document = ods_of(ods_table(row(ods_cell("Nháp")), "Nháp", "hidden") + ods_table(row(ods_cell("Một")), "Một"))

    assert [sheet.name for sheet in read_sheets("a.xlsx", packed.getvalue())] == ["Một", "Hai"]
    assert read(saved(old)).name == "Một"
    assert read(open_document).name == "Một"


def test_a_workbook_with_nothing_in_view_is_refused() -> None:
    data = xlsx([["x"]])
    hidden = members(data)["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')

    assert "bỏ ẩn" in refusal(changed(data, {"xl/workbook.xml": hidden})).message


@pytest.mark.parametrize("kind", WRITERS)
def test_an_empty_sheet_has_no_rows(kind: str) -> None:
    assert read(WRITERS[kind]([])).rows == ()


def test_formatted_cells_without_text_do_not_count() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Mã")
        page.write_blank(30_000, 400, None, book.add_format({"bold": True}))
    blank = ods_cell(None, 'table:number-columns-repeated="16383"')
    filled_up = row(ods_cell("Mã"), blank) + row(blank, attributes='table:number-rows-repeated="1048575"')

    assert read(packed.getvalue()).rows == (("Mã",),)
    assert read(ods_of(ods_table(filled_up))).rows == (("Mã",),)


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (xlsx_of(FAR), 1_048_576, "nhiều nhất 20.000 dòng"),
        (
            xlsx_of('<row r="7"><c r="XFD7"><f>1</f></c></row>'),
            7,
            "Có chữ ở cột XFD; mỗi trang tính nhiều nhất 200 cột",
        ),
        (ods_of(ods_table(row(ods_cell("x"), attributes='table:number-rows-repeated="1000000"'))), 1_000_000, "dòng"),
        (ods_of(ods_table(row(ods_cell("x", 'table:number-columns-repeated="16384"')))), 1, "nhiều nhất 200 cột"),
        (xls([["x"] * 201]), 1, "nhiều nhất 200 cột"),
        (xls([[]] * 20_000 + [["x"]]), 20_001, "nhiều nhất 20.000 dòng"),
    ],
    ids=["xlsx far", "xlsx wide", "ods long", "ods wide", "xls wide", "xls long"],
)
def test_a_cell_too_far_out_is_named_before_memory_is_taken(data: bytes, line: int, told: str) -> None:
    problem = refusal(data)

    assert problem.line == line
    assert problem.sheet in ("Bảng", "")
    assert told in problem.message


@pytest.mark.parametrize(
    "data",
    [
        changed(
            xlsx_of("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"),
            {"xl/sharedStrings.xml": f"<sst><si><t>{'a' * 1_000_000}</t></si></sst>"},
        ),
        ods_of(ods_table(row(ods_cell("a" * 100_000), attributes='table:number-rows-repeated="1000"'))),
        ods_of("".join(ods_table(CORNER, f"Bảng {number}") for number in range(5))),
    ],
    ids=["one text in many cells", "one text in many rows", "sheets together"],
)
def test_a_small_file_that_grows_in_memory_is_refused(data: bytes) -> None:
    assert "quá nhiều ô và chữ" in refusal(data).message


def test_a_zip_bomb_is_refused_by_what_comes_out_of_it() -> None:
    bomb = changed(xlsx([["x"]]), {"xl/media/image1.png": bytes(101_000_000)})
    nested = changed(xlsx([["x"]]), {f"xl/{number}": "" for number in range(2_001)})

    assert len(bomb) < 200_000
    assert "bung ra lớn quá (hơn 100 MB)" in refusal(bomb).message
    assert "quá nhiều phần" in refusal(nested).message


def test_sizes_that_lie_are_not_believed() -> None:
    honest = zipped({"xl/workbook.xml": bytes(1_000_000)})
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert lying != honest
    assert "bị hỏng" in refusal(lying).message


def test_more_than_thirty_sheets_are_refused() -> None:
    packed = io.BytesIO()
    old = xlwt.Workbook()
    with xlsxwriter.Workbook(packed) as book:
        for number in range(31):
            book.add_worksheet(f"Trang {number}")
            old.add_sheet(f"Trang {number}")
    tables = "".join(ods_table(row(ods_cell("x")), f"Trang {number}") for number in range(31))

    for data in (packed.getvalue(), saved(old), ods_of(tables)):
        assert "31 trang tính; nhiều nhất 30" in refusal(data).message


@pytest.mark.parametrize(
    "data",
    [encrypted_xlsx(), encrypted_xls(), ods_of("", manifest="<manifest:encryption-data/>")],
    ids=["xlsx", "xls", "ods"],
)
def test_a_file_under_a_password_is_told_so(data: bytes) -> None:
    assert "bỏ mật khẩu" in refusal(data).message


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (zipped({"word/document.xml": "<w/>"}), "văn bản Word"),
        (zipped({"mimetype": ODS_MIME.replace("spreadsheet", "text")}), "văn bản Word"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "trình chiếu"),
        (zipped({"xl/workbook.bin": "x"}), "lưu lại dạng .xlsx"),
        (zipped({"bảng.csv": "a,b"}), "giải nén"),
        (zipped({}), "giải nén"),
    ],
    ids=["docx", "odt", "pptx", "xlsb", "zip", "empty zip"],
)
def test_other_zipped_files_are_called_what_they_are(data: bytes, told: str) -> None:
    assert told in refusal(data).message


@pytest.mark.parametrize(
    "data",
    [
        xlsx([["x"]])[:3000],
        xls([["x"]]).replace(b"\x09\x08\x10\x00", bytes(4)),
        ods([["x"]])[:600],
        xlsx_of('<row r="1"><c r="A1"><v>1</v>'),
        xlsx_of('<row r="1"><c r="A0"><v>1</v></c></row>'),
        xlsx_of('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        xlsx_of("", before='<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'),
        changed(xlsx([["x"]]), {"xl/workbook.xml": "<workbook/"}),
        zipped({"xl/workbook.xml": "<workbook/>"}, zipfile.ZIP_BZIP2),
        ods_of("<table:table>"),
        ods_of(ods_table(row(ods_cell("x"), attributes='table:number-rows-repeated="-1"'))),
        ods_of(ods_table(row(ods_cell(None), attributes='table:number-rows-repeated="4000000000"'))),
    ],
    ids=[
        *(
            "xlsx cut",
            "xls broken",
            "ods cut",
            "xml cut",
            "row 0",
            "text missing",
            "entities",
            "workbook broken",
            "bzip2",
        ),
        *("ods xml broken", "rows less than none", "rows beyond all"),
    ],
)
def test_a_damaged_file_is_told_so(data: bytes) -> None:
    assert "bị hỏng" in refusal(data).message


def test_letters_that_went_wrong_are_named_with_sheet_and_cell() -> None:
    data = xlsx([["Mã", "Tên"], ["1.001193", "Thá»§ tá»¥c"]])

    problem = refusal(data)

    assert (problem.sheet, problem.line, problem.column) == ("Bảng", 2, "B")
    assert "CSV UTF-8" in problem.message
