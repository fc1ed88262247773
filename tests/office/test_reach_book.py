from datetime import date
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from bot.office import reach_wording as words
from bot.office.periods import Period
from bot.office.reach import Figures, Report, Row, Week
from bot.office.reach_book import report_book
from bot.office.reach_tables import tables

PERIOD = Period(date(2026, 11, 16), date(2026, 11, 28))
FIGURES = Figures(1, 2, 3, 4, 1234)
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "https://evil.example", "12", "=HYPERLINK()", "\x00\ud800"]


def report(*names: str) -> Report:
    rows = tuple(Row(name, FIGURES, "4072") for name in names)
    weeks = tuple(Week(week, FIGURES, FIGURES) for week in PERIOD.weeks)
    return Report(PERIOD, FIGURES, weeks, rows, tuple(Row(name, FIGURES) for name in names), rows)


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def test_there_is_a_sheet_for_each_table_and_one_that_says_what_is_counted() -> None:
    book = opened(report_book(report("Quầy 5")))

    titles = [table.title for table in tables(report("Quầy 5"))]
    assert book.sheetnames == [words.TOTALS, *titles, words.HOW_COUNTED]
    how = list(book[words.HOW_COUNTED].iter_rows(min_row=2, values_only=True))
    assert how == list(words.DEFINITIONS.items())


def test_counts_are_numbers_and_stand_under_their_names() -> None:
    book = opened(report_book(report("Quầy 5")))

    assert list(book[words.BY_DESK].iter_rows(values_only=True)) == [
        (words.DESK, words.NUMBER, *words.FIGURES),
        ("Quầy 5", "4072", 1, 2, 3, 4, 1234),
    ]
    assert list(book[words.BY_PROCEDURE].iter_rows(values_only=True))[1] == ("Quầy 5", "4072", 1, 3, 4, 1234)
    totals = list(book[words.TOTALS].iter_rows(values_only=True))
    assert totals == [(words.TOTALS, PERIOD.name), *zip(words.FIGURES, (1, 2, 3, 4, 1234), strict=True)]


def test_every_week_has_its_row() -> None:
    weeks = [row[0] for row in opened(report_book(report()))[words.BY_WEEK].iter_rows(min_row=2, values_only=True)]

    assert weeks == ["16/11/2026–22/11/2026", "23/11/2026–28/11/2026"]


def test_a_report_without_lines_is_a_sound_file() -> None:
    assert opened(report_book(report()))[words.BY_DESK].max_row == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=30), min_size=1, max_size=5))
def test_no_name_is_ever_a_formula_a_link_or_a_number(names: list[str]) -> None:
    book = opened(report_book(report(*names)))

    for sheet in (words.BY_DESK, words.BY_COMMUNE, words.BY_PROCEDURE):
        for [cell] in book[sheet].iter_rows(min_row=2, max_col=1):
            assert cell.data_type in ("s", "n" if cell.value is None else "s")
            assert cell.hyperlink is None
