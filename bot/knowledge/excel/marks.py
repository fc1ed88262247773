"""An uploaded file given back as Excel, its faulty cells marked and listed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain, count

from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.knowledge.cells import number
from bot.knowledge.excel.book import HEADER, TEXT, TITLE, book, comment, set_up_print, write
from bot.knowledge.excel.places import Located, locate
from bot.knowledge.models import Model
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.spreadsheets.reading import Cell, Sheet

PROBLEMS_SHEET = "Lỗi cần sửa"
LISTED = 5_000
"""Problems listed and marked at the most: a file with more has one cause, which the first show."""
_COLOURS = {
    Severity.ERROR: {"bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 1, "border_color": "#9C0006"},
    Severity.WARNING: {"bg_color": "#FFEB9C", "font_color": "#5C4500", "border": 1, "border_color": "#B38600"},
}
_LINK = {"font_color": "#1D4ED8", "underline": 1}
_HEADERS = {"Trang": 18, "Dòng": 8, "Cột": 26, "Mức": 10, "Lỗi": 60, "Gợi ý": 60, "Đến ô": 10}
_SEVERITY = list(_HEADERS).index("Mức")
_NARROWEST, _WIDEST = 9, 60
_MEASURED = 200
"""Rows whose texts decide how wide a column is."""
_NAME_LENGTH = 31
_NOT_IN_A_NAME = re.compile(r"[^ -\ud7ff\ue000-\ufffd]|[\[\]:*?/\\']")
_ADVICE = re.compile(r"((?:“[^”]*”|[^;“])+); (.+)", re.DOTALL)
"""A message of two parts: what is wrong; what to do. A quoted ";" parts nothing."""


def marked_workbook(sheets: Sequence[Sheet], problems: Sequence[Problem], model_of: Mapping[str, type[Model]]) -> bytes:
    """Return an .xlsx of `sheets` as they were, faulty cells coloured with a note, and first a list of all problems.

    `model_of` says by a sheet's name what its rows are; a sheet that is not there was not read. The list
    of an earlier round is left out.
    """
    kept = [sheet for sheet in sheets if sheet.name != PROBLEMS_SHEET]
    names = _names(kept)
    located = locate(sorted(problems, key=_errors_first)[:LISTED], kept, model_of)

    def fill(workbook: Workbook) -> None:
        _write_list(workbook, located, len(problems), names)
        for place, sheet in enumerate(kept):
            _write_sheet(workbook, names[place], sheet, [one for one in located if one.sheet == place])

    return book(PROBLEMS_SHEET, fill)


def _errors_first(problem: Problem) -> tuple[bool, str, int]:
    return problem.severity is not Severity.ERROR, problem.sheet, problem.line


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Return names that Excel takes, all different: other programs, and CSV, allow what it does not."""
    names: list[str] = []
    taken = {PROBLEMS_SHEET.casefold()}
    for place, sheet in enumerate(sheets, start=1):
        wanted = _NOT_IN_A_NAME.sub("_", sheet.name)[:_NAME_LENGTH] or "Dữ liệu"
        others = (f"Trang {other}" for other in count(place))
        names.append(next(name for name in chain([wanted], others) if name.casefold() not in taken))
        taken.add(names[-1].casefold())
    return names


def _write_list(workbook: Workbook, located: Sequence[Located], total: int, names: Sequence[str]) -> None:
    sheet = workbook.add_worksheet(PROBLEMS_SHEET)
    wrapped, link = workbook.add_format(TEXT | {"text_wrap": True}), workbook.add_format(TEXT | _LINK)
    colours = {severity: workbook.add_format(TEXT | _COLOURS[severity]) for severity in Severity}
    header = workbook.add_format(HEADER)
    write(sheet, 0, 0, _summary(total), workbook.add_format(TITLE))
    for column, (title, width) in enumerate(_HEADERS.items()):
        sheet.set_column(column, column, width)
        write(sheet, 1, column, title, header)
    for row, one in enumerate(located, start=2):
        name = "" if one.sheet is None else names[one.sheet]
        for column, text in enumerate(_listed(one, name)):
            write(sheet, row, column, text, colours[one.problem.severity] if column == _SEVERITY else wrapped)
        if one.cell:
            _write_link(sheet, row, name, one.cell, link)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, len(located) + 1, len(_HEADERS) - 1)
    set_up_print(sheet, one_page_wide=True)


def _summary(total: int) -> str:
    shown = f" Dưới đây là {number(LISTED)} chỗ đầu tiên." if total > LISTED else ""
    return f"Có {number(total)} chỗ cần xem lại.{shown} Anh/chị sửa các ô có màu ở các trang sau rồi gửi lại tệp này."


def _listed(one: Located, sheet: str) -> tuple[str, ...]:
    """Return the cells of a problem's row, in the order of the headers."""
    problem = one.problem
    parted = _ADVICE.fullmatch(problem.message)
    fault, advice = parted.groups() if parted else (problem.message, "")
    line = str(problem.line) if problem.line else ""
    return sheet or problem.file, line, one.column, problem.severity, _sentence(fault), _sentence(advice)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _write_link(sheet: Worksheet, row: int, name: str, cell: Cell, style: Format) -> None:
    there = xl_rowcol_to_cell(*cell)
    sheet.write_url(row, len(_HEADERS) - 1, f"internal:'{name}'!{there}", style, there)


def _write_sheet(workbook: Workbook, name: str, sheet: Sheet, located: Iterable[Located]) -> None:
    written = workbook.add_worksheet(name)
    plain = workbook.add_format(TEXT | {"text_wrap": True})
    for column, width in enumerate(_widths(sheet)):
        written.set_column(column, column, width)
    for top, left, bottom, right in sheet.merged:
        if (top, left) != (bottom, right):
            with suppress(OverlappingRange):
                written.merge_range(top, left, bottom, right, "", plain)
    for row, cells in enumerate(sheet.rows):
        for column, text in enumerate(cells):
            if text:
                write(written, row, column, text, plain)
    _mark(workbook, written, sheet, located)


def _widths(sheet: Sheet) -> list[int]:
    longest = [max(map(len, column)) for column in zip(*sheet.rows[:_MEASURED], strict=True)]
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]


def _mark(workbook: Workbook, written: Worksheet, sheet: Sheet, located: Iterable[Located]) -> None:
    """Colour each faulty cell by the worst that is wrong with it, and say all of it in a note."""
    styles = {severity: workbook.add_format(TEXT | {"text_wrap": True} | _COLOURS[severity]) for severity in Severity}
    faults: dict[Cell, list[Problem]] = defaultdict(list)
    for one in located:
        if one.cell:
            faults[one.cell].append(one.problem)
    for (row, column), problems in faults.items():
        write(written, row, column, sheet.rows[row][column], styles[problems[0].severity])
        note = "\n".join(_sentence(problem.message) for problem in problems)
        comment(written, row, column, note)
