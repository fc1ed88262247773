"""What all our Excel files share: everything is text, calm colours, and print that fits A4."""

import re
from collections.abc import Callable
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""Characters that Excel takes in one cell."""
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TEXT = {"num_format": "@", "valign": "top", "font_name": "Arial", "font_size": 10}
HEADER = TEXT | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#9B1C1C", "valign": "vcenter", "text_wrap": True}
TITLE = TEXT | {"bold": True, "font_size": 14, "font_color": "#9B1C1C"}
_A4 = 9
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def book(title: str, fill: Callable[[Workbook], None]) -> bytes:
    """Return the bytes of a workbook that `fill` writes the sheets of."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True} | _AS_TEXT) as workbook:
        workbook.set_properties({"title": title, "author": "Hỏi Một Cửa"})
        fill(workbook)
    return file.getvalue()


def fitting(text: str) -> str:
    """Return text that Excel can hold: without characters that no XML may have, and not too long."""
    text = _NOT_IN_XML.sub("", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def write(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write text into a cell, as text whatever it begins with."""
    if text := fitting(text):
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def comment(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write the note of a cell."""
    sheet.write_comment(row, column, fitting(text), {"x_scale": 2.4, "y_scale": 1.5, "font_size": 9})


def set_up_print(sheet: Worksheet, *, one_page_wide: bool) -> None:
    """Print on A4, across, the header row on every page and the pages numbered."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RTrang &P/&N")
    if one_page_wide:
        sheet.fit_to_pages(1, 0)
