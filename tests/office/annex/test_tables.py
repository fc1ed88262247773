from bot.knowledge.spreadsheets.reading import Sheet
from bot.office.annex.columns import Kind
from bot.office.annex.tables import tables

HEADER = ("STT", "Tên thủ tục", "Mức độ", "")
BELOW = ("", "", "3", "4")


def test_merged_cells_hold_their_text_in_every_row_and_column() -> None:
    sheet = Sheet("S", (HEADER, BELOW, ("1", "A", "x", ""), ("2", "B", "", "")), ((0, 2, 0, 3), (2, 2, 3, 2)))

    (table,) = tables(sheet)

    assert table.header[0][2:] == ("Mức độ", "Mức độ")
    assert [cells[2] for _, cells in table.rows] == ["x", "x"]


def test_rows_keep_their_line_in_the_sheet() -> None:
    sheet = Sheet("S", (("Danh mục", "", "", ""), HEADER, BELOW, ("1", "A", "x", "")))

    (table,) = tables(sheet)

    assert table.title == "Danh mục"
    assert [line for line, _ in table.rows] == [4]


def test_without_merging_as_in_csv_a_header_reaches_over_those_below_it() -> None:
    (table,) = tables(Sheet("", (HEADER, BELOW, ("1", "A", "x", ""))))

    assert [column.kind for column in table.columns] == [Kind.NUMBER, Kind.TITLE, Kind.LEVEL, Kind.LEVEL]


def test_a_group_row_right_below_the_header_is_no_part_of_it() -> None:
    (table,) = tables(Sheet("S", (HEADER, BELOW, ("A. CẤP TỈNH", "", "", ""), ("1", "A", "x", ""))))

    assert len(table.header) == 2
    assert table.rows[0][1][0] == "A. CẤP TỈNH"


def test_a_header_repeated_on_a_new_page_goes_on_with_the_table_and_another_header_begins_a_new_one() -> None:
    other = ("STT", "Tên thủ tục", "", "Không thực hiện")
    rows = (HEADER, BELOW, ("1", "A", "x", ""), HEADER, BELOW, ("2", "B", "", "x"), ("Biểu 2", "", "", ""), other)
    merged = tuple((top, column, top + 1, column) for top in (0, 3) for column in (0, 1))

    first, second = tables(Sheet("S", (*rows, ("1", "C", "", "x")), merged))

    assert first.repeats_header(first.rows[1][1])
    assert second.title == "Biểu 2"
    assert second.rows == ((9, ("1", "C", "", "x")),)


def test_a_sheet_without_a_column_of_titles_has_no_table() -> None:
    assert tables(Sheet("S", (("DANH MỤC THỦ TỤC HÀNH CHÍNH", ""), ("a", "b")))) == []
    assert tables(Sheet("S", ())) == []
