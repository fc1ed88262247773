"""The figures of reach as an Excel file: a sheet for each table, and one that says what is counted."""

from collections.abc import Iterable, Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.knowledge.excel.book import HEADER, TEXT, book, set_up_print, write
from bot.office import reach_wording as words
from bot.office.reach import Report
from bot.office.reach_tables import Table, named, tables

_NUMBER = TEXT | {"num_format": "#,##0"}
_NAME_WIDTH, _WIDTH, _TEXT_WIDTH = 60, 16, 110

Cells = Sequence[str | int]


def report_book(report: Report) -> bytes:
    """Return the .xlsx; names are written as text, whatever they begin with, and counts as numbers."""
    return book(f"{words.REACH} {report.period.name}", lambda workbook: _fill(workbook, report))


def _fill(workbook: Workbook, report: Report) -> None:
    _sheet(workbook, words.TOTALS, (words.TOTALS, report.period.name), named(report.totals), _WIDTH * 2)
    for table in tables(report):
        rows = _rows(table)
        sheet = _sheet(workbook, table.title, rows[0], rows[1:], _WIDTH)
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    _sheet(workbook, words.HOW_COUNTED, (words.HOW_COUNTED, ""), words.DEFINITIONS.items(), _TEXT_WIDTH)


def _rows(table: Table) -> list[Cells]:
    """Return the heading and the lines; the number or code has a column where there is any."""
    lines = [_cells(table, line.name, line.key, line.counts) for line in table.lines]
    return [_cells(table, table.name, table.key, table.figures), *lines]


def _cells(table: Table, name: str, key: str, rest: Cells) -> Cells:
    return [name, *((key,) if table.key else ()), *rest]


def _sheet(workbook: Workbook, name: str, heading: Cells, rows: Iterable[Cells], width: int) -> Worksheet:
    sheet = workbook.add_worksheet(name)
    text = workbook.add_format(TEXT | {"text_wrap": True})
    number, header = workbook.add_format(_NUMBER), workbook.add_format(HEADER)
    for row, cells in enumerate((heading, *rows)):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell, number)
            else:
                write(sheet, row, column, cell, header if row == 0 else text)
    sheet.set_column(0, 0, _NAME_WIDTH)
    sheet.set_column(1, len(heading) - 1, width)
    sheet.freeze_panes(1, 1)
    set_up_print(sheet, one_page_wide=True)
    return sheet
