"""The Excel file that an office edits and sends back: the tables of the knowledge base and a guide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.knowledge.cells import written
from bot.knowledge.excel.book import HEADER, TEXT, book, comment, set_up_print, write
from bot.knowledge.excel.guide import write_guide
from bot.knowledge.excel.notes import closed_list, is_multiple, note
from bot.knowledge.headers import LABELS
from bot.knowledge.models import Model, Procedure
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import OfficeRow, PlaceRow
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import WORDS

SHEETS: dict[str, type[Model]] = {
    "Thủ tục": Procedure,
    "Nơi nộp": OfficeRow,
    "Xã, phường": PlaceRow,
    "Câu phải tìm ra": MustFind,
}
"""The names of the sheets, with what a row of each is."""
SPARE_ROWS = 500
"""Rows below the last that have the drop-downs too, for new ones."""
_WIDTHS = {
    **dict.fromkeys(("title", "question"), 60),
    **dict.fromkeys(("address", "aliases"), 45),
    **dict.fromkeys(("agency", "agency_before_2025_07", "codes", "hours", "map_url", "result", "url"), 32),
    **dict.fromkeys(("as_of", "days_in_person", "days_online", "days_postal", "service_level", "telephone"), 18),
    **dict.fromkeys(("code", "levels", "levels_basis", "postal"), 13),
}
"""In characters, as Excel counts."""
_WIDTH = 24
"""Of all other columns."""
_FROZEN = {Procedure: 2, MustFind: 1, PlaceRow: 1, OfficeRow: 2}
"""Columns that stay when one scrolls to the right."""
_WRAPPED = ("title", "question", "address")
_HEADER_HEIGHT = 34
_PAGE_WIDTH = 190
"""Characters that can still be read when put on one page across."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet."""

    name: str
    model: type[Model]
    rows: Sequence[Model]


def export_workbook(knowledge: Knowledge, must_find: Iterable[MustFind] = (), places: Iterable[PlaceRow] = ()) -> bytes:
    """Return an .xlsx of all procedures and offices, with drop-downs, notes and a guide.

    `Knowledge` keeps no source of a former commune, so `places` are given as they were read. A sheet
    of questions or places is there only if there are some, lest an empty one be sent back.
    """
    rows: dict[type[Model], Sequence[Model]] = {
        Procedure: knowledge.procedures,
        OfficeRow: knowledge.places.offices,
        PlaceRow: tuple(places),
        MustFind: tuple(must_find),
    }
    always = (Procedure, OfficeRow)
    tables = [Table(name, model, rows[model]) for name, model in SHEETS.items() if rows[model] or model in always]

    def fill(workbook: Workbook) -> None:
        for table in tables:
            _write_table(workbook, table)
        write_guide(workbook, {table.name: table.model for table in tables}, knowledge.version)

    return book("Dữ liệu của Hỏi Một Cửa", fill)


def _write_table(workbook: Workbook, table: Table) -> None:
    sheet = workbook.add_worksheet(table.name)
    fields = list(LABELS[table.model])
    last = max(len(table.rows), 1)
    _write_header(workbook, sheet, table.model, fields)
    styles = [workbook.add_format(TEXT | {"text_wrap": field in _WRAPPED}) for field in fields]
    for column, (field, style) in enumerate(zip(fields, styles, strict=True)):
        sheet.set_column(column, column, _WIDTHS.get(field, _WIDTH), style)
        _offer_values(sheet, table.model, field, column, last + SPARE_ROWS)
    for row, one in enumerate(table.rows, start=1):
        for column, (field, style) in enumerate(zip(fields, styles, strict=True)):
            write(sheet, row, column, written(getattr(one, field)), style)
    sheet.freeze_panes(1, _FROZEN[table.model])
    sheet.autofilter(0, 0, last, len(fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + SPARE_ROWS}"})
    _print(sheet, table.model, fields)


def _write_header(workbook: Workbook, sheet: Worksheet, model: type[Model], fields: Sequence[str]) -> None:
    style = workbook.add_format(HEADER)
    sheet.set_row(0, _HEADER_HEIGHT)
    for column, field in enumerate(fields):
        write(sheet, 0, column, LABELS[model][field], style)
        comment(sheet, 0, column, note(model, field))


def _offer_values(sheet: Worksheet, model: type[Model], field: str, column: int, last: int) -> None:
    """Let one value be picked from a closed list; several cannot be, so a header's note lists those."""
    kind = closed_list(model, field)
    if kind and not is_multiple(model, field):
        offered = {
            "validate": "list",
            "source": list(WORDS[kind].values()),
            "error_title": "Giá trị không có trong danh sách",
            "error_message": "Anh/chị bấm mũi tên bên phải ô để chọn một giá trị.",
        }
        sheet.data_validation(1, column, last, column, offered)


def _print(sheet: Worksheet, model: type[Model], fields: Sequence[str]) -> None:
    """Put a narrow table on one page across; of a wide one, repeat the first columns on every page."""
    is_narrow = sum(_WIDTHS.get(field, _WIDTH) for field in fields) <= _PAGE_WIDTH
    set_up_print(sheet, one_page_wide=is_narrow)
    sheet.repeat_rows(0)
    if not is_narrow:
        sheet.repeat_columns(0, _FROZEN[model] - 1)
