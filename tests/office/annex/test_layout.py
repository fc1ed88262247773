from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.models import Procedure
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.spreadsheets.reading import Sheet, read_sheets
from bot.knowledge.values import Government, ServiceLevel
from bot.office.annex.layout import NO_HEADER, NO_MARKS, NOT_DONE, read_annex
from bot.office.annex.rows import AnnexRow, Marks, Subject
from tests.office.annex.annexes import Annex, Rewording, by_government, decision_506, service_levels

Layout = Callable[[Sequence[Procedure], Rewording, int], Annex]
LAYOUTS = [decision_506, service_levels, by_government]
HEADER = ("STT", "Tên thủ tục", "Cơ quan", "Toàn trình", "Một phần")


def rows(*cells: tuple[str, ...]) -> tuple[AnnexRow, ...]:
    return read_annex("a.xlsx", [Sheet("S", (HEADER, *cells))]).rows


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_of_a_real_workbook_is_read_with_its_place_and_marks(layout: Layout, knowledge: Knowledge) -> None:
    procedures = knowledge.procedures[::20]
    meant = layout(procedures, Rewording.of(knowledge.procedures, 1), 1)

    annex = read_annex("a.xlsx", read_sheets("a.xlsx", meant.xlsx()))

    assert [(row.sheet, row.line, row.marks.postal, row.marks.level) for row in annex.rows] == [
        (row.sheet, row.line, row.postal, row.level) for row in meant.rows
    ]
    assert not [row for row in annex.rows if row.marks.unclear]


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (decision_506, ("Quyết định 506/QĐ-UBND(CT)", "2020-07-21", {Subject.POSTAL}, ())),
        (service_levels, ("Quyết định 1234/QĐ-UBND", "2024-03-05", {Subject.LEVEL}, ("Bìa",))),
        (by_government, ("Quyết định 77/QĐ-UBND", "2022-02-09", {Subject.POSTAL, Subject.LEVEL}, ())),
    ],
)
def test_the_list_says_what_it_is_about_and_which_decision_it_belongs_to(
    layout: Layout, expected: tuple[str, str, set[Subject], tuple[str, ...]], knowledge: Knowledge
) -> None:
    annex = read_annex("a", layout(knowledge.procedures[::100], Rewording.of([], 1), 1).sheets)

    assert (annex.decision, annex.date, set(annex.subjects), annex.skipped) == expected


def test_group_rows_give_the_agency_field_and_level_of_the_rows_below() -> None:
    (row,) = rows(
        ("A. CẤP TỈNH", "", "", "", ""),
        ("I", "CÁC SỞ", "", "", ""),
        ("1", "Lĩnh vực Hộ tịch", "", "", ""),
        ("1", "Đăng ký khai sinh", "", "x", ""),
    )

    assert (row.agency, row.field, row.government) == ("CÁC SỞ", "Hộ tịch", Government.PROVINCE)


def test_as_above_and_merged_agencies_are_filled_in() -> None:
    cells = (
        HEADER,
        ("1", "A a", "Sở Y tế", "x", ""),
        ("2", "B b", "-nt-", "x", ""),
        ("3", "C c", "Như trên", "", "x"),
        ("4", "D d", "UBND cấp xã", "x", ""),
        ("5", "E e", "", "x", ""),
    )

    found = read_annex("a.xlsx", [Sheet("S", cells, ((4, 2, 5, 2),))]).rows

    assert [row.agency for row in found] == ["Sở Y tế", "Sở Y tế", "Sở Y tế", "UBND cấp xã", "UBND cấp xã"]
    assert found[4].government is Government.COMMUNE


def test_what_is_no_procedure_is_left_out_and_notes_are_kept_for_a_person_to_see() -> None:
    cells = (
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("1", "Đăng ký khai sinh", "Xã", "x", ""),
        ("", "", "", "", ""),
        HEADER,
        ("1", "Đăng ký kết hôn", "Xã", "", "x"),
        ("", "Tổng cộng: 1.344", "", "", ""),
        ("Cộng", "", "", "2", ""),
        ("Ghi chú: x là có", "", "", "", ""),
    )

    annex = read_annex("a.xlsx", [Sheet("S", (HEADER, *cells))])

    assert [row.title for row in annex.rows] == ["Đăng ký khai sinh", "Đăng ký kết hôn"]
    assert annex.notes == ("trang S dòng 9: Ghi chú: x là có",)


