"""Workbooks (.xlsx, .xls, .ods) as sheets of text.

Hidden sheets are left out: an official does not see what stands there.
What cannot be told: merged cells of .ods, and cells that show an error such as #N/A (read as empty).
Files are measured before calamine takes memory for them. One gap stays: a long text that an .xls keeps once
and shows in a million cells. calamine then ends the process, so files of strangers are read in one of their own.
"""

import io

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from bot.knowledge.spreadsheets.archives import repack, unpack
from bot.knowledge.spreadsheets.cell_text import cell_text
from bot.knowledge.spreadsheets.file_kinds import told_of_members
from bot.knowledge.spreadsheets.limits import Used, check_sheets, refusal
from bot.knowledge.spreadsheets.ods_scan import MIME, scan_ods
from bot.knowledge.spreadsheets.sheet import Sheet, sheet_of
from bot.knowledge.spreadsheets.xls_scan import scan_xls
from bot.knowledge.spreadsheets.xlsx_scan import WORKBOOK, scan_xlsx


def read_zipped(file: str, data: bytes) -> list[Sheet]:
    """Return the sheets of an .xlsx or .ods; raises KnowledgeError, or any error where it is damaged."""
    members = unpack(file, data)
    if WORKBOOK in members:
        used = scan_xlsx(file, members)
    elif members.get("mimetype", b"").startswith(MIME):
        used = scan_ods(file, members)
    else:
        raise refusal(file, told_of_members(members))
    with CalamineWorkbook.from_filelike(io.BytesIO(repack(members))) as book:
        return [_sheet(book.get_sheet_by_name(name), used[name]) for name in _shown(file, book)]


def read_xls(file: str, data: bytes) -> list[Sheet]:
    """Return the sheets of an .xls; raises KnowledgeError, or any error where it is damaged."""
    scanned = scan_xls(file, data)
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        used = dict(zip(book.sheet_names, scanned, strict=True))
        return [_sheet(book.get_sheet_by_name(name), used[name]) for name in _shown(file, book)]


def _shown(file: str, book: CalamineWorkbook) -> list[str]:
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    check_sheets(file, len(names))
    return names


def _sheet(sheet: CalamineSheet, used: Used) -> Sheet:
    """Return the sheet from line 1 on, where calamine itself would begin with the first used line."""
    values = sheet.to_python(skip_empty_area=False) if sheet.end else []
    rows = {place: [cell_text(value) for value in line] for place, line in enumerate(values)}
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return sheet_of(sheet.name, rows, merged, used.formulas)
