"""Writing the review workbook: everything that was read and matched, for an official to look through and settle."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import WORDS, Postal, ServiceLevel, word
from bot.office.annex.decision import written_date
from bot.office.annex.matching import Kind, Match
from bot.office.annex.review_cells import CELLS, differs
from bot.office.annex.review_layout import (
    COLUMNS,
    DATE,
    DECISION,
    HOW_TO,
    INFO,
    MEANINGS,
    NOTHING,
    SKIP,
    TO_SET,
    WIDTHS,
    Heading,
)
from bot.office.annex.rows import Annex

_COLOURS = {
    Kind.SURE: "#2E7D32",
    Kind.DOUBTFUL: "#B26A00",
    Kind.NOT_FOUND: "#B3261E",
    NOTHING: "#5F6368",
    INFO: "#1A4F8B",
}
NOTES = 10
_TO_FILL = "#FFF8E1"
_ALLOWED = {
    Heading.POSTAL: [word(Postal.YES), word(Postal.NO)],
    Heading.LEVEL: [text for value, text in WORDS[ServiceLevel].items() if value != ServiceLevel.UNKNOWN],
}


def write_review(annex: Annex, matches: Sequence[Match], knowledge: Knowledge) -> bytes:
    """Return the review workbook (.xlsx) of an annex whose rows were matched to `knowledge`."""
    sheets: dict[str, list[Match]] = {name: [] for name in COLUMNS}
    for match in matches:
        sheets[NOTHING if match.row.marks.sets_nothing else match.kind].append(match)
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _write_info(book, annex, sheets, knowledge)
        for name, own in sheets.items():
            _write_sheet(book, name, own, knowledge)
    return data.getvalue()


def _write_info(book: Workbook, annex: Annex, sheets: Mapping[str, Sequence[Match]], knowledge: Knowledge) -> None:
    sheet = book.add_worksheet(INFO)
    sheet.set_tab_color(_COLOURS[INFO])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    bold, plain = book.add_format({"bold": True, "valign": "top"}), _plain(book)
    fill = book.add_format({"bg_color": _TO_FILL, "border": 1, "num_format": "@"})
    changed = sum(differs(match.row, knowledge.by_code[match.code]) for match in sheets[Kind.SURE])
    known = [
        (DECISION, annex.decision, fill),
        (DATE, written_date(annex.date), fill),
        ("Danh mục ghi về", ", ".join(sorted(annex.subjects)), plain),
        ("Số dòng thủ tục", str(sum(map(len, sheets.values()))), plain),
        *((f"– {name}", str(len(own)), plain) for name, own in sheets.items()),
        ("Khác dữ liệu đang có", f"{changed} dòng chắc chắn (chữ đỏ)", plain),
        ("Trang không đọc", ", ".join(annex.skipped) or "không có", plain),
        ("Dòng không phải thủ tục", _first_few(annex.notes), plain),
        *((("Cách làm" if not place else ""), text, plain) for place, text in enumerate(HOW_TO)),
        *((("Cần biết" if not place else ""), text, plain) for place, text in enumerate(MEANINGS)),
    ]
    for line, (label, text, form) in enumerate(known):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, text, form)


def _first_few(notes: Sequence[str]) -> str:
    more = [f"… và {len(notes) - NOTES} dòng khác"] if len(notes) > NOTES else []
    return "\n".join([*notes[:NOTES], *more]) or "không có"


def _write_sheet(book: Workbook, name: str, matches: Sequence[Match], knowledge: Knowledge) -> None:
    sheet, headings = book.add_worksheet(name), COLUMNS[name]
    head = book.add_format(
        {
            "bold": True,
            "font_color": "white",
            "bg_color": _COLOURS[name],
            "text_wrap": True,
            "valign": "vcenter",
            "border": 1,
        }
    )
    plain, red = _plain(book), _plain(book, font_color="#B3261E", bold=True)
    fill = _plain(book, bg_color=_TO_FILL, num_format="@", border=1)
    sheet.set_tab_color(_COLOURS[name])
    sheet.freeze_panes(1, 3)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, WIDTHS[heading])
        sheet.write_string(0, column, heading, head)
    for line, match in enumerate(matches, 1):
        is_new = bool(match.code) and differs(match.row, knowledge.by_code[match.code])
        for column, heading in enumerate(headings):
            form = fill if heading in TO_SET else red if is_new and heading is Heading.NOW else plain
            _write_cell(sheet, (line, column), CELLS[heading](match, knowledge), form)
            _offer(sheet, (line, column), heading, match)
    sheet.autofilter(0, 0, max(len(matches), 1), len(headings) - 1)


def _plain(book: Workbook, **more: object) -> Format:
    return book.add_format({"text_wrap": True, "valign": "top", **more})


def _write_cell(sheet: Worksheet, place: tuple[int, int], value: str | int, form: Format) -> None:
    if isinstance(value, int):
        sheet.write_number(*place, value, form)
    elif not value:
        sheet.write_blank(*place, None, form)
    else:
        sheet.write_string(*place, value, form)


def _offer(sheet: Worksheet, place: tuple[int, int], heading: Heading, match: Match) -> None:
    """Offer what can stand in a cell as a list; other codes can be typed all the same."""
    if heading not in TO_SET:
        return
    allowed = [*match.choices, SKIP] if heading is Heading.CHOICE else _ALLOWED[heading]
    sheet.data_validation(
        *place,
        *place,
        {
            "validate": "list",
            "source": allowed,
            "error_type": "warning" if heading is Heading.CHOICE else "stop",
            "error_title": "Không có trong danh sách",
            "error_message": "Mã này không nằm trong các lựa chọn. Anh/chị vẫn muốn ghi?"
            if heading is Heading.CHOICE
            else "Chỉ chọn một trong các giá trị của danh sách, hoặc để trống.",
        },
    )