def test_a_title_that_goes_on_in_the_next_row_is_one_title() -> None:
    (row,) = rows(("1", "Đăng ký khai sinh", "Xã", "x", ""), ("", "có yếu tố nước ngoài", "", "", ""))

    assert row.title == "Đăng ký khai sinh có yếu tố nước ngoài"
    assert row.marks.level is ServiceLevel.FULL


def test_a_row_with_a_number_and_nothing_marked_is_a_procedure_that_nothing_is_said_of() -> None:
    (row,) = rows(("1", "Đăng ký khai sinh", "", "", ""))

    assert row.marks == Marks()


@pytest.mark.parametrize(
    "above", ["DANH MỤC KHÔNG THỰC HIỆN TIẾP NHẬN HỒ SƠ QUA BƯU CHÍNH", "DANH MỤC TIẾP NHẬN HỒ SƠ QUA BƯU CHÍNH"]
)
def test_a_mark_below_a_text_about_what_is_not_done_is_left_to_a_person(above: str) -> None:
    cells = (
        (above, "", ""),
        ("STT", "Tên thủ tục", "Tiếp nhận hồ sơ"),
        ("B. KHÔNG THỰC HIỆN", "", ""),
        ("1", "Đăng ký khai sinh", "x"),
    )

    (row,) = read_annex("a.xlsx", [Sheet("S", cells)]).rows

    assert row.marks == Marks(unclear=NOT_DONE)


def test_a_code_is_read_without_the_suffix_of_a_province() -> None:
    sheet = Sheet("S", (("Mã TTHC", "Tên TTHC", "Mức độ"), ("1.001193.000.00.00.H34", "Đăng ký khai sinh", "4")))

    (row,) = read_annex("a.xlsx", [sheet]).rows

    assert row.code == "1.001193"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ((("Họ tên", "Tuổi"), ("A", "1")), NO_HEADER),
        ((), NO_HEADER),
        ((("STT", "Tên thủ tục", "Ghi chú"), ("1", "Đăng ký khai sinh", "")), NO_MARKS),
    ],
)
def test_a_list_that_cannot_be_read_says_what_was_looked_for(cells: tuple[tuple[str, ...], ...], message: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_annex("a.xlsx", [Sheet("S", cells)])

    assert [problem.message for problem in caught.value.problems] == [message]


@given(
    st.lists(st.tuples(*[st.sampled_from(["", "x", "1", "I", "Tên thủ tục", "Mức độ", "-nt-", "A. CẤP XÃ", "ab"])] * 4))
)
def test_whatever_stands_in_a_sheet_is_read_or_refused_politely(cells: list[tuple[str, ...]]) -> None:
    try:
        annex = read_annex("a.xlsx", [Sheet("S", tuple(cells))])
    except KnowledgeError:
        return
    assert all(row.title for row in annex.rows)


def levels(*above: str, rows: Sequence[tuple[str, str]]) -> list[ServiceLevel | None]:
    """Return the levels read from a list that has no column for them."""
    cells = [*((text, "") for text in above), ("STT", "Tên thủ tục hành chính"), *rows]
    return [row.marks.level for row in read_annex("a.xlsx", [Sheet("S", tuple(cells))]).rows]


def test_a_list_whose_title_says_the_level_needs_no_column_for_it() -> None:
    title = "DANH MỤC THỦ TỤC HÀNH CHÍNH CUNG CẤP DỊCH VỤ CÔNG TRỰC TUYẾN TOÀN TRÌNH"

    assert levels(title, rows=[("1", "Đăng ký khai sinh"), ("2", "Đăng ký kết hôn")]) == [ServiceLevel.FULL] * 2


def test_headings_say_the_level_of_the_rows_below() -> None:
    rows = [
        ("A", "Dịch vụ công trực tuyến toàn trình"),
        ("I", "SỞ TƯ PHÁP"),
        ("1", "Đăng ký khai sinh"),
        ("B", "Dịch vụ công trực tuyến một phần"),
        ("1", "Đăng ký kết hôn"),
    ]

    assert levels("DANH MỤC DỊCH VỤ CÔNG", rows=rows) == [ServiceLevel.FULL, ServiceLevel.PARTIAL]


@pytest.mark.parametrize("title", ["DANH MỤC THỦ TỤC", "DỊCH VỤ CÔNG TRỰC TUYẾN TOÀN TRÌNH VÀ MỘT PHẦN"])
def test_a_list_that_says_no_one_level_is_refused(title: str) -> None:
    with pytest.raises(KnowledgeError, match="không thấy cột để đánh dấu"):
        levels(title, rows=[("1", "Chuyển nhượng một phần dự án")])
